using System.Collections.Immutable;

namespace MakeDevice.Routing.Geometry;

/// <summary>Moves shapes from a module's coordinates to the board's.</summary>
internal static class ShapePlacement
{
    public static Shape Place(this Shape shape, Placement placement) => shape switch
    {
        Capsule capsule => new Capsule(placement.Apply(capsule.A), placement.Apply(capsule.B), capsule.Radius),
        Polygon polygon => new Polygon(Place(polygon.Outline, placement), [.. polygon.Holes.Select(hole => Place(hole, placement))]),
        _ => throw new InvalidOperationException("unknown shape"),
    };

    private static ImmutableArray<Point> Place(ImmutableArray<Point> points, Placement placement)
    {
        var placed = ImmutableArray.CreateBuilder<Point>(points.Length);
        foreach (var point in points)
        {
            placed.Add(placement.Apply(point));
        }

        return placed.MoveToImmutable();
    }
}
