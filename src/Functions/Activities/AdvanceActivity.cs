using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using MakeDevice.Routing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>
/// Brings the results of a routing step together. Where that ends the routing, the copper is finished, checked and explained here, too: another
/// hop would cost a user more than the work.
/// </summary>
public sealed class AdvanceActivity(
    IArtifactStore store, BoardReader boards, SolvedProblems solved, BoardCheck check, CoreShare cores, StageRunner stages, JobTelemetry telemetry)
{
    [Function(ActivityNames.Advance)]
    public Task<Advanced> RunAsync([ActivityTrigger] AdvanceTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.Advance,
        instanceId,
        new Advanced(),
        cancellation => AdvanceAsync(task, new JobFiles(instanceId), cancellation),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<Advanced> AdvanceAsync(AdvanceTask task, JobFiles files, CancellationToken cancellationToken)
    {
        var board = await boards.ReadAsync(files.Job, task.Key, cancellationToken);
        return task.IsRouted ? await TakeAsync(task, board, files, cancellationToken) : await ContinueAsync(task, board, files, cancellationToken);
    }

    private async Task<Advanced> ContinueAsync(AdvanceTask task, PlacedBoard board, JobFiles files, CancellationToken cancellationToken)
    {
        var (plan, state) = await StepFile.ReadAsync(store, files, task.Step, cancellationToken);
        var results = await Task.WhenAll(task.Items.Select(item => store.NeedAsync(files.StepResult(task.Step, item), cancellationToken)));
        var step = BoardStages.Continue(plan, state, results, cores.Threads, cancellationToken, solved.Cache);
        telemetry.StepMerged(results.Length);
        if (step.IsOver)
        {
            var routed = BoardStages.Finish(board, plan, step.State, cores.Threads);
            return new Advanced { Board = await check.CheckAsync(board, routed, step, files, task.PreviewVersion, task.KeepState, cancellationToken) };
        }

        var next = task.Step + 1;
        await store.PutAsync(files.Step(next), new StepFile(plan, step.State).Write(), cancellationToken);
        await PreviewFile.WriteAsync(store, files, task.PreviewVersion, board, BoardStages.CopperSoFar(step.State, []), cancellationToken);
        return new Advanced { Next = RoutingProgressOf.Step(next, step) };
    }

    /// <summary>The copper came with the job. It is checked like our own; why its sockets stayed open is not for us to say.</summary>
    private async Task<Advanced> TakeAsync(AdvanceTask task, PlacedBoard board, JobFiles files, CancellationToken cancellationToken)
    {
        var routed = RoutedBoardFile.Read(await store.NeedAsync(files.Routed, cancellationToken));
        return new Advanced { Board = await check.CheckAsync(board, routed, null, files, task.PreviewVersion, cancellationToken) };
    }
}
