using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Tells which obstacles lie so deep in a keep-out zone of their module that marking the zone marks all they keep others from.</summary>
internal sealed class ZoneCover(RoutingPlan plan)
{
    private readonly ILookup<int, Box?> _zones = plan.Obstacles
        .Where(obstacle => obstacle.Kind == ObstacleKind.Zone)
        .ToLookup(zone => zone.Module, zone => ShapeMarker.UprightBox(zone.Shape));

    /// <param name="reach">Distance that the obstacle keeps others at, nanometres.</param>
    public bool Covers(Obstacle obstacle, double reach)
    {
        var inner = obstacle.Shape.Bounds.Inflate((long)reach);
        foreach (var zone in _zones[obstacle.Module])
        {
            if (zone is { } box && inner.Left >= box.Left && inner.Right <= box.Right && inner.Bottom >= box.Bottom && inner.Top <= box.Top)
            {
                return true;
            }
        }

        return false;
    }
}
