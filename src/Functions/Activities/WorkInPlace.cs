using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using MakeDevice.Routing;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Functions.Activities;

/// <summary>
/// Goes on with a board in the activity that planned it, as far as that takes less than further hops would. Most boards are made to their end within it: a job that is one activity waits in
/// the hub's queue once, which in a storage account has no order but its own, so jobs of several activities that are started together would all end together, at the very end. What takes
/// longer is left to activities of its own, and its pictures can be seen meanwhile.
/// </summary>
public sealed class WorkInPlace(RoutingSteps steps, BoardPacking packing, SolvedProblems solved, CoreShare cores, JobTelemetry telemetry, TimeProvider clock)
{
    /// <param name="prepared">The job as far as it is; its step is the first.</param>
    /// <param name="limit">How long the steps' work may take.</param>
    /// <param name="keepState">Keep the routing state for later jobs to begin with.</param>
    /// <param name="stop">Ends the routing where the job is to stop.</param>
    /// <param name="shutdown">Ends the making of files, which goes on for a job that is to stop: what is sound is delivered.</param>
    /// <returns>The job as far as it is then, with its next step on the storage where one is left.</returns>
    internal async Task<Prepared> GoOnAsync(
        Prepared prepared, PlacedBoard board, byte[] plan, RoutingStep first, JobFiles files, TimeSpan limit, bool keepState, CancellationToken stop, CancellationToken shutdown)
    {
        using var late = new CancellationTokenSource(limit, clock);
        Advanced? advanced = null;
        for (var (step, number) = (first, 0); advanced is null; number++)
        {
            if (await WorkAsync(plan, step, files.Job, late.Token, stop) is not { } results)
            {
                return prepared with { Step = await steps.LeaveAsync(board, plan, step, number, files, prepared.PreviewVersion, stop) };
            }

            using var measured = telemetry.Begin(ActivityNames.Advance, files.Job);
            step = steps.Merge(new StepFile(plan, step.State), results, stop);
            advanced = step.IsOver ? await steps.EndAsync(board, plan, step, number + 1, files, prepared.PreviewVersion, keepState, openToo: false, stop) : null;
        }

        if (advanced.Board is not { } made)
        {
            return prepared with { Step = advanced.Next! };
        }

        stop.ThrowIfCancellationRequested();
        return await PackAsync(prepared with { Board = made }, made, board, files, shutdown);
    }

    /// <summary>All of a step's work at once; null where it takes too long.</summary>
    private async Task<byte[][]?> WorkAsync(byte[] plan, RoutingStep step, string job, CancellationToken late, CancellationToken stop)
    {
        using var measured = telemetry.Begin(ActivityNames.Route, job);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, late);
        var threads = cores.Threads;
        var results = new byte[step.Work.Length][];
        try
        {
            await Parallel.ForAsync(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = either.Token }, (i, cancellation) =>
            {
                results[i] = BoardStages.Work(plan, step.State, step.Work[i].Index, Math.Max(1, threads / results.Length), cancellation, solved.Cache);
                return ValueTask.CompletedTask;
            });
            return results;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Packs a sound board whose files are not worth activities of their own.</summary>
    private async Task<Prepared> PackAsync(Prepared prepared, CheckedBoard made, PlacedBoard board, JobFiles files, CancellationToken shutdown)
    {
        var result = made.ToResult([.. prepared.Issues, .. made.Told], prepared.PreviewVersion);
        if (result.Status != JobOutcome.Done || made.FileGroups is not [var names])
        {
            return prepared;
        }

        using var measured = telemetry.Begin(ActivityNames.Package, files.Job);
        var packaged = await packing.PackAsync(new PackageTask(prepared.Key, names, AreMade: false, result, Record: !prepared.HasPrevious), board, files.Job, shutdown);
        return prepared with { Artifact = packaged.Artifact };
    }
}
