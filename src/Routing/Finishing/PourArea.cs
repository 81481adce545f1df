using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MakeDevice.Routing.Geometry;
using NetTopologySuite.Operation.Buffer;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using Nts = NetTopologySuite.Geometries;

namespace MakeDevice.Routing.Finishing;

/// <summary>
/// Area less areas, and what an opening leaves of it, by NetTopologySuite: in floating numbers, which takes a third of the time that rounding at every crossing does, and rounded to
/// nanometres in the end. The same polygons on every machine. No type of that library leaves this file, so that only a board with a pour loads it.
/// </summary>
internal static class PourArea
{
    /// <summary>Chords in a quarter of a circle where the pour ends round.</summary>
    private const int ChordsInQuarter = 4;

    /// <summary>By what part of the distance a grown outline may be simplified; the library's own hundredth is a micrometre and more.</summary>
    private const double Simplification = 1e-6;

    /// <summary>
    /// What is left of an outline when areas are taken away, grown by a distance. With an outline and areas that already include the
    /// distance, this is a morphological opening: nothing thinner than twice the distance remains.
    /// </summary>
    /// <returns>Polygons with holes, outlines counter-clockwise, by their first corners from left to right.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ImmutableArray<Polygon> Fill(ImmutableArray<Point> outline, IEnumerable<ImmutableArray<Point>> removed, long grown)
    {
        if (outline.IsEmpty)
        {
            return [];
        }

        var factory = new Nts.GeometryFactory();
        var blocked = OverlayNGRobust.Union(removed.Select(ring => (Nts.Geometry)ToPolygon(factory, ring)), factory);
        var free = OverlayNGRobust.Overlay(ToPolygon(factory, outline), blocked, SpatialFunction.Difference);
        var opened = BufferOp.Buffer(free, grown, new BufferParameters(ChordsInQuarter) { SimplifyFactor = Simplification });
        var poured = PrecisionReducer.ReducePrecision(opened, new Nts.PrecisionModel(1));
        return
        [
            .. Enumerable.Range(0, poured.NumGeometries)
                .Select(poured.GetGeometryN)
                .OfType<Nts.Polygon>()
                .Where(polygon => !polygon.IsEmpty)
                .Select(ToPolygon)
                .OrderBy(polygon => polygon.Bounds.Left).ThenBy(polygon => polygon.Bounds.Bottom).ThenBy(polygon => polygon.Bounds.Top),
        ];
    }

    private static Nts.Polygon ToPolygon(Nts.GeometryFactory factory, ImmutableArray<Point> ring) =>
        factory.CreatePolygon(ClosedRing.Of(ring));

    private static Polygon ToPolygon(Nts.Polygon polygon) => new(
        Ring(polygon.ExteriorRing, counterClockwise: true),
        [.. polygon.InteriorRings.Select(hole => Ring(hole, counterClockwise: false)).OrderBy(hole => hole[0].X).ThenBy(hole => hole[0].Y)]);

    /// <summary>A ring that begins at its leftmost corner.</summary>
    private static ImmutableArray<Point> Ring(Nts.LineString line, bool counterClockwise)
    {
        var points = line.Coordinates.SkipLast(1).Select(c => new Point((long)c.X, (long)c.Y)).ToArray();
        if (Geometry.Ring.DoubledArea(points) > 0 != counterClockwise)
        {
            Array.Reverse(points);
        }

        var first = Enumerable.Range(0, points.Length).MinBy(i => (points[i].X, points[i].Y));
        return [.. points[first..], .. points[..first]];
    }
}
