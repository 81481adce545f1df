using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>Assigns nets to sides and bus columns.</summary>
internal static class NetPlanner
{
    /// <summary>
    /// Nets of at least two sockets, numbered by side and column. The net with most sockets gets the innermost column of its
    /// side, because every one of its tracks is then shorter; ties in ordinal order of names, so that two processes agree. Trees
    /// have no column.
    /// </summary>
    public static ImmutableArray<PlannedNet> Plan(PlacedBoard board, RoutingLattice lattice)
    {
        var nets = ImmutableArray.CreateBuilder<PlannedNet>();
        foreach (var side in new[] { Side.Left, Side.Right })
        {
            var names = board.Sockets
                .Where(socket => socket.Programming == (side == Side.Right))
                .GroupBy(socket => socket.Net, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
                .OrderBy(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => group.Key)
                .ToArray();
            var column = 0;
            foreach (var name in names)
            {
                nets.Add(new(nets.Count + 1, name, side, lattice.BusColumn(board, side, board.Rules.TopologyOf(name) == Topology.Bus ? column++ : 0)));
            }
        }

        return nets.ToImmutable();
    }

    /// <summary>Width of a side's bus zone from the edge: the columns and one pitch (docs/architecture.md); 0 without buses.</summary>
    public static long BusZoneWidth(PlacedBoard board, ImmutableArray<PlannedNet> nets, Side side)
    {
        var columns = nets.Where(net => net.Side == side && board.Rules.TopologyOf(net.Name) == Topology.Bus).Select(net => net.BusX).ToArray();
        if (columns.Length == 0)
        {
            return 0;
        }

        var bounds = board.Project.Board.Bounds;
        return side == Side.Left
            ? columns.Max() + board.Rules.BusPitch - bounds.Left
            : bounds.Right - columns.Min() + board.Rules.BusPitch;
    }
}
