using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;
using NetTopologySuite.Operation.Buffer;
using Nts = NetTopologySuite.Geometries;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>
/// A free outline made smaller by a margin, by NetTopologySuite. No type of that library leaves this file, so that only a board that needs it loads it.
/// </summary>
internal static class FreeClip
{
    /// <summary>Chords in a quarter of the circle about a corner that points inwards.</summary>
    private const int ChordsInQuarter = 16;

    /// <summary>By what part of the margin the result may be simplified.</summary>
    private const double Simplification = 1e-4;

    /// <returns>Rings, counter-clockwise, from left to right: a neck narrower than twice the margin parts the board.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ImmutableArray<ImmutableArray<Point>> Of(FreeOutline free, long margin)
    {
        var area = new Nts.GeometryFactory(new Nts.PrecisionModel(1)).CreatePolygon(ClosedRing.Of(free.Chords.Items));
        var inner = BufferOp.Buffer(area, -margin, new BufferParameters(ChordsInQuarter) { SimplifyFactor = Simplification });
        return
        [
            .. Enumerable.Range(0, inner.NumGeometries)
                .Select(inner.GetGeometryN)
                .OfType<Nts.Polygon>()
                .Where(polygon => !polygon.IsEmpty)
                .Select(polygon => Ring(polygon.ExteriorRing))
                .Where(ring => ring.Length >= 3)
                .OrderBy(ring => ring.Min(p => p.X)).ThenBy(ring => ring.Min(p => p.Y)),
        ];
    }

    private static ImmutableArray<Point> Ring(Nts.LineString line)
    {
        var points = line.Coordinates.Select(c => new Point((long)Math.Round(c.X), (long)Math.Round(c.Y))).ToList();
        Geometry.Ring.RemoveRepeats(points);
        if (Geometry.Ring.DoubledArea(points.ToArray()) < 0)
        {
            points.Reverse();
        }

        return [.. points];
    }
}
