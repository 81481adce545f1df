using System.CommandLine;
using System.Text;
using MakeDevice.Routing;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Command;

/// <summary><c>makedevice route PROJECT…</c>: from project files to fabrication packages.</summary>
internal sealed record RouteCommand(
    string[] Projects, string? Modules, string? Firmware, string? Out, string? Rules, string? Previous, string? State, string? Report, string? Preview, string? Trace,
    string? Rotations, int Workers, bool Json)
{
    private const int MostWorkers = 256;

    public static System.CommandLine.Command Create()
    {
        var projects = new Argument<string[]>("PROJECT") { Description = "The .MakeDevice file, the name of a sample, or - for standard input; several are routed one after the other.", Arity = ArgumentArity.OneOrMore };
        var modules = new Option<string?>("--modules") { Description = "Folder of module packages (default: modules beside the project, then the samples)." };
        var firmware = new Option<string?>("--firmware") { Description = "Folder of base images of brains (default: firmware beside the modules)." };
        var output = new Option<string?>("--out") { Description = "Zip file or folder for the package, - for the zip on standard output (default: <board>.zip here). Of several projects: the folder of their folders." };
        var rules = new Option<string?>("--rules") { Description = "JSON file of design rules that override the fabrication house's." };
        var previous = new Option<string?>("--previous") { Description = "Routing state of an earlier run: keep what is still legal, route only what changed." };
        var state = new Option<string?>("--state") { Description = "Write the routing state to this file, for --previous of a later run." };
        var report = new Option<string?>("--report") { Description = "Write the report to this file, of a board that fails, too." };
        var preview = new Option<string?>("--preview") { Description = "Write front.svg and back.svg to this folder, of a board that fails, too." };
        var trace = new Option<string?>("--trace") { Description = "Write what the router does to this folder: a line and a picture a round, and index.html, which plays them." };
        var rotations = new Option<string?>("--rotations") { Description = "JSON file of the house's rotation offsets by part number or package (docs/order.md)." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of a summary; of several projects a list." };
        var workers = new Option<int>("--workers") { Description = "Threads to use; the result is the same for any number.", DefaultValueFactory = _ => Environment.ProcessorCount };
        workers.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var count) || count is < 1 or > MostWorkers))
            {
                result.AddError($"--workers must be a number from 1 to {MostWorkers}.");
            }
        });

        var command = new System.CommandLine.Command("route", "Route a project and write its fabrication package.")
        {
            projects, modules, firmware, output, rules, previous, state, report, preview, trace, rotations, workers, json,
        };
        command.SetAction((parsed, cancellationToken) => new RouteCommand(
            parsed.GetValue(projects)!,
            parsed.GetValue(modules),
            parsed.GetValue(firmware),
            parsed.GetValue(output),
            parsed.GetValue(rules),
            parsed.GetValue(previous),
            parsed.GetValue(state),
            parsed.GetValue(report),
            parsed.GetValue(preview),
            parsed.GetValue(trace),
            parsed.GetValue(rotations),
            parsed.GetValue(workers),
            parsed.GetValue(json)).RunAsync(cancellationToken));
        return command;
    }

    public Task<int> RunAsync(CancellationToken cancellationToken) =>
        CommandFailure.GuardAsync(Json, () => Projects is [var only] ? RouteAsync(only, null, cancellationToken) : RouteAllAsync(cancellationToken));

    /// <summary>One board after the other; one that fails keeps no other from being made, and the gravest end is the command's.</summary>
    private async Task<int> RouteAllAsync(CancellationToken cancellationToken)
    {
        if (Previous is not null || State is not null || Report is not null || Preview is not null || Trace is not null)
        {
            throw new InputException(new Issue("USAGE", "error=--previous, --state, --report, --preview and --trace go with one project"));
        }

        if (Out is not null && (StandardStreams.IsNamed(Out) || Out.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)))
        {
            throw new InputException(new Issue("USAGE", "error=of several projects --out names the folder of their folders"));
        }

        var names = new DistinctNames();
        var worst = ExitCode.Done;
        for (var i = 0; i < Projects.Length; i++)
        {
            Separate(i == 0 ? "[" : ",");
            var project = Projects[i];
            var code = await CommandFailure.GuardAsync(Json, () => RouteAsync(project, names, cancellationToken)).ConfigureAwait(false);
            worst = Math.Max(worst, code);
            if (code == ExitCode.Cancelled)
            {
                break;
            }
        }

        Separate("]");
        return worst;
    }

    private void Separate(string mark)
    {
        if (Json)
        {
            StandardStreams.Write(Encoding.ASCII.GetBytes($"{mark}\n"));
        }
    }

    /// <param name="names">Names for the results of several boards; null for one.</param>
    private async Task<int> RouteAsync(string project, DistinctNames? names, CancellationToken cancellationToken)
    {
        if (Json && StandardStreams.IsNamed(Out))
        {
            throw new InputException(new Issue("USAGE", "error=--json and --out - both write to standard output"));
        }

        var path = Inputs.ProjectPath(project);
        OutputPaths.Check(
            [("PROJECT", path), ("--rules", Rules), ("--rotations", Rotations)],
            [("--out", Out), ("--state", State), ("--report", Report), ("--preview", Preview), ("--trace", Trace)]);
        if (Out is null)
        {
            OutputPaths.Probe(Directory.GetCurrentDirectory());
        }

        var json = await Inputs.ReadAsync(path, "PROJECT_UNREADABLE", cancellationToken).ConfigureAwait(false);
        var rules = Rules is null ? [] : await Inputs.ReadAsync(Rules, "RULES_UNREADABLE", cancellationToken).ConfigureAwait(false);
        var rotations = Rotations is null ? [] : await Inputs.ReadAsync(Rotations, "ROTATION_OFFSETS_UNREADABLE", cancellationToken).ConfigureAwait(false);
        var previous = Previous is null ? null : await Inputs.ReadStateAsync(Previous, cancellationToken).ConfigureAwait(false);
        var library = Inputs.Library(Modules, Firmware, Path.GetDirectoryName(Path.GetFullPath(path))!);
        var progress = new RunningRoute();
        var runner = new JobRunner(library, Workers) { Previous = previous, KeepState = State is not null, Trace = Trace is null ? null : new(Trace), RotationOffsets = rotations };
        var job = Task.Run(() => runner.RunAsync(json, rules, progress, cancellationToken), cancellationToken);
        if (!Json && !Console.IsOutputRedirected)
        {
            await LiveDisplay.WhileAsync(job, progress).ConfigureAwait(false);
        }

        var outcome = await job.ConfigureAwait(false);
        var artifact = Deliver(outcome, names);
        await ShowAsync(outcome, json, rules, library, cancellationToken).ConfigureAwait(false);
        return OutcomeOutput.Tell(outcome, artifact, Json, Out);
    }

    // Only a board that is done is delivered; of any other, nothing but what shows why.
    private string? Deliver(RouteOutcome outcome, DistinctNames? names)
    {
        if (outcome.Status != RouteStatus.Done)
        {
            return null;
        }

        var output = Output(outcome.Board!.Project.FileStem, names);
        output.Write(outcome);
        if (State is not null)
        {
            PackageOutput.WriteFile(State, outcome.State);
        }

        return output.Path;
    }

    private PackageOutput Output(string stem, DistinctNames? names)
    {
        var name = names?.For(stem) ?? stem;
        if (names is null || Out is null)
        {
            return Out is null ? new PackageOutput(Path.GetFullPath($"{name}.zip"), IsFolder: false) : PackageOutput.At(Out);
        }

        return new(Path.Combine(PackageOutput.Folder(Out), name), IsFolder: true);
    }

    /// <summary>Writes the report and the pictures that were asked for, whatever became of the board.</summary>
    private async Task ShowAsync(RouteOutcome outcome, byte[] project, byte[] rules, BrainModuleLibrary library, CancellationToken cancellationToken)
    {
        if (Report is not null)
        {
            PackageOutput.WriteFile(Report, outcome.Report ?? JobJson.Write(outcome, null));
        }

        if (Preview is not null
            && (outcome.Board ?? (await BoardStages.CheckAsync(new BoardSource(project) { Rules = rules }, library, cancellationToken).ConfigureAwait(false)).Board) is { } board)
        {
            var (front, back) = BoardStages.Preview(board, outcome.Routed ?? RoutedBoard.Empty);
            var folder = PackageOutput.Folder(Preview);
            PackageOutput.WriteFile(Path.Combine(folder, "front.svg"), Encoding.UTF8.GetBytes(front));
            PackageOutput.WriteFile(Path.Combine(folder, "back.svg"), Encoding.UTF8.GetBytes(back));
        }
    }
}
