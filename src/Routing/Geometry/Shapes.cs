using System.Collections.Immutable;

namespace MakeDevice.Routing.Geometry;

/// <summary>
/// Containment and distance of filled shapes, in nanometres. Shapes are closed: their borders belong to them, and shapes
/// that touch or overlap are at distance 0. Nothing here allocates.
/// </summary>
/// <remarks>
/// A <c>limit</c> (whole nanometres, or infinity) says from which distance on the caller no longer cares: the answer is exact below it, and
/// some number at or above it otherwise, which lets most pairs end at their boxes.
/// </remarks>
internal static class Shapes
{
    /// <summary>True where the point lies in the shape or on its border; holes respected.</summary>
    public static bool Contains(Shape shape, Point p) => shape switch
    {
        Capsule capsule => Segments.PointToSegmentSquared(p, capsule.A, capsule.B) <= (double)capsule.Radius * capsule.Radius,
        Polygon polygon => polygon.Bounds.Contains(p) && Contains(polygon, p),
        _ => throw Unknown(shape),
    };

    /// <summary>Distance between two shapes.</summary>
    public static double Distance(Shape a, Shape b, double limit = double.PositiveInfinity)
    {
        var apart = Segments.BoxToBoxSquared(a.Bounds, b.Bounds);
        if (apart >= limit * limit)
        {
            return Math.Sqrt(apart);
        }

        return (a, b) switch
        {
            (Capsule stroke, _) => Shrink(DistanceToSegment(b, stroke.A, stroke.B, limit + stroke.Radius), stroke.Radius),
            (_, Capsule stroke) => Shrink(DistanceToSegment(a, stroke.A, stroke.B, limit + stroke.Radius), stroke.Radius),
            (Polygon one, Polygon other) => Distance(one, other, limit),
            _ => throw Unknown(a),
        };
    }

    /// <summary>Distance from a shape to the segment from a to b; 0 where they meet.</summary>
    public static double DistanceToSegment(Shape shape, Point a, Point b, double limit = double.PositiveInfinity) => shape switch
    {
        Capsule capsule => Shrink(Segments.SegmentToSegment(capsule.A, capsule.B, a, b), capsule.Radius),
        Polygon polygon => DistanceToSegment(polygon, a, b, limit),
        _ => throw Unknown(shape),
    };

    /// <summary>Distance from a shape to a point; 0 inside.</summary>
    public static double DistanceToPoint(Shape shape, Point p, double limit = double.PositiveInfinity) => DistanceToSegment(shape, p, p, limit);

    /// <summary>How deep inside a shape a point lies: its distance from the outline, 0 outside. Holes are not looked at.</summary>
    public static double Depth(Shape shape, Point p) => shape switch
    {
        Capsule capsule => Math.Max(0, capsule.Radius - Segments.PointToSegment(p, capsule.A, capsule.B)),
        Polygon polygon => Contains(shape, p) ? Math.Sqrt(BorderToSegmentSquared(polygon.Outline, p, p, Box.Around(p, p), double.PositiveInfinity)) : 0,
        _ => throw Unknown(shape),
    };

    /// <summary>A polygon that is the same between two heights: of what lies beyond them all but the ends is left out, so that a look at one row of many costs what is near it.</summary>
    public static Polygon Between(Polygon polygon, long bottom, long top)
    {
        var outline = Between(polygon.Outline, bottom, top);
        return outline.IsEmpty ? polygon : new(outline, [.. polygon.Holes.Select(hole => Between(hole, bottom, top)).Where(hole => !hole.IsEmpty)]);
    }

    /// <summary>Empty where all of it lies beyond one of the heights.</summary>
    private static ImmutableArray<Point> Between(ImmutableArray<Point> border, long bottom, long top)
    {
        var kept = ImmutableArray.CreateBuilder<Point>();
        var before = Beyond(border[^1]);
        for (var i = 0; i < border.Length; i++)
        {
            var (at, after) = (Beyond(border[i]), Beyond(border[i + 1 == border.Length ? 0 : i + 1]));
            if (at == 0 || before != at || after != at)
            {
                kept.Add(border[i]);
            }

            before = at;
        }

        return kept.ToImmutable();

        int Beyond(Point p) => p.Y > top ? 1 : p.Y < bottom ? -1 : 0;
    }

