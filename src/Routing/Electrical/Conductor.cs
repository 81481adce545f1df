using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Electrical;

/// <summary>
/// A part of the copper as its resistance is seen: a stroke is a line with places along it, an area (a region, or what a clear object left of a stroke) a
/// <see cref="Plate"/>, a pad (anything flashed) one node.
/// </summary>
internal sealed class Conductor
{
    /// <summary>Places of a stroke this near are one, nanometres.</summary>
    private const double OnePlace = 1_000;

    private readonly List<(double Along, int Node)> _places = [];
    private readonly List<(double From, double To, Conductor By)> _covers = [];
    private readonly Plate? _plate;
    private readonly int? _padNode;
    private readonly ResistorNetwork _network;

    public Conductor(Shape shape, CopperLayer layer, bool isFlashed, CopperPhysics physics, ResistorNetwork network)
    {
        (Shape, Layer, _network) = (shape, layer, network);
        Axis = isFlashed ? null : shape as Capsule is { } stroke && stroke.A != stroke.B ? stroke : null;
        _plate = !isFlashed && shape is Polygon area ? new(area, layer, physics, network) : null;
        _padNode = Axis is null && _plate is null ? network.AddNode() : null;
    }

    public Shape Shape { get; }

    public CopperLayer Layer { get; }

    /// <summary>A stroke's centre line and half width; null for pads and areas.</summary>
    public Capsule? Axis { get; }

    public bool IsPlate => _plate is not null;

    /// <summary>Square nanometres that lie over the other layer, of pads and areas.</summary>
    public double Area => _plate?.Area ?? Shape switch
    {
        Capsule { A: var a, B: var b, Radius: var radius } => Math.PI * radius * radius + 2.0 * radius * a.DistanceTo(b),
        Polygon polygon => Math.Abs(Ring.DoubledArea(polygon.Outline.AsSpan())) / 2,
        _ => 0,
    };

    public double Length => Axis is { } axis ? axis.A.DistanceTo(axis.B) : 0;

    /// <summary>The node at a point, or at that of a stroke's centre line nearest to it; null where an area has no copper there.</summary>
    public int? NodeAt(Point at)
    {
        if (Axis is { } axis)
        {
            return NodeAlong(AlongOf(axis, at));
        }

        return _plate is null ? _padNode : _plate.NodeAt(at);
    }

    /// <summary>Joins this conductor to another that it touches.</summary>
    public void Join(Conductor other)
    {
        if (IsPlate || other.IsPlate)
        {
            JoinAreas(other);
            return;
        }

        var (here, there) = (Axis, other.Axis);
        if (here is not null && there is not null)
        {
            JoinStrokes(other, here, there);
            return;
        }

        // A pad is looked at as its middle: that is as far as a track's copper is counted.
        var at = here is null ? Shape.Bounds.Center : other.Shape.Bounds.Center;
        _network.Join(NodeAt(at)!.Value, other.NodeAt(at)!.Value);
    }

    /// <summary>Adds the resistors between a stroke's places. What another stroke covers is counted once: its places are the other's.</summary>
    public void CloseCovered()
    {
        foreach (var (along, node) in _places.ToArray())
        {
            foreach (var cover in _covers.Where(cover => along >= cover.From - OnePlace && along <= cover.To + OnePlace))
            {
                _network.Join(node, cover.By.NodeAt(PointAt(along))!.Value);
            }
        }
    }

    /// <inheritdoc cref="CloseCovered"/>
    public void AddResistors(CopperPhysics physics)
    {
        _places.Sort((a, b) => a.Along.CompareTo(b.Along));
        for (var i = 1; i < _places.Count; i++)
        {
            var (from, to) = (_places[i - 1], _places[i]);
            var middle = (from.Along + to.Along) / 2;
            if (to.Along - from.Along < OnePlace)
            {
                _network.Join(from.Node, to.Node);
            }
            else if (!_covers.Exists(cover => middle > cover.From && middle < cover.To))
            {
                var (length, width) = (to.Along - from.Along, 2.0 * Axis!.Radius);
                _network.Add(new(from.Node, to.Node, physics.Track(length, width), length, width, physics.TrackLimit(width), PointAt(middle), Layer));
            }
        }
    }

    private int NodeAlong(double along)
    {
        foreach (var (place, known) in _places)
        {
            if (Math.Abs(place - along) < OnePlace)
            {
                return known;
            }
        }

        var node = _network.AddNode();
        _places.Add((along, node));
        return node;
    }

    private Point PointAt(double along)
    {
        var (axis, share) = (Axis!, along / Length);
        return new(axis.A.X + (long)Math.Round((axis.B.X - axis.A.X) * share), axis.A.Y + (long)Math.Round((axis.B.Y - axis.A.Y) * share));
    }

    private void JoinStrokes(Conductor other, Capsule here, Capsule there)
    {
        if (Covers(other, here, there) || other.Covers(this, there, here))
        {
            return;
        }

        var (mine, others) = Nearest(here, there);
        _network.Join(NodeAlong(mine), other.NodeAlong(others));
    }

