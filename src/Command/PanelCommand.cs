using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MakeDevice.Routing;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Panels;

namespace MakeDevice.Command;

/// <summary><c>makedevice panel BOARD</c>: from a board's package to a panel of it.</summary>
internal sealed record PanelCommand(
    string Board, bool IsPacket, string? Specification, int? Columns, int? Rows, double? Gap, string? Separation, string? Out, bool Json)
{
    public static System.CommandLine.Command Create()
    {
        var board = new Argument<string>("BOARD") { Description = "The board's fabrication zip, or - for standard input; with --packet a request of the predecessor's panel front end." };
        var packet = new Option<bool>("--packet") { Description = "BOARD is the JSON of a panelizeStart request." };
        var specification = new Option<string?>("--spec") { Description = "JSON file of the panel: columns, rows, gap, separation, tabs, rails (docs/panels.md)." };
        var columns = new Option<int?>("--columns") { Description = "Boards beside each other." };
        var rows = new Option<int?>("--rows") { Description = "Boards above each other." };
        var gap = new Option<double?>("--gap") { Description = "Millimetres between boards." };
        var separation = new Option<string?>("--separation") { Description = "tabs (with mouse bites) or vcut." };
        var output = new Option<string?>("--out") { Description = "Zip file or folder for the panel, - for the zip on standard output (default: panel.zip here)." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a summary." };
        var command = new System.CommandLine.Command("panel", "Put copies of a board onto a panel.") { board, packet, specification, columns, rows, gap, separation, output, json };
        command.SetAction((parsed, cancellationToken) => new PanelCommand(
            parsed.GetValue(board)!,
            parsed.GetValue(packet),
            parsed.GetValue(specification),
            parsed.GetValue(columns),
            parsed.GetValue(rows),
            parsed.GetValue(gap),
            parsed.GetValue(separation),
            parsed.GetValue(output),
            parsed.GetValue(json)).RunAsync(cancellationToken));
        return command;
    }

    public Task<int> RunAsync(CancellationToken cancellationToken) =>
        CommandFailure.GuardAsync(Json, () => MakeAsync(cancellationToken));

    private async Task<int> MakeAsync(CancellationToken cancellationToken)
    {
        if (Json && StandardStreams.IsNamed(Out))
        {
            throw new InputException(new Issue("USAGE", "error=--json and --out - both write to standard output"));
        }

        OutputPaths.Check([("BOARD", Board), ("--spec", Specification)], [("--out", Out ?? Panel.ZipName)]);
        var content = await Inputs.ReadPackageAsync(Board, cancellationToken).ConfigureAwait(false);
        var output = PackageOutput.At(Out ?? Panel.ZipName);
        var (panel, issues) = IsPacket
            ? Panel.FromPacket(content)
            : Panel.FromPackage(content, await SpecificationAsync(cancellationToken).ConfigureAwait(false));
        if (panel is null)
        {
            Tell("invalid", 0, issues, null);
            return ExitCode.InvalidInput;
        }

        ImmutableArray<Artifact> files = [.. panel.Names.Select(panel.Make)];
        cancellationToken.ThrowIfCancellationRequested();
        output.Write(files, BoardStages.Package(files));
        Tell("done", panel.Copies, panel.Warnings, output.Path);
        return ExitCode.Done;
    }

    /// <summary>The file's specification, with what the command line says over it.</summary>
    private async Task<byte[]> SpecificationAsync(CancellationToken cancellationToken)
    {
        var json = Specification is null ? "{}"u8.ToArray() : await Inputs.ReadAsync(Specification, "PANEL_SPEC_UNREADABLE", cancellationToken).ConfigureAwait(false);
        if (Parsed(json) is not { } specification)
        {
            return json; // the core says what is wrong with it
        }

        Put(specification, "columns", Columns);
        Put(specification, "rows", Rows);
        Put(specification, "gap", Gap);
        Put(specification, "separation", Separation);
        return Utf8Json.Of(specification);
    }

    private static JsonObject? Parsed(byte[] json)
    {
        try
        {
            return JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Put(JsonObject specification, string name, JsonNode? value)
    {
        if (value is not null)
        {
            specification[name] = value;
        }
    }

    private void Tell(string status, int copies, ImmutableArray<Issue> issues, string? artifact)
    {
        if (!Json)
        {
            foreach (var issue in issues)
            {
                Console.Error.WriteLine(IssueLine.Of(issue));
            }

            if (artifact is not null)
            {
                StandardStreams.Words(artifact).WriteLine(string.Create(CultureInfo.InvariantCulture, $"{artifact}: a panel of {copies} boards"));
            }

            return;
        }

        using var stdout = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(stdout);
        json.WriteStartObject();
        json.WriteString("status", status);
        json.WriteNumber("copies", copies);
        json.WriteTexts("issues", issues.Select(issue => issue.ToString()));
        json.WriteString("artifact", artifact);
        json.WriteEndObject();
    }
}
