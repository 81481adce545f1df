using System.Diagnostics;
using System.Globalization;
using System.Text;
using MakeDevice.Local.Command;
using MakeDevice.Routing;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Benchmarks;

/// <summary>
/// The plain runner: for every board the medians of warm runs in this process, beside the predecessor's figures. CPU
/// seconds are compared, as the predecessor uses one core and we use all.
/// </summary>
internal static class ComparisonTable
{
    private const int WarmUp = 40;

    /// <param name="runs">Of each board with all cores, and again with one worker.</param>
    public static async Task<string> MakeAsync(int runs)
    {
        var text = new StringBuilder();
        text.Append("| board | sockets | read ms | plan ms | route ms | verify ms | fabricate ms | job ms | routing CPU ms | job CPU ms | copper mm | vias | predecessor: routing, job (CPU s) | routing faster | job faster |\n");
        text.Append("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var board in Boards.All())
        {
            text.Append(await RowAsync(board, runs).ConfigureAwait(false));
        }

        return text.ToString();
    }

    private static async Task<string> RowAsync(BenchmarkBoard board, int runs)
    {
        var json = await File.ReadAllBytesAsync(board.Project).ConfigureAwait(false);
        var library = new FolderModuleLibrary(board.Modules);
        var one = new JobRunner(library, 1);
        var all = new JobRunner(library, Environment.ProcessorCount);
        Task<JobOutcome> Job(JobRunner runner) => runner.RunAsync(json, ReadOnlyMemory<byte>.Empty, new JobProgress(), CancellationToken.None);

        var last = await Job(all).ConfigureAwait(false);
        if (last.Status != JobStatus.Done)
        {
            return $"| {board.Name} | {last.StatusText}: {last.Issues.FirstOrDefault()} |\n";
        }

        for (var i = 0; i < WarmUp; i++)
        {
            await Job(all).ConfigureAwait(false);
        }

        var wall = new List<StageSeconds>();
        for (var i = 0; i < runs; i++)
        {
            wall.Add((await Job(all).ConfigureAwait(false)).Seconds);
        }

        var jobCpu = await CpuSecondsAsync(runs, () => Job(one)).ConfigureAwait(false);
        var routingCpu = await CpuSecondsAsync(runs, () =>
        {
            BoardStages.Route(BoardStages.PlanInMemory(last.Board!), 1, null, CancellationToken.None);
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        return Row(board.Name, last, wall, routingCpu, jobCpu);
    }

    // Processor time of the whole process: nothing else runs in it, and what other programs take does not count.
    private static async Task<double> CpuSecondsAsync(int runs, Func<Task> run)
    {
        using var before = Process.GetCurrentProcess();
        var start = before.TotalProcessorTime;
        for (var i = 0; i < runs; i++)
        {
            await run().ConfigureAwait(false);
        }

        using var after = Process.GetCurrentProcess();
        return (after.TotalProcessorTime - start).TotalSeconds / runs;
    }

    private static string Row(string name, JobOutcome job, List<StageSeconds> wall, double routingCpu, double jobCpu)
    {
        string Ms(Func<StageSeconds, double> stage) => (Median(wall, stage) * 1e3).ToString("0.0", CultureInfo.InvariantCulture);
        var old = Predecessor.Boards.GetValueOrDefault(name);
        var comparison = old is null ? "| | | |" : FormattableString.Invariant($"| {old.Routing}, {old.Job} | {old.Routing / routingCpu:0}x | {old.Job / jobCpu:0}x |");
        return FormattableString.Invariant(
            $"| {name} | {job.Sockets} | {Ms(s => s.Read)} | {Ms(s => s.Plan)} | {Ms(s => s.Route)} | {Ms(s => s.Verify)} | {Ms(s => s.Fabricate)} | {Ms(s => s.Total)} | {routingCpu * 1e3:0.0} | {jobCpu * 1e3:0.0} | {job.CopperLength / 1e6:0} | {job.Routed!.Vias.Length} {comparison}\n");
    }

    private static double Median(List<StageSeconds> runs, Func<StageSeconds, double> stage)
    {
        var values = runs.Select(stage).Order().ToList();
        return values[values.Count / 2];
    }
}
