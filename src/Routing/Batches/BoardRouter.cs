using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Lattice;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Batches;

/// <summary>
/// Routes a plan: a board of buses on a coarse graph first, each batch of each side for itself and then all together, and on the rules' grid
/// what that leaves open and what is drawn tighter. The same bytes for any number of workers, in one process or as activities.
/// </summary>
internal sealed class BoardRouter : IDisposable
{
    /// <summary>No board is routed from the start on a grid of more nodes on a layer.</summary>
    private const int MostNodesOnFinerGrid = 5_000_000;

    private readonly RoutingPlan _plan;
    private readonly Effort _effort;
    private readonly Lazy<Shared> _shared;

    public BoardRouter(RoutingPlan plan)
        : this(plan, Effort.For(plan.Rules.Effort))
    {
    }

    public BoardRouter(RoutingPlan plan, Effort effort) => (_plan, _effort, _shared) = (plan, effort, new(() => new(plan)));

    /// <summary>A side of the board on its grid, good until the router is disposed.</summary>
    public RoutingSide SideOf(Side side) => new(_plan, _shared.Value.Ground, side);

    /// <summary>Gives memory back; one job's serves the next.</summary>
    public void Dispose()
    {
        if (_shared.IsValueCreated)
        {
            _shared.Value.Dispose();
        }
    }

    /// <summary>Routes the board.</summary>
    /// <param name="workers">Most threads at work, at least 1.</param>
    /// <param name="progress">Told after every round of a side, from any thread.</param>
    public RoutedBoard Route(int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken) =>
        Route(null, workers, progress, cancellationToken).Routed;

    /// <summary>Routes the board from an earlier routing of one like it; from scratch where that has other rules, where little of it is left, or where it does not join all.</summary>
    /// <param name="previous">Null for none.</param>
    /// <inheritdoc cref="Route(int, Action{RouteProgress}?, CancellationToken)"/>
    public BoardRouting Route(PreviousRouting? previous, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var rerouted = previous is not null && !_plan.HasNetsApart && previous.Fits(_plan) ? Reroute(previous, cancellationToken) : null;
        if (rerouted is { Routed.Unconnected.IsEmpty: true })
        {
            return rerouted;
        }

        var routed = RouteFromScratch(workers, progress, cancellationToken);
        return TellEnd(rerouted is not null && rerouted.Routed.Unconnected.Length < routed.Routed.Unconnected.Length ? rerouted : routed, progress);
    }

    /// <summary>What is joined on the rules' grid in the end counts, too.</summary>
    private BoardRouting TellEnd(BoardRouting routing, Action<RouteProgress>? progress)
    {
        if (progress is null)
        {
            return routing;
        }

        var open = routing.Routed.Unconnected.ToHashSet();
        foreach (var side in _plan.Sockets.GroupBy(_plan.SideOf).OrderBy(side => side.Key))
        {
            progress(new(side.Key, 0, side.Count(socket => !open.Contains(socket.Id)), side.Count(), () => routing.Routed) { Stage = RouteProgress.Finished });
        }

        return routing;
    }

    /// <summary>A batch for itself on the coarse graph: where the whole board begins. Nothing where no coarse graph fits between the bus areas.</summary>
    public RoutedBoard RouteBatch(PlannedBatch batch, CancellationToken cancellationToken)
    {
        var sockets = batch.Sockets.ToHashSet();
        var plan = _plan with { Sockets = [.. _plan.Sockets.Where(socket => sockets.Contains(socket.Id))] };
        var (ground, grounds) = _shared.Value;
        return plan.Sockets.IsEmpty
            ? RoutedBoard.Empty
            : WholeBoard.RouteBatch(new(plan, ground, Side.Left), new(plan, ground, Side.Right), grounds, cancellationToken);
    }

    /// <summary>Goes on where the batches, each for itself, have begun.</summary>
    /// <param name="batches">What <see cref="RouteBatch"/> gave for each batch, in order.</param>
    /// <inheritdoc cref="Route(int, Action{RouteProgress}?, CancellationToken)"/>
    public BoardRouting Join(IReadOnlyList<RoutedBoard> batches, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var start = new RoutedBoard([.. batches.SelectMany(batch => batch.Tracks)], [.. batches.SelectMany(batch => batch.Vias)], []);
        return OrFiner(RouteBuses(start, workers, progress, cancellationToken), workers, cancellationToken);
    }

    private BoardRouting? Reroute(PreviousRouting previous, CancellationToken cancellationToken)
    {
        if (previous.Manner == RoutingManner.OnLattice && !_plan.IsPolished && _plan.Rules.Topology == Topology.Bus)
        {
            var onLattice = WholeBoard.Reroute(SideOf(Side.Left), SideOf(Side.Right), _shared.Value.Lattices, previous.Routed, cancellationToken);
            return onLattice is null ? null : new(onLattice, RoutingManner.OnLattice, IsRerouted: true);
        }

        var routed = Rerouter.Route(_plan, _shared.Value.Ground, previous.Routed, cancellationToken);
        return routed is null ? null : new(routed, IsRerouted: true);
    }