    private static double Shrink(double distance, long radius) => Math.Max(0, distance - radius);

    private static double DistanceToSegment(Polygon polygon, Point a, Point b, double limit)
    {
        var reach = Box.Around(a, b);
        var apart = Segments.BoxToBoxSquared(polygon.Bounds, reach);
        if (apart >= limit * limit)
        {
            return Math.Sqrt(apart);
        }

        if (apart == 0 && (Contains(polygon, a) || Contains(polygon, b)))
        {
            return 0;
        }

        var best = BorderToSegmentSquared(polygon.Outline, a, b, reach, limit * limit);
        foreach (var hole in polygon.Holes)
        {
            best = BorderToSegmentSquared(hole, a, b, reach, best);
        }

        return Math.Sqrt(best);
    }

    private static double Distance(Polygon one, Polygon other, double limit)
    {
        // Where no borders cross, either one lies within the other's copper or the borders are the nearest points.
        if (Contains(one, other.Outline[0]) || Contains(other, one.Outline[0]))
        {
            return 0;
        }

        var best = BorderToPolygonSquared(one.Outline, other, limit * limit);
        foreach (var hole in one.Holes)
        {
            best = BorderToPolygonSquared(hole, other, best);
        }

        return Math.Sqrt(best);
    }

    private static double BorderToPolygonSquared(ImmutableArray<Point> border, Polygon polygon, double best)
    {
        var from = border[^1];
        foreach (var to in border)
        {
            var reach = Box.Around(from, to);
            if (Segments.BoxToBoxSquared(reach, polygon.Bounds) < best)
            {
                best = BorderToSegmentSquared(polygon.Outline, from, to, reach, best);
                foreach (var hole in polygon.Holes)
                {
                    best = BorderToSegmentSquared(hole, from, to, reach, best);
                }
            }

            if (best == 0)
            {
                return 0;
            }

            from = to;
        }

        return best;
    }

    private static double BorderToSegmentSquared(ImmutableArray<Point> border, Point a, Point b, Box reach, double best)
    {
        var from = border[^1];
        foreach (var to in border)
        {
            if (Segments.BoxToBoxSquared(Box.Around(from, to), reach) < best)
            {
                best = Math.Min(best, Segments.SegmentToSegmentSquared(from, to, a, b));
            }

            from = to;
        }

        return best;
    }

    private static bool Contains(Polygon polygon, Point p)
    {
        var inside = false;
        if (OnBorderOrCrossed(polygon.Outline, p, ref inside))
        {
            return true;
        }

        foreach (var hole in polygon.Holes)
        {
            if (OnBorderOrCrossed(hole, p, ref inside))
            {
                return true;
            }
        }

        return inside;
    }

    /// <summary>Even-odd rule by a ray to the right; true where the point is on the border itself.</summary>
    private static bool OnBorderOrCrossed(ImmutableArray<Point> border, Point p, ref bool inside)
    {
        var from = border[^1];
        foreach (var to in border)
        {
            // Only an edge that spans the point's height can hold the point or be crossed by its ray.
            if (from.Y > p.Y != to.Y > p.Y || from.Y == p.Y || to.Y == p.Y)
            {
                var turn = Segments.Orientation(from, to, p);
                if (turn == 0 && Box.Around(from, to).Contains(p))
                {
                    return true;
                }

                if (from.Y > p.Y != to.Y > p.Y && turn > 0 == to.Y > from.Y)
                {
                    inside = !inside;
                }
            }

            from = to;
        }

        return false;
    }

    private static NotSupportedException Unknown(Shape shape) => new($"Unknown shape {shape.GetType().Name}.");
}
