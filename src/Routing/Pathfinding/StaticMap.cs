using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// What never moves on a layer: the board's edge, zones, module copper and holes, and the area reserved for the other
/// side's buses.
/// </summary>
internal static class StaticMap
{
    /// <param name="reserveBuses">Block the other side's bus area; off where nets are trees.</param>
    public static CopperMap Build(RoutingPlan plan, RoutingGrid grid, CopperLayer layer, bool reserveBuses)
    {
        var map = CopperMap.Rent(grid.Count);
        map.Clear();
        EdgeMarker.Block(plan, grid, map, plan.Rules.RoutedEdgeClearance + plan.Rules.TrackWidth / 2.0);
        if (reserveBuses)
        {
            BlockBusArea(plan, grid, map, layer);
        }

        foreach (var zone in plan.Obstacles.Where(obstacle => obstacle.Kind == ObstacleKind.Zone))
        {
            ShapeMarker.Mark(grid, map, zone.Shape, plan.Rules.TrackWidth / 2.0, CopperMap.Blocked);
        }

        var zones = new ZoneCover(plan);
        foreach (var obstacle in plan.Obstacles)
        {
            if (obstacle.Kind == ObstacleKind.Zone || (obstacle.Layers & layer.Mask()) == 0)
            {
                continue;
            }

            var gap = obstacle.Kind == ObstacleKind.Hole ? plan.Rules.HoleClearance : plan.Rules.Clearance;
            var reach = gap + plan.Rules.TrackWidth / 2.0;
            if (!zones.Covers(obstacle, reach))
            {
                ShapeMarker.Mark(grid, map, obstacle.Shape, reach, obstacle.Net == 0 ? CopperMap.Blocked : (ushort)obstacle.Net);
            }
        }

        return map;
    }

    /// <summary>Keeps a layer's tracks out of the other side's bus area, so that the sides cannot meet.</summary>
    private static void BlockBusArea(RoutingPlan plan, RoutingGrid grid, CopperMap map, CopperLayer layer)
    {
        var other = plan.Nets.Where(net => net.TrackLayer != layer).ToArray();
        if (other.Length == 0)
        {
            return;
        }

        var keep = Math.Max(plan.Rules.ViaDiameter, plan.Rules.BusWidth) / 2.0 + plan.Rules.Clearance + plan.Rules.TrackWidth / 2.0;
        var (first, last) = other[0].Side == Side.Left
            ? (0, grid.ColumnAtOrBefore(other.Max(net => net.BusX) + keep - 0.5))
            : (grid.ColumnAtOrAfter(other.Min(net => net.BusX) - keep + 0.5), grid.Columns - 1);
        for (var row = 0; row < grid.Rows; row++)
        {
            map.Owner.AsSpan(grid.Node(first, row), last - first + 1).Fill(CopperMap.Blocked);
        }
    }
}
