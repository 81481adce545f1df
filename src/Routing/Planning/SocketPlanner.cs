using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>
/// Decides where each socket's track begins. A socket whose copper is on the other layer than its side's tracks gets a via:
/// at the socket itself where that is clear, else a short way out of its module. These vias are reserved before routing, so
/// that the two sides stay independent. A socket of a tree among buses reserves one beside its module, too: the buses' tracks, which
/// are routed first, cannot wall it in then, and the tree may use that room or not.
/// </summary>
internal static class SocketPlanner
{
    private const int Reach = 12;

    /// <summary>The sockets to route, and the obstacles with the reserved vias and stubs added.</summary>
    public static (ImmutableArray<PlannedSocket> Sockets, ImmutableArray<Obstacle> Obstacles) Plan(
        PlacedBoard board, ImmutableArray<PlannedNet> nets, ImmutableArray<Obstacle> obstacles, long pitch)
    {
        var index = new Lazy<ObstacleIndex>(() => new(obstacles));
        var rules = board.Rules with { Clearance = RoutePlanner.GreatestClearance(board) };
        var room = board.Project.Board.Bounds.Inflate(-(rules.RoutedEdgeClearance + rules.ViaDiameter / 2));
        var besideBuses = BesideBuses(board, nets, room);
        var byName = nets.ToDictionary(net => net.Name, StringComparer.Ordinal);
        var sockets = ImmutableArray.CreateBuilder<PlannedSocket>();
        var reserved = obstacles.ToBuilder();
        foreach (var socket in board.Sockets)
        {
            if (!byName.TryGetValue(socket.Net, out var net))
            {
                continue;
            }

            var layer = socket.Layer ?? net.TrackLayer;
            var planned = new PlannedSocket(socket.Id, socket.Module, net.Id, socket.At, layer, socket.At, Via: false);
            if (rules.TopologyOf(net.Name) == Topology.Tree)
            {
                planned = PlaceVia(rules, index.Value, planned, besideBuses, -1, pitch) is { } via ? planned with { Start = via, Via = true } : planned;
            }
            else if (layer != net.TrackLayer)
            {
                planned = planned with { Start = PlaceVia(rules, index.Value, planned, room, socket.Module, pitch) ?? socket.At, Via = true };
            }

            foreach (var obstacle in planned.Via ? Reserve(rules, planned) : [])
            {
                index.Value.Add(obstacle);
                reserved.Add(obstacle);
            }

            sockets.Add(planned);
        }

        return (sockets.ToImmutable(), reserved.ToImmutable());
    }

    /// <summary>The part of a room that is no bus zone.</summary>
    private static Box BesideBuses(PlacedBoard board, ImmutableArray<PlannedNet> nets, Box room)
    {
        var bounds = board.Project.Board.Bounds;
        var half = board.Rules.ViaDiameter / 2;
        return room with
        {
            Left = Math.Max(room.Left, bounds.Left + NetPlanner.BusZoneWidth(board, nets, Side.Left) + half),
            Right = Math.Min(room.Right, bounds.Right - NetPlanner.BusZoneWidth(board, nets, Side.Right) - half),
        };
    }

    /// <summary>The nearest clear place for the via, on a ray out of the socket; null where none is clear (where one is needed, verification then speaks).</summary>
    /// <param name="room">Where its centre may be.</param>
    /// <param name="zone">The module whose zone it may stand in; -1 for none.</param>
    private static Point? PlaceVia(DesignRules rules, ObstacleIndex index, PlannedSocket socket, Box room, int zone, long pitch)
    {
        for (var step = 0; step <= Reach; step++)
        {
            foreach (var (dx, dy) in Directions)
            {
                var at = new Point(socket.At.X + dx * step * pitch, socket.At.Y + dy * step * pitch);
                if (room.Contains(at)
                    && ViaFits(rules, index, at, socket.Net, zone)
                    && index.IsClear(socket.Layer, socket.At, at, rules.TrackWidth / 2, socket.Net, socket.Module, rules))
                {
                    return at;
                }

                if (step == 0)
                {
                    break;
                }
            }
        }

        return null;
    }

    private static bool ViaFits(DesignRules rules, ObstacleIndex index, Point at, int net, int zone) =>
        index.IsClear(CopperLayer.Front, at, at, rules.ViaDiameter / 2, net, zone, rules)
        && index.IsClear(CopperLayer.Back, at, at, rules.ViaDiameter / 2, net, zone, rules)
        && index.HoleIsClear(at, rules);

    /// <summary>What a socket with a via keeps other nets away from.</summary>
    public static IEnumerable<Obstacle> Reserve(DesignRules rules, PlannedSocket socket)
    {
        var via = socket.Start;
        yield return new(ObstacleKind.Copper, Layers.Both, socket.Net, socket.Module, new Capsule(via, via, rules.ViaDiameter / 2));
        yield return new(ObstacleKind.Hole, Layers.Both, socket.Net, socket.Module, new Capsule(via, via, rules.ViaHole / 2));
        if (via != socket.At)
        {
            yield return new(ObstacleKind.Copper, socket.Layer.Mask(), socket.Net, socket.Module, new Capsule(socket.At, via, rules.TrackWidth / 2));
        }
    }

    private static readonly (int X, int Y)[] Directions = [(1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (-1, -1), (1, -1)];
}
