using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>A uniform bin index over obstacles, for exact distance checks near a point or segment.</summary>
internal sealed class ObstacleIndex
{
    private const long BinSize = 2 * Units.Millimetre;

    private readonly Dictionary<(long X, long Y), List<Obstacle>> _bins = [];

    public ObstacleIndex(ImmutableArray<Obstacle> obstacles)
    {
        foreach (var obstacle in obstacles)
        {
            Add(obstacle);
        }
    }

    public void Add(Obstacle obstacle)
    {
        var bounds = obstacle.Shape.Bounds;
        for (var x = Bin(bounds.Left); x <= Bin(bounds.Right); x++)
        {
            for (var y = Bin(bounds.Bottom); y <= Bin(bounds.Top); y++)
            {
                if (!_bins.TryGetValue((x, y), out var list))
                {
                    _bins[(x, y)] = list = [];
                }

                list.Add(obstacle);
            }
        }
    }

    /// <summary>True where copper of half-width <paramref name="radius"/> along a–b keeps every distance on a layer.</summary>
    /// <param name="net">The copper's own net; its obstacles do not count.</param>
    /// <param name="ownModule">Zones of this module do not count; -1 for none.</param>
    public bool IsClear(CopperLayer layer, Point a, Point b, long radius, int net, int ownModule, DesignRules rules)
    {
        foreach (var obstacle in Near(Box.Around(a, b).Inflate(radius + Math.Max(rules.Clearance, rules.HoleClearance))))
        {
            if ((obstacle.Layers & layer.Mask()) == 0
                || (net != 0 && obstacle.Net == net)
                || (obstacle.Kind == ObstacleKind.Zone && ownModule >= 0 && obstacle.Module == ownModule))
            {
                continue;
            }

            var need = radius + obstacle.Kind switch
            {
                ObstacleKind.Copper => rules.Clearance,
                ObstacleKind.Hole => rules.HoleClearance,
                _ => 0,
            };
            if (Shapes.DistanceToSegment(obstacle.Shape, a, b, need) < need - 0.5)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True where a new hole keeps the rules' distance from every other hole.</summary>
    public bool HoleIsClear(Point at, DesignRules rules)
    {
        var need = rules.ViaHole / 2 + rules.HoleToHole;
        return Near(Box.Around(at, at).Inflate(need))
            .All(obstacle => obstacle.Kind != ObstacleKind.Hole || Shapes.DistanceToPoint(obstacle.Shape, at, need) >= need - 0.5);
    }

    private IEnumerable<Obstacle> Near(Box box)
    {
        for (var x = Bin(box.Left); x <= Bin(box.Right); x++)
        {
            for (var y = Bin(box.Bottom); y <= Bin(box.Top); y++)
            {
                if (!_bins.TryGetValue((x, y), out var list))
                {
                    continue;
                }

                foreach (var obstacle in list)
                {
                    if (obstacle.Shape.Bounds.Intersects(box))
                    {
                        yield return obstacle;
                    }
                }
            }
        }
    }

    private static long Bin(long value) => (long)Math.Floor(value / (double)BinSize);
}
