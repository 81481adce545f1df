using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Distance to the board's outline.</summary>
internal static class BoardEdge
{
    /// <summary>
    /// What routed copper keeps more from a rounded corner, nanometres: whoever measures the drawn outline sees its arcs as chords,
    /// which lie inside them.
    /// </summary>
    public const long ArcMargin = 5_000;

    /// <summary>How deep a point lies inside the outline with its rounded corners, <see cref="ArcMargin"/> less at those; negative outside. Nanometres.</summary>
    public static double Depth(BoardOutline outline, Point p) => EdgeDistance.InRectangle(outline, p, ArcMargin);
}
