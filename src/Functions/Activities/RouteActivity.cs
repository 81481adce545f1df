using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Does one item of a routing step. Pure: run twice, it writes the same file.</summary>
public sealed class RouteActivity(IArtifactStore store, SolvedProblems solved, CoreShare cores, StageRunner stages)
{
    [Function(ActivityNames.Route)]
    public Task<Routed> RunAsync([ActivityTrigger] RouteTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.Route,
        instanceId,
        new Routed(),
        cancellation => RouteAsync(task, new JobFiles(instanceId), cancellation),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<Routed> RouteAsync(RouteTask task, JobFiles files, CancellationToken cancellationToken)
    {
        var (plan, state) = await StepFile.ReadAsync(store, files, task.Step, cancellationToken);
        var result = BoardStages.Work(plan, state, task.Item, cores.Threads, cancellationToken, solved.Cache);
        await store.PutAsync(files.StepResult(task.Step, task.Item), result, cancellationToken);
        return new Routed();
    }
}
