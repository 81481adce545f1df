using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Batches;

/// <summary>
/// Routes a board whose nets differ in topology or clearance, group after group: nets on buses together, with the greatest clearance that
/// any of them asks for; then trees, those with the greatest clearance first. What is routed stands still for the groups after it, and the
/// copper of a net that asks for more than the group is as much thicker in the group's plan: between any two nets the greater clearance holds.
/// </summary>
internal static class ClassRouter
{
    /// <summary>For a group's last sockets: where it fails, there is another way to try.</summary>
    private static readonly Effort Some = new(10_000_000, 0);

    public static RoutedBoard Route(RoutingPlan plan, int workers, CancellationToken cancellationToken)
    {
        var routed = RouteBuses(plan, [.. plan.Nets.Where(net => plan.Rules.TopologyOf(net.Name) == Topology.Bus)], workers, cancellationToken);
        routed = RouteTrees(plan, [.. plan.Nets.Where(net => plan.Rules.TopologyOf(net.Name) == Topology.Tree)], routed, workers, cancellationToken);
        if (routed.Unconnected.IsEmpty)
        {
            return routed;
        }

        // On buses, the greatest clearance binds all; trees bind each net by its own alone. But groups that stand still may wall in those
        // after them: negotiated together, all keep the greatest.
        var board = TreePlan.Of(plan);
        var attempts = new List<RoutedBoard> { routed, RouteTrees(board, board.Nets, RoutedBoard.Empty, workers, cancellationToken) };
        if (!attempts[1].Unconnected.IsEmpty)
        {
            var clearance = board.Nets.Max(net => board.Rules.ClearanceOf(net.Name));
            attempts.Add(RouteGroup(
                board, board.Nets, board.Rules with { Topology = Topology.Tree, Clearance = clearance }, RoutedBoard.Empty, workers, cancellationToken));
        }

        return attempts.MinBy(attempt => attempt.Unconnected.Length)!;
    }

    private static RoutedBoard RouteBuses(RoutingPlan plan, ImmutableArray<PlannedNet> nets, int workers, CancellationToken cancellationToken) => nets.IsEmpty
        ? RoutedBoard.Empty
        : RouteGroup(plan, nets, plan.Rules with { Topology = Topology.Bus, Clearance = nets.Max(net => plan.Rules.ClearanceOf(net.Name)) }, RoutedBoard.Empty, workers, cancellationToken);

    private static RoutedBoard RouteTrees(
        RoutingPlan plan, ImmutableArray<PlannedNet> nets, RoutedBoard routed, int workers, CancellationToken cancellationToken) => nets
        .GroupBy(net => plan.Rules.ClearanceOf(net.Name))
        .OrderByDescending(group => group.Key)
        .Aggregate(routed, (before, group) => RouteGroup(
            plan, [.. group], plan.Rules with { Topology = Topology.Tree, Clearance = group.Key }, before, workers, cancellationToken));

    /// <param name="rules">The plan's, with the topology and clearance of the group.</param>
    /// <param name="before">What the groups before have routed.</param>
    private static RoutedBoard RouteGroup(
        RoutingPlan plan, ImmutableArray<PlannedNet> nets, DesignRules rules, RoutedBoard before, int workers, CancellationToken cancellationToken)
    {
        var group = plan with
        {
            // Branches over both layers would wall in the groups that come after.
            Rules = rules with { NetClasses = [], Compact = false },
            Sockets = [.. plan.Sockets.Where(socket => nets.Any(net => net.Id == socket.Net))],
            Obstacles = [.. plan.Obstacles.Concat(Obstacles(plan, before)).SelectMany(obstacle => Thickened(plan, obstacle, rules.Clearance))],
        };
        using var router = new BoardRouter(group, Some);
        var routed = router.Route(workers, null, cancellationToken);
        return new(before.Tracks.AddRange(routed.Tracks), before.Vias.AddRange(routed.Vias), before.Unconnected.AddRange(routed.Unconnected).Sort());
    }

    /// <summary>Routed copper as obstacles.</summary>
    private static IEnumerable<Obstacle> Obstacles(RoutingPlan plan, RoutedBoard routed)
    {
        var ids = plan.Nets.ToDictionary(net => net.Name, net => net.Id, StringComparer.Ordinal);
        return
        [
            .. routed.Tracks.SelectMany(track => Obstacle.Of(track, ids[track.Net])),
            .. routed.Vias.SelectMany(via => new[] { Obstacle.PadOf(via, ids[via.Net]), Obstacle.HoleOf(via, ids[via.Net]) }),
        ];
    }

    /// <summary>An obstacle, thicker by what its net asks for beyond a clearance.</summary>
    private static IEnumerable<Obstacle> Thickened(RoutingPlan plan, Obstacle obstacle, long clearance)
    {
        var more = obstacle is { Kind: ObstacleKind.Copper, Net: > 0 } ? plan.Rules.ClearanceOf(plan.Net(obstacle.Net).Name) - clearance : 0;
        return (more, obstacle.Shape) switch
        {
            ( <= 0, _) => [obstacle],
            (_, Capsule capsule) => [obstacle with { Shape = capsule with { Radius = capsule.Radius + more } }],
            var (_, shape) => Inflation.Of(shape, more).Select(area => obstacle with { Shape = new Polygon(area) }),
        };
    }
}
