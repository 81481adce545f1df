using System.Collections.Immutable;
using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Caching;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Finishing;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing;

public static partial class BoardStages
{
    /// <summary>Plans nets, buses, obstacles and batches.</summary>
    public static PlanResult Plan(PlacedBoard board)
    {
        var (plan, issues) = RoutabilityProof.Plan(board, CancellationToken.None);
        var batches = plan.Batches.Select(batch => new BatchSummary(batch.Side, batch.Index, batch.Sockets));
        return new(PlanCodec.Write(plan), [.. batches], plan.Reasoning, issues, !issues.Any(RoutePlanner.ForbidsRouting));
    }

    /// <summary>Routes a board in this process: the same bytes as the stages give, without encoding state between them.</summary>
    /// <param name="workers">Most threads at work, at least 1; the result does not depend on it.</param>
    /// <param name="progress">Told a side, its round, its sockets joined so far and their number; from any thread.</param>
    public static (RoutedBoard Routed, PlanResult Plan) Route(
        PlacedBoard board, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var plan = PlanInMemory(board);
        var batches = plan.Plan.Batches.Select(batch => new BatchSummary(batch.Side, batch.Index, batch.Sockets));
        var result = new PlanResult([], [.. batches], plan.Plan.Reasoning, plan.Issues, plan.CanRoute);
        return (plan.CanRoute ? Route(plan, workers, progress, cancellationToken) : RoutedBoard.Empty, result);
    }

    /// <summary>As <see cref="Plan"/>, for a caller that routes in this process and need not have the plan as bytes.</summary>
    public static BoardPlan PlanInMemory(PlacedBoard board)
    {
        var (plan, issues) = RoutabilityProof.Plan(board, CancellationToken.None);
        return new(plan, issues);
    }

    /// <summary>Routes what <see cref="PlanInMemory"/> planned; the plan must allow it.</summary>
    /// <inheritdoc cref="Route(PlacedBoard, int, Action{RouteProgress}?, CancellationToken)"/>
    public static RoutedBoard Route(BoardPlan plan, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken) =>
        Route(plan, null, workers, progress, cancellationToken).Routed;

    /// <summary>
    /// Routes what <see cref="PlanInMemory"/> planned, beginning with an earlier routing of a board like it: what is still legal stays, and only
    /// sockets that are new, that moved or whose track is in the way are joined. Where that does not help (other rules, another outline, too much
    /// changed, a socket left open), the board is routed from scratch. The earlier routing is part of the input: with the same one, the same bytes.
    /// </summary>
    /// <param name="previous">The <see cref="RouteResult.State"/> of another routing; null, damaged or of another version: from scratch.</param>
    /// <inheritdoc cref="Route(PlacedBoard, int, Action{RouteProgress}?, CancellationToken)"/>
    public static RouteResult Route(BoardPlan plan, byte[]? previous, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var start = previous is null ? null : PreviousRouting.Read(previous);
        return new(plan.Plan, new BoardRouter(plan.Plan).Route(start, workers, progress, cancellationToken), workers);
    }

    /// <summary>True for the <see cref="RouteResult.State"/> of a routing by this version.</summary>
    public static bool IsRoutingState(byte[] bytes) => PreviousRouting.Read(bytes) is not null;

    /// <summary>
    /// The state of a side before its first round: all that one layer can hold, joined to the buses. A board that is routed as a whole knows no
    /// sides: there a side begins and ends with all its sockets open, and <see cref="Repair(byte[], byte[], byte[], byte[], CancellationToken, RoutingCache?)"/> routes them.
    /// </summary>
    /// <param name="cache">Where sub-problems that were solved before are found; null for none. It changes no byte.</param>
    /// <param name="hasPrevious">True where an earlier routing is the start: then, too, the repair routes all.</param>
    public static SideResult StartSide(byte[] plan, Side side, RoutingCache? cache = null, bool hasPrevious = false)
    {
        var decoded = PlanCodec.Read(plan);
        if (hasPrevious || decoded.IsRoutedWhole)
        {
            return Describe(decoded, StateCodec.Write(SideState.AllOpen(decoded, side)));
        }

        var state = cache.Solve(() => ContentHash.Of("start", SubProblem.OfSide(decoded, side)), () => StateCodec.Write(Start(decoded, side)));
        return Describe(decoded, state);
    }

