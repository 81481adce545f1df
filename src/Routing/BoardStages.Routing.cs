using System.Collections.Immutable;
using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Finishing;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Strategy;

namespace MakeDevice.Routing;

public static partial class BoardStages
{
    /// <summary>Plans nets, buses, obstacles and batches.</summary>
    public static PlanResult Plan(PlacedBoard board, CancellationToken cancellationToken = default)
    {
        var (plan, issues) = RoutabilityProof.Plan(board, cancellationToken);
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
        return new(board, plan, issues);
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
        using var router = new BoardRouter(plan.Plan);
        return new(plan.Board, plan.Plan, router.Route(start, workers, progress, cancellationToken), workers);
    }

    /// <summary>True for the <see cref="RouteResult.State"/> of a routing by this version.</summary>
    public static bool IsRoutingState(byte[] bytes) => PreviousRouting.Read(bytes) is not null;

    /// <summary>The first step of routing a plan: nothing is routed yet, and all that can be is an item of work.</summary>
    /// <param name="previous">The <see cref="RouteResult.State"/> of an earlier routing to begin with; null, damaged or of another version: from scratch.</param>
    /// <param name="workers">Most threads at work, at least 1; the result does not depend on it.</param>
    /// <param name="cache">Where sub-problems that were solved before are found; null for none. It changes no byte.</param>
    /// <exception cref="InvalidDataException">The plan is of another version.</exception>
    public static RoutingStep Begin(byte[] plan, byte[]? previous, int workers, CancellationToken cancellationToken, RoutingCache? cache = null) =>
        Router(plan, workers, cache, cancellationToken).Begin(previous);

    /// <summary>One item of a step's work; pure, may run twice, anywhere, beside the step's other items.</summary>
    /// <param name="state">The step's <see cref="RoutingStep.State"/>.</param>
    /// <param name="item">The item's <see cref="RoutingWork.Index"/>.</param>
    /// <returns>Opaque bytes for <see cref="Continue"/>.</returns>
    /// <exception cref="ArgumentException">The step has no such item.</exception>
    /// <inheritdoc cref="Begin"/>
    public static byte[] Work(byte[] plan, byte[] state, int item, int workers, CancellationToken cancellationToken, RoutingCache? cache = null) =>
        Router(plan, workers, cache, cancellationToken).Work(RoutingState.Read(state), item);

    /// <summary>The next step, with the results of all items of the one before. What costs little is done here, so that the step may be over; one that was over stays so.</summary>
    /// <param name="results">Of every item, in any order; one that is there twice counts once.</param>
    /// <exception cref="ArgumentException">A result is missing.</exception>
    /// <inheritdoc cref="Work"/>
    public static RoutingStep Continue(
        byte[] plan, byte[] state, IReadOnlyList<byte[]> results, int workers, CancellationToken cancellationToken, RoutingCache? cache = null) =>
        Router(plan, workers, cache, cancellationToken).Continue(RoutingState.Read(state), results);

    /// <summary>The finished copper of a step that is over: the same bytes as <see cref="Route(BoardPlan, byte[], int, Action{RouteProgress}?, CancellationToken)"/> gives.</summary>
    /// <exception cref="ArgumentException">The step has work left.</exception>
    /// <inheritdoc cref="Work"/>
    /// <param name="board">The board of the plan: what it prints decides where vias of a pour may stand.</param>
    public static RouteResult Finish(PlacedBoard board, byte[] plan, byte[] state, int workers) =>
        Router(plan, workers, null, CancellationToken.None).Finish(board, RoutingState.Read(state));

    /// <summary>The copper that there is so far, unfinished: for pictures of a running job and for what is kept of one that was stopped.</summary>
    /// <param name="results">Those results of the step's items that are there; none are needed.</param>
    /// <param name="state">The step's <see cref="RoutingStep.State"/>.</param>
    public static RoutedBoard CopperSoFar(byte[] state, IReadOnlyList<byte[]> results) => StagedRouter.CopperSoFar(RoutingState.Read(state), results);

    private static StagedRouter Router(byte[] plan, int workers, RoutingCache? cache, CancellationToken cancellationToken) =>
        new(PlanCodec.Read(plan), workers, cache, cancellationToken);
}

/// <summary>A routing plan in memory.</summary>
public sealed class BoardPlan
{
    internal BoardPlan(PlacedBoard board, RoutingPlan plan, ImmutableArray<Issue> issues) => (Board, Plan, Issues) = (board, plan, issues);

    /// <summary>Problems that forbid routing, and notes that do not, see <see cref="CanRoute"/>.</summary>
    public ImmutableArray<Issue> Issues { get; }

    public bool CanRoute => !Issues.Any(RoutePlanner.ForbidsRouting);

    internal PlacedBoard Board { get; }

    internal RoutingPlan Plan { get; }
}

/// <summary>A routed board, and what a later one may begin with.</summary>
public sealed class RouteResult
{
    private readonly RoutingPlan _plan;
    private readonly BoardRouting _routing;

    /// <param name="workers">Most threads at work.</param>
    internal RouteResult(PlacedBoard board, RoutingPlan plan, BoardRouting routing, int workers)
    {
        (_plan, _routing) = (plan, routing);
        var finished = HelpfulPour.Apply(board, plan, CopperFinisher.Finish(plan, routing.Routed, workers, Printed), Printed);
        Routed = plan.LeftOut.IsEmpty ? finished : finished with { Unconnected = finished.Unconnected.AddRange(plan.LeftOut).Sort() };

        ImmutableArray<Box> Printed(RoutedBoard routed) => BoardCopper.Of(board, routed).Legend.Areas;
    }

    public RoutedBoard Routed { get; }

    /// <summary>True where it came from an earlier routing; false from scratch.</summary>
    public bool IsRerouted => _routing.IsRerouted;

    /// <summary>Opaque bytes, see <see cref="BoardStages.Route(BoardPlan, byte[], int, Action{RouteProgress}?, CancellationToken)"/>.</summary>
    public byte[] State() => PreviousRouting.Of(_plan, _routing.Manner, _routing.Routed).Write();
}
