using System.Collections.Immutable;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Reads, validates and plans a job, or takes the copper that came with it; or finds that an earlier job already made its result.</summary>
public sealed class PrepareActivity(
    IArtifactStore store, BoardReader boards, ResultIndex results, SolvedProblems solved, CoreShare cores, TimeProvider clock, StageRunner stages)
{
    /// <summary>Version of the first picture: the placed modules without copper.</summary>
    private const int FirstPreview = 1;

    /// <summary>A board of as many sockets takes more than about a second of routing (benchmarks, scaling).</summary>
    private const int SocketsOfLongWork = 400;

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
        var begun = clock.GetUtcNow().UtcDateTime;
        var (placed, issues) = await boards.PlaceAsync(job, cancellationToken);
        if (placed is null)
        {
            return Invalid(issues, 0);
        }

        // What begins with another job's routing may have other copper than the same project alone: no result for it, and none from it.
        var files = new JobFiles(job);
        var previous = task.Previous is null ? null : await KeepPreviousAsync(files, task.Previous, cancellationToken);
        if (previous is null && task.Reuse && await results.ReuseAsync(placed.Key, job, cancellationToken) is { } result)
        {
            return new Prepared { Begun = begun, Reused = result };
        }

        await PreviewFile.WriteAsync(store, files, FirstPreview, placed.Board, RoutedBoard.Empty, cancellationToken);
        var (step, found) = task.IsRouted
            ? await TakeRouteAsync(placed.Board, files, cancellationToken)
            : await BeginAsync(placed.Board, previous, files, cancellationToken);
        issues = [.. issues, .. found];
        return step is null ? Invalid(issues, FirstPreview) : new Prepared
        {
            Key = placed.Key,
            Begun = begun,
            Step = step,
            IsLong = step.Sides.Left.Sockets + step.Sides.Right.Sockets >= SocketsOfLongWork,
            Issues = [.. issues.Concat(BoardStages.PackageIssues(placed.Board)).Select(JobIssue.Of)],
            PreviewVersion = FirstPreview,
            HasPrevious = previous is not null,
        };
    }

    private async Task<(RoutingProgress? Step, ImmutableArray<Issue> Issues)> BeginAsync(
        PlacedBoard board, byte[]? previous, JobFiles files, CancellationToken cancellationToken)
    {
        var plan = BoardStages.Plan(board, cancellationToken);
        if (!plan.CanRoute)
        {
            return (null, plan.Issues);
        }

        var step = BoardStages.Begin(plan.Plan, previous, cores.Threads, cancellationToken, solved.Cache);
        await store.PutAsync(files.Step(0), new StepFile(plan.Plan, step.State).Write(), cancellationToken);
        return (RoutingProgressOf.Step(0, step), plan.Issues);
    }

    /// <summary>Takes the copper that came with the job. Nothing is planned: where trunks would stand is no concern of a board that has its tracks.</summary>
    private async Task<(RoutingProgress? Step, ImmutableArray<Issue> Issues)> TakeRouteAsync(
        PlacedBoard board, JobFiles files, CancellationToken cancellationToken)
    {
        var (routed, issues) = BoardStages.ReadRoute(board, await store.NeedAsync(files.Route, cancellationToken));
        if (routed is null)
        {
            return (null, issues);
        }

        await store.PutAsync(files.Routed, RoutedBoardFile.Write(routed), cancellationToken);
        return (RoutingProgressOf.Routed(board, routed), issues);
    }

    /// <summary>Makes the other job's routing state this job's own: whatever becomes of the other, a repetition sees the same.</summary>
    /// <returns>Null where the other job has none.</returns>
    private async Task<byte[]?> KeepPreviousAsync(JobFiles files, string previous, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(files.Previous, cancellationToken) is not { } state)
        {
            var other = await store.ReadAsync(new JobFiles(previous).RoutingState, cancellationToken);
            await store.TryCreateAsync(files.Previous, other ?? [], cancellationToken);
            state = await store.NeedAsync(files.Previous, cancellationToken);
        }

        return BoardStages.IsRoutingState(state) ? state : null;
    }

    private static Prepared Invalid(ImmutableArray<Issue> issues, int preview) =>
        new() { Stop = new StageStop(JobOutcome.Invalid, [.. issues.Select(JobIssue.Of)], preview) };
}
