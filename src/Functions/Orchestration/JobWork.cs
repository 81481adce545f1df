using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>The work of a job, whatever it makes: its live status, its stages, and the ways in which it ends.</summary>
internal abstract class JobWork(TaskOrchestrationContext context, JobInput input, StageRetries retries)
{
    private readonly TaskCompletionSource<DateTime> _begun = new();
    private readonly DateTime _started = context.CurrentUtcDateTime;
    private string? _stopped;

    /// <summary>When the first activity began.</summary>
    public Task<DateTime> Begun => _begun.Task;

    /// <summary>True once what is made is known to be sound, and needs but its files.</summary>
    public bool IsSound { get; protected set; }

    /// <summary>True once the job is known to take long.</summary>
    protected bool IsLong { get; set; }

    protected JobInput Input { get; } = input;

    protected LiveStatus Status { get; } = new(context, TimeSpan.FromSeconds(input.StatusSeconds));

    /// <summary>Runs to the end; a stage that must stop the job, or that failed for good, becomes the result. Null where it was told to stop.</summary>
    public async Task<JobResult?> RunAsync()
    {
        try
        {
            var result = await WorkAsync();
            Status.Enter(result.Status == JobOutcome.Done ? JobPhase.Done : JobPhase.Ended);
            return result;
        }
        catch (JobStoppedException e) when (e.Stop.Status == JobOutcome.Cancelled)
        {
            return null;
        }
        catch (JobStoppedException e)
        {
            Status.Show(e.Stop.PreviewVersion);
            return Ended(e.Stop.Status, e.Stop.Issues);
        }
        catch (TaskFailedException e)
        {
            return Ended(JobOutcome.Failed, [$"INFRASTRUCTURE_FAILURE stage={e.TaskName}"]);
        }
    }

    /// <summary>Begins no further stage, and asks those that run to stop.</summary>
    public async Task StopAsync(string reason)
    {
        _stopped = reason;
        await WherePossibleAsync(ActivityNames.AskToStop, reason);
    }

    /// <summary>Ends a job that was stopped, and keeps what was routed.</summary>
    public async Task<JobResult> EndAsync(string reason)
    {
        await WherePossibleAsync(ActivityNames.KeepPartial, reason);
        return Ended(reason, reason == JobOutcome.TimedOut ? ["JOB_TIMED_OUT"] : ["JOB_CANCELLED"]);
    }

    private async Task WherePossibleAsync(string activity, string reason)
    {
        try
        {
            await context.CallActivityAsync<bool>(activity, new StopTask(reason), retries.Next());
        }
        catch (TaskFailedException)
        {
            // The storage takes nothing; the job ends all the same.
        }
    }

    protected abstract Task<JobResult> WorkAsync();

    /// <param name="at">By another machine's clock; taken as far as it can be true by this one's.</param>
    private void HasBegun(DateTime at) => _begun.TrySetResult(at < _started ? _started : at > context.CurrentUtcDateTime ? context.CurrentUtcDateTime : at);

    /// <summary>Reads and checks the job; where an earlier one made the same, its result is there.</summary>
    protected async Task<T> PrepareAsync<T>(string activity, object task)
        where T : PreparedJob
    {
        Status.Enter(JobPhase.Preparing);
        var prepared = await CallAsync<T>(activity, task);
        HasBegun(prepared.Begun);
        if (prepared.Reused is null)
        {
            Status.Add(prepared.Issues);
        }

        return prepared;
    }

    protected async Task<T> CallAsync<T>(string activity, object task)
        where T : IStageResult
    {
        // A board that is sound and needs but its files is not given up for a deadline.
        if (_stopped is not null && !(IsSound && _stopped == JobOutcome.TimedOut))
        {
            throw new JobStoppedException(new StageStop(JobOutcome.Cancelled, []));
        }

        var result = await context.CallActivityAsync<T>(activity, task, retries.Next(IsLong ? WorkTags.Long : WorkTags.Short));
        return result.Stop is { } stop ? throw new JobStoppedException(stop) : result;
    }

    private JobResult Ended(string status, JobIssue[] issues)
    {
        Status.Add(issues);
        Status.Enter(JobPhase.Ended);
        return JobResult.Ended(status, Status.Issues) with { PreviewVersion = Status.PreviewVersion, Sockets = Status.Sockets };
    }

    /// <summary>Leaves the stages where the job cannot go on.</summary>
    private sealed class JobStoppedException(StageStop stop) : Exception(stop.Status)
    {
        public StageStop Stop { get; } = stop;
    }
}
