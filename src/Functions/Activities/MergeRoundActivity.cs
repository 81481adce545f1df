using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using MakeDevice.Routing;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Merges a round's batches into the side's next state and lists the batches that have losers.</summary>
public sealed class MergeRoundActivity(IArtifactStore store, SolvedProblems solved, StageRunner stages, JobTelemetry telemetry)
{
    [Function(ActivityNames.MergeRound)]
    public Task<SideRound> RunAsync([ActivityTrigger] MergeTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.MergeRound,
        instanceId,
        SideRound.Empty,
        cancellation => MergeAsync(task, new JobFiles(instanceId), cancellation),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<SideRound> MergeAsync(MergeTask task, JobFiles files, CancellationToken cancellationToken)
    {
        var plan = await store.NeedAsync(files.Plan, cancellationToken);
        var state = await store.NeedAsync(task.State, cancellationToken);
        var results = await Task.WhenAll(task.Results.Select(name => store.NeedAsync(name, cancellationToken)));
        var merged = BoardStages.Merge(plan, state, results, solved.Cache);
        telemetry.RoundMerged(task.Side, merged.Conflicts);
        var name = files.State(task.Side, merged.Round);
        await store.PutAsync(name, merged.State, cancellationToken);
        return new SideRound(name, merged.Round, merged.Sockets, merged.Connected, merged.Conflicts, [.. merged.PendingBatches]);
    }
}
