using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>Waits, by durable timers and an event, for the reason to stop a job from outside its work.</summary>
internal sealed class JobWatch(TaskOrchestrationContext context, JobInput input, StageRetries retries)
{
    /// <summary>The reason, one of <see cref="JobOutcome"/>: it was cancelled, its client has gone, or it ran for too long.</summary>
    /// <param name="begun">When the job's first activity began: waiting for a free machine is no running time.</param>
    public async Task<string> WaitAsync(Task<DateTime> begun, CancellationToken stop)
    {
        var cancelled = context.WaitForExternalEvent<object?>(JobEvents.Cancel, CancellationToken.None);
        var abandoned = AbandonedAsync(stop);
        var ended = await Task.WhenAny(cancelled, abandoned, LimitAsync(begun, stop));
        return ended == cancelled || ended == abandoned ? JobOutcome.Cancelled : JobOutcome.TimedOut;
    }

    private async Task LimitAsync(Task<DateTime> begun, CancellationToken stop) => await ReachAsync(await begun + TimeSpan.FromSeconds(input.MaxRunningSeconds), stop);

    /// <summary>Waits for a time; returns, too, where the job has ended before: as a rule it does, and an exception for the rule costs time.</summary>
    private async Task ReachAsync(DateTime time, CancellationToken stop) => await Task.WhenAny(context.CreateTimer(time, stop));

    /// <summary>Ends where nobody has asked for the job for longer than it waits; never where it does not wait.</summary>
    private async Task AbandonedAsync(CancellationToken stop)
    {
        var patience = TimeSpan.FromSeconds(input.KeepAliveSeconds);
        do
        {
            await (patience > TimeSpan.Zero ? ReachAsync(context.CurrentUtcDateTime + patience, stop) : new TaskCompletionSource().Task);
        }
        while (!stop.IsCancellationRequested && !await IsAbandonedAsync());
    }

    private async Task<bool> IsAbandonedAsync()
    {
        try
        {
            return await context.CallActivityAsync<bool>(ActivityNames.IsAbandoned, new AbandonedTask(input.KeepAliveSeconds), retries.Next());
        }
        catch (TaskFailedException)
        {
            // The storage cannot tell; that is no reason to stop the work, and the next look may know.
            return false;
        }
    }
}
