using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Verification;

/// <summary>
/// A board built by hand in millimetres: 20 x 20 with a square outline, module 0 with its zone at x -8..-2 and module 1 at
/// x 2..8, both y -8..8.
/// </summary>
internal sealed class TestBoard
{
    private static readonly AttributeSet None = AttributeSet.None;

    private readonly List<GraphicObject> _front = [];
    private readonly List<GraphicObject> _back = [];
    private readonly List<GraphicObject> _outline = [];
    private readonly List<DrillHit> _plated = [];
    private readonly List<DrillHit> _nonPlated = [];
    private readonly List<BoardSocket> _sockets = [];
    private readonly List<Track> _tracks = [];
    private readonly List<Via> _vias = [];
    private readonly List<int> _unconnected = [];
    private readonly List<BoardZone> _zones = [];

    public DesignRules Rules { get; set; } = DesignRules.Default;

    public BoardOutline Board { get; set; } = new(20 * Units.Millimetre, 20 * Units.Millimetre, 0, false, false);

    /// <summary>Pours that routing claims to have drawn, without their copper.</summary>
    public ImmutableArray<Pour> Pours { get; set; } = [];

    public ImmutableHashSet<int> EdgeModules { get; set; } = [];

    /// <summary>Mounting holes that were asked for, without their drills.</summary>
    public ImmutableArray<MountingHole> MountingHoles { get; set; } = [];

    /// <summary>Two nets, each joined by a track between the modules: no fault.</summary>
    public static TestBoard Good() => Empty()
        .Pad(CopperLayer.Front, -3, 0).Socket(0, "SDA", -3, 0)
        .Pad(CopperLayer.Front, 3, 0).Socket(1, "SDA", 3, 0)
        .Track("SDA", CopperLayer.Front, 0.125, (-3, 0), (3, 0))
        .Pad(CopperLayer.Front, -3, 4).Socket(0, "SCL", -3, 4)
        .Pad(CopperLayer.Front, 3, 4).Socket(1, "SCL", 3, 4)
        .Track("SCL", CopperLayer.Front, 0.125, (-3, 4), (3, 4));

    public static TestBoard Empty() => new TestBoard()
        .Zone(0, -8, -8, -2, 8)
        .Zone(1, 2, -8, 8, 8)
        .Edge((-10, -10), (10, -10), (10, 10), (-10, 10), (-10, -10));

    public TestBoard Zone(int module, double left, double bottom, double right, double top)
    {
        _zones.Add(new(module, [At(left, bottom), At(right, bottom), At(right, top), At(left, top)]));
        return this;
    }

    public TestBoard Edge(params (double X, double Y)[] points)
    {
        for (var i = 1; i < points.Length; i++)
        {
            _outline.Add(new Line(At(points[i - 1]), At(points[i]), new CircleAperture(150_000, 0, None), Polarity.Dark, None));
        }

        return this;
    }

    /// <summary>A part of the outline that is an arc.</summary>
    public TestBoard EdgeArc((double X, double Y) from, (double X, double Y) to, (double X, double Y) center, bool clockwise)
    {
        _outline.Add(new Arc(At(from), At(to), At(center), clockwise, new CircleAperture(150_000, 0, None), Polarity.Dark, None));
        return this;
    }

    public TestBoard WithoutEdge()
    {
        _outline.Clear();
        return this;
    }

    public TestBoard Pad(CopperLayer layer, double x, double y, double width = 1, double height = 1) =>
        Copper(layer, new Flash(At(x, y), new RectangleAperture(Mm(width), Mm(height), 0, None), Polarity.Dark, None));

    public TestBoard Disc(CopperLayer layer, double x, double y, double diameter) =>
        Copper(layer, new Flash(At(x, y), new CircleAperture(Mm(diameter), 0, None), Polarity.Dark, None));

    public TestBoard Stroke(CopperLayer layer, double width, (double X, double Y) from, (double X, double Y) to) =>
        Copper(layer, new Line(At(from), At(to), new CircleAperture(Mm(width), 0, None), Polarity.Dark, None));

    public TestBoard Area(CopperLayer layer, params (double X, double Y)[] corners) => Copper(layer, new Region(
        new([new Contour(At(corners[0]), new([.. corners.Skip(1).Append(corners[0]).Select(p => new ContourSegment(At(p), null, false))]))]), null, Polarity.Dark, None));

    public TestBoard Copper(CopperLayer layer, GraphicObject drawn)
    {
        (layer == CopperLayer.Front ? _front : _back).Add(drawn);
        return this;
    }

    public TestBoard Socket(int module, string net, double x, double y, CopperLayer? layer = CopperLayer.Front)
    {
        _sockets.Add(new(_sockets.Count, module, net, net, false, At(x, y), layer));
        return this;
    }

    public TestBoard Unconnected(int socket)
    {
        _unconnected.Add(socket);
        return this;
    }

    public TestBoard Track(string net, CopperLayer layer, double width, params (double X, double Y)[] points)
    {
        for (var i = 1; i < points.Length; i++)
        {
            Stroke(layer, width, points[i - 1], points[i]);
        }

        return Claim(net, layer, width, points);
    }

    /// <summary>A track that routing claims to have drawn, without its copper.</summary>
    public TestBoard Claim(string net, CopperLayer layer, double width, params (double X, double Y)[] points)
    {
        _tracks.Add(new(net, TrackKind.Track, layer, Mm(width), new([.. points.Select(At)])));
        return this;
    }

    public TestBoard Via(string net, double x, double y, double diameter = 0.4, double hole = 0.3)
    {
        _vias.Add(new(net, At(x, y), Mm(diameter), Mm(hole)));
        return Disc(CopperLayer.Front, x, y, diameter).Disc(CopperLayer.Back, x, y, diameter).Plated(x, y, hole);
    }

    public TestBoard Plated(double x, double y, double diameter, string? function = null)
    {
        _plated.Add(new DrillHole(At(x, y), Mm(diameter), function));
        return this;
    }

    public TestBoard PlatedSlot((double X, double Y) from, (double X, double Y) to, double diameter)
    {
        _plated.Add(new DrillSlot(At(from), At(to), Mm(diameter), null));
        return this;
    }

    public TestBoard NonPlatedSlot((double X, double Y) from, (double X, double Y) to, double diameter)
    {
        _nonPlated.Add(new DrillSlot(At(from), At(to), Mm(diameter), null));
        return this;
    }

    public TestBoard NonPlated(double x, double y, double diameter)
    {
        _nonPlated.Add(new DrillHole(At(x, y), Mm(diameter), null));
        return this;
    }

    public TestBoard With(Action<TestBoard> change)
    {
        change(this);
        return this;
    }

    public VerificationInput Input() => new()
    {
        Front = new([], [.. _front]),
        Back = new([], [.. _back]),
        Outline = new([], [.. _outline]),
        Plated = new(true, [.. _plated]),
        NonPlated = new(false, [.. _nonPlated]),
        Board = Board,
        Sockets = [.. _sockets],
        Zones = [.. _zones],
        MountingHoles = MountingHoles,
        Rules = Rules,
        Routed = new([.. _tracks], [.. _vias], [.. _unconnected]) { Pours = Pours },
        EdgeModules = EdgeModules,
    };

    public VerificationReport Verify() => BoardVerifier.Verify(Input());

    public static Point At((double X, double Y) p) => At(p.X, p.Y);

    public static Point At(double x, double y) => Point.FromMillimetres(x, y);

    private static long Mm(double millimetres) => Units.FromMillimetres(millimetres);
}
