using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Finishing;

/// <summary>
/// What stands around routed copper: obstacles, the copper of other nets and the board's edge, in uniform bins. Tells exactly how wide a
/// net's copper may be at a place.
/// </summary>
internal sealed class Surroundings
{
    private const long Bin = 2 * Units.Millimetre;

    /// <summary>Longer diagonals are looked at in halves: most of their boxes is far from them.</summary>
    private const long LongestDiagonal = 2 * Bin;

    private readonly RoutingPlan _plan;
    private readonly Box _bounds;
    private readonly int _columns;
    private readonly int _rows;
    private readonly int[] _heads;
    private readonly List<Item> _items;
    private readonly List<(int Item, int Next)> _entries;
    private readonly Dictionary<string, int> _ids;
    private readonly long[] _clearances;
    private readonly long _widestNeed;

    /// <param name="routed">What has been routed; more can be added.</param>
    public Surroundings(RoutingPlan plan, RoutedBoard routed)
    {
        _plan = plan;
        _bounds = plan.Outline.Bounds;
        _columns = (int)(_bounds.Width / Bin) + 1;
        _rows = (int)(_bounds.Height / Bin) + 1;
        _heads = new int[_columns * _rows];
        Array.Fill(_heads, -1);
        _ids = plan.Nets.ToDictionary(net => net.Name, net => net.Id, StringComparer.Ordinal);
        _clearances = [plan.Rules.Clearance, .. plan.Nets.Select(net => plan.Rules.ClearanceOf(net.Name))];
        _widestNeed = Math.Max(_clearances.Max(), plan.Rules.HoleClearance);

        // Vias that were planned stand among the obstacles, whether they were drilled or not; those that were come with the routed copper.
        var obstacles = TreePlan.ObstaclesOf(plan);
        // Room, too, for what is added corner by corner.
        var shapes = obstacles.Length + 2 * routed.Tracks.Sum(track => track.Points.Count) + 2 * routed.Vias.Length;
        (_items, _entries) = (new(shapes), new(2 * shapes));
        foreach (var obstacle in obstacles)
        {
            Add(obstacle);
        }

        foreach (var track in routed.Tracks)
        {
            Add(track);
        }

        foreach (var via in routed.Vias)
        {
            Add(via);
        }
    }

    /// <summary>A net's number in the plan; 0 where the plan does not route it.</summary>
    public int IdOf(string net) => _ids.GetValueOrDefault(net);

    /// <summary>
    /// The layer of sockets does not tell on which side a socket's copper is. Where none is, a wide track may not touch the place either, though
    /// it may touch the border of the zone that the place lies on: who reads the package would take the two for joined.
    /// </summary>
    public void KeepOffSockets()
    {
        foreach (var pad in _plan.Obstacles.Where(obstacle => obstacle is { Kind: ObstacleKind.Copper, Module: >= 0, Layers: not Layers.Both }))
        {
            if (pad.Shape is Capsule { A: var at, B: var end } && at == end)
            {
                Add(pad with { Layers = Layers.Both, Shape = new Capsule(at, at, 0) });
            }
        }
    }

    public void Add(Obstacle obstacle) =>
        Insert(new(obstacle.Shape, obstacle.Shape.Bounds, obstacle.Layers, obstacle.Kind, obstacle.Net, obstacle.Module));

    public void Add(Via via)
    {
        Add(Obstacle.PadOf(via, IdOf(via.Net)));
        Add(Obstacle.HoleOf(via, IdOf(via.Net)));
    }

    public void Add(Track track)
    {
        for (var i = 1; i < track.Points.Count; i++)
        {
            Add(ObstacleKind.Copper, track.Layer.Mask(), track.Net, new Capsule(track.Points[i - 1], track.Points[i], (track.Width + 1) / 2));
        }
    }

