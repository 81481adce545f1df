using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>A uniform bin index over obstacles, for exact distance checks near a point or segment.</summary>
internal sealed class ObstacleIndex
{
    private const long BinSize = 2 * Units.Millimetre;

    private readonly Box _bounds;
    private readonly int _columns;
    private readonly int[] _heads;
    private readonly List<Entry> _entries;

    public ObstacleIndex(ImmutableArray<Obstacle> obstacles)
    {
        _bounds = obstacles.IsEmpty ? default : obstacles.Aggregate(Box.Empty, (box, obstacle) => box.Union(obstacle.Shape.Bounds));
        _columns = (int)(_bounds.Width / BinSize) + 1;
        _heads = new int[_columns * ((int)(_bounds.Height / BinSize) + 1)];
        Array.Fill(_heads, -1);

        // Room, too, for some that are added.
        _entries = new(obstacles.Sum(Bins) * 9 / 8);
        foreach (var obstacle in obstacles)
        {
            Add(obstacle);
        }
    }

    /// <summary>Adds an obstacle; one outside the others counts to the bins at their border.</summary>
    public void Add(Obstacle obstacle)
    {
        var bounds = obstacle.Shape.Bounds;
        var (left, right, bottom, top) = Bins(bounds);
        for (var row = bottom; row <= top; row++)
        {
            for (var column = left; column <= right; column++)
            {
                ref var head = ref _heads[row * _columns + column];
                _entries.Add(new(obstacle, bounds, head));
                head = _entries.Count - 1;
            }
        }
    }

    /// <summary>True where copper of half-width <paramref name="radius"/> along a–b keeps every distance on a layer.</summary>
    /// <param name="net">The copper's own net; its obstacles do not count.</param>
    /// <param name="ownModule">Zones of this module do not count; -1 for none.</param>
    public bool IsClear(CopperLayer layer, Point a, Point b, long radius, int net, int ownModule, DesignRules rules)
    {
        var box = Box.Around(a, b).Inflate(radius + Math.Max(rules.Clearance, rules.HoleClearance));
        return AllNear(box, (layer, a, b, radius, net, ownModule, rules), static (obstacle, way) =>
            IsClear(obstacle, way.layer, way.a, way.b, way.radius, way.net, way.ownModule, way.rules));
    }

    /// <summary>True where a new hole keeps the rules' distance from every other hole.</summary>
    public bool HoleIsClear(Point at, DesignRules rules)
    {
        var need = rules.ViaHole / 2 + rules.HoleToHole;
        return AllNear(Box.Around(at, at).Inflate(need), (at, need), static (obstacle, hole) =>
            obstacle.Kind != ObstacleKind.Hole || Shapes.DistanceToPoint(obstacle.Shape, hole.at, hole.need) >= hole.need - 0.5);
    }

    /// <summary>True where all obstacles near a box answer a question so; those of several bins may be asked twice.</summary>
    /// <param name="isClear">Must capture nothing: it is asked very often.</param>
    private bool AllNear<T>(Box box, T question, Func<Obstacle, T, bool> isClear)
    {
        var entries = CollectionsMarshal.AsSpan(_entries);
        var (left, right, bottom, top) = Bins(box);
        for (var row = bottom; row <= top; row++)
        {
            for (var column = left; column <= right; column++)
            {
                for (var entry = _heads[row * _columns + column]; entry >= 0; entry = entries[entry].Next)
                {
                    ref readonly var known = ref entries[entry];
                    if (known.Bounds.Intersects(box) && !isClear(known.Obstacle, question))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    private static bool IsClear(Obstacle obstacle, CopperLayer layer, Point a, Point b, long radius, int net, int ownModule, DesignRules rules)
    {
        if ((obstacle.Layers & layer.Mask()) == 0
            || (net != 0 && obstacle.Net == net)
            || (obstacle.Kind == ObstacleKind.Zone && ownModule >= 0 && obstacle.Module == ownModule))
        {
            return true;
        }

        var need = radius + obstacle.Kind switch
        {
            ObstacleKind.Copper => rules.Clearance,
            ObstacleKind.Hole => rules.HoleClearance,
            _ => 0,
        };
        return Shapes.DistanceToSegment(obstacle.Shape, a, b, need) >= need - 0.5;
    }

    private int Bins(Obstacle obstacle)
    {
        var (left, right, bottom, top) = Bins(obstacle.Shape.Bounds);
        return (right - left + 1) * (top - bottom + 1);
    }

    private (int Left, int Right, int Bottom, int Top) Bins(Box box)
    {
        var rows = _heads.Length / _columns;
        return (
            Bin(box.Left - _bounds.Left, _columns),
            Bin(box.Right - _bounds.Left, _columns),
            Bin(box.Bottom - _bounds.Bottom, rows),
            Bin(box.Top - _bounds.Bottom, rows));
    }

    private static int Bin(long offset, int count) => (int)Math.Clamp(offset / BinSize, 0, count - 1);

    /// <param name="Next">The next one in its bin; negative for none.</param>
    private readonly record struct Entry(Obstacle Obstacle, Box Bounds, int Next);
}
