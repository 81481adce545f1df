using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Verification;

/// <summary>Where two items of copper meet or come nearest.</summary>
internal static class Contact
{
    /// <summary>The middle between the nearest points of two items; within their overlap where they overlap.</summary>
    public static Point Between(in CopperItem a, in CopperItem b)
    {
        var (least, at) = (double.PositiveInfinity, a.Anchor);
        foreach (var one in a.Shapes.Span)
        {
            foreach (var other in b.Shapes.Span)
            {
                Approach(one.Shape, other.Shape, ref least, ref at);
            }
        }

        return at;
    }

    /// <summary>The middle between the nearest points of two shapes.</summary>
    public static Point Between(Shape a, Shape b)
    {
        var (least, at) = (double.PositiveInfinity, a.Bounds.Center);
        Approach(a, b, ref least, ref at);
        return at;
    }

    private static void Approach(Shape a, Shape b, ref double least, ref Point at)
    {
        foreach (var (from, to) in Edges(a))
        {
            foreach (var (start, end) in Edges(b))
            {
                Approach(from, to, start, end, Reach(a), Reach(b), ref least, ref at);
            }
        }
    }

    private static void Approach(Point a, Point b, Point c, Point d, long reachOfFirst, long reachOfSecond, ref double least, ref Point at)
    {
        var distance = Segments.SegmentToSegment(a, b, c, d) - reachOfFirst - reachOfSecond;
        if (distance >= least)
        {
            return;
        }

        least = distance;
        if (Crossing(a, b, c, d) is { } crossing)
        {
            at = crossing;
            return;
        }

        var (p, q) = new[] { (a, Project(a, c, d)), (b, Project(b, c, d)), (Project(c, a, b), c), (Project(d, a, b), d) }
            .MinBy(pair => pair.Item1.SquaredDistanceTo(pair.Item2));
        var apart = p.DistanceTo(q);
        var share = apart == 0 ? 0 : (reachOfFirst + (apart - reachOfFirst - reachOfSecond) / 2) / apart;
        at = new(p.X + (long)((q.X - p.X) * share), p.Y + (long)((q.Y - p.Y) * share));
    }

    private static Point? Crossing(Point a, Point b, Point c, Point d)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y, ex = d.X - c.X, ey = d.Y - c.Y;
        var turn = dx * ey - dy * ex;
        if (turn == 0 || !Segments.Meet(a, b, c, d))
        {
            return null;
        }

        var along = ((c.X - a.X) * ey - (c.Y - a.Y) * ex) / turn;
        return new(a.X + (long)Math.Round(dx * along), a.Y + (long)Math.Round(dy * along));
    }

    private static Point Project(Point p, Point a, Point b)
    {
        double dx = b.X - a.X, dy = b.Y - a.Y, length = dx * dx + dy * dy;
        var along = length == 0 ? 0 : Math.Clamp(((p.X - a.X) * dx + (p.Y - a.Y) * dy) / length, 0, 1);
        return new(a.X + (long)Math.Round(dx * along), a.Y + (long)Math.Round(dy * along));
    }

    private static long Reach(Shape shape) => shape is Capsule capsule ? capsule.Radius : 0;

    private static IEnumerable<(Point From, Point To)> Edges(Shape shape) => shape switch
    {
        Capsule capsule => [(capsule.A, capsule.B)],
        Polygon polygon => polygon.Holes.Prepend(polygon.Outline).SelectMany(ring => ring.Select((p, i) => (p, ring[(i + 1) % ring.Length]))),
        _ => [],
    };
}
