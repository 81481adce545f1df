using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Finishing;

/// <summary>Lines that run straight or diagonally: lengths along them count steps of one nanometre, or of one in x and y.</summary>
internal static class Line
{
    /// <summary>Steps from a point to another in line with it.</summary>
    public static long Length(Point a, Point b) => Math.Max(Math.Abs(b.X - a.X), Math.Abs(b.Y - a.Y));

    /// <summary>The step from a point to another; null where they are the same or not in line.</summary>
    public static Point? Direction(Point a, Point b)
    {
        long dx = b.X - a.X, dy = b.Y - a.Y;
        return (dx, dy) != (0, 0) && (dx == 0 || dy == 0 || Math.Abs(dx) == Math.Abs(dy)) ? new(Math.Sign(dx), Math.Sign(dy)) : null;
    }

    /// <summary>The point some steps on.</summary>
    public static Point Along(Point from, Point direction, long steps) => new(from.X + direction.X * steps, from.Y + direction.Y * steps);

    /// <summary>A line's ends and corners only.</summary>
    public static ImmutableArray<Point> Corners(IEnumerable<Point> points) => Polyline.Corners([.. points]);
}
