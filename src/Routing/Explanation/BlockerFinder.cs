using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Explanation;

/// <summary>Names what keeps tracks away from a place.</summary>
internal sealed class BlockerFinder(FreeSpace space)
{
    private readonly Dictionary<Stop, Blocker> _known = [];

    /// <summary>What takes a node that is not free.</summary>
    public Blocker At(Stop stop)
    {
        if (!_known.TryGetValue(stop, out var blocker))
        {
            _known[stop] = blocker = Nearest((CopperLayer)stop.Layer, space.Grid.At(stop.Node), _ => true);
        }

        return blocker;
    }

    /// <summary>What comes nearest to a track at a point, or covers it deepest, as the rules measure it.</summary>
    /// <param name="counts">Obstacles to look at; the board's edge counts always.</param>
    public Blocker Nearest(CopperLayer layer, Point at, Func<Obstacle, bool> counts)
    {
        var rules = space.Plan.Rules;
        var nearest = Blocker.Edge;
        var least = EdgeDistance.OfCopper(space.Plan.Outline, at) - rules.RoutedEdgeClearance;
        foreach (var obstacle in space.Plan.Obstacles)
        {
            if ((obstacle.Layers & layer.Mask()) == 0 || !counts(obstacle))
            {
                continue;
            }

            double need = obstacle.Kind switch
            {
                ObstacleKind.Copper => rules.Clearance,
                ObstacleKind.Hole => rules.HoleClearance,
                _ => 0,
            };
            if (Away(obstacle.Shape.Bounds, at) - need >= least)
            {
                continue;
            }

            var slack = Shapes.DistanceToPoint(obstacle.Shape, at) - need;
            if (slack < least)
            {
                (nearest, least) = (new(obstacle.Module, obstacle.Shape), slack);
            }
        }

        return nearest;
    }

    private static double Away(Box box, Point at) =>
        Math.Max(Math.Max(box.Left - at.X, at.X - box.Right), Math.Max(0, Math.Max(box.Bottom - at.Y, at.Y - box.Top)));
}
