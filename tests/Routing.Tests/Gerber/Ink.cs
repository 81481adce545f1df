using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Tests.Gerber;

/// <summary>
/// Tells whether a point of a layer is dark, straight from the specification and point by point: slow, but it shares no code
/// with what it judges.
/// </summary>
internal sealed class Ink(GerberLayer layer)
{
    /// <summary>Straight pieces of an arc.</summary>
    private const int ArcSteps = 360;

    private readonly List<(Func<double, double, bool> Covers, bool Dark)> _objects = [.. Flatten(layer.Objects)];

    public static bool IsDark(GerberLayer layer, double x, double y) => new Ink(layer).IsDark(x, y);

    public bool IsDark(double x, double y)
    {
        var last = _objects.FindLastIndex(item => item.Covers(x, y));
        return last >= 0 && _objects[last].Dark;
    }

    private static IEnumerable<(Func<double, double, bool> Covers, bool Dark)> Flatten(IEnumerable<GraphicObject> objects)
    {
        foreach (var item in objects)
        {
            var dark = item.Polarity == Polarity.Dark;
            if (item is Flash { Aperture: BlockAperture block } flash)
            {
                foreach (var (covers, innerDark) in Flatten(block.Objects))
                {
                    yield return ((x, y) => covers(x - flash.At.X, y - flash.At.Y), innerDark == dark);
                }
            }
            else
            {
                yield return (Covers(item), dark);
            }
        }
    }

    private static Func<double, double, bool> Covers(GraphicObject item)
    {
        switch (item)
        {
            case Flash flash:
                return (x, y) => Covers(flash.Aperture, x - flash.At.X, y - flash.At.Y);
            case Line { Aperture: CircleAperture circle } line:
                return (x, y) => Distance(line.From, line.To, x, y) <= circle.Diameter / 2.0;
            case Line { Aperture: RectangleAperture rectangle } line:
                return (x, y) => InSweptRectangle(line, rectangle, x, y);
            case Arc { Aperture: CircleAperture circle } arc:
                List<(Point From, Point To)> steps = [.. Walk(arc.From, new(arc.To, arc.Center, arc.Clockwise))];
                return (x, y) => steps.Exists(step => Distance(step.From, step.To, x, y) <= circle.Diameter / 2.0);
            case Region region:
                List<List<(Point From, Point To)>> contours = [.. region.Contours.Select(Edges)];
                return (x, y) => contours.Exists(edges => Inside(edges, x, y));
            default:
                throw new NotSupportedException(item.ToString());
        }
    }

    private static bool Covers(Aperture aperture, double x, double y) => aperture switch
    {
        CircleAperture circle => Hypot(x, y) <= circle.Diameter / 2.0 && !InHole(circle.Hole, x, y),
        RectangleAperture r => Math.Abs(x) <= r.Width / 2.0 && Math.Abs(y) <= r.Height / 2.0 && !InHole(r.Hole, x, y),
        ObroundAperture o => InObround(o.Width, o.Height, x, y) && !InHole(o.Hole, x, y),
        PolygonAperture p => InRegularPolygon(p.Vertices, p.OuterDiameter, p.Degrees, x, y) && !InHole(p.Hole, x, y),
        MacroAperture macro => macro.Primitives.Aggregate(false, (dark, primitive) => Covers(primitive, x, y) ? primitive.Exposed : dark),
        _ => throw new NotSupportedException(aperture.ToString()),
    };

    private static bool Covers(MacroPrimitive primitive, double turnedX, double turnedY)
    {
        var (sin, cos) = Math.SinCos(-primitive.Degrees * Math.PI / 180);
        double x = turnedX * cos - turnedY * sin, y = turnedX * sin + turnedY * cos;
        return primitive switch
        {
            MacroCircle c => Hypot(x - c.Center.X, y - c.Center.Y) <= c.Diameter / 2.0,
            MacroVectorLine l => InBar(l, x, y),
            MacroCenterLine l => Math.Abs(x - l.Center.X) <= l.Width / 2.0 && Math.Abs(y - l.Center.Y) <= l.Height / 2.0,
            MacroOutline o => Inside([.. o.Points.Select((p, i) => (p, o.Points[(i + 1) % o.Points.Count]))], x, y),
            MacroPolygon p => InRegularPolygon(p.Vertices, p.Diameter, 0, x - p.Center.X, y - p.Center.Y),
            MacroMoire m => InMoire(m, x - m.Center.X, y - m.Center.Y),
            MacroThermal t => InThermal(t, x - t.Center.X, y - t.Center.Y),
            _ => throw new NotSupportedException(primitive.ToString()),
        };
    }

    private static bool InHole(long hole, double x, double y) => hole > 0 && Hypot(x, y) < hole / 2.0;

    private static bool InObround(long width, long height, double x, double y)
    {
        var radius = Math.Min(width, height) / 2.0;
        double overX = Math.Max(0, Math.Abs(x) - (width / 2.0 - radius)), overY = Math.Max(0, Math.Abs(y) - (height / 2.0 - radius));
        return Hypot(overX, overY) <= radius;
    }

