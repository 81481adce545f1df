using System.Collections.Immutable;
using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Caching;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Strategy;

/// <summary>
/// Routes a plan step by step: every batch of every side at once, the rest where the results come together. What knows no sides, or begins
/// with an earlier routing, is one item of work, and so is every further attempt to join what stayed open: long work queues like all other.
/// </summary>
/// <param name="workers">Most threads at work, at least 1; the result does not depend on it.</param>
/// <param name="cache">Where sub-problems that were solved before are found; null for none. It changes no byte.</param>
internal sealed class StagedRouter(RoutingPlan plan, int workers, RoutingCache? cache, CancellationToken cancellationToken)
{
    public RoutingStep Begin(byte[]? previous)
    {
        if (previous is not null && PreviousRouting.Read(previous) is not null)
        {
            return Describe(new RoutingState.OnWhole(previous));
        }

        if (plan.IsRoutedWhole)
        {
            return Describe(new RoutingState.OnWhole([]));
        }

        var state = new RoutingState.OnSides();
        return plan.Batches.IsEmpty ? Continue(state, []) : Describe(state);
    }

    /// <exception cref="ArgumentException">The step has no such item.</exception>
    public byte[] Work(RoutingState state, int item) => state switch
    {
        RoutingState.OnSides when item >= 0 && item < plan.Batches.Length => RouteBatch(plan.Batches[item], item),
        RoutingState.OnWhole whole when item == 0 => RouteWhole(whole.Previous),
        RoutingState.Routed { IsOver: false } routed when item == 0 => GoOn(routed),
        _ => throw new ArgumentException("The step has no such item of work.", nameof(item)),
    };

    /// <exception cref="ArgumentException">The result of an item is missing.</exception>
    public RoutingStep Continue(RoutingState state, IReadOnlyList<byte[]> results) => state switch
    {
        RoutingState.OnSides => Describe(RoutingState.Read(Join(results))),
        RoutingState.OnWhole or RoutingState.Routed { IsOver: false } when results.Count > 0 => Describe(RoutingState.Read(results[0])),
        RoutingState.Routed { IsOver: true } => Describe(state),
        _ => throw new ArgumentException("A step goes on with the results of its items.", nameof(results)),
    };

    /// <exception cref="ArgumentException">The step has work left.</exception>
    public RouteResult Finish(PlacedBoard board, RoutingState state) => state is RoutingState.Routed { IsOver: true } routed
        ? new(board, plan, routed.Routing, workers)
        : throw new ArgumentException("A step that has work left is not finished.", nameof(state));

    /// <summary>What a state, and the results of its items that are there, hold of copper.</summary>
    public static RoutedBoard CopperSoFar(RoutingState state, IReadOnlyList<byte[]> results) => state switch
    {
        RoutingState.OnWhole or RoutingState.Routed { IsOver: false } when results.Count > 0 => CopperSoFar(RoutingState.Read(results[0]), []),
        RoutingState.Routed routed => routed.Routing.Routed,
        RoutingState.OnSides => CopperOfSides(results),
        _ => RoutedBoard.Empty,
    };

    private byte[] RouteBatch(PlannedBatch batch, int index) => cache.Solve(
        () => ContentHash.Of("batch", SubProblem.OfBatch(plan, batch), BitConverter.GetBytes(index)),
        () =>
        {
            using var router = new BoardRouter(plan);
            return new BatchResult(index, router.RouteBatch(batch, cancellationToken)).Write();
        });

    private byte[] RouteWhole(byte[] previous) => cache.Solve(
        () => ContentHash.Of("board", SubProblem.OfBoard(plan), previous),
        () =>
        {
            var start = previous.Length == 0 ? null : PreviousRouting.Read(previous);
            using var router = new BoardRouter(plan);
            return new RoutingState.Routed(router.Begin(start, workers, null, cancellationToken), 0, 0).Write();
        });

    private byte[] GoOn(RoutingState.Routed routed) => cache.Solve(
        () => ContentHash.Of("attempt", SubProblem.OfBoard(plan), routed.Content()),
        () =>
        {
            using var router = new BoardRouter(plan);
            return (routed with { Routing = router.GoOn(routed.Routing, workers, cancellationToken) }).Write();
        });

    private byte[] Join(IReadOnlyList<byte[]> results)
    {
        // An activity that ran twice reports its batch twice: it counts once.
        var batches = results.Select(BatchResult.Read).DistinctBy(result => result.Batch).OrderBy(result => result.Batch).ToImmutableArray();
        if (!batches.Select(result => result.Batch).SequenceEqual(Enumerable.Range(0, plan.Batches.Length)))
        {
            throw new ArgumentException("The result of a batch is missing.", nameof(results));
        }

        return cache.Solve(
            () => ContentHash.Of("join", [SubProblem.OfBoard(plan), .. batches.Select(result => result.Write())]),
            () =>
            {
                using var router = new BoardRouter(plan);
                return new RoutingState.Routed(router.Join([.. batches.Select(result => result.Routed)], workers, null, cancellationToken), 1, 1).Write();
            });
    }

    private static RoutedBoard CopperOfSides(IReadOnlyList<byte[]> results)
    {
        var copper = results.Select(BatchResult.Read).DistinctBy(result => result.Batch).OrderBy(result => result.Batch).Select(result => result.Routed).ToList();
        return new([.. copper.SelectMany(batch => batch.Tracks)], [.. copper.SelectMany(batch => batch.Vias)], []);
    }

    private RoutingStep Describe(RoutingState state) => new(state.Write(), ItemsOf(state), Progress(state, Side.Left), Progress(state, Side.Right));

    private ImmutableArray<RoutingWork> ItemsOf(RoutingState state) => state switch
    {
        RoutingState.OnSides => [.. plan.Batches.Select((batch, index) => new RoutingWork(index, $"{NameOf(batch.Side)} {batch.Index}", batch.Sockets.Length))],
        RoutingState.OnWhole => [new(0, "board", plan.Sockets.Length)],
        RoutingState.Routed { IsOver: false } routed => [new(0, "open sockets", routed.Routing.Routed.Unconnected.Length)],
        _ => [],
    };

    private SideProgress Progress(RoutingState state, Side side)
    {
        var batches = plan.Batches.Count(batch => batch.Side == side);
        var sockets = plan.Sockets.Where(socket => plan.SideOf(socket) == side).Select(socket => socket.Id).ToHashSet();
        return state is RoutingState.Routed routed
            ? new(batches, batches, sockets.Count, sockets.Count - routed.Routing.Routed.Unconnected.Count(sockets.Contains), side == Side.Left ? routed.LeftRounds : routed.RightRounds)
            : new(batches, 0, sockets.Count, 0, 0);
    }

    private static string NameOf(Side side) => side == Side.Left ? "left" : "right";
}
