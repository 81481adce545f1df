using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Lattice;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Lattice;

public class LatticeBoardTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_via_of_another_net_may_stand_near_any_part_of_a_sockets_way(int coarseness)
    {
        // Off the grid, so that some ways are bent.
        using var router = new BoardRouter(RoutePlanner.Plan(SyntheticBoards.Random(4, 10, gap: 3_000_000, step: 130_000, slack: 1.5, rules: DesignRules.Default)).Plan);
        var left = router.SideOf(Side.Left);
        var right = router.SideOf(Side.Right);
        using var ground = new LatticeGround(left, right, coarseness, workers: 1);
        using var board = new LatticeBoard(left, right, ground, workers: 1);
        var sockets = board.Plan.Sockets;
        var isBent = false;
        for (var socket = 0; socket < sockets.Length; socket++)
        {
            for (var start = 0; start < board.Starts[socket].Length; start++)
            {
                var way = board.Way(socket, start);
                var about = Box.Around(way).Inflate((long)board.Plan.Rules.ViaToTrack + 1);
                isBent |= Polyline.Corners([.. way]).Length > 2;
                Assert.All(Enumerable.Range(0, board.Count).Where(node => about.Contains(board.At(node)) && Distance(board.At(node), way) < board.Plan.Rules.ViaToTrack - 1), node =>
                    Assert.False(board.MayHaveVia(node, (ushort)(sockets[socket].Net + 1))));
            }
        }

        Assert.True(isBent);
    }

    [Fact]
    public void Ground_that_a_socket_leaves_can_be_entered_by_its_net()
    {
        using var router = new BoardRouter(RoutePlanner.Plan(SyntheticBoards.Random(3, 8, rules: DesignRules.Default)).Plan);
        var left = router.SideOf(Side.Left);
        var right = router.SideOf(Side.Right);
        using var ground = new LatticeGround(left, right, coarseness: 2, workers: 1);
        using var board = new LatticeBoard(left, right, ground, workers: 1);
        var exits = from socket in Enumerable.Range(0, board.Starts.Length)
                    from state in board.StatesOf(socket)
                    from link in Enumerable.Range(0, 4)
                    where (board.Moves[state] >> link & 1) != 0
                    let back = board.Moves[board.Neighbour(state, link)] >> LatticeCopper.Opposite(link)
                    select (ForAll: (back & 1) != 0, ForItsNet: (back >> 4 & 1) != 0);

        Assert.All(exits, way => Assert.NotEqual(way.ForAll, way.ForItsNet));
        Assert.Contains(exits, way => way.ForItsNet);
    }

    private static double Distance(Point at, Point[] way) => Enumerable.Range(1, way.Length - 1).Min(i => Segments.PointToSegment(at, way[i - 1], way[i]));
}
