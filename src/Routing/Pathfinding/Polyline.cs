using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Reduces a line to its ends and corners.</summary>
internal static class Polyline
{
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

    private static bool IsStraight(Point a, Point b, Point c) =>
        (b.X - a.X) * (c.Y - b.Y) == (b.Y - a.Y) * (c.X - b.X) && (b.X - a.X) * (c.X - b.X) + (b.Y - a.Y) * (c.Y - b.Y) > 0;
}
