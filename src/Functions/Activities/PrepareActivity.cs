using System.Collections.Immutable;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Reads, validates and plans a job; or finds that an earlier job already made its result.</summary>
public sealed class PrepareActivity(IArtifactStore store, BoardReader boards, ResultIndex results, SolvedProblems solved, StageRunner stages)
{
    /// <summary>Version of the first picture: the placed modules without copper.</summary>
    private const int FirstPreview = 1;

    [Function(ActivityNames.Prepare)]
    public Task<Prepared> RunAsync([ActivityTrigger] PrepareTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.Prepare,
        instanceId,
        new Prepared(),
        cancellation => PrepareAsync(task, instanceId, cancellation),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<Prepared> PrepareAsync(PrepareTask task, string job, CancellationToken cancellationToken)
    {
        var (placed, issues) = await boards.PlaceAsync(job, cancellationToken);
        if (placed is null)
        {
            return Invalid(issues, 0);
        }

        // What begins with another job's routing may have other copper than the same project alone: no result for it, and none from it.
        var files = new JobFiles(job);
        var hasPrevious = task.Previous is not null && await KeepPreviousAsync(files, task.Previous, cancellationToken);
        if (!hasPrevious && task.Reuse && await results.ReuseAsync(placed.Key, job, cancellationToken) is { } result)
        {
            return new Prepared { Reused = result };
        }

        await PreviewFiles.DrawAsync(store, files, FirstPreview, placed.Board, RoutedBoard.Empty, cancellationToken);
        var plan = BoardStages.Plan(placed.Board);
        issues = [.. issues, .. plan.Issues];
        if (!plan.CanRoute)
        {
            return Invalid(issues, FirstPreview);
        }

        await store.PutAsync(files.Plan, plan.Plan, cancellationToken);
        return new Prepared
        {
            Key = placed.Key,
            Left = await StartAsync(files, plan.Plan, Side.Left, hasPrevious, cancellationToken),
            Right = await StartAsync(files, plan.Plan, Side.Right, hasPrevious, cancellationToken),
            LeftBatches = plan.Batches.Count(b => b.Side == Side.Left),
            RightBatches = plan.Batches.Count(b => b.Side == Side.Right),
            Artifacts = [.. BoardStages.ArtifactNames(placed.Board)],
            Issues = [.. issues.Concat(BoardStages.PackageIssues(placed.Board)).Select(JobIssue.Of)],
            PreviewVersion = FirstPreview,
            HasPrevious = hasPrevious,
        };
    }

    /// <summary>Makes the other job's routing state this job's own: whatever becomes of the other, a repetition sees the same.</summary>
    /// <returns>False where the other job has none.</returns>
    private async Task<bool> KeepPreviousAsync(JobFiles files, string previous, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(files.Previous, cancellationToken) is not { } state)
        {
            var other = await store.ReadAsync(new JobFiles(previous).RoutingState, cancellationToken);
            await store.TryCreateAsync(files.Previous, other ?? [], cancellationToken);
            state = await store.NeedAsync(files.Previous, cancellationToken);
        }

        return BoardStages.IsRoutingState(state);
    }

    private async Task<SideRound> StartAsync(JobFiles files, byte[] plan, Side side, bool hasPrevious, CancellationToken cancellationToken)
    {
        var start = BoardStages.StartSide(plan, side, solved.Cache, hasPrevious);
        var state = files.State(SideNames.Of(side), start.Round);
        await store.PutAsync(state, start.State, cancellationToken);
        return new SideRound(state, start.Round, start.Sockets, start.Connected, start.Conflicts, [.. start.PendingBatches]);
    }

    private static Prepared Invalid(ImmutableArray<Issue> issues, int preview) =>
        new() { Stop = new StageStop(JobOutcome.Invalid, [.. issues.Select(JobIssue.Of)], preview) };
}
