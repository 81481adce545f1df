using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Brings a routing step that activities have worked on to its end (<see cref="RoutingSteps"/>), or takes the copper that came with the job.</summary>
public sealed class AdvanceActivity(IArtifactStore store, BoardReader boards, RoutingSteps steps, BoardCheck check, StageRunner stages)
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
        var done = await StepFile.ReadAsync(store, files, task.Step, cancellationToken);
        var results = await Task.WhenAll(task.Items.Select(item => store.NeedAsync(files.StepResult(task.Step, item), cancellationToken)));
        var step = steps.Merge(done, results, cancellationToken);
        return await steps.EndAsync(board, done.Plan, step, task.Step + 1, files, task.PreviewVersion, task.KeepState, openToo: true, cancellationToken);
    }

    /// <summary>The copper came with the job. It is checked like our own; why its sockets stayed open is not for us to say.</summary>
    private async Task<Advanced> TakeAsync(AdvanceTask task, PlacedBoard board, JobFiles files, CancellationToken cancellationToken)
    {
        var routed = RoutedBoardFile.Read(await store.NeedAsync(files.Routed, cancellationToken));
        return new Advanced { Board = await check.CheckAsync(board, routed, null, files, task.PreviewVersion, cancellationToken) };
    }
}
