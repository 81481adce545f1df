namespace MakeDevice.Routing.Geometry;

/// <summary>Circular arcs as chords: every curve of the core is one of these, and deviates less than 1 µm.</summary>
internal static class Arcs
{
    /// <summary>Largest distance of a chord from its arc, in nanometres; the rest of the micrometre is for rounding.</summary>
    public const double Deviation = 900;

    /// <summary>A full turn of a 3 m circle keeps the deviation with this many chords; a hostile radius gets no more.</summary>
    private const int MostChords = 4096;

    /// <summary>Appends the chords' end points of the arc from <paramref name="from"/> (not appended) to <paramref name="to"/>.</summary>
    /// <param name="deviation">Most distance of a chord from the arc, nanometres; at least <see cref="Deviation"/>.</param>
    /// <remarks>From = to is a full circle. Where the end points are not equally far from the centre, the radius changes evenly between them.</remarks>
    public static void AppendChords(List<Point> points, Point from, Point to, Point center, bool clockwise, double deviation = Deviation)
    {
        Point start = from - center, end = to - center;
        double startRadius = from.DistanceTo(center), endRadius = to.DistanceTo(center);
        var sweep = Sweep(start, end, clockwise);
        var count = ChordCount(Math.Max(startRadius, endRadius), Math.Abs(sweep), deviation);
        var angle = Math.Atan2(start.Y, start.X);
        for (var i = 1; i < count; i++)
        {
            var part = (double)i / count;
            var radius = startRadius + (endRadius - startRadius) * part;
            points.Add(center + Polar(radius, angle + sweep * part));
        }

        points.Add(to);
    }

    /// <summary>A circle as a closed polygon with its vertices on it, counter-clockwise from <paramref name="degrees"/>.</summary>
    /// <param name="vertices">0 for as many as the deviation asks.</param>
    public static void AppendCircle(ICollection<Point> points, Point center, double radius, int vertices = 0, double degrees = 0)
    {
        var count = vertices > 0 ? vertices : Math.Max(8, ChordCount(radius, Math.Tau));
        for (var i = 0; i < count; i++)
        {
            points.Add(center + Polar(radius, degrees * Math.PI / 180 + Math.Tau * i / count));
        }
    }

    private static Point Polar(double radius, double angle) => new(
        (long)Math.Round(radius * Math.Cos(angle), MidpointRounding.AwayFromZero),
        (long)Math.Round(radius * Math.Sin(angle), MidpointRounding.AwayFromZero));

    /// <summary>Signed angle from start to end, counter-clockwise positive; a full turn where they are the same point.</summary>
    private static double Sweep(Point start, Point end, bool clockwise)
    {
        if (start == end)
        {
            return clockwise ? -Math.Tau : Math.Tau;
        }

        var turn = Math.Atan2((double)start.X * end.Y - (double)start.Y * end.X, (double)start.X * end.X + (double)start.Y * end.Y);
        return clockwise ? (turn > 0 ? turn - Math.Tau : turn) : (turn < 0 ? turn + Math.Tau : turn);
    }

    private static int ChordCount(double radius, double sweep, double deviation = Deviation)
    {
        var widest = radius <= deviation ? Math.PI / 2 : 2 * Math.Acos(1 - deviation / radius);
        return (int)Math.Clamp(Math.Ceiling(sweep / widest), 1, MostChords);
    }
}