    /// <summary>True where the other stroke, as wide or wider, lies over a part of this one and along it.</summary>
    private bool Covers(Conductor other, Capsule here, Capsule there)
    {
        var spare = there.Radius - here.Radius + here.Radius / 10;
        double first = AlongOf(here, there.A), second = AlongOf(here, there.B);
        var (from, to) = first < second ? (first, second) : (second, first);
        if (there.Radius < here.Radius || to - from < 2 * here.Radius
            || Segments.PointToSegment(PointAt(from), there.A, there.B) > spare || Segments.PointToSegment(PointAt(to), there.A, there.B) > spare)
        {
            return false;
        }

        _covers.Add((from, to, other));
        _network.Join(NodeAlong(from), other.NodeAt(PointAt(from))!.Value);
        _network.Join(NodeAlong(to), other.NodeAt(PointAt(to))!.Value);
        return true;
    }

    /// <summary>Where two centre lines meet or come nearest, along each.</summary>
    private static (double Along, double Other) Nearest(Capsule a, Capsule b)
    {
        double dx = a.B.X - a.A.X, dy = a.B.Y - a.A.Y, ex = b.B.X - b.A.X, ey = b.B.Y - b.A.Y;
        var turn = dx * ey - dy * ex;
        if (turn != 0 && Segments.Meet(a.A, a.B, b.A, b.B))
        {
            double fx = b.A.X - a.A.X, fy = b.A.Y - a.A.Y;
            return ((fx * ey - fy * ex) / turn * a.A.DistanceTo(a.B), (fx * dy - fy * dx) / turn * b.A.DistanceTo(b.B));
        }

        var ends = new[]
        {
            (Distance: Segments.PointToSegment(a.A, b.A, b.B), Along: 0, Other: AlongOf(b, a.A)),
            (Distance: Segments.PointToSegment(a.B, b.A, b.B), Along: a.A.DistanceTo(a.B), Other: AlongOf(b, a.B)),
            (Distance: Segments.PointToSegment(b.A, a.A, a.B), Along: AlongOf(a, b.A), Other: 0),
            (Distance: Segments.PointToSegment(b.B, a.A, a.B), Along: AlongOf(a, b.B), Other: b.A.DistanceTo(b.B)),
        };
        var nearest = ends.MinBy(end => end.Distance);
        return (nearest.Along, nearest.Other);
    }

    /// <summary>How far along a stroke the point of it lies that is nearest to another, nanometres.</summary>
    public static double AlongOf(Capsule stroke, Point at)
    {
        double dx = stroke.B.X - stroke.A.X, dy = stroke.B.Y - stroke.A.Y;
        var length = Math.Sqrt(dx * dx + dy * dy);
        return Math.Clamp(((at.X - stroke.A.X) * dx + (at.Y - stroke.A.Y) * dy) / length, 0, length);
    }

    /// <summary>An area is joined wherever points of the other, a step apart, lie in its copper; where none does, at the place where they touch.</summary>
    private void JoinAreas(Conductor other)
    {
        var joined = Touch(this, other, Samples(other.Shape, (_plate ?? other._plate)!.Step));
        joined |= other.IsPlate && Touch(this, other, Samples(Shape, other._plate!.Step));
        if (!joined)
        {
            Touch(this, other, [Verification.Contact.Between(Shape, other.Shape)]);
        }
    }

    private static bool Touch(Conductor a, Conductor b, IEnumerable<Point> points)
    {
        var joined = false;
        foreach (var at in points)
        {
            // Only an area can have no copper there; a stroke or pad has it wherever its own points are.
            if ((a.IsPlate ? a.NodeAt(at) : b.NodeAt(at)) is { } node && (a.IsPlate ? b.NodeAt(at) : a.NodeAt(at)) is { } other)
            {
                a._network.Join(node, other);
                joined = true;
            }
        }

        return joined;
    }

    /// <summary>Points of a shape a step apart: along a stroke, over a disc, along the border of an area.</summary>
    private static IEnumerable<Point> Samples(Shape shape, long step)
    {
        const int most = 4_000;
        return (shape switch
        {
            Capsule disc when disc.A == disc.B => Rings(disc, step),
            Capsule stroke => Between(stroke.A, stroke.B, step).Prepend(stroke.A),
            Polygon area => area.Outline.SelectMany((from, i) => Between(from, area.Outline[(i + 1) % area.Outline.Length], step)).Concat(Middle(area)),
            _ => [],
        }).Take(most);
    }

    /// <summary>The middle of an area's bounds, where it has copper there.</summary>
    private static IEnumerable<Point> Middle(Polygon area) => Shapes.Contains(area, area.Bounds.Center) ? [area.Bounds.Center] : [];

    /// <summary>The middle of a disc and points on rings about it.</summary>
    private static IEnumerable<Point> Rings(Capsule disc, long step)
    {
        var rings = (int)Math.Clamp(disc.Radius / step, 1, 8);
        yield return disc.A;
        for (var ring = 1; ring <= rings; ring++)
        {
            for (var i = 0; i < 8 * ring; i++)
            {
                var (sine, cosine) = Math.SinCos(Math.Tau * i / (8 * ring));
                yield return disc.A + new Point((long)(disc.Radius * cosine * ring / rings), (long)(disc.Radius * sine * ring / rings));
            }
        }
    }

    /// <summary>Points from one to another, without the first.</summary>
    private static IEnumerable<Point> Between(Point from, Point to, long step)
    {
        var count = 1 + (long)(from.DistanceTo(to) / step);
        for (var i = 1L; i <= count; i++)
        {
            yield return new(from.X + (to.X - from.X) * i / count, from.Y + (to.Y - from.Y) * i / count);
        }
    }
}
