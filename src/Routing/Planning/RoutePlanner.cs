using System.Collections.Immutable;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>Turns a placed board into a routing plan.</summary>
internal static class RoutePlanner
{
    /// <summary>The plan, and an issue for every module that stands in a bus zone (then the plan must not be routed).</summary>
    public static (RoutingPlan Plan, ImmutableArray<Issue> Issues) Plan(PlacedBoard board)
    {
        var lattice = RoutingLattice.For(board);
        var nets = NetPlanner.Plan(board, lattice);
        var isTree = board.Rules.Topology == Topology.Tree;
        var issues = isTree
            ? []
            : BusZoneCheck.Check(board, NetPlanner.BusZoneWidth(board, nets, Side.Left), NetPlanner.BusZoneWidth(board, nets, Side.Right));
        var ids = nets.ToDictionary(net => net.Name, net => net.Id, StringComparer.Ordinal);
        var obstacles = ObstaclePlanner.Collect(board, name => ids.GetValueOrDefault(name));
        var (sockets, reserved) = isTree ? (TreePlan.Sockets(board, nets), obstacles) : SocketPlanner.Plan(board, nets, obstacles, lattice.Pitch);
        var left = BatchPlanner.Plan(Side.Left, sockets.Where(socket => nets[socket.Net - 1].Side == Side.Left));
        var right = BatchPlanner.Plan(Side.Right, sockets.Where(socket => nets[socket.Net - 1].Side == Side.Right));
        var plan = new RoutingPlan(
            board.Project.Board, board.Rules, lattice, nets, sockets, reserved, left.Batches.AddRange(right.Batches), [left.Reasoning, right.Reasoning]);
        return (plan, issues);
    }
}
