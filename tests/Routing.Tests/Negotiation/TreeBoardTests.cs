using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Negotiation;

public class TreeBoardTests
{
    private static readonly RoutingPlan Plan = RoutePlanner.Plan(SyntheticBoards.Random(4, 6, rules: DesignRules.Default)).Plan;

    [Fact]
    public void Legs_are_found_from_either_end_and_keep_others_edges_away()
    {
        using var ground = new Ground(Plan);
        using var board = new TreeBoard(Plan, ground, [], Trunk.Of(Plan, ground.Grid));
        Assert.All(board.Legs, leg =>
        {
            Assert.Same(leg, board.LegOf(leg.Socket, leg.State));
            Assert.Contains(leg, board.LegsAt(leg.State));
            Assert.Equal(board.Grid.At(board.Node(leg.State)), leg.Access.Leg[^1]);
        });
        Assert.Equal(Plan.Sockets.Length, board.Legs.Select(leg => leg.Socket).Distinct().Count());
        Assert.Throws<ArgumentException>(() => board.LegOf(board.FirstSocket, state: 0));

        var state = board.Grid.Count + board.Grid.Node(board.Grid.Columns / 2, board.Grid.Rows / 2);
        var edge = board.EdgeBesideLeg(state, direction: 1);
        Assert.Equal(edge, board.FindEdgeBesideLeg(state, 1));
        Assert.Equal(edge, board.FindEdgeBesideLeg(state + board.Grid.Delta[1], 5));
        Assert.True(board.FindEdgeBesideLeg(board.OtherLayer(state), 1) < 0);
    }

    [Fact]
    public void Of_the_area_of_the_buses_each_net_has_its_own_column()
    {
        using var ground = new Ground(Plan);
        using var board = new TreeBoard(Plan, ground, [], Trunk.Of(Plan, ground.Grid));
        Assert.NotEmpty(board.Trunks);
        foreach (var trunk in board.Trunks)
        {
            var state = (int)trunk.Layer * board.Grid.Count + board.Grid.Node(trunk.Column, (trunk.Bottom + trunk.Top) / 2);
            Assert.True(board.IsOnTrunk(state));
            Assert.False(board.IsOnTrunk(board.OtherLayer(state)));
            Assert.Equal(state, board.OtherLayer(board.OtherLayer(state)));
            Assert.False(board.Maps[board.Layer(state)].IsForeign(board.Node(state), (ushort)trunk.Net.Id));
            Assert.True(board.Maps[board.Layer(state)].IsForeign(board.Node(state), (ushort)(trunk.Net.Id + 1)));
            Assert.True(board.LeavesStep(trunk.Net.Id, state, direction: 2));
            Assert.False(board.LeavesStep(trunk.Net.Id + 1, state, direction: 2));
        }
    }
}
