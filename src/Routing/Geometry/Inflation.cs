using System.Collections.Immutable;

namespace MakeDevice.Routing.Geometry;

/// <summary>
/// A shape and all that is near to it, as polygons: the sums of its parts and a 16-gon about a circle. Its sides lie at multiples of 22.5°, so
/// that along straight and diagonal copper the distance is exact, and round the ends up to 2 % more.
/// </summary>
internal static class Inflation
{
    private const int Sides = 16;

    /// <summary>Polygons, perhaps overlapping, that cover every point within a distance of the shape.</summary>
    public static ImmutableArray<ImmutableArray<Point>> Of(Shape shape, long distance) => shape switch
    {
        Capsule capsule => [Hull([capsule.A, capsule.B], capsule.Radius + distance)],
        Polygon polygon when IsConvex(polygon.Outline) => [Hull(polygon.Outline, distance)],

        // What encloses something is poured around, not into: its holes count as filled.
        Polygon polygon => [polygon.Outline, .. polygon.Outline.Select((point, i) => Hull([point, polygon.Outline[(i + 1) % polygon.Outline.Length]], distance))],
        _ => throw new NotSupportedException($"Unknown shape {shape.GetType().Name}."),
    };

    private static ImmutableArray<Point> Hull(ImmutableArray<Point> corners, long distance)
    {
        var radius = distance / Math.Cos(Math.PI / Sides);
        var points = new List<Point>(corners.Length * Sides);
        foreach (var corner in corners)
        {
            for (var i = 0; i < Sides; i++)
            {
                var angle = Math.Tau * (i + 0.5) / Sides;
                points.Add(corner + new Point(Outwards(radius * Math.Cos(angle)), Outwards(radius * Math.Sin(angle))));
            }
        }

        return [.. ConvexHull.Of(points)];
    }

    private static long Outwards(double length) => (long)(length < 0 ? Math.Floor(length) : Math.Ceiling(length));

    private static bool IsConvex(ImmutableArray<Point> ring)
    {
        var turns = 0;
        for (var i = 0; i < ring.Length; i++)
        {
            turns |= Segments.Orientation(ring[i], ring[(i + 1) % ring.Length], ring[(i + 2) % ring.Length]) switch { > 0 => 1, < 0 => 2, _ => 0 };
        }

        return turns != 3;
    }
}
