using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>
/// Reads, validates and plans a job, or takes the copper that came with it; or finds that an earlier job already made its result. What then takes little is done at once
/// (<see cref="WorkInPlace"/>).
/// </summary>
public sealed class PrepareActivity(
    IArtifactStore store, BoardReader boards, ResultIndex results, SolvedProblems solved, WorkInPlace inPlace, RoutingSteps steps, CoreShare cores, TimeProvider clock,
    StageRunner stages)
{
    /// <summary>Version of the first picture, of the placed modules without copper, with what a first step has routed, or with all where the board is made in place.</summary>
    private const int FirstPreview = 1;

    /// <summary>A board of as many sockets takes more than about a second of routing (benchmarks, scaling).</summary>
    private const int SocketsOfLongWork = 400;

    [Function(ActivityNames.Prepare)]
    public Task<Prepared> RunAsync([ActivityTrigger] PrepareTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.Prepare,
        instanceId,
        new Prepared(),
        cancellation => PrepareAsync(task, instanceId, cancellation, context.CancellationToken),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<Prepared> PrepareAsync(PrepareTask task, string job, CancellationToken cancellationToken, CancellationToken shutdown)
    {
        var begun = clock.GetUtcNow().UtcDateTime;
        var (placed, issues) = await boards.PlaceAsync(job, cancellationToken);
        if (placed is null)
        {
            return Invalid([.. issues.Select(JobIssue.Of)], 0);
        }

        // What begins with another job's routing may have other copper than the same project alone: no result for it, and none from it.
        var files = new JobFiles(job);
        var previous = task.Previous is null ? null : await KeepPreviousAsync(files, task.Previous, cancellationToken);
        if (previous is null && task.Reuse && await results.ReuseAsync(placed.Key, job, cancellationToken) is { } result)
        {
            return new Prepared { Begun = begun, Reused = result };
        }

        var prepared = new Prepared
        {
            Key = placed.Key,
            Begun = begun,
            Issues = [.. issues.Select(JobIssue.Of)],
            PreviewVersion = FirstPreview,
            HasPrevious = previous is not null,
        };
        return task.IsRouted
            ? await TakeRouteAsync(prepared, placed.Board, files, cancellationToken)
            : await BeginAsync(prepared, task, placed.Board, previous, files, cancellationToken, shutdown);
    }

    private async Task<Prepared> BeginAsync(
        Prepared prepared, PrepareTask task, PlacedBoard board, byte[]? previous, JobFiles files, CancellationToken cancellationToken, CancellationToken shutdown)
    {
        var plan = BoardStages.Plan(board, cancellationToken);
        if (!plan.CanRoute)
        {
            await PreviewFile.WriteLiveAsync(store, files, FirstPreview, board, RoutedBoard.Empty, cancellationToken);
            return Invalid([.. prepared.Issues, .. plan.Issues.Select(JobIssue.Of)], FirstPreview);
        }

        var step = BoardStages.Begin(plan.Plan, previous, cores.Threads, cancellationToken, solved.Cache);
        prepared = prepared with
        {
            IsLong = IsLong(RoutingProgressOf.Sides(step)),
            Issues = [.. prepared.Issues, .. plan.Issues.Concat(BoardStages.PackageIssues(board)).Select(JobIssue.Of)],
        };
        return task.InPlaceSeconds > 0 && !prepared.IsLong
            ? await inPlace.GoOnAsync(prepared, board, plan.Plan, step, files, TimeSpan.FromSeconds(task.InPlaceSeconds), task.Reuse, cancellationToken, shutdown)
            : prepared with { Step = await steps.LeaveAsync(board, plan.Plan, step, 0, files, FirstPreview, cancellationToken) };
    }

    /// <summary>Takes the copper that came with the job. Nothing is planned: where trunks would stand is no concern of a board that has its tracks.</summary>
    private async Task<Prepared> TakeRouteAsync(Prepared prepared, PlacedBoard board, JobFiles files, CancellationToken cancellationToken)
    {
        await PreviewFile.WriteLiveAsync(store, files, FirstPreview, board, RoutedBoard.Empty, cancellationToken);
        var (routed, issues) = BoardStages.ReadRoute(board, await store.NeedAsync(files.Route, cancellationToken));
        if (routed is null)
        {
            return Invalid([.. prepared.Issues, .. issues.Select(JobIssue.Of)], FirstPreview);
        }

        await store.PutAsync(files.Routed, RoutedBoardFile.Write(routed), cancellationToken);
        var step = RoutingProgressOf.Routed(board, routed);
        return prepared with
        {
            Step = step,
            IsLong = IsLong(step.Sides),
            Issues = [.. prepared.Issues, .. issues.Concat(BoardStages.PackageIssues(board)).Select(JobIssue.Of)],
        };
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

    private static bool IsLong(SidesStatus sides) => sides.Left.Sockets + sides.Right.Sockets >= SocketsOfLongWork;

    private static Prepared Invalid(JobIssue[] issues, int preview) => new() { Stop = new StageStop(JobOutcome.Invalid, issues, preview) };
}
