using MakeDevice.Functions.Jobs;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Stops what still runs of a job and keeps what it had routed.</summary>
public sealed class KeepPartialActivity(Cancellation cancellation, PartialResult partial)
{
    [Function(ActivityNames.KeepPartial)]
    public async Task<bool> RunAsync([ActivityTrigger] KeepPartialTask task, string instanceId, FunctionContext context)
    {
        await cancellation.AskAsync(instanceId, context.CancellationToken);
        return await partial.KeepAsync(instanceId, context.CancellationToken);
    }
}
