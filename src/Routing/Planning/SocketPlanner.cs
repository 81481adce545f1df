using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>
/// Decides where each socket's track begins. A socket whose copper is on the other layer than its side's tracks gets a via:
/// at the socket itself where that is clear, else a short way out of its module. These vias are reserved before routing, so
/// that the two sides stay independent.
/// </summary>
internal static class SocketPlanner
{
    private const int Reach = 12;

    /// <summary>The sockets to route, and the obstacles with the reserved vias and stubs added.</summary>
    public static (ImmutableArray<PlannedSocket> Sockets, ImmutableArray<Obstacle> Obstacles) Plan(
        PlacedBoard board, ImmutableArray<PlannedNet> nets, ImmutableArray<Obstacle> obstacles, long pitch)
    {
        var index = new Lazy<ObstacleIndex>(() => new(obstacles));
        board = board with { Rules = board.Rules with { Clearance = RoutePlanner.GreatestClearance(board) } };
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
            if (layer == net.TrackLayer || board.Rules.TopologyOf(net.Name) == Topology.Tree)
            {
                sockets.Add(new(socket.Id, socket.Module, net.Id, socket.At, layer, socket.At, Via: false));
                continue;
            }

            var via = PlaceVia(board, index.Value, socket, net.Id, layer, pitch);
            var planned = new PlannedSocket(socket.Id, socket.Module, net.Id, socket.At, layer, via, Via: true);
            foreach (var obstacle in Reserve(board.Rules, planned))
            {
                index.Value.Add(obstacle);
                reserved.Add(obstacle);
            }

            sockets.Add(planned);
        }

        return (sockets.ToImmutable(), reserved.ToImmutable());
    }

    /// <summary>The nearest clear place for the via, on a ray out of the socket; the socket itself where none is clear (verification then speaks).</summary>
    private static Point PlaceVia(PlacedBoard board, ObstacleIndex index, BoardSocket socket, int net, CopperLayer layer, long pitch)
    {
        var rules = board.Rules;
        for (var step = 0; step <= Reach; step++)
        {
            foreach (var (dx, dy) in Directions)
            {
                var at = new Point(socket.At.X + dx * step * pitch, socket.At.Y + dy * step * pitch);
                if (ViaFits(board, index, socket, net, at)
                    && index.IsClear(layer, socket.At, at, rules.TrackWidth / 2, net, socket.Module, rules))
                {
                    return at;
                }

                if (step == 0)
                {
                    break;
                }
            }
        }

        return socket.At;
    }

    private static bool ViaFits(PlacedBoard board, ObstacleIndex index, BoardSocket socket, int net, Point at)
    {
        var rules = board.Rules;
        var inside = board.Project.Board.Bounds.Inflate(-(rules.RoutedEdgeClearance + rules.ViaDiameter / 2));
        return inside.Contains(at)
            && index.IsClear(CopperLayer.Front, at, at, rules.ViaDiameter / 2, net, socket.Module, rules)
            && index.IsClear(CopperLayer.Back, at, at, rules.ViaDiameter / 2, net, socket.Module, rules)
            && index.HoleIsClear(at, rules);
    }

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
