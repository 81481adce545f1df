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
        BlockBoardEdge(plan, grid, map);
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

    private static void BlockBoardEdge(RoutingPlan plan, RoutingGrid grid, CopperMap map)
    {
        var bounds = plan.Outline.Bounds;
        for (var row = 0; row < grid.Rows; row++)
        {
            var y = grid.Y(row);
            var inset = SideInset(plan, Math.Min(y - bounds.Bottom, bounds.Top - y));
            var line = map.Owner.AsSpan(row * grid.Columns, grid.Columns);
            if (row == 0 || row == grid.Rows - 1 || double.IsNaN(inset))
            {
                line.Fill(CopperMap.Blocked);
                continue;
            }

            var left = Math.Max(grid.ColumnAtOrAfter(bounds.Left + inset - 0.5), 1);
            var right = Math.Min(grid.ColumnAtOrBefore(bounds.Right - inset + 0.5), grid.Columns - 2);
            line[..Math.Min(left, line.Length)].Fill(CopperMap.Blocked);
            line[(right + 1)..].Fill(CopperMap.Blocked);
        }
    }

    /// <summary>How far from the left and right edge a track may come at a depth below the top or bottom edge; NaN where nowhere.</summary>
    private static double SideInset(RoutingPlan plan, double depth)
    {
        double inset = plan.Rules.RoutedEdgeClearance + plan.Rules.TrackWidth / 2.0, radius = plan.Outline.CornerRadius;
        if (depth < inset - 0.5)
        {
            return double.NaN;
        }

        if (depth >= EdgeDistance.CornerEnd(radius, inset))
        {
            return inset;
        }

        // The corner's arc, inset: a circle of radius - inset about the corner's centre.
        var atCorner = inset + Math.Min(BoardEdge.ArcMargin, radius);
        if (depth < atCorner)
        {
            return EdgeDistance.CornerEnd(radius, depth);
        }

        var half = (radius - atCorner) * (radius - atCorner) - (radius - depth) * (radius - depth);
        return depth >= radius ? atCorner : Math.Max(atCorner, radius - Math.Sqrt(Math.Max(half, 0)));
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
