using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;
using NetTopologySuite.Operation.Buffer;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;
using Nts = NetTopologySuite.Geometries;

namespace MakeDevice.Routing.Manufacturing;

/// <summary>
/// Notches of a free outline that a cutter does not get into: what a morphological closing of the board by the cutter's radius fills, by NetTopologySuite. Inner corners that
/// the cutter only rounds are none. No type of that library leaves this file, so that only a board that needs it loads it.
/// </summary>
internal static class MilledNotches
{
    /// <summary>Chords in a quarter of the cutter's circle.</summary>
    private const int ChordsInQuarter = 16;

    /// <summary>Beyond a square corner the cutter leaves a fifth of its diameter, beyond one of 40° its diameter: deeper than that, copper and modules were placed about what is not there.</summary>
    private const double DeepestCorner = 1;

    /// <param name="cutter">Diameter of the narrowest one, nanometres.</param>
    /// <returns>Of each notch its mean width where no cutter gets, nanometres, and a place in it.</returns>
    public static IEnumerable<(double Width, Point? At)> Of(BoardOutline board, long cutter) => board.Free is { } free ? Of(free, cutter) : [];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ImmutableArray<(double Width, Point? At)> Of(FreeOutline free, long cutter)
    {
        var nanometres = new Nts.PrecisionModel(1);
        var area = new Nts.GeometryFactory(nanometres).CreatePolygon(ClosedRing.Of(free.Chords.Items));
        var round = new BufferParameters(ChordsInQuarter);
        var closed = PrecisionReducer.ReducePrecision(BufferOp.Buffer(BufferOp.Buffer(area, cutter / 2.0, round), -cutter / 2.0, round), nanometres);
        var left = OverlayNG.Overlay(closed, area, SpatialFunction.Difference, nanometres);
        var reached = closed.Boundary;
        return
        [
            .. Enumerable.Range(0, left.NumGeometries)
                .Select(left.GetGeometryN)
                .OfType<Nts.Polygon>()
                .Where(notch => !notch.IsEmpty)
                .Select(notch => (Notch: notch, Depth: notch.Coordinates.Max(corner => reached.Distance(reached.Factory.CreatePoint(corner)))))
                .Where(found => found.Depth > DeepestCorner * cutter)
                .Select(found => (found.Notch.Area / found.Depth, (Point?)Inside(found.Notch)))
                .OrderBy(found => found.Item1),
        ];
    }

    private static Point Inside(Nts.Polygon notch) => new((long)notch.InteriorPoint.X, (long)notch.InteriorPoint.Y);
}