    private static bool InRegularPolygon(int vertices, long diameter, double degrees, double x, double y)
    {
        var part = 2 * Math.PI / vertices;
        var angle = Math.Atan2(y, x) - degrees * Math.PI / 180;
        var fromEdge = angle - Math.Floor(angle / part) * part - part / 2;
        return Hypot(x, y) * Math.Cos(fromEdge) <= diameter / 2.0 * Math.Cos(part / 2);
    }

    private static bool InBar(MacroVectorLine line, double x, double y)
    {
        double dx = line.To.X - line.From.X, dy = line.To.Y - line.From.Y, length = Hypot(dx, dy);
        if (length == 0)
        {
            return false;
        }

        double along = ((x - line.From.X) * dx + (y - line.From.Y) * dy) / length, across = ((y - line.From.Y) * dx - (x - line.From.X) * dy) / length;
        return along >= 0 && along <= length && Math.Abs(across) <= line.Width / 2.0;
    }

    private static bool InMoire(MacroMoire moire, double x, double y)
    {
        var distance = Hypot(x, y);
        for (var ring = 0; ring < moire.MaxRings; ring++)
        {
            var outer = moire.Diameter / 2.0 - ring * (moire.RingThickness + moire.RingGap);
            if (outer > 0 && distance <= outer && distance >= outer - moire.RingThickness)
            {
                return true;
            }
        }

        double half = moire.CrosshairThickness / 2.0, reach = moire.CrosshairLength / 2.0;
        return (Math.Abs(x) <= half && Math.Abs(y) <= reach) || (Math.Abs(y) <= half && Math.Abs(x) <= reach);
    }

    private static bool InThermal(MacroThermal thermal, double x, double y) =>
        Hypot(x, y) <= thermal.OuterDiameter / 2.0 && Hypot(x, y) >= thermal.InnerDiameter / 2.0 &&
        Math.Abs(x) > thermal.Gap / 2.0 && Math.Abs(y) > thermal.Gap / 2.0;

    private static bool InSweptRectangle(Line line, RectangleAperture rectangle, double x, double y)
    {
        // The point lies in the sweep where some t of the stroke brings it into the rectangle: intersect the two intervals of t.
        double low = 0, high = 1;
        return Narrow(line.From.X - x, line.To.X - line.From.X, rectangle.Width / 2.0, ref low, ref high) &&
            Narrow(line.From.Y - y, line.To.Y - line.From.Y, rectangle.Height / 2.0, ref low, ref high);
    }

    private static bool Narrow(double start, double delta, double reach, ref double low, ref double high)
    {
        if (delta == 0)
        {
            return Math.Abs(start) <= reach;
        }

        double a = (-reach - start) / delta, b = (reach - start) / delta;
        low = Math.Max(low, Math.Min(a, b));
        high = Math.Min(high, Math.Max(a, b));
        return low <= high;
    }

    private static List<(Point From, Point To)> Edges(Contour contour)
    {
        var edges = new List<(Point From, Point To)>();
        var at = contour.Start;
        foreach (var segment in contour.Segments)
        {
            edges.AddRange(Walk(at, segment));
            at = segment.To;
        }

        return edges;
    }

    /// <summary>Even-odd rule; cut-ins run twice along the same line and so cancel.</summary>
    private static bool Inside(List<(Point From, Point To)> edges, double x, double y)
    {
        var inside = false;
        foreach (var (a, b) in edges)
        {
            if (a.Y > y != b.Y > y && x < (double)(b.X - a.X) * (y - a.Y) / (b.Y - a.Y) + a.X)
            {
                inside = !inside;
            }
        }

        return inside;
    }

    private static IEnumerable<(Point From, Point To)> Walk(Point from, ContourSegment segment)
    {
        if (segment.Center is not { } center)
        {
            yield return (from, segment.To);
            yield break;
        }

        double start = Math.Atan2(from.Y - center.Y, from.X - center.X), end = Math.Atan2(segment.To.Y - center.Y, segment.To.X - center.X);
        var sweep = end - start;
        if (segment.Clockwise && sweep >= 0)
        {
            sweep -= 2 * Math.PI;
        }
        else if (!segment.Clockwise && sweep <= 0)
        {
            sweep += 2 * Math.PI;
        }

        var radius = from.DistanceTo(center);
        var at = from;
        for (var i = 1; i <= ArcSteps; i++)
        {
            var angle = start + sweep * i / ArcSteps;
            var next = i == ArcSteps ? segment.To : new Point(center.X + (long)Math.Round(radius * Math.Cos(angle)), center.Y + (long)Math.Round(radius * Math.Sin(angle)));
            yield return (at, next);
            at = next;
        }
    }

    private static double Distance(Point a, Point b, double x, double y)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y, squared = dx * dx + dy * dy;
        var t = squared == 0 ? 0 : Math.Clamp(((x - a.X) * dx + (y - a.Y) * dy) / squared, 0, 1);
        return Hypot(x - a.X - t * dx, y - a.Y - t * dy);
    }

    private static double Hypot(double x, double y) => Math.Sqrt(x * x + y * y);
}
