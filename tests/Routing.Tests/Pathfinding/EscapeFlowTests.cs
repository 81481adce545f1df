using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Explanation;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class EscapeFlowTests
{
    /// <summary>Sockets on the grid, off it, and off the lattice's lines: the tracks of a flow must stand beside each other as they are.</summary>
    [Theory]
    [InlineData(31, 8, 250_000, 250_000, 1.5)]
    [InlineData(32, 8, 100_000, 250_000, 1.5)]
    [InlineData(33, 8, 100_000, 10_000, 1.5)]
    [InlineData(34, 8, 50_000, 10_000, 1.5)]
    [InlineData(35, 12, 100_000, 10_000, 0.2)]
    public void Its_tracks_keep_their_distance_on_any_grid(int seed, int modules, long grid, long step, double slack)
    {
        var board = SyntheticBoards.Random(seed, modules, step: step, rules: DesignRules.Default with { Grid = grid }, slack: slack);
        foreach (var which in Enum.GetValues<Side>())
        {
            using var side = new BoardRouter(RoutePlanner.Plan(board).Plan).Side(which);
            using var flow = new EscapeFlow(side);
            using var copper = new SideCopper(side);
            var connections = flow.Solve(1, default);
            Assert.Equal(connections.Count, connections.DistinctBy(connection => connection.Socket).Count());
            Assert.All(connections, connection =>
            {
                Assert.True(copper.Fits(connection));
                copper.Add(connection);
            });
            if (slack > 1)
            {
                Assert.Equal(side.Sockets.Count(), connections.Count);
            }
        }
    }

    /// <summary>A gap as wide as so many tracks, and the sockets nearest to it: the largest number, and the shortest of those.</summary>
    [Theory]
    [InlineData(0.375, 5, 1)]
    [InlineData(0.875, 6, 3)]
    [InlineData(2, 9, 7)]
    public void What_a_gap_cannot_hold_is_left_where_the_way_is_longest(double gap, int sockets, int fits)
    {
        using var side = new BoardRouter(RoutePlanner.Plan(WalledBoards.Chamber(gap, sockets)).Plan).Side(Side.Left);
        using var flow = new EscapeFlow(side);
        var joined = flow.Solve(1, default).Select(connection => side.Socket(connection.Socket)).Where(socket => socket.Module == 1);
        var nearest = side.Sockets.Where(socket => socket.Module == 1).OrderByDescending(socket => socket.At.X).Take(fits);
        Assert.Equal(nearest.Select(socket => socket.Id).Order(), joined.Select(socket => socket.Id));
    }

    /// <summary>A side that is solved in bands: the same tracks for any number of workers, and each beside the others.</summary>
    [Fact]
    public void A_large_side_does_not_depend_on_the_workers()
    {
        var board = SyntheticBoards.Random(36, 60, slack: 1.5);
        using var side = new BoardRouter(RoutePlanner.Plan(board).Plan).Side(Side.Left);
        Assert.True(side.Sockets.Count() >= 200, $"{side.Sockets.Count()} sockets");
        using var one = new EscapeFlow(side);
        using var many = new EscapeFlow(side);
        var connections = one.Solve(1, default);
        Assert.Equal(connections.SelectMany(Numbers), many.Solve(8, default).SelectMany(Numbers));
        Assert.True(connections.Count >= 0.95 * side.Sockets.Count(), $"{connections.Count} of {side.Sockets.Count()} joined");
        using var copper = new SideCopper(side);
        Assert.All(connections, connection =>
        {
            Assert.True(copper.Fits(connection));
            copper.Add(connection);
        });

        static IEnumerable<int> Numbers(Connection connection) => [connection.Socket, connection.Access, .. connection.Nodes];
    }
}
