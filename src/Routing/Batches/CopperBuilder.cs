using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Batches;

/// <summary>Turns connections into copper: polylines, buses as long as they are used, vias.</summary>
internal static class CopperBuilder
{
    public static RoutedBoard Build(RoutingSide side, IEnumerable<Connection> connections)
    {
        var tracks = ImmutableArray.CreateBuilder<Track>();
        var vias = ImmutableArray.CreateBuilder<Via>();
        var line = new List<Point>();
        var rules = side.Plan.Rules;
        foreach (var net in connections.GroupBy(connection => connection.Net).OrderBy(group => group.Key))
        {
            var name = side.Plan.Net(net.Key).Name;
            var trimmed = DropUnusedBus([.. net.OrderBy(connection => connection.Socket)]);
            foreach (var connection in trimmed)
            {
                if (side.Socket(connection.Socket) is { Via: true } socket)
                {
                    SocketVia.Add(side.Plan, socket, tracks, vias);
                }

                var corners = Corners(side, connection, line);
                if (corners.Length > 1)
                {
                    tracks.Add(new(name, TrackKind.Track, side.Side.TrackLayer(), rules.TrackWidth, new(corners)));
                }
            }

            AddBus(side, net.Key, trimmed, tracks, vias);
        }

        return new(tracks.ToImmutable(), vias.ToImmutable(), []);
    }

    /// <summary>A net that meets its bus only once needs none: its via goes, and the track back to where the others join.</summary>
    public static List<Connection> DropUnusedBus(List<Connection> connections)
    {
        var onBus = connections.Where(connection => connection.BusVia).ToList();
        if (onBus.Count != 1 || connections.Count == 1)
        {
            return connections;
        }

        var root = onBus[0];
        var last = connections.Where(connection => !connection.BusVia).Max(connection => root.Nodes.IndexOf(connection.Join));
        connections[connections.IndexOf(root)] = root with { Nodes = root.Nodes[..(last + 1)], BusVia = false };
        return connections;
    }

    private static void AddBus(
        RoutingSide side, ushort id, List<Connection> connections, ImmutableArray<Track>.Builder tracks, ImmutableArray<Via>.Builder vias)
    {
        var rules = side.Plan.Rules;
        var net = side.Plan.Net(id);
        var joins = connections.Where(connection => connection.BusVia).Select(connection => side.Grid.At(connection.Join)).Distinct().OrderBy(at => at.Y).ToList();
        vias.AddRange(joins.Select(at => new Via(net.Name, at, rules.ViaDiameter, rules.ViaHole)));
        if (joins.Count > 1)
        {
            tracks.Add(new(net.Name, TrackKind.Bus, side.Side.BusLayer(), rules.BusWidth, [joins[0], joins[^1]]));
        }
    }

    /// <summary>A connection's centre line, corners only.</summary>
    private static ImmutableArray<Point> Corners(RoutingSide side, Connection connection, List<Point> scratch)
    {
        scratch.Clear();
        scratch.AddRange(side.Accesses(connection.Socket)[connection.Access].Leg);
        foreach (var node in connection.Nodes)
        {
            scratch.Add(side.Grid.At(node));
        }

        return Polyline.Corners(scratch);
    }
}
