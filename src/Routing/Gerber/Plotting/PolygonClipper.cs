using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MakeDevice.Routing.Geometry;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using Nts = NetTopologySuite.Geometries;

namespace MakeDevice.Routing.Gerber.Plotting;

/// <summary>Polygon difference by NetTopologySuite. No type of that library leaves this file, so that nothing else loads it.</summary>
internal static class PolygonClipper
{
    /// <summary>The shape without the others, as polygons rounded to nanometres.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static IReadOnlyList<Shape> Difference(Shape shape, IReadOnlyList<Shape> removed, PlotBudget budget)
    {
        var cutter = OverlayNGRobust.Union(removed.Select(r => ToGeometry(r, budget)));
        var remaining = OverlayNGRobust.Overlay(ToGeometry(shape, budget), cutter, SpatialFunction.Difference);
        return [.. PolygonExtracter.GetPolygons(remaining).OfType<Nts.Polygon>().SelectMany(ToShape)];
    }

    private static Nts.Geometry ToGeometry(Shape shape, PlotBudget budget)
    {
        Nts.Geometry geometry = shape switch
        {
            Capsule capsule => ToPolygon(AperturePlot.Outline([capsule]), []),
            Polygon polygon => ToPolygon(polygon.Outline, polygon.Holes),
            _ => throw new NotSupportedException($"Unknown shape {shape.GetType().Name}."),
        };
        budget.Spend(geometry.NumPoints);
        return geometry.IsValid ? geometry : GeometryFixer.Fix(geometry);
    }

    private static Nts.Polygon ToPolygon(IReadOnlyList<Point> outline, ImmutableArray<ImmutableArray<Point>> holes) =>
        new(ToRing(outline), [.. holes.Select(hole => ToRing(hole))]);

    private static Nts.LinearRing ToRing(IReadOnlyList<Point> points) =>
        new(ClosedRing.Of(points));

    private static IEnumerable<Shape> ToShape(Nts.Polygon polygon)
    {
        var outline = ToPoints(polygon.ExteriorRing);
        if (Ring.HasArea(outline))
        {
            yield return new Polygon(
                [.. outline], [.. polygon.InteriorRings.Select(ToPoints).Where(Ring.HasArea).Select(hole => hole.ToImmutableArray())]);
        }
    }

    private static List<Point> ToPoints(Nts.LineString ring)
    {
        var points = ring.Coordinates.Select(c => new Point((long)Math.Round(c.X), (long)Math.Round(c.Y))).ToList();
        Ring.RemoveRepeats(points);
        return points;
    }
}
