using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>What copper of a tree costs, in <see cref="PathCost"/> units: the price of a step is the same everywhere, of a via it depends on the grid.</summary>
internal static class TreeCost
{
    /// <summary>Two tracks of a net that meet at an acute angle: made only where there is no other way.</summary>
    private const int AcuteJoint = 3 * PathCost.Turn90;

    public static int Via(RoutingPlan plan) => (int)(plan.Options.ViaLength * PathCost.Straight / plan.Lattice.Pitch);

    /// <summary>Cost of a track that leaves a vertex in a direction beside the ones that are there.</summary>
    /// <param name="steps">Directions of the net's tracks at the vertex, a bit each.</param>
    public static int Joint(int steps, int direction)
    {
        var acute = 1 << ((direction + 1) & 7) | 1 << ((direction + 7) & 7);
        return (steps & acute) != 0 ? AcuteJoint : 0;
    }

    /// <summary>Cost of a chain of a graph, its ends' joints included.</summary>
    public static int Of(TreeBoard board, NetGraph graph, IReadOnlyList<int> chain)
    {
        var cost = 0;
        var heading = -1;
        for (var i = 1; i < chain.Count; i++)
        {
            int from = chain[i - 1], to = chain[i];
            if (from >= board.FirstSocket || to >= board.FirstSocket)
            {
                var (socket, state) = from >= board.FirstSocket ? (from, to) : (to, from);
                var leg = board.LegOf(socket, state);
                var direction = leg.Direction < 0 || socket == from ? leg.Direction : (leg.Direction + 4) & 7;
                cost += leg.Cost + Turn(heading, direction);
                heading = direction;
            }
            else if (to == board.OtherLayer(from))
            {
                cost += Via(board.Plan);
                heading = -1;
            }
            else
            {
                var direction = board.Grid.DirectionOf(to - from);
                cost += PathCost.Step(direction) + Turn(heading, direction);
                cost += i == 1 ? Joint(graph.Steps(from), direction) : 0;
                cost += i == chain.Count - 1 ? Joint(graph.Steps(to), (direction + 4) & 7) : 0;
                heading = direction;
            }
        }

        return cost;
    }

    /// <summary>Cost of a turn; where one of the directions is open, nothing.</summary>
    public static int Turn(int from, int to) => to < 0 ? 0 : Math.Max(0, PathCost.Turn(from, to));
}
