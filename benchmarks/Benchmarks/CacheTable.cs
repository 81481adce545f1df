using System.Text;
using MakeDevice.Command;
using MakeDevice.Routing;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>
/// What a job costs beside others in one process: without anything kept, with parsed packages, and with layers that an earlier job put in place;
/// and its stages of routing as the service runs them, where an earlier job had the same sub-problems. CPU of one worker, warm.
/// </summary>
internal static class CacheTable
{
    private const long Enough = 64 << 20;

    /// <param name="seconds">For how long each is repeated.</param>
    public static string Make(double seconds, Action<string> show)
    {
        var text = new StringBuilder();
        void Write(string piece)
        {
            text.Append(piece);
            show(piece);
        }

        Write("| board | job: nothing kept, CPU ms | packages kept | fabricating: layers put in place anew | kept | layers kept KB | stages of routing: first | again | answers kept KB |\n");
        Write("|---|---|---|---|---|---|---|---|---|\n");
        foreach (var board in Boards.All())
        {
            Write(Row(board, seconds));
        }

        return text.ToString();
    }

    private static string Row(BenchmarkBoard board, double seconds)
    {
        var json = File.ReadAllBytes(board.Project);
        var parsed = new FolderModuleLibrary(board.Modules, layerBytes: 0);
        var placed = new FolderModuleLibrary(board.Modules);
        var (anew, kept) = (Job(json, parsed), Job(json, placed));
        var plan = BoardStages.Plan(kept.Board!).Plan;
        var cache = new RoutingCache(Enough);
        var times = Turns.LeastCpu(
            seconds,
            () => Job(json, new(board.Modules, layerBytes: 0)),
            () => Job(json, parsed),
            () => Fabricate(anew),
            () => Fabricate(kept),
            () => RouteInStages(kept.Board!, plan, null),
            () => RouteInStages(kept.Board!, plan, cache));
        return FormattableString.Invariant(
            $"| {board.Name} | {times[0]:0.0} | {times[1]:0.0} | {times[2]:0.00} | {times[3]:0.00} | {placed.PlacedLayers.Bytes / 1e3:0} | {times[4]:0.0} | {times[5]:0.0} | {cache.Use.Bytes / 1e3:0} |\n");
    }

    private static RouteOutcome Job(byte[] json, FolderModuleLibrary library)
    {
        var outcome = new JobRunner(library, 1).RunAsync(json, default, new RunningRoute(), default).GetAwaiter().GetResult();
        return outcome.Status == RouteStatus.Done ? outcome : throw new InvalidOperationException(outcome.StatusText);
    }

    private static void Fabricate(RouteOutcome job)
    {
        foreach (var name in BoardStages.ArtifactNames(job.Board!))
        {
            BoardStages.Fabricate(job.Board!, job.Routed!, name);
        }
    }

    /// <summary>The stages of routing as the function app runs them.</summary>
    private static void RouteInStages(PlacedBoard board, byte[] plan, RoutingCache? cache)
    {
        var step = BoardStages.Begin(plan, null, 1, default, cache);
        while (!step.IsOver)
        {
            var state = step.State;
            step = BoardStages.Continue(plan, state, [.. step.Work.Select(item => BoardStages.Work(plan, state, item.Index, 1, default, cache))], 1, default, cache);
        }

        BoardStages.Finish(board, plan, step.State, 1);
    }
}
