using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MakeDevice.Routing;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Command;

/// <summary>
/// <c>makedevice verify</c>: checks a fabrication package by itself, a zip or a folder; or, with <c>--route</c>, copper that was routed elsewhere for a project.
/// </summary>
internal sealed record VerifyCommand(string Subject, string? Route, string? House, string? Rules, string? Modules, string? Firmware, string? Out, bool Json)
{
    public static System.CommandLine.Command Create()
    {
        var subject = new Argument<string>("ZIP_OR_DIR|PROJECT") { Description = "A fabrication package; or a project, with --route." };
        var route = new Option<string?>("--route") { Description = "JSON file of segments and vias that were routed elsewhere for the project." };
        var house = new Option<string?>("--house") { Description = "Fabrication house whose rules a package must keep (default: JLCPCB)." };
        var rules = new Option<string?>("--rules") { Description = "JSON file of design rules that override the house's." };
        var modules = new Option<string?>("--modules") { Description = "Folder of module packages of the project." };
        var firmware = new Option<string?>("--firmware") { Description = "Folder of base images of brains." };
        var output = new Option<string?>("--out") { Description = "Of a package: folder for report.json, front.svg and back.svg. Of a project: zip file or folder for its package." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a summary." };
        var command = new System.CommandLine.Command("verify", "Check the copper of a fabrication package, or of a route made elsewhere.")
        {
            subject, route, house, rules, modules, firmware, output, json,
        };
        command.SetAction((parsed, cancellationToken) => new VerifyCommand(
            parsed.GetValue(subject)!,
            parsed.GetValue(route),
            parsed.GetValue(house),
            parsed.GetValue(rules),
            parsed.GetValue(modules),
            parsed.GetValue(firmware),
            parsed.GetValue(output),
            parsed.GetValue(json)).RunAsync(cancellationToken));
        return command;
    }

    public Task<int> RunAsync(CancellationToken cancellationToken) => CommandFailure.GuardAsync(
        Json, () => Route is null ? VerifyPackageAsync(cancellationToken) : VerifyRouteAsync(cancellationToken));

    private async Task<int> VerifyRouteAsync(CancellationToken cancellationToken)
    {
        var project = await Inputs.ReadAsync(Subject, "PROJECT_UNREADABLE", cancellationToken).ConfigureAwait(false);
        var route = await Inputs.ReadAsync(Route!, "ROUTE_UNREADABLE", cancellationToken).ConfigureAwait(false);
        var rules = Rules is null ? [] : await Inputs.ReadAsync(Rules, "RULES_UNREADABLE", cancellationToken).ConfigureAwait(false);
        var output = Out is null ? null : PackageOutput.At(Out);
        var library = Inputs.Library(Modules, Firmware, Path.GetDirectoryName(Path.GetFullPath(Subject))!);
        var outcome = await new JobRunner(library, Environment.ProcessorCount) { MadeElsewhere = route }
            .RunAsync(project, rules, new RunningRoute(), cancellationToken).ConfigureAwait(false);
        if (outcome.Status == RouteStatus.Done)
        {
            output?.Write(outcome);
        }

        var artifact = outcome.Status == RouteStatus.Done ? output?.Path : null;
        return OutcomeOutput.Tell(outcome, artifact, Json, Out);
    }

    private async Task<int> VerifyPackageAsync(CancellationToken cancellationToken)
    {
        var overrides = Rules is null ? [] : await Inputs.ReadAsync(Rules, "RULES_UNREADABLE", cancellationToken).ConfigureAwait(false);
        var (rules, faults) = DesignRulesReader.Read(House ?? DesignRules.Default.Profile, overrides);
        if (rules is null)
        {
            return Tell(new(faults, false, [], "", "", 0, []));
        }

        var (files, fault) = await PackageInput.ReadAsync(Subject, cancellationToken).ConfigureAwait(false);
        var found = fault is null ? BoardStages.VerifyPackage(files, rules) : new([fault], false, [], "", "", 0, []);
        if (found.IsChecked && Out is not null)
        {
            Write(found);
        }

        return Tell(found);
    }

    private void Write(PackageVerification found)
    {
        var folder = PackageOutput.Folder(Out!);
        PackageOutput.WriteFile(Path.Combine(folder, "report.json"), found.Report);
        PackageOutput.WriteFile(Path.Combine(folder, "front.svg"), Encoding.UTF8.GetBytes(found.Front));
        PackageOutput.WriteFile(Path.Combine(folder, "back.svg"), Encoding.UTF8.GetBytes(found.Back));
    }

    private int Tell(PackageVerification found)
    {
        var (status, code) = !found.IsChecked ? ("invalid", ExitCode.InvalidInput) : found.Issues.IsEmpty ? ("verified", ExitCode.Done) : ("not-verified", ExitCode.NotMade);
        if (Json)
        {
            using var stdout = Console.OpenStandardOutput();
            stdout.Write(AsJson(status, found));
            return code;
        }

        Console.Out.Write($"{status}, {found.Sockets} sockets\n");
        foreach (var issue in found.Issues)
        {
            Console.Out.Write($"  {IssueLine.Of(issue)}\n");
        }

        foreach (var note in found.Notes)
        {
            Console.Out.Write($"  note     {Inputs.OneLine(note)}\n");
        }

        return code;
    }

    private static byte[] AsJson(string status, PackageVerification found)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("status", status);
            json.WriteNumber("sockets", found.Sockets);
            json.WriteTexts("issues", found.Issues.Select(issue => issue.ToString()));
            json.WriteTexts("notes", found.Notes);
            if (found.IsChecked)
            {
                json.WritePropertyName("report");
                json.WriteRawValue(found.Report);
            }

            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }
}
