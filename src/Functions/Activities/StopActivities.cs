using MakeDevice.Functions.Jobs;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Asks what still runs of a job to stop.</summary>
public sealed class AskToStopActivity(Cancellation cancellation)
{
    [Function(ActivityNames.AskToStop)]
    public async Task<bool> RunAsync([ActivityTrigger] StopTask task, string instanceId, FunctionContext context)
    {
        await cancellation.AskAsync(instanceId, context.CancellationToken);
        return true;
    }
}

/// <summary>Keeps what a stopped job had routed.</summary>
public sealed class KeepPartialActivity(PartialResult partial)
{
    [Function(ActivityNames.KeepPartial)]
    public Task<bool> RunAsync([ActivityTrigger] StopTask task, string instanceId, FunctionContext context) =>
        partial.KeepAsync(instanceId, context.CancellationToken);
}