    /// <summary>Routes one batch of a side against the frozen state; pure, may run twice.</summary>
    /// <inheritdoc cref="StartSide"/>
    public static byte[] RouteBatch(byte[] plan, byte[] state, int batch, CancellationToken cancellationToken, RoutingCache? cache = null)
    {
        var decoded = PlanCodec.Read(plan);
        var before = StateCodec.Read(state);
        var modules = decoded.Batches.Single(b => b.Side == before.Side && b.Index == batch).Modules;
        return cache.Solve(
            () => ContentHash.Of("batch", SubProblem.OfSide(decoded, before.Side), state, [.. modules.SelectMany(BitConverter.GetBytes)]),
            () => Propose(decoded, before, modules, cancellationToken));
    }

    /// <summary>Merges a round's batch results into the side's state; the order of <paramref name="results"/> does not matter.</summary>
    /// <inheritdoc cref="StartSide"/>
    public static SideResult Merge(byte[] plan, byte[] state, IReadOnlyList<byte[]> results, RoutingCache? cache = null)
    {
        var decoded = PlanCodec.Read(plan);
        var before = StateCodec.Read(state);
        var merged = cache.Solve(
            () => ContentHash.Of("merge", [SubProblem.OfSide(decoded, before.Side), state, .. results]),
            () => Merge(decoded, before, results));
        return Describe(decoded, merged);
    }

    /// <summary>Joins both sides, routes what one layer could not hold over both layers, what knows no sides as a whole, and finishes the copper.</summary>
    /// <param name="previous">The <see cref="RouteResult.State"/> of an earlier routing to begin with, whatever the sides hold; null for none.</param>
    /// <inheritdoc cref="StartSide"/>
    public static RouteResult Repair(
        byte[] plan, byte[] left, byte[] right, byte[]? previous, CancellationToken cancellationToken, RoutingCache? cache = null)
    {
        var decoded = PlanCodec.Read(plan);
        if (previous is not null)
        {
            return Route(new(decoded, []), previous, Environment.ProcessorCount, null, cancellationToken);
        }

        var sides = new[] { StateCodec.Read(left), StateCodec.Read(right) };
        if (cache is null)
        {
            return new(decoded, Join(decoded, sides, cancellationToken), Environment.ProcessorCount);
        }

        var joined = cache.GetOrMake(
            ContentHash.Of("repair", SubProblem.OfBoard(decoded), left, right), () => Encode(Join(decoded, sides, cancellationToken)));
        return new(decoded, new(RoutedBoardFile.Read(joined[1..]), (RoutingManner)joined[0]), Environment.ProcessorCount);
    }

    /// <summary>The same from scratch, without what a later routing may begin with.</summary>
    /// <inheritdoc cref="StartSide"/>
    public static RoutedBoard Repair(byte[] plan, byte[] left, byte[] right, CancellationToken cancellationToken, RoutingCache? cache = null) =>
        Repair(plan, left, right, null, cancellationToken, cache).Routed;

    /// <summary>The copper of a side's state so far, for live previews.</summary>
    public static RoutedBoard PartialCopper(byte[] plan, byte[] state)
    {
        var decoded = StateCodec.Read(state);
        if (decoded.Connections.IsEmpty)
        {
            return RoutedBoard.Empty;
        }

        return CopperBuilder.Build(new BoardRouter(PlanCodec.Read(plan)).Side(decoded.Side), decoded.Connections);
    }

    private static SideState Start(RoutingPlan plan, Side side)
    {
        using var prepared = new BoardRouter(plan).Side(side);
        return SideStart.Solve(prepared, Environment.ProcessorCount, CancellationToken.None);
    }

