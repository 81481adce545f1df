using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>Turns the graphs of nets into tracks and vias.</summary>
internal static class TreeCopper
{
    public static RoutedBoard Build(TreeBoard board, IEnumerable<NetGraph> nets)
    {
        var (writers, open) = (new List<CopperWriter>(), new List<int>());
        foreach (var net in nets)
        {
            var writer = new CopperWriter(board.Plan, board.Plan.Net(net.Net));
            writers.Add(writer);
            foreach (var chain in net.Chains())
            {
                AddTracks(board, chain, writer);
            }

            foreach (var socket in net.Sockets.Where(socket => net.LegEnds(socket).Any(end => board.LegOf(socket, end).Via)))
            {
                writer.AddReserved(board.Plan.Sockets[socket - board.FirstSocket]);
            }

            foreach (var state in net.States.Where(state => board.Layer(state) == 0 && net.HasVia(state)).Order())
            {
                writer.AddVia(board.Grid.At(state));
            }

            open.AddRange(Open(board, net));
        }

        return new([.. writers.SelectMany(writer => writer.Tracks)], [.. writers.SelectMany(writer => writer.Vias)], [.. open.Order()]);
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

    private static void AddTracks(TreeBoard board, List<int> chain, CopperWriter writer)
    {
        var line = new List<Point>();
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
                writer.Add((CopperLayer)layer, isBus, line);
                line.Clear();
                layer = board.Layer(vertex);
                isBus = board.IsOnTrunk(vertex);
            }

            line.Add(board.Grid.At(board.Node(vertex)));
        }

        writer.Add((CopperLayer)layer, isBus, line);
    }
}
