using System.Collections.Immutable;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Explanation;

public class ChainFinderTests
{
    [Theory]
    [InlineData(0.5, 4)]
    [InlineData(0.75, 8)]
    [InlineData(1, 12)]
    public void A_wall_is_proof_for_one_net_more_than_passes_its_ends(double gap, int fits)
    {
        Assert.Empty(Anywhere(Wall(gap, fits)));

        var board = Wall(gap, fits + 1);
        var chain = Anywhere(board)[0];
        Assert.Equal((fits, fits + 1), (chain.Fits, chain.Nets.Length));
        Assert.All(chain.Gaps, end =>
        {
            Assert.Equal(["board-edge", "wall"], WalledBoards.Between(board, end));
            Assert.Equal(gap, Units.ToMillimetres((long)end.Width), 6);
            Assert.Equal((fits / 2, 2), (end.Fits, end.Layers));
        });
        Assert.Equal(2, chain.Gaps.Length);
    }

    [Theory]
    [InlineData(Topology.Bus, 9, "Gap", 8)]
    [InlineData(Topology.Tree, 9, "Gap", 8)]
    [InlineData(Topology.Bus, 8, "Crowded", 4)]
    public void A_socket_far_from_the_wall_is_told_its_ends(Topology topology, int nets, string reason, int fits)
    {
        // No window about the socket reaches the wall. Eight tracks pass its ends, four of them on the grid's lines.
        var board = WalledBoards.Place(
            DesignRules.Default with { Topology = topology }, 200, new Block("wall", [(-1, -15.25, 1, 15.25)]), Sockets("left", -80, -70, nets), Sockets("right", 70, 80, nets));
        var space = new FreeSpace(RoutePlanner.Plan(board).Plan);
        var socket = space.Plan.Sockets[1];
        var (bottleneck, _) = new BottleneckFinder(space, RoutedBoard.Empty, _ => true).Find(socket, new HashSet<int> { socket.Id }, default);
        Assert.Equal((reason, fits, nets), (bottleneck.Reason.ToString(), bottleneck.Fits, bottleneck.Needed));
        Assert.Equal(2, bottleneck.Gaps.Length);
        Assert.All(bottleneck.Gaps, gap => Assert.Equal(["board-edge", "wall"], WalledBoards.Between(board, gap)));
    }

    [Fact]
    public void A_wall_may_be_of_several_modules()
    {
        Block[] walls = [new("upper", [(-1, 0.25, 1, 15.5)]), new("lower", [(-1, -15.5, 1, 0)])];
        Assert.Empty(Anywhere(Between(6, walls)));
        var chain = Anywhere(Between(7, walls))[0];
        Assert.Equal((3, 6, 7), (chain.Gaps.Length, chain.Fits, chain.Nets.Length));
    }

    [Fact]
    public void Nets_on_one_side_of_a_wall_need_not_pass_it()
    {
        var wall = new Block("wall", [(-1, -15.5, 1, 15.5)]);
        var board = WalledBoards.Place(wall, Sockets("near", 2, 6, 8), Sockets("far", 12, 16, 8));
        Assert.Empty(Anywhere(board));
    }

    [Fact]
    public void A_net_that_a_module_may_join_inside_need_not_pass_it()
    {
        (string, double, double)[] both = [.. Enumerable.Range(0, 6).SelectMany(i => ((string, double, double)[])[($"N{i}", -1, i), ($"N{i}", 1, i)])];
        Assert.Empty(Anywhere(Between(6, new Block("wall", [(-1, -15.5, 1, 15.5)], both))));
    }

    [Fact]
    public void A_grid_may_have_no_line_where_tracks_would_pass()
    {
        // Between 15.5 and the edge at 16 mm the one track's centre line lies from 15.5625 to 15.6375.
        var board = Wall(0.5, 4);
        var chain = ChainFinder.Find(RoutePlanner.Plan(board).Plan, new(RoutePlanner.Plan(board).Plan, onGrid: true), default)[0];
        Assert.Equal((0, 4), (chain.Fits, chain.Nets.Length));
        var finer = RoutePlanner.Plan(Wall(0.5, 4, DesignRules.Default with { Grid = 125_000 })).Plan;
        Assert.Empty(ChainFinder.Find(finer, new(finer, onGrid: true), default));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_can_be_routed_is_never_proved_impossible(int seed)
    {
        var board = SyntheticBoards.Random(seed, 6, step: 10_000, anyAngle: true);
        var (routed, _) = BoardStages.Route(board, 1, null, default);
        Assert.All(Anywhere(board), chain => Assert.True(routed.Unconnected.Length >= chain.Missing));
    }

    [Fact]
    public void The_search_can_be_cancelled() => Assert.ThrowsAny<OperationCanceledException>(
        () => ChainFinder.Find(RoutePlanner.Plan(Wall(1, 4)).Plan, new(RoutePlanner.Plan(Wall(1, 4)).Plan, onGrid: false), new(canceled: true)));

    private static ImmutableArray<Chain> Anywhere(PlacedBoard board)
    {
        var plan = RoutePlanner.Plan(board).Plan;
        return ChainFinder.Find(plan, new(plan, onGrid: false), default);
    }

    /// <summary>A wall across the board but for a gap at either end, and nets with a socket on either side.</summary>
    private static PlacedBoard Wall(double gap, int nets, DesignRules? rules = null) =>
        Between(rules ?? DesignRules.Default, nets, new Block("wall", [(-1, gap - 16, 1, 16 - gap)]));

    private static PlacedBoard Between(int nets, params Block[] walls) => Between(DesignRules.Default, nets, walls);

    private static PlacedBoard Between(DesignRules rules, int nets, params Block[] walls) =>
        WalledBoards.Place(rules, [.. walls, Sockets("left", -8, -4, nets), Sockets("right", 8, 12, nets)]);

    private static Block Sockets(string id, double left, double right, int nets) =>
        new(id, [(left, -7, right, 7)], [.. Enumerable.Range(0, nets).Select(i => ($"N{i}", left, i - 6.0))]);
}
