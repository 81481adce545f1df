using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>The work of a job, stage by stage. Both sides run on their own, round by round, and meet at the repair.</summary>
internal sealed class BoardJob(TaskOrchestrationContext context, JobInput input)
{
    private readonly TaskOptions _retries = StageRetries.Of(input);
    private readonly JobProgress _progress = new(context);
    private readonly LivePreviews _previews = new(context);

    /// <summary>Runs to the end; a stage that must stop the job, or that failed for good, becomes the result.</summary>
    public async Task<JobResult> RunAsync()
    {
        try
        {
            var result = await RouteAsync();
            _progress.Enter(result.Status == JobOutcome.Done ? JobPhase.Done : JobPhase.Ended);
            return result;
        }
        catch (JobStoppedException e) when (e.Stop.Status == JobOutcome.Cancelled)
        {
            return await StopAsync(JobOutcome.Cancelled);
        }
        catch (JobStoppedException e)
        {
            _progress.Show(e.Stop.PreviewVersion);
            return Ended(e.Stop.Status, e.Stop.Issues);
        }
        catch (TaskFailedException e)
        {
            return Ended(JobOutcome.Failed, [$"INFRASTRUCTURE_FAILURE stage={e.TaskName}"]);
        }
    }

    /// <summary>Ends the job from outside its work and keeps what was routed.</summary>
    public async Task<JobResult> StopAsync(string reason)
    {
        try
        {
            await context.CallActivityAsync<bool>(ActivityNames.KeepPartial, new KeepPartialTask(reason), _retries);
        }
        catch (TaskFailedException)
        {
            // Nothing could be kept; the job ends all the same.
        }

        return Ended(reason, reason == JobOutcome.TimedOut ? ["JOB_TIMED_OUT"] : ["JOB_CANCELLED"]);
    }

    private async Task<JobResult> RouteAsync()
    {
        _progress.Enter(JobPhase.Preparing);
        var prepared = await CallAsync<Prepared>(ActivityNames.Prepare, new PrepareTask(input.ReuseResults, input.ReuseResults ? input.Previous : null));
        if (prepared.Reused is { } reused)
        {
            _progress.Show(reused.PreviewVersion);
            return reused;
        }

        Begin(prepared);
        _progress.Enter(JobPhase.Routing);
        var sides = await Task.WhenAll(
            RouteSideAsync(prepared, left: true),
            RouteSideAsync(prepared, left: false));
        await _previews.FinishAsync();

        _progress.Enter(JobPhase.Repairing);
        var repaired = await CallAsync<Repaired>(ActivityNames.Repair, new RepairTask(sides[0].State, sides[1].State, prepared.HasPrevious, KeepState: input.ReuseResults));

        _progress.Enter(JobPhase.Verifying);
        var picture = CallAsync<Rendered>(
            ActivityNames.RenderPreview, new PreviewTask(prepared.Key, _previews.NextVersion, "", "", Final: true));
        var verified = await CallAsync<Verified>(ActivityNames.Verify, new VerifyTask(prepared.Key));
        _progress.Show((await picture).Version);
        _progress.Add(verified.Issues);
        var result = Result(verified, repaired);
        return result.Status == JobOutcome.Done ? await FabricateAsync(prepared, result) : await KeepPartialAsync(result);
    }

    private void Begin(Prepared prepared)
    {
        _progress.Add(prepared.Issues);
        _progress.Show(prepared.PreviewVersion);
        _previews.Begin(prepared.Key, prepared.PreviewVersion, prepared.Left.State, prepared.Right.State, _progress);
        _progress.Count(true, Status(prepared.LeftBatches, prepared.Left));
        _progress.Count(false, Status(prepared.RightBatches, prepared.Right));
    }

    /// <summary>Rounds of one side: route every pending batch at once, merge, and again while there are losers.</summary>
    private async Task<SideRound> RouteSideAsync(Prepared prepared, bool left)
    {
        var name = left ? SideNames.Left : SideNames.Right;
        var batches = left ? prepared.LeftBatches : prepared.RightBatches;
        var side = left ? prepared.Left : prepared.Right;
        while (side.Pending.Length > 0)
        {
            var round = side;
            var routed = await Task.WhenAll(round.Pending.Select(batch => RouteBatchAsync(left, new BatchTask(name, round.Round, batch, round.State))));
            side = await CallAsync<SideRound>(
                ActivityNames.MergeRound, new MergeTask(name, round.Round, round.State, [.. routed.Select(r => r.Result)]));
            _progress.Count(left, Status(batches, side));
            _previews.Advance(left, side.State);
        }

        return side;
    }

    private async Task<RoutedBatch> RouteBatchAsync(bool left, BatchTask task)
    {
        var routed = await CallAsync<RoutedBatch>(ActivityNames.RouteBatch, task);
        var side = _progress.Side(left);
        _progress.Count(left, side with { Done = Math.Min(side.Batches, side.Done + 1) });
        return routed;
    }

    private async Task<JobResult> FabricateAsync(Prepared prepared, JobResult result)
    {
        _progress.Enter(JobPhase.Fabricating);
        await Task.WhenAll(prepared.Artifacts.Select(
            name => CallAsync<Fabricated>(ActivityNames.Fabricate, new FabricateTask(prepared.Key, name))));
        _progress.Enter(JobPhase.Packing);
        var packaged = await CallAsync<Packaged>(ActivityNames.Package, new PackageTask(prepared.Key, prepared.Artifacts, result, Record: !prepared.HasPrevious));
        return result with { Artifact = packaged.Artifact };
    }

    private async Task<JobResult> KeepPartialAsync(JobResult result)
    {
        await context.CallActivityAsync<bool>(ActivityNames.KeepPartial, new KeepPartialTask(result.Status), _retries);
        return result;
    }

    private JobResult Result(Verified verified, Repaired repaired)
    {
        var total = _progress.Sockets.Total;
        var result = new JobResult
        {
            Status = repaired.Unconnected > 0 ? JobOutcome.NotRouted : verified.Issues.Length > 0 ? JobOutcome.NotVerified : JobOutcome.Done,
            Sockets = new SocketCount(total, Math.Max(0, total - repaired.Unconnected)),
            Copper = new CopperCount(repaired.LengthMm, repaired.Vias),
            PreviewVersion = _progress.PreviewVersion,
            Rerouted = repaired.Rerouted,
            FailedModuleIds = verified.FailedModuleIds,
            SucceededModuleIds = verified.SucceededModuleIds,
        };
        return result.With(_progress.Issues);
    }

    private JobResult Ended(string status, JobIssue[] issues)
    {
        _progress.Add(issues);
        _progress.Enter(JobPhase.Ended);
        return JobResult.Ended(status, _progress.Issues) with { PreviewVersion = _progress.PreviewVersion, Sockets = _progress.Sockets };
    }

    private async Task<T> CallAsync<T>(string activity, object task)
        where T : IStageResult
    {
        var result = await context.CallActivityAsync<T>(activity, task, _retries);
        return result.Stop is { } stop ? throw new JobStoppedException(stop) : result;
    }

    private static SideStatus Status(int batches, SideRound side) =>
        new(batches, Math.Max(0, batches - side.Pending.Length), side.Sockets, side.Connected, side.Round);

    /// <summary>Leaves the stages where the job cannot go on.</summary>
    private sealed class JobStoppedException(StageStop stop) : Exception(stop.Status)
    {
        public StageStop Stop { get; } = stop;
    }
}
