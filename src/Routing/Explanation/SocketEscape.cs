using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Explanation;

/// <summary>
/// Tells whether a track can get away from a socket at all, on any grid or none: the plane about the socket is flooded (see <see cref="EscapeFlood"/>), and
/// what the flood does not leave, no track leaves.
/// </summary>
/// <remarks>Tracks that are laid stand in nobody's way here: only modules, the board's edge and mounting holes do.</remarks>
internal sealed class SocketEscape(RoutingPlan plan, ObstacleIndex index)
{
    private readonly EscapeBoard _board = new(plan, index);
    private readonly Dictionary<int, HashSet<int>?> _met = [];
    private readonly Dictionary<int, ImmutableArray<(CopperLayer Layer, Point At)>> _walls = [];

    /// <summary>True unless it is certain that no track gets away from a socket; with others of its net one may nevertheless, see <see cref="Walled"/>.</summary>
    /// <param name="socket">As the plan of the board has it, with its via.</param>
    public bool GetsAway(PlannedSocket socket) => Met(socket) is null;

    /// <summary>
    /// The sockets that no track gets away from, on either layer, nor to others of their net that are not walled in with them; ids, ascending. Vias
    /// stand beside modules, but for the one that the plan reserves for a socket of a trunk on the other layer.
    /// </summary>
    /// <param name="sockets">As the plan of the board has them, with their vias; of a net all.</param>
    /// <param name="isInDoubt">Sockets to ask about: the others are known to get away.</param>
    public ImmutableArray<int> Walled(IReadOnlyCollection<PlannedSocket> sockets, Func<PlannedSocket, bool> isInDoubt)
    {
        var floods = sockets.Where(isInDoubt).Select(socket => (Socket: socket, Met: Met(socket))).Where(flood => flood.Met is not null).ToList();
        var walled = floods.Select(flood => flood.Socket.Id).ToHashSet();

        // One that meets a socket that gets away does so by it.
        while (floods.RemoveAll(flood => walled.Contains(flood.Socket.Id) && flood.Met!.Any(met => !walled.Contains(met)) && walled.Remove(flood.Socket.Id)) > 0)
        {
        }

        foreach (var net in sockets.GroupBy(socket => socket.Net).Where(net => net.All(socket => walled.Contains(socket.Id))))
        {
            // All of a net walled in together are joined there.
            if (Reached(floods, net.First().Id).Count == net.Count())
            {
                walled.ExceptWith(net.Select(socket => socket.Id));
            }
        }

        return [.. walled.Order()];
    }

    /// <summary>All that a socket meets, and what these meet.</summary>
    private static HashSet<int> Reached(List<(PlannedSocket Socket, HashSet<int>? Met)> floods, int from)
    {
        var reached = new HashSet<int> { from };
        while (floods.Where(flood => reached.Contains(flood.Socket.Id)).SelectMany(flood => flood.Met!).ToList() is var met && !reached.IsSupersetOf(met))
        {
            reached.UnionWith(met);
        }

        return reached;
    }

    /// <summary>Other sockets of the net that a socket's track comes to; null where it gets away.</summary>
    private HashSet<int>? Met(PlannedSocket socket)
    {
        if (!_met.TryGetValue(socket.Id, out var met))
        {
            _met[socket.Id] = met = FindMet(socket);
        }

        return met;
    }

    private HashSet<int>? FindMet(PlannedSocket socket)
    {
        var flood = new EscapeFlood(_board, socket);
        if (flood.GetsAway())
        {
            return null;
        }

        _walls[socket.Id] = flood.Walls;
        var across = new EscapeFlood(_board, socket with { At = socket.Start, Layer = socket.Layer == CopperLayer.Front ? CopperLayer.Back : CopperLayer.Front });
        return !socket.Via ? flood.Met : across.GetsAway() ? null : [.. flood.Met, .. across.Met];
    }

    /// <summary>Places about a socket that <see cref="Walled"/> gave where no track can be, whatever its own module's zone, next to where one can.</summary>
    public ImmutableArray<(CopperLayer Layer, Point At)> Walls(PlannedSocket socket) => _walls.GetValueOrDefault(socket.Id, []);
}
