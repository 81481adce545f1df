using System.Collections.Immutable;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>The plan of a board whose nets are trees over both layers: every socket begins on its own layer and reserves no via.</summary>
internal static class TreePlan
{
    /// <summary>The plan without the vias that the sides of a bus plan reserve; a tree plan stays as it is.</summary>
    public static RoutingPlan Of(RoutingPlan plan) => plan with
    {
        Sockets = [.. plan.Sockets.Select(socket => socket with { Start = socket.At, Via = false })],
        Obstacles = ObstaclesOf(plan),
    };

    /// <summary>The obstacles without the vias that the sides of a bus plan reserve.</summary>
    public static ImmutableArray<Obstacle> ObstaclesOf(RoutingPlan plan)
    {
        var reserved = plan.Sockets.Where(socket => socket.Via).SelectMany(socket => SocketPlanner.Reserve(plan.Rules, socket)).ToHashSet();
        return reserved.Count == 0 ? plan.Obstacles : plan.Obstacles.RemoveAll(reserved.Contains);
    }

    /// <summary>The sockets of a tree plan: those of nets with at least two.</summary>
    public static ImmutableArray<PlannedSocket> Sockets(PlacedBoard board, ImmutableArray<PlannedNet> nets)
    {
        var byName = nets.ToDictionary(net => net.Name, StringComparer.Ordinal);
        return
        [
            .. from socket in board.Sockets
               where byName.ContainsKey(socket.Net)
               let net = byName[socket.Net]
               select new PlannedSocket(socket.Id, socket.Module, net.Id, socket.At, socket.Layer ?? net.TrackLayer, socket.At, Via: false),
        ];
    }
}
