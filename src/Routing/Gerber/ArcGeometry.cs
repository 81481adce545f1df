using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>Circular arcs from a start, an end and a centre.</summary>
internal static class ArcGeometry
{
    /// <summary>Largest distance of a chord from its arc, nanometres.</summary>
    private const double Sagitta = 500;

    private const double FullTurn = 2 * Math.PI;

    /// <summary>The signed angle from start to end, counter-clockwise positive, in radians; a full turn where they are the same point.</summary>
    public static double Sweep(Point from, Point to, Point center, bool clockwise)
    {
        if (from == to)
        {
            return clockwise ? -FullTurn : FullTurn;
        }

        var sweep = Angle(to, center) - Angle(from, center);
        if (clockwise)
        {
            return sweep >= 0 ? sweep - FullTurn : sweep;
        }

        return sweep <= 0 ? sweep + FullTurn : sweep;
    }

    /// <summary>
    /// The centre of a single-quadrant arc (G74, deprecated): the offset's signs are not given, so take the one of the four
    /// candidates that spans at most 90° with the most equal radii. Null where none comes near.
    /// </summary>
    public static Point? SingleQuadrantCenter(Point from, Point to, Point offset, bool clockwise)
    {
        long dx = Math.Abs(offset.X), dy = Math.Abs(offset.Y);
        ReadOnlySpan<Point> offsets = [new(dx, dy), new(dx, -dy), new(-dx, dy), new(-dx, -dy)];
        Point? best = null;
        var leastDeviation = 10_000 + Math.Sqrt((double)dx * dx + (double)dy * dy) / 10;
        foreach (var candidate in offsets)
        {
            var center = from + candidate;
            var deviation = RadiusDeviation(from, to, center);
            if (deviation < leastDeviation && Math.Abs(Sweep(from, to, center, clockwise)) <= Math.PI / 2 + 1e-3)
            {
                (best, leastDeviation) = (center, deviation);
            }
        }

        return best;
    }

    /// <summary>By how much the radii at start and end differ, nanometres.</summary>
    public static double RadiusDeviation(Point from, Point to, Point center) => Math.Abs(from.DistanceTo(center) - to.DistanceTo(center));

    /// <summary>Points along an arc after its start, the end included; chords deviate less than 0.5 µm.</summary>
    public static List<Point> Chords(Point from, Point to, Point center, bool clockwise)
    {
        double startRadius = from.DistanceTo(center), endRadius = to.DistanceTo(center);
        var points = new List<Point>();
        if (startRadius > 0)
        {
            var sweep = Sweep(from, to, center, clockwise);
            var start = Angle(from, center);
            var count = ChordCount(Math.Max(startRadius, endRadius), sweep);
            for (var i = 1; i < count; i++)
            {
                var part = (double)i / count;
                var radius = startRadius + (endRadius - startRadius) * part;
                var angle = start + sweep * part;
                points.Add(new(center.X + (long)Math.Round(radius * Math.Cos(angle)), center.Y + (long)Math.Round(radius * Math.Sin(angle))));
            }
        }

        points.Add(to);
        return points;
    }

    private static int ChordCount(double radius, double sweep)
    {
        var step = radius > Sagitta ? 2 * Math.Acos(1 - Sagitta / radius) : Math.PI / 2;
        return Math.Max(1, (int)Math.Ceiling(Math.Abs(sweep) / Math.Min(step, Math.PI / 4)));
    }

    private static double Angle(Point point, Point center) => Math.Atan2(point.Y - center.Y, point.X - center.X);
}
