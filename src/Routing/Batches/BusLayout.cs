using System.Collections.Immutable;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Batches;

/// <summary>The tracks and buses of both sides as one layout over two layers, in which any net may be laid anew.</summary>
internal static class BusLayout
{
    public static Layout Of(
        RoutingPlan plan, RoutingGrid grid, Stencil stencil, ObstacleIndex index, IReadOnlyList<(RoutingSide Side, SideState State)> sides)
    {
        var indices = plan.Sockets.Select((socket, i) => (socket.Id, i)).ToDictionary(entry => entry.Id, entry => entry.i);
        var legs = sides.SelectMany(side => side.State.Connections.Select(connection => new CarriedLeg(
            indices[connection.Socket], (int)side.Side.Side.TrackLayer(), side.Side.Accesses(connection.Socket)[connection.Access])));
        var known = new CopperMap?[2];
        foreach (var (side, _) in sides.Where(entry => entry.Side.SocketCount > 0))
        {
            known[(int)side.Side.TrackLayer()] = side.Static;
        }

        var board = new TreeBoard(plan, grid, stencil, index, [.. legs], Trunk.Of(plan, grid), known);
        var layout = new Layout(board);
        foreach (var (side, state) in sides)
        {
            foreach (var net in state.Connections.GroupBy(connection => connection.Net))
            {
                Lay(board, layout.Nets[net.Key - 1], side, CopperBuilder.DropUnusedBus([.. net]), indices);
            }
        }

        layout.ClaimAll();
        return layout;
    }

    private static void Lay(TreeBoard board, NetGraph net, RoutingSide side, List<Connection> connections, Dictionary<int, int> indices)
    {
        int track = (int)side.Side.TrackLayer() * board.Grid.Count, bus = (int)side.Side.BusLayer() * board.Grid.Count;
        foreach (var connection in connections)
        {
            net.Link(board.FirstSocket + indices[connection.Socket], track + connection.Nodes[0]);
            for (var i = 1; i < connection.Nodes.Length; i++)
            {
                net.Link(track + connection.Nodes[i - 1], track + connection.Nodes[i]);
            }

            if (connection.BusVia)
            {
                net.Link(track + connection.Join, bus + connection.Join);
            }
        }

        ImmutableArray<int> joins = [.. connections.Where(connection => connection.BusVia).Select(connection => connection.Join)];
        if (joins.Length > 1)
        {
            var step = board.Grid.Columns;
            for (int node = joins.Min(), last = joins.Max(); node < last; node += step)
            {
                net.Link(bus + node, bus + node + step);
            }
        }
    }
}