    private BoardRouting RouteFromScratch(int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        if (_plan.HasNetsApart)
        {
            return new(ClassRouter.Route(_plan, workers, cancellationToken));
        }

        if (_plan.Rules.Topology == Topology.Tree)
        {
            return new(TreeRouter.Route(TreePlan.Of(_plan), workers, _effort, progress, cancellationToken));
        }

        return _plan.IsRoutedWhole
            ? OrFiner(RouteBuses(RoutedBoard.Empty, workers, progress, cancellationToken), workers, cancellationToken)
            : Join(RouteBatches(workers, cancellationToken), workers, progress, cancellationToken);
    }

    private RoutedBoard[] RouteBatches(int workers, CancellationToken cancellationToken)
    {
        var routed = new RoutedBoard[_plan.Batches.Length];
        Parallel.For(
            0,
            routed.Length,
            new() { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken },
            i => routed[i] = RouteBatch(_plan.Batches[i], cancellationToken));
        return routed;
    }

    /// <summary>First on a coarse graph; what that leaves open on the rules' grid, and all of it drawn tighter there.</summary>
    /// <param name="start">Copper on the coarse graph to begin with.</param>
    private BoardRouting RouteBuses(RoutedBoard start, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var sides = new RoutingSide[2];
        Parallel.For(0, 2, new() { MaxDegreeOfParallelism = workers }, i => sides[i] = SideOf((Side)i));
        var (routed, coarse) = WholeBoard.Route(sides[0], sides[1], _shared.Value.Lattices, start, workers, progress, cancellationToken);
        if (routed is not null)
        {
            return new(routed, RoutingManner.OnLattice);
        }

        using var layout = coarse ?? FromNothing(workers, progress, cancellationToken);
        var (finest, looks) = layout.IsJoined ? (null, 0) : LastSockets.Join(layout, _effort, cancellationToken);
        using var finer = finest;
        if (_plan.IsTightened)
        {
            Tighten(finer ?? layout, layAgain: finer is null || _plan.IsPolished, workers, cancellationToken);
        }

        return new((finer ?? layout).Copper()) { Looks = looks };
    }

    /// <summary>A board with open sockets is not made: its tracks are pulled tight, which costs little, and no branch is laid again.</summary>
    /// <param name="layAgain">Not on the finest grid of a large board, where that takes longer than all before.</param>
    private static void Tighten(Layout layout, bool layAgain, int workers, CancellationToken cancellationToken)
    {
        using var router = new NegotiatedRouter(layout, workers);
        if (layAgain && layout.SetAside == 0)
        {
            router.Tighten(cancellationToken);
        }
        else
        {
            router.Pull(cancellationToken);
        }
    }

    /// <summary>On the rules' grid from the start: the board is too narrow for a coarse one.</summary>
    private Layout FromNothing(int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var ground = _shared.Value.Ground;
        var layout = new Layout(new(_plan, ground, [], Trunk.Of(_plan, ground.Grid)));
        using var router = new NegotiatedRouter(layout, workers);
        router.Complete(progress, cancellationToken);
        return layout;
    }

    /// <summary>
    /// Where sockets stay open, the board is routed once more on a grid half as wide, and at last on one half as wide again: a gap often holds one
    /// more track between the lines, and copper that was laid without those leaves no room there.
    /// </summary>
    private BoardRouting OrFiner(BoardRouting routing, int workers, CancellationToken cancellationToken)
    {
        var open = routing.Routed.Unconnected.Length;
        if (!_effort.IsWorthHalving(open, routing.Looks)
            || LastSockets.Divided(_plan, 2, _shared.Value.Ground.Grid.Count, Math.Min(MostNodesOnFinerGrid, _plan.MostNodes)) is not { } plan)
        {
            return routing;
        }

        using var router = new BoardRouter(plan, _effort.OnFinerGrid(routing.Looks));
        var finer = router.RouteFromScratch(workers, null, cancellationToken);
        return finer.Routed.Unconnected.Length < open ? finer with { Manner = RoutingManner.Negotiated } : routing;
    }

    /// <summary>What does not depend on sockets.</summary>
    private sealed record Shared(Ground Ground, LatticeGrounds Lattices) : IDisposable
    {
        public Shared(RoutingPlan plan)
            : this(new Ground(plan), new LatticeGrounds())
        {
        }

        public void Dispose()
        {
            Lattices.Dispose();
            Ground.Dispose();
        }
    }
}

/// <summary>How a board was routed.</summary>
/// <param name="IsRerouted">It began with an earlier routing.</param>
internal sealed record BoardRouting(RoutedBoard Routed, RoutingManner Manner = RoutingManner.Negotiated, bool IsRerouted = false)
{
    /// <summary>Grid vertices that the searches for the last sockets looked at.</summary>
    public long Looks { get; init; }
}
