using System.Collections.Immutable;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>The copper that joins a socket to the other layer.</summary>
internal static class SocketVia
{
    /// <summary>Adds a socket's reserved via, and the track to it where it stands beside the socket.</summary>
    public static void Add(RoutingPlan plan, PlannedSocket socket, ImmutableArray<Track>.Builder tracks, ImmutableArray<Via>.Builder vias)
    {
        var (rules, net) = (plan.Rules, plan.Net(socket.Net).Name);
        vias.Add(new(net, socket.Start, rules.ViaDiameter, rules.ViaHole));
        if (socket.Start != socket.At)
        {
            tracks.Add(new(net, TrackKind.Track, socket.Layer, rules.TrackWidth, [socket.At, socket.Start]));
        }
    }
}
