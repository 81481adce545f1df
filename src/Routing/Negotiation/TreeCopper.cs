using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>Turns the graphs of nets into tracks and vias.</summary>
internal static class TreeCopper
{
    public static RoutedBoard Build(TreeBoard board, IEnumerable<NetGraph> nets)
    {
        var tracks = ImmutableArray.CreateBuilder<Track>();
        var vias = ImmutableArray.CreateBuilder<Via>();
        var open = new List<int>();
        foreach (var net in nets)
        {
            var name = board.Plan.Net(net.Net).Name;
            foreach (var chain in net.Chains())
            {
                AddTracks(board, name, chain, tracks);
            }

            vias.AddRange(net.States
                .Where(state => board.Layer(state) == 0 && net.HasVia(state))
                .Order()
                .Select(state => new Via(name, board.Grid.At(state), board.Plan.Rules.ViaDiameter, board.Plan.Rules.ViaHole)));
            open.AddRange(Open(board, net));
        }

        return new(tracks.ToImmutable(), vias.ToImmutable(), [.. open.Order()]);
    }

    /// <summary>Ids of the sockets outside the component that holds the most; of a net that is in single sockets, all.</summary>
    private static IEnumerable<int> Open(TreeBoard board, NetGraph net)
    {
        if (net.LabelComponents() == 1)
        {
            return [];
        }

        return net.Sockets
            .GroupBy(net.LabelOf)
            .OrderByDescending(group => group.Count())
            .SkipWhile((group, i) => i == 0 && group.Count() > 1)
            .SelectMany(group => group)
            .Select(socket => board.Plan.Sockets[socket - board.FirstSocket].Id);
    }

    private static void AddTracks(TreeBoard board, string net, List<int> chain, ImmutableArray<Track>.Builder tracks)
    {
        var line = new List<Point>();
        var layer = 0;
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
                Flush(board, net, layer, line, tracks);
                layer = board.Layer(vertex);
            }

            line.Add(board.Grid.At(board.Node(vertex)));
        }

        Flush(board, net, layer, line, tracks);
    }

    private static void Flush(TreeBoard board, string net, int layer, List<Point> line, ImmutableArray<Track>.Builder tracks)
    {
        var corners = Polyline.Corners(line);
        if (corners.Length > 1)
        {
            tracks.Add(new(net, TrackKind.Track, (CopperLayer)layer, board.Plan.Rules.TrackWidth, new(corners)));
        }

        line.Clear();
    }
}
