namespace MakeDevice.Routing.Geometry;

/// <summary>Convex hull by Andrew's monotone chain (1979); exact.</summary>
internal static class ConvexHull
{
    /// <summary>The hull's corners, counter-clockwise; fewer than three where the points are collinear. Reorders <paramref name="points"/>.</summary>
    public static List<Point> Of(List<Point> points)
    {
        points.Sort(static (a, b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y));
        var hull = new List<Point>(points.Count + 1);
        foreach (var point in points)
        {
            Extend(hull, point, 0);
        }

        var lower = hull.Count;
        for (var i = points.Count - 2; i >= 0; i--)
        {
            Extend(hull, points[i], lower - 1);
        }

        if (hull.Count > 1)
        {
            hull.RemoveAt(hull.Count - 1);
        }

        return hull;
    }

    private static void Extend(List<Point> hull, Point point, int floor)
    {
        while (hull.Count >= floor + 2 && Segments.Orientation(hull[^2], hull[^1], point) <= 0)
        {
            hull.RemoveAt(hull.Count - 1);
        }

        hull.Add(point);
    }
}
