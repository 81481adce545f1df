using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Distance to the board's outline.</summary>
internal static class BoardEdge
{
    /// <summary>How deep a point lies inside the outline with its rounded corners; negative outside. Nanometres.</summary>
    public static double Depth(BoardOutline outline, Point p)
    {
        var bounds = outline.Bounds;
        double radius = outline.CornerRadius;
        double dx = Math.Min(p.X - bounds.Left, bounds.Right - p.X), dy = Math.Min(p.Y - bounds.Bottom, bounds.Top - p.Y);
        return dx < radius && dy < radius
            ? radius - Math.Sqrt((radius - dx) * (radius - dx) + (radius - dy) * (radius - dy))
            : Math.Min(dx, dy);
    }
}
