using System.Collections.Immutable;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>Turns a placed board into a routing plan.</summary>
internal static class RoutePlanner
{
    /// <summary>The plan, and an issue for every module that stands in a bus zone, for a board that is too large, and a note where its grid was.</summary>
    public static (RoutingPlan Plan, ImmutableArray<Issue> Issues) Plan(PlacedBoard board) => Plan(board, []);

    /// <param name="leftOut">Ids of sockets that need not be routed: they are open in any case.</param>
    /// <inheritdoc cref="Plan(PlacedBoard)"/>
    public static (RoutingPlan Plan, ImmutableArray<Issue> Issues) Plan(PlacedBoard board, ImmutableArray<int> leftOut)
    {
        board = board with { Rules = WithRoomBetweenBuses(board) };
        var (pitch, gridIssues) = GridPitch.Of(board, board.MostMegabytes);
        var lattice = RoutingLattice.For(board, pitch);
        var nets = NetPlanner.Plan(board, lattice);
        var isTree = nets.All(net => board.Rules.TopologyOf(net.Name) == Topology.Tree);
        var issues = isTree
            ? []
            : BusZoneCheck.Check(board, NetPlanner.BusZoneWidth(board, nets, Side.Left), NetPlanner.BusZoneWidth(board, nets, Side.Right));
        var ids = nets.ToDictionary(net => net.Name, net => net.Id, StringComparer.Ordinal);
        var obstacles = ObstaclePlanner.Collect(board, name => ids.GetValueOrDefault(name));
        var routed = Without(board, leftOut);
        var (sockets, reserved) = isTree ? (TreePlan.Sockets(routed, nets), obstacles) : SocketPlanner.Plan(routed, nets, obstacles, lattice.Pitch);
        var left = BatchPlanner.Plan(Side.Left, sockets.Where(socket => nets[socket.Net - 1].Side == Side.Left));
        var right = BatchPlanner.Plan(Side.Right, sockets.Where(socket => nets[socket.Net - 1].Side == Side.Right));
        var plan = new RoutingPlan(
            board.Project.Board, board.Rules, lattice, nets, sockets, reserved, left.Batches.AddRange(right.Batches), [left.Reasoning, right.Reasoning])
        {
            LeftOut = leftOut,
            MostMegabytes = board.MostMegabytes,
        };
        return (plan, issues.AddRange(gridIssues));
    }

    /// <summary>False for a note.</summary>
    public static bool ForbidsRouting(Issue issue) => issue.Severity == Severity.Error;

    /// <summary>The board without sockets, and without those that are then the only ones of their net.</summary>
    private static PlacedBoard Without(PlacedBoard board, ImmutableArray<int> leftOut)
    {
        if (leftOut.IsEmpty)
        {
            return board;
        }

        var sockets = board.Sockets.RemoveAll(socket => leftOut.Contains(socket.Id));
        var alone = sockets.GroupBy(socket => socket.Net, StringComparer.Ordinal).Where(net => net.Count() == 1).Select(net => net.Key).ToHashSet(StringComparer.Ordinal);
        return board with { Sockets = sockets.RemoveAll(socket => alone.Contains(socket.Net)) };
    }

    /// <summary>The rules, with buses so far apart that the nets of every class can keep their clearance there.</summary>
    private static DesignRules WithRoomBetweenBuses(PlacedBoard board)
    {
        var rules = board.Rules;
        var clearance = GreatestClearance(board);
        return clearance == rules.Clearance ? rules : rules with { BusPitch = Math.Max(rules.BusPitch, rules.HalfOfWidest + clearance + (rules.BusWidth + 1) / 2) };
    }

    /// <summary>The greatest clearance that any of the board's nets asks for.</summary>
    public static long GreatestClearance(PlacedBoard board) => board.Rules.NetClasses.IsEmpty
        ? board.Rules.Clearance
        : board.Sockets.Select(socket => socket.Net).Distinct(StringComparer.Ordinal).Aggregate(board.Rules.Clearance, (most, net) => Math.Max(most, board.Rules.ClearanceOf(net)));
}
