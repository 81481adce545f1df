using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>What never moves: the board's edge, zones, module copper and holes, and what is reserved for buses. On pooled memory.</summary>
internal static class StaticMap
{
    private delegate void Marker(RoutingGrid grid, CopperMap map, Shape shape, double reach, ushort net);

    /// <summary>Where tracks may run on a layer.</summary>
    /// <param name="reserveBuses">Block the other side's bus area; off where nets are trees.</param>
    public static CopperMap OfTracks(RoutingPlan plan, RoutingGrid grid, CopperLayer layer, bool reserveBuses)
    {
        var map = InsideEdge(plan, grid, plan.Rules.TrackWidth / 2.0);
        if (reserveBuses)
        {
            BlockBusArea(plan, grid, map, layer);
        }

        Mark(plan, grid, map, plan.Rules.TrackWidth / 2.0, layer.Mask(), ShapeMarker.Mark);
        return map;
    }

    /// <summary>Where a via may stand, both layers at once. Only nodes count, not edges.</summary>
    /// <param name="trunks">Where buses may run: there only vias of their own.</param>
    public static CopperMap OfVias(RoutingPlan plan, RoutingGrid grid, IReadOnlyList<Trunk> trunks)
    {
        var (rules, radius) = (plan.Rules, plan.Rules.ViaDiameter / 2.0);
        var map = InsideEdge(plan, grid, radius);
        Mark(plan, grid, map, radius, Layers.Both, ShapeMarker.MarkNodes);
        foreach (var hole in plan.Obstacles.Where(obstacle => obstacle.Kind == ObstacleKind.Hole))
        {
            ShapeMarker.MarkNodes(grid, map, hole.Shape, rules.ViaHole / 2.0 + rules.HoleToHole, CopperMap.Blocked);
        }

        foreach (var trunk in trunks)
        {
            Point bottom = new(trunk.Net.BusX, grid.Y(trunk.Bottom)), top = new(trunk.Net.BusX, grid.Y(trunk.Top));
            ShapeMarker.MarkNodes(grid, map, new Capsule(bottom, top, rules.BusWidth / 2), radius + rules.Clearance, (ushort)trunk.Net.Id);
        }

        return map;
    }

    /// <summary>A map on which is blocked what lies beyond the board's edge or too near to it.</summary>
    /// <param name="radius">Of copper, nanometres.</param>
    private static CopperMap InsideEdge(RoutingPlan plan, RoutingGrid grid, double radius)
    {
        var map = CopperMap.Rent(grid.Count);
        map.Clear();
        var depth = plan.Rules.RoutedEdgeClearance + radius;
        for (var row = 0; row < grid.Rows; row++)
        {
            var line = map.Owner.AsSpan(row * grid.Columns, grid.Columns);
            if (!IsDeep(line.Length / 2, row))
            {
                line.Fill(CopperMap.Blocked);
                continue;
            }

            // The outline is convex, and so is what lies deep enough in it.
            for (var column = 0; !IsDeep(column, row); column++)
            {
                line[column] = CopperMap.Blocked;
            }

            for (var column = line.Length - 1; !IsDeep(column, row); column--)
            {
                line[column] = CopperMap.Blocked;
            }
        }

        return map;

        // Nothing is at the edge itself, so that the grid's border is blocked, too.
        bool IsDeep(int column, int row) => EdgeDistance.OfCopper(plan.Outline, new(grid.X(column), grid.Y(row))) >= depth - 0.5;
    }

    /// <summary>Marks zones, and what of copper and holes they do not cover.</summary>
    /// <param name="radius">Of what is to keep its distance; nanometres.</param>
    private static void Mark(RoutingPlan plan, RoutingGrid grid, CopperMap map, double radius, Layers layers, Marker mark)
    {
        foreach (var zone in plan.Obstacles.Where(obstacle => obstacle.Kind == ObstacleKind.Zone))
        {
            mark(grid, map, zone.Shape, radius, CopperMap.Blocked);
        }

        var zones = new ZoneCover(plan);
        foreach (var obstacle in plan.Obstacles.Where(obstacle => obstacle.Kind != ObstacleKind.Zone && (obstacle.Layers & layers) != 0))
        {
            var reach = radius + (obstacle.Kind == ObstacleKind.Hole ? plan.Rules.HoleClearance : plan.Rules.Clearance);
            if (!zones.Covers(obstacle, reach))
            {
                mark(grid, map, obstacle.Shape, reach, obstacle.Net == 0 ? CopperMap.Blocked : (ushort)obstacle.Net);
            }
        }
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
