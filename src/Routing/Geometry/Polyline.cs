using System.Collections.Immutable;

namespace MakeDevice.Routing.Geometry;

/// <summary>Lines of straight pieces. One of a single point is a piece from there to itself.</summary>
internal static class Polyline
{
    /// <summary>Reduces a line to its ends and corners.</summary>
    /// <param name="line">Made anew to hold the ends and corners only.</param>
    public static ImmutableArray<Point> Corners(List<Point> line)
    {
        var kept = 0;
        for (var i = 0; i < line.Count; i++)
        {
            if (kept > 0 && line[kept - 1] == line[i])
            {
                continue;
            }

            kept -= kept > 1 && IsStraight(line[kept - 2], line[kept - 1], line[i]) ? 1 : 0;
            line[kept++] = line[i];
        }

        line.RemoveRange(kept, line.Count - kept);
        return [.. line];
    }

    /// <summary>From end to end, nanometres.</summary>
    public static double Length(ReadOnlySpan<Point> line)
    {
        var length = 0.0;
        for (var i = 1; i < line.Length; i++)
        {
            length += line[i - 1].DistanceTo(line[i]);
        }

        return length;
    }

    /// <summary>The pieces of a line, from its begin to its end.</summary>
    public static IEnumerable<(Point A, Point B)> Pieces(ImmutableArray<Point> line) => Enumerable.Range(1, Math.Max(0, line.Length - 1)).Select(i => (line[i - 1], line[i]));

    /// <summary>True where two lines come nearer to each other than a distance.</summary>
    /// <param name="distance">Nanometres.</param>
    public static bool AreNear(ReadOnlySpan<Point> a, ReadOnlySpan<Point> b, double distance)
    {
        for (var i = 0; i == 0 || i < a.Length - 1; i++)
        {
            for (var j = 0; j == 0 || j < b.Length - 1; j++)
            {
                if (Segments.SegmentToSegment(a[i], End(a, i), b[j], End(b, j)) < distance - 0.5)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>True where a point is nearer to a line than a distance.</summary>
    /// <param name="distance">Nanometres.</param>
    public static bool IsNear(Point p, ReadOnlySpan<Point> line, double distance)
    {
        for (var i = 0; i == 0 || i < line.Length - 1; i++)
        {
            if (Segments.PointToSegment(p, line[i], End(line, i)) < distance - 0.5)
            {
                return true;
            }
        }

        return false;
    }

    private static Point End(ReadOnlySpan<Point> line, int piece) => line[Math.Min(piece + 1, line.Length - 1)];

    private static bool IsStraight(Point a, Point b, Point c) =>
        (b.X - a.X) * (c.Y - b.Y) == (b.Y - a.Y) * (c.X - b.X) && (b.X - a.X) * (c.X - b.X) + (b.Y - a.Y) * (c.Y - b.Y) > 0;
}
