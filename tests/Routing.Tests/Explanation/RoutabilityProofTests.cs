using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Explanation;

public class RoutabilityProofTests
{
    [Theory]
    [InlineData(0.35, 5, 2)]
    [InlineData(0.6, 5, 4)]
    [InlineData(0.85, 8, 6)]
    public void As_many_sockets_are_left_out_as_a_gap_is_short_of_and_the_rest_is_joined(double gap, int sockets, int fits)
    {
        var board = WalledBoards.Chamber(gap, sockets);
        var (plan, issues) = RoutabilityProof.Plan(board, default);
        Assert.Empty(issues);
        Assert.Equal(sockets - fits, plan.LeftOut.Length);
        Assert.Equal(2 * fits, plan.Sockets.Length);
        Assert.Empty(new BoardRouter(plan, WalledBoards.Little).Route(1, null, default).Unconnected);
    }

    [Fact]
    public void A_routed_board_tells_of_all_that_is_open()
    {
        var board = WalledBoards.Chamber(0.35, 4);
        var plan = BoardStages.PlanInMemory(board);
        var routed = BoardStages.Route(plan, 1, null, default);
        Assert.Equal(2, plan.Plan.LeftOut.Length);
        Assert.Equal(Text(plan.Plan.LeftOut), Text(routed.Unconnected));
        var (_, issues) = BoardStages.Verify(board, routed);
        Assert.Equal("ROUTING_UNCONNECTED_SOCKETS", issues[0].Code);
    }

    [Fact]
    public void The_plan_carries_them()
    {
        var plan = RoutabilityProof.Plan(WalledBoards.Chamber(0.35, 4), default).Plan;
        Assert.Equal(Text(plan.LeftOut), Text(PlanCodec.Read(PlanCodec.Write(plan)).LeftOut));
    }

    private static string Text(IEnumerable<int> ids) => string.Join(' ', ids);

    [Theory]
    [InlineData(1, Topology.Bus)]
    [InlineData(2, Topology.Tree)]
    [InlineData(3, Topology.Bus)]
    public void Boards_that_can_be_routed_lose_nothing(int seed, Topology topology)
    {
        var board = SyntheticBoards.Random(seed, 8, rules: DesignRules.Default with { Topology = topology });
        Assert.Empty(RoutabilityProof.Plan(board, default).Plan.LeftOut);
    }

    [SharedTheory]
    [InlineData("hard/h31_sockets_at_edge_0.5mm.json", "GND.0 JD_PWR.0 RESET.0")]
    [InlineData("hard/h32_facing_0.25mm.json", "GND.1 JD_PWR.1 GND.2 JD_PWR.2")]
    [InlineData("hard/h07_tight_1mm.json", "")]
    [InlineData("valid/i2c20.json", "")]
    public async Task What_has_no_room_is_known_before_routing(string project, string leftOut)
    {
        var read = ProjectReader.Read(SharedData.Project(project)).Project!;
        var (packages, _) = await BoardStages.LoadModulesAsync(read, new FolderModuleLibrary(SharedData.Modules), default);
        var board = BoardStages.Place(read, packages, DesignRules.Default).Board!;
        var plan = BoardStages.PlanInMemory(board).Plan;
        Assert.Equal(leftOut, string.Join(' ', plan.LeftOut.Select(id => $"{board.Sockets[id].Net}.{board.Sockets[id].Module}")));
    }
}
