using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>
/// The work of a job: prepare, route step by step until the core says that a step was the last, make the files, pack them. How a board is
/// routed is the core's business; here its items of work are done at once and brought together.
/// </summary>
internal sealed class BoardJob(TaskOrchestrationContext context, JobInput input, StageRetries retries)
{
    private readonly LiveStatus _status = new(context, TimeSpan.FromSeconds(input.StatusSeconds));
    private readonly TaskCompletionSource<DateTime> _begun = new();
    private string? _stopped;

    /// <summary>When the first activity began.</summary>
    public Task<DateTime> Begun => _begun.Task;

    /// <summary>True once the board is routed and its copper has passed the check.</summary>
    public bool IsSound { get; private set; }

    /// <summary>Runs to the end; a stage that must stop the job, or that failed for good, becomes the result. Null where it was told to stop.</summary>
    public async Task<JobResult?> RunAsync()
    {
        try
        {
            var result = await RouteAsync();
            _status.Enter(result.Status == JobOutcome.Done ? JobPhase.Done : JobPhase.Ended);
            return result;
        }
        catch (JobStoppedException e) when (e.Stop.Status == JobOutcome.Cancelled)
        {
            return null;
        }
        catch (JobStoppedException e)
        {
            _status.Show(e.Stop.PreviewVersion);
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

    private async Task<JobResult> RouteAsync()
    {
        var started = context.CurrentUtcDateTime;
        _status.Enter(JobPhase.Preparing);
        var prepared = await CallAsync<Prepared>(ActivityNames.Prepare, new PrepareTask(input.ReuseResults, input.ReuseResults ? input.Previous : null));
        _begun.TrySetResult(Within(started, prepared.Begun, context.CurrentUtcDateTime));
        if (prepared.Reused is { } reused)
        {
            _status.Show(reused.PreviewVersion);
            return reused;
        }

        _status.Add(prepared.Issues);
        _status.Show(prepared.PreviewVersion);
        var board = await RouteStepsAsync(prepared);
        _status.Add(board.Issues);
        var result = Result(board);
        IsSound = result.Status == JobOutcome.Done;
        return IsSound ? await FabricateAsync(prepared, board, result) : result;
    }

    /// <summary>The time of another machine's clock, as far as it can be true by this one's.</summary>
    private static DateTime Within(DateTime earliest, DateTime time, DateTime latest) => time < earliest ? earliest : time > latest ? latest : time;

    private async Task<CheckedBoard> RouteStepsAsync(Prepared prepared)
    {
        for (var step = prepared.Step; ;)
        {
            _status.Begin(step.Sides);
            await Task.WhenAll(step.Items.Select(item => RouteItemAsync(step, item)));
            _status.Enter(JobPhase.Verifying);
            var picture = _status.PreviewVersion + 1;
            var advanced = await CallAsync<Advanced>(
                ActivityNames.Advance, new AdvanceTask(prepared.Key, step.Step, [.. step.Items.Select(item => item.Index)], picture, input.ReuseResults));
            _status.Show(picture);
            if (advanced.Board is { } board)
            {
                _status.Count(board.Sides);
                return board;
            }

            step = advanced.Next ?? throw new InvalidOperationException("A step of the routing led nowhere.");
        }
    }

    private async Task RouteItemAsync(RoutingProgress step, RoutingItem item)
    {
        await CallAsync<Routed>(ActivityNames.Route, new RouteTask(step.Step, item.Index));
        _status.Work(item.Part);
    }

    private async Task<JobResult> FabricateAsync(Prepared prepared, CheckedBoard board, JobResult result)
    {
        _status.Enter(JobPhase.Fabricating);
        var areShared = board.FileGroups.Length > 1;
        if (areShared)
        {
            await Task.WhenAll(board.FileGroups.Select(names => CallAsync<Fabricated>(ActivityNames.Fabricate, new FabricateTask(prepared.Key, names))));
            _status.Enter(JobPhase.Packing);
        }

        string[] all = [.. board.FileGroups.SelectMany(group => group)];
        var packaged = await CallAsync<Packaged>(ActivityNames.Package, new PackageTask(prepared.Key, all, areShared, result, Record: !prepared.HasPrevious));
        return result with { Artifact = packaged.Artifact };
    }

    private JobResult Result(CheckedBoard board)
    {
        var total = _status.Sockets.Total;
        var result = new JobResult
        {
            Status = board.Unconnected > 0 ? JobOutcome.NotRouted : board.Issues.Length > 0 ? JobOutcome.NotVerified : JobOutcome.Done,
            Sockets = new SocketCount(total, Math.Max(0, total - board.Unconnected)),
            Copper = new CopperCount(board.LengthMm, board.Vias),
            PreviewVersion = _status.PreviewVersion,
            Rerouted = board.Rerouted,
            FailedModuleIds = board.FailedModuleIds,
            SucceededModuleIds = board.SucceededModuleIds,
        };
        return result.With(_status.Issues);
    }

    private JobResult Ended(string status, JobIssue[] issues)
    {
        _status.Add(issues);
        _status.Enter(JobPhase.Ended);
        return JobResult.Ended(status, _status.Issues) with { PreviewVersion = _status.PreviewVersion, Sockets = _status.Sockets };
    }

    private async Task<T> CallAsync<T>(string activity, object task)
        where T : IStageResult
    {
        // A board that is sound and needs but its files is not given up for a deadline.
        if (_stopped is not null && !(IsSound && _stopped == JobOutcome.TimedOut))
        {
            throw new JobStoppedException(new StageStop(JobOutcome.Cancelled, []));
        }

        var result = await context.CallActivityAsync<T>(activity, task, retries.Next());
        return result.Stop is { } stop ? throw new JobStoppedException(stop) : result;
    }

    /// <summary>Leaves the stages where the job cannot go on.</summary>
    private sealed class JobStoppedException(StageStop stop) : Exception(stop.Status)
    {
        public StageStop Stop { get; } = stop;
    }
}
