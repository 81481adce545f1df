using System.CommandLine;

namespace MakeDevice.Local.Command;

/// <summary><c>makedevice route PROJECT</c>: from a project file to a fabrication package.</summary>
internal sealed record RouteCommand(string Project, string? Modules, string? Firmware, string? Out, string? Rules, string? Previous, string? State, string? Trace, string? Rotations, int Workers, bool Json)
{
    private const int MostWorkers = 256;

    public static System.CommandLine.Command Create()
    {
        var project = new Argument<string>("PROJECT") { Description = "The .MakeDevice file." };
        var modules = new Option<string?>("--modules") { Description = "Folder of module packages (default: modules beside the project, then the samples)." };
        var firmware = new Option<string?>("--firmware") { Description = "Folder of base images of brains (default: firmware beside the modules)." };
        var output = new Option<string?>("--out") { Description = "Zip file or folder for the package (default: <board>.zip here)." };
        var rules = new Option<string?>("--rules") { Description = "JSON file of design rules that override the fabrication house's." };
        var previous = new Option<string?>("--previous") { Description = "Routing state of an earlier run: keep what is still legal, route only what changed." };
        var state = new Option<string?>("--state") { Description = "Write the routing state to this file, for --previous of a later run." };
        var trace = new Option<string?>("--trace") { Description = "Write what the router does to this folder: a line and a picture a round, and index.html, which plays them." };
        var rotations = new Option<string?>("--rotations") { Description = "JSON file of the house's rotation offsets by part number or package (docs/order.md)." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a summary." };
        var workers = new Option<int>("--workers") { Description = "Threads to use; the result is the same for any number.", DefaultValueFactory = _ => Environment.ProcessorCount };
        workers.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var count) || count is < 1 or > MostWorkers))
            {
                result.AddError($"--workers must be a number from 1 to {MostWorkers}.");
            }
        });

        var command = new System.CommandLine.Command("route", "Route a project and write its fabrication package.") { project, modules, firmware, output, rules, previous, state, trace, rotations, workers, json };
        command.SetAction((parsed, cancellationToken) => new RouteCommand(
            parsed.GetValue(project)!,
            parsed.GetValue(modules),
            parsed.GetValue(firmware),
            parsed.GetValue(output),
            parsed.GetValue(rules),
            parsed.GetValue(previous),
            parsed.GetValue(state),
            parsed.GetValue(trace),
            parsed.GetValue(rotations),
            parsed.GetValue(workers),
            parsed.GetValue(json)).RunAsync(cancellationToken));
        return command;
    }

    // On a pool thread, so that an interrupt ends the process even where opening a file blocks (a pipe nobody writes).
    public Task<int> RunAsync(CancellationToken cancellationToken) =>
        CommandFailure.GuardAsync(Json, () => Task.Run(() => RouteAsync(cancellationToken), cancellationToken));

    private async Task<int> RouteAsync(CancellationToken cancellationToken)
    {
        var json = await Inputs.ReadAsync(Project, "PROJECT_UNREADABLE", cancellationToken).ConfigureAwait(false);
        var rules = Rules is null ? [] : await Inputs.ReadAsync(Rules, "RULES_UNREADABLE", cancellationToken).ConfigureAwait(false);
        var rotations = Rotations is null ? [] : await Inputs.ReadAsync(Rotations, "ROTATION_OFFSETS_UNREADABLE", cancellationToken).ConfigureAwait(false);
        var previous = Previous is null ? null : await Inputs.ReadStateAsync(Previous, cancellationToken).ConfigureAwait(false);
        var output = Out is null ? null : PackageOutput.At(Out);
        var library = Inputs.Library(Modules, Firmware, Path.GetDirectoryName(Path.GetFullPath(Project))!);
        var progress = new RunningRoute();
        var runner = new JobRunner(library, Workers) { Previous = previous, KeepState = State is not null, Trace = Trace is null ? null : new(Trace), RotationOffsets = rotations };
        var job = Task.Run(() => runner.RunAsync(json, rules, progress, cancellationToken), cancellationToken);
        if (!Json && !Console.IsOutputRedirected)
        {
            await LiveDisplay.WhileAsync(job, progress).ConfigureAwait(false);
        }

        var outcome = await job.ConfigureAwait(false);
        var artifact = Deliver(outcome, output);
        return OutcomeOutput.Tell(outcome, artifact, Json);
    }

    // Only a board that is done is delivered; of any other, nothing is written.
    private string? Deliver(RouteOutcome outcome, PackageOutput? output)
    {
        if (outcome.Status != RouteStatus.Done)
        {
            return null;
        }

        output ??= new PackageOutput(Path.GetFullPath($"{outcome.Board!.Project.FileStem}.zip"), IsFolder: false);
        output.Write(outcome);
        if (State is not null)
        {
            PackageOutput.WriteFile(State, outcome.State);
        }

        return output.Path;
    }
}
