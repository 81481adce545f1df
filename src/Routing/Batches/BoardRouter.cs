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

    public BoardRouter(RoutingPlan plan, Effort effort)
    {
        (_plan, _effort) = (plan.Rules.Topology == Topology.Tree && !plan.HasNetsApart ? TreePlan.Of(plan) : plan, effort);
        _shared = new(() => new(_plan));
    }

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
        var routing = Begin(previous, workers, progress, cancellationToken);
        while (routing.Next != Attempt.None)
        {
            routing = GoOn(routing, workers, cancellationToken);
        }

        return TellEnd(routing, progress);
    }

    /// <summary>The first attempt of <see cref="Route(PreviousRouting?, int, Action{RouteProgress}?, CancellationToken)"/>, after which sockets may be open that others can join.</summary>
    /// <inheritdoc cref="Route(PreviousRouting?, int, Action{RouteProgress}?, CancellationToken)"/>
    public BoardRouting Begin(PreviousRouting? previous, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var rerouted = previous is not null && !_plan.HasNetsApart && previous.Fits(_plan) ? Reroute(previous, cancellationToken) : null;
        if (rerouted is { Routed.Unconnected.IsEmpty: true })
        {
            return rerouted;
        }

        var routed = BeginFromScratch(workers, progress, cancellationToken);
        return rerouted is not null && rerouted.Routed.Unconnected.Length < routed.Routed.Unconnected.Length ? rerouted with { Next = After(Attempt.None, rerouted) } : routed;
    }

    /// <summary>The next attempt to join the sockets that are open: never are fewer joined than before.</summary>
    /// <param name="routing">Whose <see cref="BoardRouting.Next"/> is one.</param>
    /// <inheritdoc cref="Route(int, Action{RouteProgress}?, CancellationToken)"/>
    public BoardRouting GoOn(BoardRouting routing, int workers, CancellationToken cancellationToken)
    {
        if (routing.Next == Attempt.FromStart)
        {
            return OnHalfAsWide(routing, workers, cancellationToken);
        }

        var (plan, allowed) = Finest(routing)!.Value;
        using var ground = new Ground(plan);
        using var layout = Layout.Of(plan, ground, routing.Routed);
        var looks = LastSockets.JoinOnFinestGrid(layout, allowed, cancellationToken);
        return Leave(layout, Attempt.OnFinestGrid, routing.Looks + looks, workers, cancellationToken) with { IsRerouted = routing.IsRerouted };
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

    /// <summary>The first attempt where the batches, each for itself, have begun.</summary>
    /// <param name="batches">What <see cref="RouteBatch"/> gave for each batch, in order.</param>
    /// <inheritdoc cref="Route(int, Action{RouteProgress}?, CancellationToken)"/>
    public BoardRouting Join(IReadOnlyList<RoutedBoard> batches, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var start = new RoutedBoard([.. batches.SelectMany(batch => batch.Tracks)], [.. batches.SelectMany(batch => batch.Vias)], []);
        return RouteBuses(start, workers, progress, cancellationToken);
    }

    private BoardRouting? Reroute(PreviousRouting previous, CancellationToken cancellationToken)
    {
        if (previous.Manner == RoutingManner.OnLattice && !_plan.IsPolished && _plan.Rules.Topology == Topology.Bus)
        {
            var onLattice = WholeBoard.Reroute(SideOf(Side.Left), SideOf(Side.Right), _shared.Value.Lattices, previous.Routed, cancellationToken);
            return onLattice is null ? null : new(onLattice, RoutingManner.OnLattice, IsRerouted: true);
        }

        var routed = Rerouter.Route(_plan, _shared.Value.Ground, previous.Routed, cancellationToken);
        return routed is null ? null : new(routed, IsRerouted: true) { SetAside = routed.Unconnected.Length };
    }

    private BoardRouting BeginFromScratch(int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        if (_plan.HasNetsApart)
        {
            return new(ClassRouter.Route(_plan, workers, cancellationToken));
        }

        if (_plan.Rules.Topology == Topology.Tree)
        {
            using var layout = TreeRouter.Sketch(_plan, _shared.Value.Ground, workers, progress, cancellationToken);
            return Complete(layout, workers, progress, cancellationToken);
        }

        return _plan.IsRoutedWhole ? RouteBuses(RoutedBoard.Empty, workers, progress, cancellationToken) : Join(RouteBatches(workers, cancellationToken), workers, progress, cancellationToken);
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

        // A board that is too narrow for a coarse graph is routed on the rules' grid from the start.
        using var layout = coarse ?? Layout.Of(_plan, _shared.Value.Ground, RoutedBoard.Empty);
        return coarse is null ? Complete(layout, workers, progress, cancellationToken) : JoinLast(layout, workers, cancellationToken);
    }

    /// <summary>Negotiates on the rules' grid what is open or in conflict.</summary>
    private BoardRouting Complete(Layout layout, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        using (var router = new NegotiatedRouter(layout, workers))
        {
            router.Complete(progress, cancellationToken);
        }

        return JoinLast(layout, workers, cancellationToken);
    }

    /// <summary>Joins what is still open on the board's own grid: the end of the first attempt.</summary>
    private BoardRouting JoinLast(Layout layout, int workers, CancellationToken cancellationToken) =>
        Leave(layout, Attempt.None, layout.IsJoined ? 0 : LastSockets.JoinOnOwnGrid(layout, _effort, cancellationToken), workers, cancellationToken);

    /// <summary>What an attempt has come to: where no other goes on from there, it is drawn tighter. Copper of which nothing is open is written but once, when it is tight.</summary>
    /// <param name="done"><see cref="Attempt.None"/> for the first.</param>
    /// <param name="looks">That were taken so far.</param>
    private BoardRouting Leave(Layout layout, Attempt done, long looks, int workers, CancellationToken cancellationToken)
    {
        var routing = new BoardRouting(layout.SetAside == 0 ? RoutedBoard.Empty : layout.Copper()) { Looks = looks, SetAside = layout.SetAside };
        var next = After(done, routing);
        if (next is Attempt.OnFinestGrid)
        {
            return routing with { Next = next };
        }

        Tighten(layout, isOnOwnGrid: done != Attempt.OnFinestGrid, workers, cancellationToken);
        return routing with { Routed = layout.Copper(), Next = next };
    }

    /// <summary>Draws copper tighter. Of a bus board with open sockets, which is not made, tracks are pulled tight, which costs little, and no branch is laid again.</summary>
    private void Tighten(Layout layout, bool isOnOwnGrid, int workers, CancellationToken cancellationToken)
    {
        if (_plan.Rules.Topology == Topology.Tree)
        {
            TreeRouter.Polish(layout, _plan, workers, cancellationToken);
        }
        else if (_plan.IsTightened)
        {
            // Branches are not laid again on the finest grid of a large board, where that takes longer than all before.
            using var router = new NegotiatedRouter(layout, workers);
            Action<CancellationToken> tighten = (isOnOwnGrid || _plan.IsPolished) && layout.SetAside == 0 ? router.Tighten : router.Pull;
            tighten(cancellationToken);
        }
    }

    /// <summary>What is tried where sockets stay open.</summary>
    /// <param name="done"><see cref="Attempt.None"/> for the first.</param>
    private Attempt After(Attempt done, BoardRouting routing) => routing.Routed.Unconnected.IsEmpty ? Attempt.None
        : done < Attempt.OnFinestGrid && Finest(routing) is not null ? Attempt.OnFinestGrid
        : _plan.Rules.Topology == Topology.Bus && _effort.IsWorthHalving(routing.Routed.Unconnected.Length, routing.Looks) && HalfAsWide() is not null ? Attempt.FromStart
        : Attempt.None;

    /// <summary>The finest grid that is worth a try, and how many of its vertices may be looked at.</summary>
    private (RoutingPlan Plan, long Looks)? Finest(BoardRouting routing) =>
        _effort.FinerLooksFor(routing.SetAside, routing.Looks) is > 0 and var looks && LastSockets.Finest(_plan, _shared.Value.Ground.Grid.Count, looks) is { } plan ? (plan, looks) : null;

    private RoutingPlan? HalfAsWide() => LastSockets.Divided(_plan, 2, _shared.Value.Ground.Grid.Count, Math.Min(MostNodesOnFinerGrid, _plan.MostNodes));

    /// <summary>
    /// Routes the board once more from the start on a grid half as wide, and at last on one half as wide again: a gap often holds one
    /// more track between the lines, and copper that was laid without those leaves no room there.
    /// </summary>
    private BoardRouting OnHalfAsWide(BoardRouting routing, int workers, CancellationToken cancellationToken)
    {
        using var router = new BoardRouter(HalfAsWide()!, _effort.OnFinerGrid(routing.Looks));
        var finer = router.Route(null, workers, null, cancellationToken);
        return finer.Routed.Unconnected.Length < routing.Routed.Unconnected.Length ? finer with { Manner = RoutingManner.Negotiated } : routing with { Next = Attempt.None };
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

    /// <summary>Sockets that were given up, of a net of two one alone.</summary>
    public int SetAside { get; init; }

    /// <summary>What is to be tried for the sockets that are open.</summary>
    public Attempt Next { get; init; }
}

/// <summary>Ways to join the last sockets, in the order in which they are tried.</summary>
internal enum Attempt : byte
{
    /// <summary>No other than the first, on the board's own grid.</summary>
    None,

    /// <summary>From the copper that is there, on the finest grid that its lines are lines of.</summary>
    OnFinestGrid,

    /// <summary>From the start on a grid half as wide.</summary>
    FromStart,
}
