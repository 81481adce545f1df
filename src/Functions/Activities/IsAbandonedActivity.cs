using MakeDevice.Functions.Jobs;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Tells the orchestrator's watch whether anybody still polls the job.</summary>
public sealed class IsAbandonedActivity(KeepAlive keepAlive)
{
    [Function(ActivityNames.IsAbandoned)]
    public Task<bool> RunAsync([ActivityTrigger] AbandonedTask task, string instanceId, FunctionContext context) =>
        keepAlive.IsAbandonedAsync(instanceId, TimeSpan.FromSeconds(task.PatienceSeconds), context.CancellationToken);
}