    /// <summary>The greatest half-width, up to a limit, with which a net's copper along a–b keeps every distance; negative where it lies within one.</summary>
    /// <param name="clearance">Least clearance from foreign copper where that is more than the rules ask.</param>
    /// <param name="ownModule">Zones of this module do not count; -1 for none.</param>
    public double Room(CopperLayer layer, Point a, Point b, int net, double most, long clearance = 0, int ownModule = -1)
    {
        if (a.X != b.X && a.Y != b.Y && Math.Abs(b.X - a.X) > LongestDiagonal)
        {
            var middle = new Point(a.X + (b.X - a.X) / 2, a.Y + (b.Y - a.Y) / 2);
            most = Room(layer, a, middle, net, most, clearance, ownModule);
            return most <= 0 ? most : Room(layer, middle, b, net, most, clearance, ownModule);
        }

        most = Math.Min(most, Math.Min(EdgeDistance.OfCopper(_plan.Outline, a), EdgeDistance.OfCopper(_plan.Outline, b)) - _plan.Rules.RoutedEdgeClearance);
        var own = Math.Max(clearance, _clearances[net]);
        var box = Box.Around(a, b);
        var reach = box.Inflate((long)Math.Max(0, most) + Math.Max(_widestNeed, clearance) + 1);
        for (var row = Row(reach.Bottom); row <= Row(reach.Top); row++)
        {
            for (var column = Column(reach.Left); column <= Column(reach.Right); column++)
            {
                for (var entry = _heads[row * _columns + column]; entry >= 0; entry = _entries[entry].Next)
                {
                    var item = _items[_entries[entry].Item];
                    if (item.Kind != ObstacleKind.Zone || ownModule < 0 || item.Module != ownModule)
                    {
                        most = Room(item, layer, a, b, box, net, own, most);
                    }
                }
            }
        }

        return most;
    }

    private double Room(in Item item, CopperLayer layer, Point a, Point b, Box box, int net, long own, double most)
    {
        if ((item.Layers & layer.Mask()) == 0 || (net != 0 && item.Net == net))
        {
            return most;
        }

        var need = item.Kind switch
        {
            ObstacleKind.Copper => Math.Max(own, _clearances[item.Net]),
            ObstacleKind.Hole => _plan.Rules.HoleClearance,
            _ => 0,
        };
        var limit = most + need;
        return limit <= 0 || Segments.BoxToBoxSquared(item.Bounds, box) >= limit * limit
            ? most
            : Math.Min(most, Shapes.DistanceToSegment(item.Shape, a, b, Math.Ceiling(limit)) - need);
    }

    private void Add(ObstacleKind kind, Layers layers, string net, Capsule shape) => Insert(new(shape, shape.Bounds, layers, kind, IdOf(net), -1));

    private void Insert(Item item)
    {
        _items.Add(item);
        if (item.Shape is Capsule { A: var a, B: var b, Radius: var radius } && a.X != b.X && a.Y != b.Y)
        {
            AddDiagonal(_items.Count - 1, a, b, radius);
        }
        else
        {
            Enter(_items.Count - 1, item.Bounds);
        }
    }

    private void AddDiagonal(int item, Point a, Point b, long radius)
    {
        var parts = 1 + Math.Max(Math.Abs(b.X - a.X), Math.Abs(b.Y - a.Y)) / Bin;
        for (var i = 0; i < parts; i++)
        {
            Enter(item, Box.Around(At(i), At(i + 1)).Inflate(radius + 1));
        }

        Point At(long part) => new(a.X + (b.X - a.X) * part / parts, a.Y + (b.Y - a.Y) * part / parts);
    }

    private void Enter(int item, Box box)
    {
        for (var row = Row(box.Bottom); row <= Row(box.Top); row++)
        {
            for (var column = Column(box.Left); column <= Column(box.Right); column++)
            {
                ref var head = ref _heads[row * _columns + column];
                _entries.Add((item, head));
                head = _entries.Count - 1;
            }
        }
    }

    private int Column(long x) => (int)Math.Clamp((x - _bounds.Left) / Bin, 0, _columns - 1);

    private int Row(long y) => (int)Math.Clamp((y - _bounds.Bottom) / Bin, 0, _rows - 1);

    private readonly record struct Item(Shape Shape, Box Bounds, Layers Layers, ObstacleKind Kind, int Net, int Module);
}
