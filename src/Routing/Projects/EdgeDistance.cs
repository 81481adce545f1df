using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// How deep something lies inside a board's outline, in nanometres and negative beyond it: exactly in a rectangle with rounded corners, and within the
/// micrometre that the chords of its arcs deviate in a free outline.
/// </summary>
internal static class EdgeDistance
{
    /// <summary>
    /// What routed copper keeps more from a rounded corner, nanometres: whoever measures the drawn outline sees its arcs as chords,
    /// which lie inside them.
    /// </summary>
    public const long ArcMargin = 5_000;

    /// <summary>What may lie over a free outline's chords and still count as flush with it, nanometres.</summary>
    private const double Flush = 1_500;

    /// <summary>Least distance of a keep-out zone from the edge; of a zone that is flush with it 0.</summary>
    public static double Of(BoardOutline outline, BoardZone zone)
    {
        var area = new Polygon(zone.Corners.Items);
        return outline.Free is { } free && IsInside(free, Shrunk(area)) ? FromEdges(free, area) : Of(outline, area);
    }

    /// <summary>Least distance of a shape's points from the edge; of one that reaches beyond it how far, negative, as of one that touches a free outline.</summary>
    public static double Of(BoardOutline outline, Shape shape) => outline.Free is { } free
        ? IsInside(free, shape) ? FromEdges(free, shape) : Math.Min(-1, -Beyond(free, shape))
        : LeastInRectangle(outline, shape);

    /// <summary>Distance of a point from the edge.</summary>
    public static double Of(BoardOutline outline, Point at)
    {
        if (outline.Free is not { } free)
        {
            return InRectangle(outline, at);
        }

        var distance = FromEdges(free, new Capsule(at, at, 0));
        return Shapes.Contains(free.Area, at) ? distance : -distance;
    }

    /// <summary>Distance of routed copper's centre line from the edge, <see cref="ArcMargin"/> less at a rounded corner; a free outline counts as its bounds.</summary>
    public static double OfCopper(BoardOutline outline, Point at) => InRectangle(outline, at, ArcMargin);

    /// <summary>Distance of a point from the edge of a rectangle, whose corners may be rounded; a free outline counts as its bounds.</summary>
    /// <param name="arcMargin">By how much less it counts at a rounded corner, see <see cref="CornerEnd"/>; at most its radius.</param>
    public static double InRectangle(BoardOutline outline, Point p, long arcMargin = 0)
    {
        var bounds = outline.Bounds;
        double radius = Math.Min(outline.CornerRadius, Math.Min(bounds.Width, bounds.Height) / 2);
        double dx = Math.Min(p.X - bounds.Left, bounds.Right - p.X), dy = Math.Min(p.Y - bounds.Bottom, bounds.Top - p.Y);
        var depth = dx < radius && dy < radius
            ? radius - Math.Sqrt((radius - dx) * (radius - dx) + (radius - dy) * (radius - dy))
            : Math.Min(dx, dy);
        return Math.Max(dx, dy) < CornerEnd(radius, depth) ? depth - Math.Min(arcMargin, radius) : depth;
    }

    /// <summary>
    /// How far along an edge a rounded corner's first chord, which leaves the edge at once, may be the nearest of all to what lies so deep; 0 without a corner.
    /// The chord turns by half the angle that <see cref="Arcs.Deviation"/> allows.
    /// </summary>
    public static double CornerEnd(double radius, double depth) => radius <= 0 ? 0 : radius + Math.Max(0, depth) * Math.Sqrt(2 * Arcs.Deviation / radius) + 1;

    /// <summary>The outline is convex, so that of a shape a corner lies least deep.</summary>
    private static double LeastInRectangle(BoardOutline outline, Shape shape) => shape switch
    {
        Capsule stroke => Math.Min(InRectangle(outline, stroke.A), InRectangle(outline, stroke.B)) - stroke.Radius,
        Polygon polygon => polygon.Outline.Min(corner => InRectangle(outline, corner)),
        _ => throw new NotSupportedException($"Unknown shape {shape.GetType().Name}."),
    };

    private static bool IsInside(FreeOutline free, Shape shape) =>
        Shapes.Contains(free.Area, AnyPointOf(shape)) && !free.Edges.Any(edge => Shapes.DistanceToSegment(shape, edge.From, edge.To, 1) == 0);

    private static double FromEdges(FreeOutline free, Shape shape)
    {
        var least = double.PositiveInfinity;
        foreach (var (from, to) in free.Edges)
        {
            least = Math.Min(least, Shapes.DistanceToSegment(shape, from, to, double.IsPositiveInfinity(least) ? least : Math.Ceiling(least)));
        }

        return least;
    }

    /// <summary>How far a shape reaches beyond the outline: its own corners out of it, or the outline's into the shape. 0 where they touch, or one cuts through the other.</summary>
    private static double Beyond(FreeOutline free, Shape shape)
    {
        var area = free.Area;
        var (ends, radius) = shape is Capsule stroke ? ([stroke.A, stroke.B], stroke.Radius) : (((Polygon)shape).Outline.AsEnumerable(), 0L);
        var outward = ends.Max(end => FromEdges(free, new Capsule(end, end, 0)) * (Shapes.Contains(area, end) ? -1 : 1)) + radius;
        var inward = free.Chords.Where(corner => Shapes.Contains(shape, corner)).Select(corner => Shapes.Depth(shape, corner)).DefaultIfEmpty(0).Max();
        return Math.Max(0, Math.Max(outward, inward));
    }

    private static Point AnyPointOf(Shape shape) => shape is Capsule stroke ? stroke.A : ((Polygon)shape).Outline[0];

    private static Polygon Shrunk(Polygon area)
    {
        var center = area.Bounds.Center;
        return new([.. area.Outline.Select(corner => Towards(center, corner))]);
    }

    private static Point Towards(Point center, Point corner)
    {
        var length = corner.DistanceTo(center);
        var part = length <= 4 * Flush ? 0.5 : Math.Sqrt(2) * Flush / length;
        return new(corner.X + (long)((center.X - corner.X) * part), corner.Y + (long)((center.Y - corner.Y) * part));
    }
}
