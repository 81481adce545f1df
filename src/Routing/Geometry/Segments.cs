namespace MakeDevice.Routing.Geometry;

/// <summary>
/// Distances between points and segments in nanometres. Coordinates are integers, so whether two segments meet is decided
/// exactly; a distance greater than zero is a double good to far below a nanometre on boards of several metres.
/// </summary>
internal static class Segments
{
    /// <summary>Relative error bound of a 2x2 determinant in double arithmetic (Shewchuk 1997, ccwerrboundA).</summary>
    private const double DeterminantError = 3.3306690738754716e-16;

    public static double PointToSegment(Point p, Point a, Point b) => Math.Sqrt(PointToSegmentSquared(p, a, b));

    /// <summary>Squared distance from a point to the segment from a to b; a point where a = b.</summary>
    public static double PointToSegmentSquared(Point p, Point a, Point b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y, px = p.X - a.X, py = p.Y - a.Y;
        var along = px * dx + py * dy;
        if (along <= 0)
        {
            return px * px + py * py;
        }

        var length = dx * dx + dy * dy;
        if (along >= length)
        {
            return p.SquaredDistanceTo(b);
        }

        var across = px * dy - py * dx;
        return across * across / length;
    }

    public static double SegmentToSegment(Point a, Point b, Point c, Point d) => Math.Sqrt(SegmentToSegmentSquared(a, b, c, d));

    /// <summary>Squared distance between the segments a–b and c–d; zero exactly where they touch or cross.</summary>
    public static double SegmentToSegmentSquared(Point a, Point b, Point c, Point d)
    {
        if (Meet(a, b, c, d))
        {
            return 0;
        }

        return Math.Min(
            Math.Min(PointToSegmentSquared(a, c, d), PointToSegmentSquared(b, c, d)),
            Math.Min(PointToSegmentSquared(c, a, b), PointToSegmentSquared(d, a, b)));
    }

    /// <summary>True where the closed segments a–b and c–d have a point in common; exact.</summary>
    public static bool Meet(Point a, Point b, Point c, Point d)
    {
        if (!Box.Around(a, b).Intersects(Box.Around(c, d)))
        {
            return false;
        }

        // With overlapping boxes, two segments meet exactly where each touches or straddles the other's line.
        return Orientation(a, b, c) * Orientation(a, b, d) <= 0 && Orientation(c, d, a) * Orientation(c, d, b) <= 0;
    }

    /// <summary>1 where a, b, c turn left, -1 where they turn right, 0 where they are collinear; exact.</summary>
    public static int Orientation(Point a, Point b, Point c)
    {
        var left = (double)(b.X - a.X) * (c.Y - a.Y);
        var right = (double)(b.Y - a.Y) * (c.X - a.X);
        var turn = left - right;
        if (Math.Abs(turn) > (Math.Abs(left) + Math.Abs(right)) * DeterminantError)
        {
            return turn > 0 ? 1 : -1;
        }

        return Int128.Sign((Int128)(b.X - a.X) * (c.Y - a.Y) - (Int128)(b.Y - a.Y) * (c.X - a.X));
    }

    /// <summary>Squared distance between two boxes; zero where they touch or overlap.</summary>
    public static double BoxToBoxSquared(Box a, Box b)
    {
        double dx = Math.Max(0, Math.Max(a.Left - b.Right, b.Left - a.Right));
        double dy = Math.Max(0, Math.Max(a.Bottom - b.Top, b.Bottom - a.Top));
        return dx * dx + dy * dy;
    }
}
