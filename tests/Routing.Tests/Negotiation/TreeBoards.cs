using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Explanation;

namespace MakeDevice.Routing.Tests.Negotiation;

/// <summary>Empty layouts of a few nets to draw on.</summary>
internal static class TreeBoards
{
    /// <summary>A board of two nets of two sockets each, which are at its lower edge.</summary>
    public static Layout Empty()
    {
        var board = WalledBoards.Place(
            DesignRules.Default with { Topology = Topology.Tree }, new Block("below", [(-10, -14, 10, -11)], [("A", -8, -11), ("B", -4, -11), ("A", 4, -11), ("B", 8, -11)]));
        var plan = TreePlan.Of(RoutePlanner.Plan(board).Plan);
        using var ground = new Ground(plan);
        return new(new(plan, ground, [], []));
    }

    /// <summary>The node some columns to the right of the board's middle and rows above it.</summary>
    public static int Node(Layout layout, int columns = 0, int rows = 0)
    {
        var grid = layout.Board.Grid;
        return grid.Node(grid.ColumnAtOrAfter(0) + columns, grid.RowAtOrAfter(0) + rows);
    }

    /// <summary>A track of a net of steps in these directions, from a node on; on the front.</summary>
    /// <returns>Its vertices.</returns>
    public static List<int> Draw(Layout layout, int net, int from, params int[] directions)
    {
        var chain = new List<int> { from };
        foreach (var direction in directions)
        {
            chain.Add(chain[^1] + layout.Board.Grid.Delta[direction]);
        }

        layout.Nets[net].LinkAll(chain);
        layout.ClaimAll();
        return chain;
    }

    /// <summary>So many steps in one direction.</summary>
    public static int[] Steps(int direction, int count) => [.. Enumerable.Repeat(direction, count)];

    /// <summary>A track from one of a net's sockets by the first leg that is found.</summary>
    /// <returns>The vertex where the leg meets the grid.</returns>
    public static int LinkLeg(Layout layout, int net, int socket)
    {
        var vertex = layout.Nets[net].AllSockets[socket];
        var leg = layout.Board.LegsOf(vertex)[0];
        layout.Nets[net].Link(vertex, leg.State);
        return leg.State;
    }
}
