using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Routes one socket batch of one side against the side's frozen state. Pure: run twice, it writes the same file.</summary>
public sealed class RouteBatchActivity(IArtifactStore store, SolvedProblems solved, StageRunner stages)
{
    [Function(ActivityNames.RouteBatch)]
    public Task<RoutedBatch> RunAsync([ActivityTrigger] BatchTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.RouteBatch,
        instanceId,
        new RoutedBatch(""),
        cancellation => RouteAsync(task, new JobFiles(instanceId), cancellation),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<RoutedBatch> RouteAsync(BatchTask task, JobFiles files, CancellationToken cancellationToken)
    {
        var plan = await store.NeedAsync(files.Plan, cancellationToken);
        var state = await store.NeedAsync(task.State, cancellationToken);
        var result = BoardStages.RouteBatch(plan, state, task.Batch, cancellationToken, solved.Cache);
        var name = files.Batch(task.Side, task.Round, task.Batch);
        await store.PutAsync(name, result, cancellationToken);
        return new RoutedBatch(name);
    }
}
