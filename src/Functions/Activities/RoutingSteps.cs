using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using MakeDevice.Routing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Functions.Activities;

/// <summary>Steps of a job's routing: left on the storage for activities of their own, and brought together, whoever has done their work.</summary>
public sealed class RoutingSteps(IArtifactStore store, SolvedProblems solved, BoardCheck check, CoreShare cores, JobTelemetry telemetry)
{
    /// <summary>
    /// Brings the results of all items of a step together. Where that ends the routing, the copper is finished, checked and explained here, too: another hop would cost a user more than
    /// the work. Else the step that comes next is left.
    /// </summary>
    /// <param name="openToo">Also a board with sockets that stayed open is checked and explained; else that is left as a next step without items.</param>
    internal async Task<Advanced> MergeAsync(
        AdvanceTask task, PlacedBoard board, StepFile done, IReadOnlyList<byte[]> results, JobFiles files, bool openToo, CancellationToken cancellationToken)
    {
        var (plan, state) = done;
        var step = BoardStages.Continue(plan, state, results, cores.Threads, cancellationToken, solved.Cache);
        telemetry.StepMerged(results.Count);
        if (step.IsOver && BoardStages.Finish(board, plan, step.State, cores.Threads) is var routed && (openToo || routed.Routed.Unconnected.IsEmpty))
        {
            return new Advanced { Board = await check.CheckAsync(board, routed, step, files, task.PreviewVersion, task.KeepState, cancellationToken) };
        }

        return new Advanced { Next = await LeaveAsync(board, plan, step, task.Step + 1, files, task.PreviewVersion, cancellationToken) };
    }

    /// <summary>Leaves a step: its work, or, of one that is over, to bring the board to its end. What there is until then can be seen.</summary>
    /// <param name="previewVersion">Of the picture that is drawn of it.</param>
    internal async Task<RoutingProgress> LeaveAsync(
        PlacedBoard board, byte[] plan, RoutingStep step, int number, JobFiles files, int previewVersion, CancellationToken cancellationToken)
    {
        await Task.WhenAll(
            store.PutAsync(files.Step(number), new StepFile(plan, step.State).Write(), cancellationToken),
            PreviewFile.WriteLiveAsync(store, files, previewVersion, board, BoardStages.CopperSoFar(step.State, []), cancellationToken));
        return RoutingProgressOf.Step(number, step);
    }
}
