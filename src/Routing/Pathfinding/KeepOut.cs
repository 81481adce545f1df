using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>A keep-out zone, as tracks of its module's own sockets meet it.</summary>
internal static class KeepOut
{
    /// <summary>The corners of turned zones are rounded: what lies in one by no more may be on its border; nanometres.</summary>
    public const double Border = 2;

    /// <summary>Inside, and not on the border.</summary>
    public static bool IsInside(Shape zone, Point p) => Shapes.Depth(zone, p) >= Border;

    /// <summary>True where a way from the border leads into the zone, or through a corner of it.</summary>
    public static bool Enters(Shape zone, Point a, Point b)
    {
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            if (IsInside(zone, new(a.X + (b.X - a.X) * quarter / 4, a.Y + (b.Y - a.Y) * quarter / 4)))
            {
                return true;
            }
        }

        return false;
    }
}
