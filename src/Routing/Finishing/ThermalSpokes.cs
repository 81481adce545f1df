using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Finishing;

/// <summary>Short tracks over the gap that a pour leaves around its pads, so that the pads can still be soldered.</summary>
internal static class ThermalSpokes
{
    private static readonly Point[] Directions = [new(1, 0), new(0, 1), new(-1, 0), new(0, -1)];

    /// <summary>All spokes that fit, from the sockets outwards; which of them meet the pour is not yet known.</summary>
    public static List<Track> Of(RoutingPlan plan, RoutedBoard routed, PourRules pour, PlannedNet net)
    {
        var surroundings = new Surroundings(plan, routed);
        var pads = plan.Obstacles.Where(obstacle => obstacle.Kind == ObstacleKind.Copper && obstacle.Net == net.Id).ToLookup(pad => pad.Module);
        var width = Math.Max(pour.ThermalSpokes, plan.Rules.TrackWidth);
        var spokes = new List<Track>();
        foreach (var socket in plan.Sockets.Where(socket => socket.Net == net.Id))
        {
            var pad = pads[socket.Module]
                .Where(shape => (shape.Layers & socket.Layer.Mask()) != 0 && Shapes.Contains(shape.Shape, socket.At))
                .Aggregate(Box.Around(socket.At, socket.At), (box, shape) => box.Union(shape.Shape.Bounds));
            foreach (var direction in Directions)
            {
                var end = Line.Along(socket.At, direction, Reach(pad, socket.At, direction) + Math.Max(pour.ThermalGap, pour.Clearance) + pour.MinWidth);
                if (Fits(surroundings, pour, socket, direction, end, (width + 1) / 2))
                {
                    spokes.Add(new(net.Name, TrackKind.Spoke, socket.Layer, width, [socket.At, end]));
                }
            }
        }

        return spokes;
    }

    private static long Reach(Box pad, Point at, Point direction) => direction switch
    {
        { X: > 0 } => pad.Right - at.X,
        { X: < 0 } => at.X - pad.Left,
        { Y: > 0 } => pad.Top - at.Y,
        _ => at.Y - pad.Bottom,
    };

    /// <summary>A spoke leads out of its module's zone as a track does: its round end may lie in it, the rest may not.</summary>
    private static bool Fits(Surroundings surroundings, PourRules pour, PlannedSocket socket, Point direction, Point end, long half)
    {
        var outside = Line.Along(socket.At, direction, half);
        return surroundings.Room(socket.Layer, socket.At, outside, socket.Net, half, pour.Clearance, socket.Module) >= half - 0.5
            && surroundings.Room(socket.Layer, outside, end, socket.Net, half, pour.Clearance) >= half - 0.5;
    }
}
