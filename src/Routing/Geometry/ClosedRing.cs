using Nts = NetTopologySuite.Geometries;

namespace MakeDevice.Routing.Geometry;

/// <summary>A ring of points as NetTopologySuite takes it. Called where that library is used in any case: nobody else loads it.</summary>
internal static class ClosedRing
{
    /// <param name="ring">At least one point; the last is joined to the first.</param>
    public static Nts.Coordinate[] Of(IReadOnlyList<Point> ring) => [.. ring.Append(ring[0]).Select(p => new Nts.Coordinate(p.X, p.Y))];
}
