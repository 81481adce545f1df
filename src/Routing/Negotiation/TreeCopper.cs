using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Negotiation;

/// <summary>Turns the graphs of nets into tracks and vias.</summary>
internal static class TreeCopper
{
    public static RoutedBoard Build(TreeBoard board, IEnumerable<NetGraph> nets)
    {
        var tracks = ImmutableArray.CreateBuilder<Track>();
        var vias = ImmutableArray.CreateBuilder<Via>();
        var open = new List<int>();
        var line = new List<Point>();
        foreach (var net in nets)
        {
            var name = board.Plan.Net(net.Net).Name;
            foreach (var chain in net.Chains())
            {
                AddTracks(board, name, chain, line, tracks);
            }

            foreach (var socket in net.Sockets.Where(socket => net.LegEnds(socket).Any(end => board.LegOf(socket, end).Via)))
            {
                SocketVia.Add(board.Plan, board.Plan.Sockets[socket - board.FirstSocket], tracks, vias);
            }

            vias.AddRange(net.States
                .Where(state => board.Layer(state) == 0 && net.HasVia(state))
                .Order()
                .Select(state => new Via(name, board.Grid.At(state), board.Plan.Rules.ViaDiameter, board.Plan.Rules.ViaHole)));
            open.AddRange(Open(board, net));
        }

        return new(tracks.ToImmutable(), vias.ToImmutable(), [.. open.Order()]);
    }

    /// <summary>Ids of the sockets outside the component that holds the most; of a net that is in single sockets, all but one on its bus.</summary>
    private static IEnumerable<int> Open(TreeBoard board, NetGraph net)
    {
        net.LabelComponents();
        var joined = net.Sockets.GroupBy(net.LabelOf).MaxBy(group => group.Count());
        var isJoined = joined is not null && (joined.Count() > 1 || (board.Trunks.Count > 0 && net.LegEnds(joined.Single()).Count > 0));
        return (isJoined ? net.AllSockets.Except(joined!) : net.AllSockets)
            .Select(socket => board.Plan.Sockets[socket - board.FirstSocket].Id);
    }

    private static void AddTracks(TreeBoard board, string net, List<int> chain, List<Point> line, ImmutableArray<Track>.Builder tracks)
    {
        var isBus = chain[0] < board.FirstSocket && board.IsOnTrunk(chain[0]);
        var layer = chain[0] < board.FirstSocket ? board.Layer(chain[0]) : 0;
        for (var i = 0; i < chain.Count; i++)
        {
            var vertex = chain[i];
            if (vertex >= board.FirstSocket)
            {
                // The leg stands for the socket: outwards at the chain's begin, inwards at its end.
                var leg = board.LegOf(vertex, chain[i == 0 ? 1 : i - 1]);
                line.AddRange(i == 0 ? leg.Access.Leg : leg.Access.Leg.Reverse());
                layer = board.Layer(leg.State);
                continue;
            }

            if (board.Layer(vertex) != layer)
            {
                Flush(board, net, layer, isBus, line, tracks);
                layer = board.Layer(vertex);
                isBus = board.IsOnTrunk(vertex);
            }

            line.Add(board.Grid.At(board.Node(vertex)));
        }

        Flush(board, net, layer, isBus, line, tracks);
    }

    /// <summary>How a piece is drawn that begins on its net's trunk, or elsewhere.</summary>
    public static (TrackKind Kind, long Width) Style(DesignRules rules, bool isBus) =>
        isBus ? (TrackKind.Bus, rules.BusWidth) : (TrackKind.Track, rules.TrackWidth);

    private static void Flush(TreeBoard board, string net, int layer, bool isBus, List<Point> line, ImmutableArray<Track>.Builder tracks)
    {
        var corners = Polyline.Corners(line);
        if (corners.Length > 1)
        {
            var (kind, width) = Style(board.Plan.Rules, isBus);
            tracks.Add(new(net, kind, (CopperLayer)layer, width, new(corners)));
        }

        line.Clear();
    }
}
