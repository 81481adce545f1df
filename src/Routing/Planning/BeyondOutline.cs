using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;
using NetTopologySuite.Triangulate.Polygon;
using Nts = NetTopologySuite.Geometries;

namespace MakeDevice.Routing.Planning;

/// <summary>
/// What a free outline leaves of its bounds, and the strip along it that routed copper stays out of, as zones of the board's edge: for routing the
/// board is then the rectangle of its bounds. No type of the library leaves this file, so that only a board with a free outline loads it.
/// </summary>
internal static class BeyondOutline
{
    /// <summary>
    /// How far the chords of arcs may lie from them here, nanometres; the strip is wider by twice that, for the chords and for the wedges that
    /// open between its pieces where the edge turns a little. Whoever measures the drawn outline sees chords, too, but nearer ones.
    /// </summary>
    private const long Deviation = 5_000;

    /// <summary>Cosine of the angle from which a corner is filled by a disc: 0.15 rad, where the wedge is 3 micrometres of a millimetre's strip.</summary>
    private const double SharpTurn = 0.98877;

    public static IEnumerable<Obstacle> Of(BoardOutline outline, DesignRules rules) => outline.Free is { } free ? Of(free, rules) : [];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IEnumerable<Obstacle> Of(FreeOutline free, DesignRules rules)
    {
        var ring = free.Contour.Chords(Deviation);
        return [.. Strip(ring, rules.RoutedEdgeClearance + 2 * Deviation).Concat(Outside(free.Bounds, ring)).Select(Zone)];
    }

    /// <summary>A rectangle along each edge and a disc about each sharp corner.</summary>
    private static IEnumerable<Shape> Strip(ImmutableArray<Point> ring, long width)
    {
        for (var i = 0; i < ring.Length; i++)
        {
            var (from, to, next) = (ring[i], ring[(i + 1) % ring.Length], ring[(i + 2) % ring.Length]);
            double dx = to.X - from.X, dy = to.Y - from.Y, length = Math.Sqrt(dx * dx + dy * dy);
            var across = new Point((long)Math.Round(-dy / length * width), (long)Math.Round(dx / length * width));
            yield return new Polygon([from - across, to - across, to + across, from + across]);

            double nx = next.X - to.X, ny = next.Y - to.Y;
            if (dx * nx + dy * ny < SharpTurn * length * Math.Sqrt(nx * nx + ny * ny))
            {
                yield return new Capsule(to, to, width);
            }
        }
    }

    private static IEnumerable<Shape> Outside(Box bounds, ImmutableArray<Point> ring)
    {
        // Further out than the bounds, so that the outline never touches the frame.
        var frame = bounds.Inflate(Units.Millimetre);
        var factory = new Nts.GeometryFactory(new Nts.PrecisionModel(1));
        var beyond = factory.CreatePolygon(
            Linear(factory, [new(frame.Left, frame.Bottom), new(frame.Right, frame.Bottom), new(frame.Right, frame.Top), new(frame.Left, frame.Top)]),
            [Linear(factory, ring)]);
        var triangles = PolygonTriangulator.Triangulate(beyond);
        return Enumerable.Range(0, triangles.NumGeometries).Select(i =>
            new Polygon([.. triangles.GetGeometryN(i).Coordinates.Take(3).Select(c => new Point((long)c.X, (long)c.Y))]));
    }

    private static Obstacle Zone(Shape shape) => new(ObstacleKind.Zone, Layers.Both, 0, Obstacle.BoardEdge, shape);

    private static Nts.LinearRing Linear(Nts.GeometryFactory factory, IReadOnlyList<Point> ring) =>
        factory.CreateLinearRing(ClosedRing.Of(ring));
}
