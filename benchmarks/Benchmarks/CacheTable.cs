using System.Diagnostics;
using System.Text;
using MakeDevice.Command;
using MakeDevice.Routing;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;

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
        var times = LeastCpu(
            seconds,
            () => Job(json, new(board.Modules, layerBytes: 0)),
            () => Job(json, parsed),
            () => Fabricate(anew),
            () => Fabricate(kept),
            () => RouteInStages(plan, null),
            () => RouteInStages(plan, cache));
        return FormattableString.Invariant(
            $"| {board.Name} | {times[0]:0.0} | {times[1]:0.0} | {times[2]:0.00} | {times[3]:0.00} | {placed.PlacedLayers.Bytes / 1e3:0} | {times[4]:0.0} | {times[5]:0.0} | {cache.Use.Bytes / 1e3:0} |\n");
    }

    /// <summary>Runs them in turn, so that all have the same machine; milliseconds of the fastest run of each, after as many that do not count.</summary>
    private static double[] LeastCpu(double seconds, params Action[] runs)
    {
        var least = new double[runs.Length];
        for (var pass = 0; pass < 2; pass++)
        {
            Array.Fill(least, double.MaxValue);
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < seconds * runs.Length / 2;)
            {
                for (var i = 0; i < runs.Length; i++)
                {
                    var before = Environment.CpuUsage.TotalTime;
                    runs[i]();
                    least[i] = Math.Min(least[i], (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
                }
            }
        }

        return least;
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
    private static void RouteInStages(byte[] plan, RoutingCache? cache)
    {
        var step = BoardStages.Begin(plan, null, 1, default, cache);
        while (!step.IsOver)
        {
            var state = step.State;
            step = BoardStages.Continue(plan, state, [.. step.Work.Select(item => BoardStages.Work(plan, state, item.Index, 1, default, cache))], 1, default, cache);
        }

        BoardStages.Finish(plan, step.State, 1);
    }
}