    private static byte[] Propose(RoutingPlan plan, SideState before, ImmutableArray<int> modules, CancellationToken cancellationToken)
    {
        using var side = new BoardRouter(plan).Side(before.Side);
        using var copper = new SideCopper(side);
        copper.Load(before.Connections);
        using var router = new UnitRouter(side);
        var proposals = before.Pending
            .Select(side.Socket)
            .Where(socket => modules.Contains(socket.Module))
            .GroupBy(socket => socket.Module)
            .SelectMany(unit => router.Route(copper, unit, cancellationToken));
        return StateCodec.WriteProposals([.. proposals]);
    }

    private static byte[] Merge(RoutingPlan plan, SideState before, IReadOnlyList<byte[]> results)
    {
        using var side = new BoardRouter(plan).Side(before.Side);

        // An activity that ran twice reports its sockets twice: each counts once.
        var proposals = results.SelectMany(result => StateCodec.ReadProposals(result)).GroupBy(proposal => proposal.Connection.Socket).Select(group => group.First());
        using var copper = new SideCopper(side);
        copper.Load(before.Connections);
        return StateCodec.Write(RoundMerger.Merge(side, copper, before, proposals));
    }

    private static BoardRouting Join(RoutingPlan plan, SideState[] sides, CancellationToken cancellationToken)
    {
        var router = new BoardRouter(plan);
        return plan.IsRoutedWhole
            ? router.Route(null, Environment.ProcessorCount, null, cancellationToken)
            : router.Join((router.Side(Side.Left), sides[0]), (router.Side(Side.Right), sides[1]), Environment.ProcessorCount, cancellationToken);
    }

    private static byte[] Encode(BoardRouting routing) => [(byte)routing.Manner, .. RoutedBoardFile.Write(routing.Routed)];

    private static SideResult Describe(RoutingPlan plan, byte[] bytes)
    {
        var state = StateCodec.Read(bytes);
        var pending = state.IsOver
            ? []
            : plan.Batches.Where(batch => batch.Side == state.Side && batch.Sockets.Any(state.Pending.Contains)).Select(batch => batch.Index).ToImmutableArray();
        return new(
            bytes, state.Round, state.Connections.Length + state.Open.Length, state.Connections.Length, state.Conflicts, pending);
    }
}

/// <summary>A routing plan in memory.</summary>
public sealed class BoardPlan
{
    internal BoardPlan(RoutingPlan plan, ImmutableArray<Issue> issues) => (Plan, Issues) = (plan, issues);

    /// <summary>Problems that forbid routing, and notes that do not, see <see cref="CanRoute"/>.</summary>
    public ImmutableArray<Issue> Issues { get; }

    public bool CanRoute => !Issues.Any(RoutePlanner.ForbidsRouting);

    internal RoutingPlan Plan { get; }
}

/// <summary>A routed board, and what a later one may begin with.</summary>
public sealed class RouteResult
{
    private readonly RoutingPlan _plan;
    private readonly BoardRouting _routing;

    /// <param name="workers">Most threads at work.</param>
    internal RouteResult(RoutingPlan plan, BoardRouting routing, int workers)
    {
        (_plan, _routing) = (plan, routing);
        var finished = CopperFinisher.Finish(plan, routing.Routed, workers);
        Routed = plan.LeftOut.IsEmpty ? finished : finished with { Unconnected = finished.Unconnected.AddRange(plan.LeftOut).Sort() };
    }

    public RoutedBoard Routed { get; }

    /// <summary>True where it came from an earlier routing; false from scratch.</summary>
    public bool IsRerouted => _routing.IsRerouted;

    /// <summary>Opaque bytes, see <see cref="BoardStages.Route(BoardPlan, byte[], int, Action{RouteProgress}?, CancellationToken)"/>.</summary>
    public byte[] State() => PreviousRouting.Of(_plan, _routing.Manner, _routing.Routed).Write();
}

/// <summary>What a running route tells.</summary>
/// <param name="Copper">Builds the side's copper so far, for a preview; call it only when a picture is wanted.</param>
public sealed record RouteProgress(Side Side, int Round, int Connected, int Sockets, Func<RoutedBoard> Copper);
