using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>Waits, by durable timers, for the reason to stop a job from outside its work.</summary>
internal sealed class JobWatch(TaskOrchestrationContext context, JobInput input)
{
    /// <summary>The reason, one of <see cref="JobOutcome"/>: the job ran for too long, or its client has gone.</summary>
    public async Task<string> WaitAsync(CancellationToken stop)
    {
        var deadline = context.CurrentUtcDateTime + TimeSpan.FromSeconds(input.MaxRunningSeconds);
        while (context.CurrentUtcDateTime < deadline)
        {
            await context.CreateTimer(NextLook(deadline), stop);
            if (context.CurrentUtcDateTime < deadline && await IsAbandonedAsync())
            {
                return JobOutcome.Cancelled;
            }
        }

        return JobOutcome.TimedOut;
    }

    private async Task<bool> IsAbandonedAsync()
    {
        try
        {
            return await context.CallActivityAsync<bool>(
                ActivityNames.IsAbandoned, new AbandonedTask(input.KeepAliveSeconds), StageRetries.Of(input));
        }
        catch (TaskFailedException)
        {
            // The storage cannot tell; that is no reason to stop the work, and the next look may know.
            return false;
        }
    }

    private DateTime NextLook(DateTime deadline)
    {
        if (input.KeepAliveSeconds <= 0)
        {
            return deadline;
        }

        var look = context.CurrentUtcDateTime + TimeSpan.FromSeconds(input.KeepAliveSeconds);
        return look < deadline ? look : deadline;
    }
}

/// <summary>How often a stage is repeated when the infrastructure fails: six attempts with doubled waits, about a minute and a half.</summary>
internal static class StageRetries
{
    private const int Attempts = 6;

    private const double Backoff = 2;

    public static TaskOptions Of(JobInput input)
    {
        var first = TimeSpan.FromSeconds(input.RetrySeconds);
        var longest = TimeSpan.FromSeconds(Math.Max(30, input.RetrySeconds));
        return TaskOptions.FromRetryPolicy(new RetryPolicy(Attempts, first, Backoff, longest));
    }
}
