using MakeDevice.Functions.Jobs;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>
/// One job: its work, beside what may stop it: a client that cancels, its longest running time and, on the compatible endpoints, its client's
/// patience. Deterministic: time comes from the context, everything else from activities.
/// </summary>
internal static class JobRace
{
    public static async Task<JobResult> RunAsync(TaskOrchestrationContext context, Func<JobInput, StageRetries, JobWork> makeWork)
    {
        var input = context.GetInput<JobInput>() ?? throw new InvalidOperationException("A job was started without its input.");
        if (!JobVersion.IsKnown(context.Version ?? ""))
        {
            return JobResult.Ended(JobOutcome.Failed, $"JOB_VERSION_UNKNOWN version={context.Version}");
        }

        var started = context.CurrentUtcDateTime;
        var retries = new StageRetries(context.InstanceId, input);
        var job = makeWork(input, retries);
        using var timers = new CancellationTokenSource();

        var work = job.RunAsync();
        var ended = new JobWatch(context, input, retries).WaitAsync(job.Begun, timers.Token);
        await Task.WhenAny(work, ended);

        // A work that ends in the same moment as the watch has ended.
        var result = work.IsCompleted ? await work ?? await job.EndAsync(JobOutcome.Cancelled) : await StopAsync(context, input, job, work, await ended, timers.Token);
#pragma warning disable CA1849 // An orchestrator must not leave its own scheduler, which CancelAsync does.
        timers.Cancel();
#pragma warning restore CA1849
        return result with { Seconds = Math.Round((context.CurrentUtcDateTime - started).TotalSeconds, 3) };
    }

    /// <summary>Stops the work and waits for it: what it has finished meanwhile is kept. Only a work that does not hear is left alone.</summary>
    private static async Task<JobResult> StopAsync(
        TaskOrchestrationContext context, JobInput input, JobWork job, Task<JobResult?> work, string reason, CancellationToken timers)
    {
        // No deadline throws away a board that is sound and needs but its files.
        if (reason != JobOutcome.TimedOut || !job.IsSound)
        {
            await job.StopAsync(reason);
        }

        await Task.WhenAny(work, context.CreateTimer(context.CurrentUtcDateTime + TimeSpan.FromSeconds(input.StopSeconds), timers));
        return (work.IsCompleted ? await work : null) ?? await job.EndAsync(reason);
    }
}
