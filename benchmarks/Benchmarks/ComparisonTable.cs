using System.Globalization;
using System.Text;
using MakeDevice.Command;
using MakeDevice.Routing;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Benchmarks;

/// <summary>
/// The plain runner: every board warm and in this process, beside the predecessor's figures. CPU seconds are compared, as the predecessor uses one
/// core and we use all; of a board that takes milliseconds even they vary with what the runtime does at the time, so the least is shown, too.
/// </summary>
internal static class ComparisonTable
{
    /// <param name="runs">Least number of runs of each board with all cores, and again with one worker.</param>
    /// <param name="seconds">Boards that take less are run more often, for so long.</param>
    /// <param name="show">Told every row as soon as it is known.</param>
    public static string Make(int runs, double seconds, Action<string> show)
    {
        var text = new StringBuilder();
        void Write(string piece)
        {
            text.Append(piece);
            show(piece);
        }

        Write("| board | sockets | read ms | plan ms | route ms | verify ms | fabricate ms | job ms | routing CPU ms, least | job CPU ms, least | routing allocates MB | copper mm | vias | predecessor: routing, job (CPU s) | routing faster | job faster |\n");
        Write("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var board in Boards.All())
        {
            Write(Row(board, runs, seconds));
        }

        return text.ToString();
    }

    private static string Row(BenchmarkBoard board, int runs, double seconds)
    {
        var json = File.ReadAllBytes(board.Project);
        var library = new FolderModuleLibrary(board.Modules);
        var one = new JobRunner(library, 1);
        var all = new JobRunner(library, Environment.ProcessorCount);
        RouteOutcome Job(JobRunner runner) => runner.RunAsync(json, ReadOnlyMemory<byte>.Empty, new RunningRoute(), CancellationToken.None).GetAwaiter().GetResult();

        var last = Job(all);
        if (last.Status != RouteStatus.Done)
        {
            return $"| {board.Name} | {last.StatusText}: {last.Issues.FirstOrDefault()} |\n";
        }

        var stages = new List<StageSeconds>();
        var wall = Measurement.Of(runs, seconds, () => stages.Add(Job(all).Seconds));
        stages.RemoveRange(0, stages.Count - wall.Runs.Count);
        var job = Measurement.OfOneThread(runs, seconds, () => Job(one));
        var routing = Measurement.OfOneThread(runs, seconds, () => BoardStages.Route(BoardStages.PlanInMemory(last.Board!), 1, null, CancellationToken.None));
        return Row(board.Name, last, stages, routing, job);
    }

    /// <summary>Of figures that are not those of settled code.</summary>
    private static string Mark(Measurement measurement) => measurement.IsSettled ? "" : "unsettled ";

    private static string Row(string name, RouteOutcome last, List<StageSeconds> stages, Measurement routing, Measurement job)
    {
        string Ms(Func<StageSeconds, double> stage) =>
            (stages.Select(stage).Order().ElementAt(stages.Count / 2) * 1e3).ToString("0.0", CultureInfo.InvariantCulture);
        var old = Predecessor.Boards.GetValueOrDefault(name);
        var comparison = old is null ? "| | | |" : FormattableString.Invariant($"| {old.Routing}, {old.Job} | {old.Routing / routing.Cpu:0}x | {old.Job / job.Cpu:0}x |");
        return FormattableString.Invariant(
            $"| {name} | {last.Sockets} | {Ms(s => s.Read)} | {Ms(s => s.Plan)} | {Ms(s => s.Route)} | {Ms(s => s.Verify)} | {Ms(s => s.Fabricate)} | {Ms(s => s.Total)} | {Mark(routing)}{routing.Cpu * 1e3:0.0}, {routing.LeastCpu * 1e3:0.0} | {Mark(job)}{job.Cpu * 1e3:0.0}, {job.LeastCpu * 1e3:0.0} | {routing.AllocatedMegabytes:0.00} | {last.CopperLength / 1e6:0} | {last.Routed!.Vias.Length} {comparison}\n");
    }
}
