using System.Collections.Concurrent;
using System.Collections.Immutable;
using MakeDevice.Routing.Lattice;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Batches;

/// <summary>
/// Routes a plan in one process: both sides at once, the units of a round over the workers, the same bytes for any number
/// of them. The function app runs the same steps as activities.
/// </summary>
internal sealed class BoardRouter
{
    /// <summary>Sides of more nodes are routed in turn, to spare memory: all workers are busy with the one.</summary>
    private const int MostNodesAtOnce = 8_000_000;

    /// <summary>Tracks longer than this on average are laid again; nanometres.</summary>
    private const double LongTrack = 42_000_000;

    /// <summary>On larger boards few of the branches could be laid again, and a layout for that alone would take more than it gives.</summary>
    private const int MostNodesToShorten = 150_000;

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
        (_plan, _effort) = (plan, effort);
        _shared = new(() =>
        {
            var grid = new RoutingGrid(plan);
            return new(grid, Stencil.For(plan, grid), new(plan.Obstacles));
        });
    }

    public RoutingSide Side(Side side) => new(_plan, _shared.Value.Grid, _shared.Value.Stencil, _shared.Value.Index, side);

    /// <summary>A side as the lattice needs it: with a map although it may have no sockets, and without what searches on the side need.</summary>
    public RoutingSide SideForLattice(Side side) => new(_plan, _shared.Value.Grid, _shared.Value.Stencil, _shared.Value.Index, side, forLattice: true);

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

        var anew = RouteAnew(workers, progress, cancellationToken);
        return rerouted is not null && rerouted.Routed.Unconnected.Length < anew.Routed.Unconnected.Length ? rerouted : anew;
    }

    private BoardRouting? Reroute(PreviousRouting previous, CancellationToken cancellationToken)
    {
        if (previous.Manner == RoutingManner.OnSides && _plan.Rules.Topology == Topology.Bus)
        {
            return RerouteSides(previous.Routed, cancellationToken);
        }

        if (previous.Manner == RoutingManner.OnLattice && _plan.IsLarge)
        {
            var onLattice = OnBothSides(workers: 1, (left, right) => WholeBoard.Reroute(left, right, previous.Routed, cancellationToken));
            return onLattice is null ? null : new(onLattice, RoutingManner.OnLattice, IsRerouted: true);
        }

        var shared = _shared.Value;
        var isQuick = previous.Manner == RoutingManner.Shortened;
        var routed = Rerouter.Route(_plan, shared.Grid, shared.Stencil, shared.Index, previous.Routed, isQuick, cancellationToken);
        return routed is null ? null : new(routed, isQuick ? RoutingManner.Shortened : RoutingManner.Negotiated, IsRerouted: true);
    }

    /// <summary>Null where too little is left of the earlier tracks, or where a socket stays open: routing from scratch is quick then.</summary>
    private BoardRouting? RerouteSides(RoutedBoard earlier, CancellationToken cancellationToken)
    {
        // A side without sockets has no map.
        var used = _plan.Sockets.Select(_plan.SideOf).Distinct().Order();
        var sides = used.Select(Side).ToList();
        var rerouters = sides.Select(side => new SideRerouter(side, earlier)).ToList();
        var isJoined = rerouters.Sum(side => side.Open.Length) * Rerouter.LeastKept <= _plan.Sockets.Length && rerouters.TrueForAll(side => side.Join(cancellationToken));
        var copper = isJoined ? sides.Zip(rerouters, (side, rerouter) => CopperBuilder.Build(side, rerouter.Connections)).ToArray() : [];
        rerouters.ForEach(rerouter => rerouter.Dispose());
        sides.ForEach(side => side.Dispose());
        return isJoined ? OnSides(copper) with { IsRerouted = true } : null;
    }

    private static BoardRouting OnSides(params RoutedBoard[] sides) =>
        new(new([.. sides.SelectMany(side => side.Tracks)], [.. sides.SelectMany(side => side.Vias)], []), RoutingManner.OnSides);

    private BoardRouting RouteAnew(int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        if (_plan.HasNetsApart)
        {
            return new(ClassRouter.Route(_plan, workers, cancellationToken));
        }

        if (_plan.Rules.Topology == Topology.Tree)
        {
            return new(RouteTree(workers, progress, cancellationToken));
        }

        var whole = _plan.IsLarge ? RouteWhole(workers, progress, cancellationToken) : null;
        return whole is { Routed.Unconnected.IsEmpty: true } ? whole : OrFiner(Better(whole, RouteSides(workers, progress, cancellationToken)), workers, cancellationToken);
    }

    private BoardRouting RouteSides(int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var sides = RunSides(Run, workers, cancellationToken);
        var routing = JoinSides(sides[0], sides[1], workers, cancellationToken);
        DisposeAll(sides.Select(side => side.Side));
        return routing;

        SideState Run(RoutingSide side) => RunRounds(side, SideStart.Solve(side, workers, cancellationToken), null, workers, progress, cancellationToken);
    }

    private (RoutingSide Side, SideState State)[] RunSides(Func<RoutingSide, SideState> run, int workers, CancellationToken cancellationToken)
    {
        var isLarge = _shared.Value.Grid.Count > MostNodesAtOnce;
        var sides = new (RoutingSide Side, SideState State)[2];
        var options = new ParallelOptions { MaxDegreeOfParallelism = isLarge ? 1 : workers, CancellationToken = cancellationToken };
        Parallel.For(0, 2, options, i =>
        {
            var side = Side((Side)i);
            sides[i] = (side, run(side));
        });
        return sides;
    }

    /// <summary>The start of a batch's side and what the batch proposes for its first round; where it is the only one, the side as its rounds end.</summary>
    /// <inheritdoc cref="Route(int, Action{RouteProgress}?, CancellationToken)"/>
    public (SideState Side, ImmutableArray<Proposal> Proposals) RouteBatch(PlannedBatch batch, bool isOnly, int workers, CancellationToken cancellationToken)
    {
        using var side = Side(batch.Side);
        var start = SideStart.Solve(side, workers, cancellationToken);
        if (isOnly || start.IsOver)
        {
            return (RunRounds(side, start, null, workers, null, cancellationToken), []);
        }

        using var copper = new SideCopper(side);
        copper.Load(start.Connections);
        var routers = new ConcurrentBag<UnitRouter>();
        var own = start with { Pending = [.. start.Pending.Where(socket => batch.Modules.Contains(side.Socket(socket).Module))] };
        ImmutableArray<Proposal> proposals = [.. RouteRound(side, copper, own, routers, workers, cancellationToken)];
        DisposeAll(routers);
        return (start, proposals);
    }

    /// <summary>Goes on with sides that have begun, to the end of their rounds, and joins them.</summary>
    /// <param name="begun">A side's state and what is proposed for its next round; null for a side without sockets.</param>
    /// <returns>The copper, and the rounds of each side.</returns>
    /// <inheritdoc cref="Route(int, Action{RouteProgress}?, CancellationToken)"/>
    public (BoardRouting Routing, int LeftRounds, int RightRounds) Join(
        Func<Side, (SideState State, ImmutableArray<Proposal> Proposals)?> begun, int workers, CancellationToken cancellationToken)
    {
        var sides = RunSides(GoOn, workers, cancellationToken);
        var routing = Join(sides[0], sides[1], workers, cancellationToken);
        DisposeAll(sides.Select(side => side.Side));
        return (routing, sides[0].State.Round, sides[1].State.Round);

        SideState GoOn(RoutingSide side) => begun(side.Side) is var (state, proposals)
            ? RunRounds(side, state, proposals, workers, null, cancellationToken)
            : SideStart.Solve(side, workers, cancellationToken);
    }

    /// <summary>A large board as a whole; null where it is better routed side by side.</summary>
    private BoardRouting? RouteWhole(int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var routed = OnBothSides(workers, (left, right) => WholeBoard.Route(left, right, _shared.Value.Index, _effort, workers, progress, cancellationToken));
        return routed is null ? null : new(routed.Value.Routed, routed.Value.IsOnLattice ? RoutingManner.OnLattice : RoutingManner.Negotiated);
    }

    private T OnBothSides<T>(int workers, Func<RoutingSide, RoutingSide, T> work)
    {
        var sides = new RoutingSide[2];
        Parallel.For(0, 2, new() { MaxDegreeOfParallelism = workers }, i => sides[i] = SideForLattice((Side)i));
        var result = work(sides[0], sides[1]);
        sides[0].Dispose();
        sides[1].Dispose();
        return result;
    }

    /// <summary>The copper of both sides, what one layer could not join over two, and long branches the shorter way over both; where sockets stay open even so, the board once more on finer grids.</summary>
    /// <param name="workers">Most threads at work, at least 1; the result does not depend on it.</param>
    public BoardRouting Join(
        (RoutingSide Side, SideState State) left, (RoutingSide Side, SideState State) right, int workers, CancellationToken cancellationToken) =>
        OrFiner(JoinSides(left, right, workers, cancellationToken), workers, cancellationToken);

    private BoardRouting JoinSides(
        (RoutingSide Side, SideState State) left, (RoutingSide Side, SideState State) right, int workers, CancellationToken cancellationToken)
    {
        var isJoined = left.State.Open.IsEmpty && right.State.Open.IsEmpty;
        var isLong = _plan.Rules.Compact is null && _shared.Value.Grid.Count <= MostNodesToShorten && AreLong([.. left.State.Connections, .. right.State.Connections]);
        if (isJoined && !isLong && _plan.Rules.Compact != true)
        {
            return OnSides(CopperBuilder.Build(left.Side, left.State.Connections), CopperBuilder.Build(right.Side, right.State.Connections));
        }

        var shared = _shared.Value;
        using var onGrid = BusLayout.Of(_plan, shared.Grid, shared.Stencil, shared.Index, [left, right]);
        using var finer = isJoined ? null : LastSockets.Join(onGrid, _effort, cancellationToken);
        var layout = finer ?? onGrid;
        if (_plan.Rules.Compact == true)
        {
            new NegotiatedRouter(layout, workers).Polish(NegotiatedRouter.Anywhere, cancellationToken);
        }
        else if (isLong)
        {
            new BranchShortener(layout).Shorten(cancellationToken);
        }

        return new(layout.Copper(), isJoined && _plan.Rules.Compact != true ? RoutingManner.Shortened : RoutingManner.Negotiated);
    }

    /// <summary>
    /// Where sockets stay open, the board is routed once more on a grid half as wide, and at last on one half as wide again: a gap often holds one
    /// more track between the lines, and copper that was laid without those leaves no room there.
    /// </summary>
    private BoardRouting OrFiner(BoardRouting routing, int workers, CancellationToken cancellationToken)
    {
        if (routing.Routed.Unconnected.IsEmpty || _effort.Halvings == 0 || LastSockets.Divided(_plan, 2, _shared.Value.Grid.Count, MostNodesOnFinerGrid) is not { } plan)
        {
            return routing;
        }

        var finer = new BoardRouter(plan, _effort.OnFinerGrid).RouteAnew(workers, null, cancellationToken);
        return Better(routing, finer with { Manner = RoutingManner.Negotiated });
    }

    /// <summary>Of two routings the one that joins more sockets, the first where both join as many.</summary>
    private static BoardRouting Better(BoardRouting? first, BoardRouting second) =>
        first is null || second.Routed.Unconnected.Length < first.Routed.Unconnected.Length ? second : first;

    /// <summary>True where tracks are so long on average that another way for the longest is worth its time.</summary>
    private bool AreLong(IReadOnlyCollection<Connection> connections)
    {
        var grid = _shared.Value.Grid;
        long straight = 0, slanting = 0;
        foreach (var nodes in connections.Select(connection => connection.Nodes))
        {
            for (var i = 1; i < nodes.Length; i++)
            {
                var step = Math.Abs(nodes[i] - nodes[i - 1]);
                _ = step == 1 || step == grid.Columns ? straight++ : slanting++;
            }
        }

        return (straight + slanting * Math.Sqrt(2)) * grid.Pitch > LongTrack * connections.Count;
    }

    /// <summary>Routes every net as a tree over both layers, whatever the sides hold.</summary>
    /// <param name="workers">Most threads at work, at least 1.</param>
    public RoutedBoard RouteTree(int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken) =>
        TreeRouter.Route(TreePlan.Of(_plan), workers, _effort, progress, cancellationToken);

    /// <param name="proposals">What is proposed for the next round already; null: the round is routed here.</param>
    private static SideState RunRounds(
        RoutingSide side, SideState state, IEnumerable<Proposal>? proposals, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        progress?.Invoke(Progress(side, state));
        if (state.IsOver)
        {
            return state;
        }

        using var copper = new SideCopper(side);
        copper.Load(state.Connections);
        var routers = new ConcurrentBag<UnitRouter>();
        for (; !state.IsOver; proposals = null)
        {
            state = RoundMerger.Merge(side, copper, state, proposals ?? RouteRound(side, copper, state, routers, workers, cancellationToken));
            progress?.Invoke(Progress(side, state));
        }

        DisposeAll(routers);
        return state;
    }

    private static void DisposeAll(IEnumerable<IDisposable> all)
    {
        foreach (var one in all)
        {
            one.Dispose();
        }
    }

    private static RouteProgress Progress(RoutingSide side, SideState state) => new(
        side.Side,
        state.Round,
        state.Connections.Length,
        state.Connections.Length + state.Open.Length,
        () => CopperBuilder.Build(side, state.Connections));

    private static IEnumerable<Proposal> RouteRound(
        RoutingSide side, SideCopper frozen, SideState state, ConcurrentBag<UnitRouter> routers, int workers, CancellationToken cancellationToken)
    {
        var units = state.Pending.Select(side.Socket).GroupBy(socket => socket.Module).ToArray();
        var proposals = new List<Proposal>[units.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };
        Parallel.For(
            0,
            units.Length,
            options,
            () => routers.TryTake(out var free) ? free : new UnitRouter(side),
            (i, _, router) =>
            {
                proposals[i] = router.Route(frozen, units[i], cancellationToken);
                return router;
            },
            routers.Add);
        return proposals.SelectMany(list => list);
    }

    private sealed record Shared(RoutingGrid Grid, Stencil Stencil, ObstacleIndex Index);
}

/// <summary>How a board was routed.</summary>
/// <param name="IsRerouted">It began with an earlier routing.</param>
internal sealed record BoardRouting(RoutedBoard Routed, RoutingManner Manner = RoutingManner.Negotiated, bool IsRerouted = false);
