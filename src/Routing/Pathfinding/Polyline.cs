using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Reduces a line to its ends and corners.</summary>
internal static class Polyline
{
    public static ImmutableArray<Point> Corners(IEnumerable<Point> points)
    {
        var line = new List<Point>();
        foreach (var point in points)
        {
            if (line.Count > 0 && line[^1] == point)
            {
                continue;
            }

            if (line.Count > 1 && IsStraight(line[^2], line[^1], point))
            {
                line[^1] = point;
            }
            else
            {
                line.Add(point);
            }
        }

        return [.. line];
    }

    private static bool IsStraight(Point a, Point b, Point c) =>
        (b.X - a.X) * (c.Y - b.Y) == (b.Y - a.Y) * (c.X - b.X) && (b.X - a.X) * (c.X - b.X) + (b.Y - a.Y) * (c.Y - b.Y) > 0;
}
