using System.Collections.Immutable;
using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Caching;
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
        var (plan, issues) = RoutePlanner.Plan(board);
        var batches = plan.Batches.Select(batch => new BatchSummary(batch.Side, batch.Index, batch.Sockets));
        return new(PlanCodec.Write(plan), [.. batches], plan.Reasoning, issues, issues.IsEmpty);
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
        var (plan, issues) = RoutePlanner.Plan(board);
        return new(plan, issues);
    }

    /// <summary>Routes what <see cref="PlanInMemory"/> planned; the plan must allow it.</summary>
    /// <inheritdoc cref="Route(PlacedBoard, int, Action{RouteProgress}?, CancellationToken)"/>
    public static RoutedBoard Route(BoardPlan plan, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken) =>
        CopperFinisher.Finish(plan.Plan, new BoardRouter(plan.Plan).Route(workers, progress, cancellationToken));

    /// <summary>
    /// The state of a side before its first round: all that one layer can hold, joined to the buses. A board that is routed as a whole knows no
    /// sides: there a side begins and ends with all its sockets open, and <see cref="Repair(byte[], byte[], byte[], CancellationToken, RoutingCache?)"/> routes them.
    /// </summary>
    /// <param name="cache">Where sub-problems that were solved before are found; null for none. It changes no byte.</param>
    public static SideResult StartSide(byte[] plan, Side side, RoutingCache? cache = null)
    {
        var decoded = PlanCodec.Read(plan);
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
    /// <inheritdoc cref="StartSide"/>
    public static RoutedBoard Repair(byte[] plan, byte[] left, byte[] right, CancellationToken cancellationToken, RoutingCache? cache = null)
    {
        var decoded = PlanCodec.Read(plan);
        return cache is null
            ? Repair(decoded, left, right, cancellationToken)
            : RoutedBoardFile.Read(cache.Solve(
                () => ContentHash.Of("repair", SubProblem.OfBoard(decoded), left, right),
                () => RoutedBoardFile.Write(Repair(decoded, left, right, cancellationToken))));
    }

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
        if (plan.IsRoutedWhole)
        {
            return SideState.AllOpen(plan, side);
        }

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

    private static RoutedBoard Repair(RoutingPlan plan, byte[] left, byte[] right, CancellationToken cancellationToken)
    {
        var router = new BoardRouter(plan);
        if (plan.IsRoutedWhole)
        {
            return CopperFinisher.Finish(plan, router.Route(Environment.ProcessorCount, null, cancellationToken));
        }

        var states = new[] { StateCodec.Read(left), StateCodec.Read(right) };
        return CopperFinisher.Finish(plan, router.Join((router.Side(Side.Left), states[0]), (router.Side(Side.Right), states[1]), cancellationToken));
    }

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

    /// <summary>Problems that forbid routing, see <see cref="CanRoute"/>.</summary>
    public ImmutableArray<Issue> Issues { get; }

    public bool CanRoute => Issues.IsEmpty;

    internal RoutingPlan Plan { get; }
}

/// <summary>What a running route tells.</summary>
/// <param name="Copper">Builds the side's copper so far, for a preview; call it only when a picture is wanted.</param>
public sealed record RouteProgress(Side Side, int Round, int Connected, int Sockets, Func<RoutedBoard> Copper);
