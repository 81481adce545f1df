using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Lattice;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Negotiation;

public class PullTightTests
{
    private const int East = 0;
    private const int NorthEast = 1;
    private const int North = 2;
    private const int South = 6;

    [Fact]
    public void A_staircase_becomes_one_diagonal()
    {
        using var layout = TreeBoards.Empty();
        var chain = Draw(layout, 0, [.. Enumerable.Range(0, 16).Select(i => i % 2 == 0 ? East : North)]);
        Pull(layout, 0);
        var net = layout.Nets[0];
        Assert.Equal(9, net.States.Count());
        Assert.Equal(1 << NorthEast, net.Steps(chain[0]));
        Assert.NotEqual(0, net.Steps(chain[^1]));
    }

    [Fact]
    public void A_loop_round_nothing_becomes_straight()
    {
        using var layout = TreeBoards.Empty();
        var chain = Draw(layout, 0, [.. Enumerable.Repeat(North, 9), .. Enumerable.Repeat(East, 20), .. Enumerable.Repeat(South, 9)]);
        Pull(layout, 0);
        Assert.Equal(21, layout.Nets[0].States.Count());
        Assert.Equal(1 << East, layout.Nets[0].Steps(chain[0]));
    }

    [Fact]
    public void Another_net_s_track_keeps_its_distance_and_a_loop_round_it_as_short_as_it_may_be()
    {
        using var layout = TreeBoards.Empty();
        Draw(layout, 0, [.. Enumerable.Repeat(North, 9), .. Enumerable.Repeat(East, 20), .. Enumerable.Repeat(South, 9)]);
        Draw(layout, 1, [.. Enumerable.Repeat(North, 4)], columns: 10);
        Pull(layout, 0);
        var router = new NetRouter(layout.Board, layout.Congestion);
        Assert.All([0, 1], net => Assert.True(router.IsClear(layout.Nets[net], layout.Footprint(net))));
        Assert.Equal(21, layout.Nets[0].States.Count());
        Assert.Contains(layout.Nets[0].States, state => layout.Board.Grid.Row(state) > layout.Nets[1].States.Max(layout.Board.Grid.Row));
    }

    /// <summary>What the coarse graph gives is shorter then, all in one piece, and as far from other nets as before.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Tracks_of_a_board_become_shorter_and_stay_joined_and_clear(int seed)
    {
        var plan = BoardStages.PlanInMemory(SyntheticBoards.Random(seed, 6)).Plan;
        using var router = new BoardRouter(plan);
        using var grounds = new LatticeGrounds();
        using var layout = WholeBoard.Route(router.SideOf(Side.Left), router.SideOf(Side.Right), grounds, RoutedBoard.Empty, 1, null, default).Layout!;
        var before = Length(layout);
        var vias = layout.Copper().Vias;
        var moved = Enumerable.Range(0, layout.Nets.Length).Count(net => Pull(layout, net));
        Assert.NotEqual(0, moved);
        Assert.True(layout.IsJoined);
        Assert.InRange(Length(layout), before * 0.6, before * 0.98);
        Assert.Equal(vias.AsEnumerable(), layout.Copper().Vias);
        var check = new NetRouter(layout.Board, layout.Congestion);
        Assert.All(Enumerable.Range(0, layout.Nets.Length), net => Assert.True(check.IsClear(layout.Nets[net], layout.Footprint(net))));
    }

    private static bool Pull(Layout layout, int net)
    {
        var router = new NetRouter(layout.Board, layout.Congestion);
        return router.Change(layout, net, router.Pull);
    }

    private static double Length(Layout layout) =>
        layout.Copper().Tracks.Sum(track => track.Points.Zip(track.Points.Skip(1), (a, b) => a.DistanceTo(b)).Sum());

    /// <summary>A track of steps in these directions, from the board's middle or columns to the right of it.</summary>
    private static List<int> Draw(Layout layout, int net, int[] directions, int columns = 0) =>
        TreeBoards.Draw(layout, net, TreeBoards.Node(layout, columns), directions);
}
