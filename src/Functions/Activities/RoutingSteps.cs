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
    /// <summary>Brings the results of all items of a step together.</summary>
    internal RoutingStep Merge(StepFile done, IReadOnlyList<byte[]> results, CancellationToken cancellationToken)
    {
        var step = BoardStages.Continue(done.Plan, done.State, results, cores.Threads, cancellationToken, solved.Cache);
        telemetry.StepMerged(results.Count);
        return step;
    }

    /// <summary>
    /// Where a step is over, the copper is finished, checked and explained here, too: another hop would cost a user more than the work. Else the step is left.
    /// </summary>
    /// <param name="number">The step's.</param>
    /// <param name="previewVersion">Of the picture that is drawn of what there is then.</param>
    /// <param name="keepState">Keep the routing state for later jobs to begin with.</param>
    /// <param name="openToo">Also a board with sockets that stayed open is checked and explained; else that is left as a step without items.</param>
    internal async Task<Advanced> EndAsync(
        PlacedBoard board, byte[] plan, RoutingStep step, int number, JobFiles files, int previewVersion, bool keepState, bool openToo, CancellationToken cancellationToken)
    {
        if (step.IsOver && BoardStages.Finish(board, plan, step.State, cores.Threads) is var routed && (openToo || routed.Routed.Unconnected.IsEmpty))
        {
            return new Advanced { Board = await check.CheckAsync(board, routed, step, files, previewVersion, keepState, cancellationToken) };
        }

        return new Advanced { Next = await LeaveAsync(board, plan, step, number, files, previewVersion, cancellationToken) };
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
