using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Projects;

/// <summary>How deep something lies inside a board's outline: exactly, of a free outline within the micrometre that its arcs' chords deviate.</summary>
internal static class EdgeDistance
{
    /// <summary>What may lie over a free outline's chords and still count as flush with it, nanometres.</summary>
    private const double Flush = 1_500;

    /// <summary>Least distance of a keep-out zone from the edge, nanometres; negative where it reaches beyond.</summary>
    public static double Of(BoardOutline outline, BoardZone zone)
    {
        if (outline.Free is not { } free)
        {
            return Of(outline.Bounds, zone.Bounds);
        }

        var corners = zone.Corners.Items;
        var center = zone.Bounds.Center;
        var shrunk = new Polygon([.. corners.Select(corner => Towards(center, corner))]);
        var area = free.Area;
        return free.Edges.Any(edge => Shapes.DistanceToSegment(shrunk, edge.From, edge.To, 1) == 0) || !Shapes.Contains(area, center)
            ? -1
            : FromEdges(free, new Polygon(corners));
    }

    /// <summary>Distance of a point from the edge, nanometres; negative outside.</summary>
    public static double Of(BoardOutline outline, Point at)
    {
        if (outline.Free is not { } free)
        {
            return Of(outline.Bounds, Box.Around(at, at));
        }

        var distance = FromEdges(free, new Capsule(at, at, 0));
        return Shapes.Contains(free.Area, at) ? distance : -distance;
    }

    private static double FromEdges(FreeOutline free, Shape shape)
    {
        var least = double.PositiveInfinity;
        foreach (var (from, to) in free.Edges)
        {
            least = Math.Min(least, Shapes.DistanceToSegment(shape, from, to, double.IsPositiveInfinity(least) ? least : Math.Ceiling(least)));
        }

        return least;
    }

    private static double Of(Box board, Box zone) => Math.Min(
        Math.Min(zone.Left - board.Left, board.Right - zone.Right), Math.Min(zone.Bottom - board.Bottom, board.Top - zone.Top));

    private static Point Towards(Point center, Point corner)
    {
        var length = corner.DistanceTo(center);
        var part = length <= 4 * Flush ? 0.5 : Math.Sqrt(2) * Flush / length;
        return new(corner.X + (long)((center.X - corner.X) * part), corner.Y + (long)((center.Y - corner.Y) * part));
    }
}
