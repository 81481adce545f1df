using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>Where a via may stand as far as modules and the board's edge are concerned: exact distances, both layers at once. Only nodes count, not edges.</summary>
internal static class ViaMap
{
    /// <summary>The map, on pooled memory.</summary>
    /// <param name="trunks">Where buses may run: there only vias of their own.</param>
    public static CopperMap Build(RoutingPlan plan, RoutingGrid grid, IReadOnlyList<Trunk> trunks)
    {
        var rules = plan.Rules;
        var radius = rules.ViaDiameter / 2.0;
        var map = CopperMap.Rent(grid.Count);
        map.Clear();
        EdgeMarker.Block(plan, grid, map, rules.RoutedEdgeClearance + radius);
        var zones = new ZoneCover(plan);
        foreach (var obstacle in plan.Obstacles)
        {
            var net = obstacle.Net == 0 ? CopperMap.Blocked : (ushort)obstacle.Net;
            switch (obstacle.Kind)
            {
                case ObstacleKind.Zone:
                    ShapeMarker.MarkNodes(grid, map, obstacle.Shape, radius, CopperMap.Blocked);
                    break;
                case ObstacleKind.Copper:
                    Mark(obstacle, radius + rules.Clearance, net);
                    break;
                case ObstacleKind.Hole:
                    Mark(obstacle, radius + rules.HoleClearance, net);
                    Mark(obstacle, rules.ViaHole / 2.0 + rules.HoleToHole, CopperMap.Blocked);
                    break;
                default:
                    throw new InvalidOperationException("unknown obstacle");
            }
        }

        foreach (var trunk in trunks)
        {
            Point bottom = new(trunk.Net.BusX, grid.Y(trunk.Bottom)), top = new(trunk.Net.BusX, grid.Y(trunk.Top));
            ShapeMarker.MarkNodes(grid, map, new Capsule(bottom, top, rules.BusWidth / 2), radius + rules.Clearance, (ushort)trunk.Net.Id);
        }

        return map;

        void Mark(Obstacle obstacle, double reach, ushort net)
        {
            if (!zones.Covers(obstacle, reach))
            {
                ShapeMarker.MarkNodes(grid, map, obstacle.Shape, reach, net);
            }
        }
    }
}
