using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Finishing;

/// <summary>What a pour keeps away from on a layer, and how far.</summary>
internal static class PourObstacles
{
    /// <summary>A connector's outline may cut this far into the board, over this width (see the check of the outline).</summary>
    private const long OpeningDepth = 8 * Units.Millimetre, OpeningWidth = 18 * Units.Millimetre;

    public static IEnumerable<(Shape Shape, long Distance)> On(RoutingPlan plan, RoutedBoard routed, PourRules pour, PlannedNet net, CopperLayer layer) =>
        Planned(plan, pour, net, layer)
            .Concat(Tracks(plan, routed, pour, net, layer))
            .Concat(Vias(plan, routed, pour, net))
            .Concat(Openings(plan, pour));

    private static IEnumerable<(Shape, long)> Planned(RoutingPlan plan, PourRules pour, PlannedNet net, CopperLayer layer)
    {
        foreach (var obstacle in TreePlan.ObstaclesOf(plan).Where(obstacle => (obstacle.Layers & layer.Mask()) != 0))
        {
            yield return (obstacle.Shape, obstacle.Kind switch
            {
                // The strip along the edge is as wide as tracks must keep from it.
                ObstacleKind.Zone when obstacle.Module == Obstacle.BoardEdge => pour.FromEdge(plan.Rules) - plan.Rules.RoutedEdgeClearance,

                // Sockets lie on the borders of zones, with copper on either layer: no pour may touch these places.
                ObstacleKind.Zone => pour.Clearance,
                ObstacleKind.Hole => plan.Rules.HoleClearance,
                _ when obstacle.Net == net.Id => pour.ThermalGap,
                _ => Clearance(plan, pour, net.Name, obstacle.Net == 0 ? null : plan.Net(obstacle.Net).Name),
            });
        }
    }

    private static IEnumerable<(Shape, long)> Tracks(RoutingPlan plan, RoutedBoard routed, PourRules pour, PlannedNet net, CopperLayer layer)
    {
        foreach (var track in routed.Tracks.Where(track => track.Layer == layer && track.Net != net.Name))
        {
            var clearance = Clearance(plan, pour, net.Name, track.Net);
            for (var i = 1; i < track.Points.Count; i++)
            {
                yield return (new Capsule(track.Points[i - 1], track.Points[i], (track.Width + 1) / 2), clearance);
            }
        }
    }

    private static IEnumerable<(Shape, long)> Vias(RoutingPlan plan, RoutedBoard routed, PourRules pour, PlannedNet net) =>
        from via in routed.Vias
        where via.Net != net.Name
        let copper = (via.Diameter + 1) / 2 + Clearance(plan, pour, net.Name, via.Net)
        let hole = (via.Hole + 1) / 2 + plan.Rules.HoleClearance
        select ((Shape)new Capsule(via.At, via.At, 0), Math.Max(copper, hole));

    private static IEnumerable<(Shape, long)> Openings(RoutingPlan plan, PourRules pour)
    {
        var bounds = plan.Outline.Bounds;
        if (plan.Outline.TopConnector)
        {
            yield return (Polygon.Of(new(-OpeningWidth / 2, bounds.Top - OpeningDepth, OpeningWidth / 2, bounds.Top)), pour.FromEdge(plan.Rules));
        }

        if (plan.Outline.BottomConnector)
        {
            yield return (Polygon.Of(new(-OpeningWidth / 2, bounds.Bottom, OpeningWidth / 2, bounds.Bottom + OpeningDepth)), pour.FromEdge(plan.Rules));
        }
    }

    /// <param name="other">The other net; null for copper of none.</param>
    private static long Clearance(RoutingPlan plan, PourRules pour, string net, string? other) =>
        Math.Max(pour.Clearance, Math.Max(plan.Rules.ClearanceOf(net), other is null ? plan.Rules.Clearance : plan.Rules.ClearanceOf(other)));
}
