using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Explanation;

namespace MakeDevice.Routing.Tests.Batches;

public class BusLayoutTests
{
    [Theory]
    [InlineData(41, 8, 250_000, 250_000)]
    [InlineData(42, 8, 250_000, 10_000)]
    [InlineData(43, 8, 100_000, 10_000)]
    public void The_layout_of_two_sides_is_their_copper(int seed, int modules, long grid, long step)
    {
        var board = SyntheticBoards.Random(seed, modules, step: step, rules: DesignRules.Default with { Grid = grid }, slack: 1.5);
        var plan = RoutePlanner.Plan(board).Plan;
        var sides = Start(plan);
        var layout = BusLayout.Of(plan, sides[0].Side.Grid, sides[0].Side.Stencil, new(plan.Obstacles), sides).Copper();
        RoutedBoard[] built = [.. sides.Select(side => CopperBuilder.Build(side.Side, side.State.Connections))];
        Assert.Empty(layout.Unconnected);
        Assert.Equal(built.SelectMany(side => side.Vias).OrderBy(via => (via.At.X, via.At.Y)), layout.Vias.OrderBy(via => (via.At.X, via.At.Y)));
        Assert.Equal(Extents(built.SelectMany(side => side.Tracks)), Extents(layout.Tracks));
        Assert.Empty(CopperChecks.Faults(board, layout));
    }

    [Theory]
    [InlineData(51, 8, 250_000, 250_000)]
    [InlineData(52, 8, 250_000, 10_000)]
    [InlineData(53, 12, 250_000, 10_000)]
    [InlineData(54, 8, 100_000, 10_000)]
    public void Sockets_that_the_sides_left_are_joined(int seed, int modules, long grid, long step)
    {
        var board = SyntheticBoards.Random(seed, modules, step: step, rules: DesignRules.Default with { Grid = grid }, slack: 1.5);
        var plan = RoutePlanner.Plan(board).Plan;
        var sides = Start(plan).Select(side => (side.Side, State: Without(side.State, every: 3))).ToArray();
        Assert.NotEmpty(sides.SelectMany(side => side.State.Open));
        var routed = new BoardRouter(plan).Join(sides[0], sides[1], 1, default).Routed;
        Assert.Empty(routed.Unconnected);
        Assert.Empty(CopperChecks.Faults(board, routed));
    }

    /// <summary>More sockets than a gap holds on both layers: what was joined stays so, and what is open is said to be.</summary>
    [Theory]
    [InlineData(0.35, 5)]
    [InlineData(0.6, 5)]
    [InlineData(0.85, 8)]
    public void Nothing_joined_is_lost_where_there_is_no_room(double gap, int sockets)
    {
        var board = WalledBoards.Chamber(gap, sockets);
        var plan = RoutePlanner.Plan(board).Plan;
        var sides = Start(plan);
        var routed = new BoardRouter(plan, WalledBoards.Little).Join(sides[0], sides[1], 1, default).Routed;
        Assert.InRange(routed.Unconnected.Length, 1, sides.Sum(side => side.State.Open.Length) - 1);
        var open = board.Sockets.Where(socket => routed.Unconnected.Contains(socket.Id)).Select(socket => socket.Net).ToHashSet();
        Assert.All(CopperChecks.Faults(board, routed), fault => Assert.Contains(open, fault.Contains));
    }

    [Fact]
    public void Without_anything_joined_all_is_negotiated()
    {
        var board = SyntheticBoards.Random(61, 6, slack: 1.5);
        var plan = RoutePlanner.Plan(board).Plan;
        var router = new BoardRouter(plan);
        var routed = router.Join(
            (router.Side(Side.Left), AllOpen(plan, Side.Left)), (router.Side(Side.Right), AllOpen(plan, Side.Right)), 1, default).Routed;
        Assert.Empty(routed.Unconnected);
        Assert.Empty(CopperChecks.Faults(board, routed));
    }

    private static SideState AllOpen(RoutingPlan plan, Side side) => new(
        side, [], [], [.. plan.Sockets.Where(socket => plan.SideOf(socket) == side).Select(socket => socket.Id)], Pass: 1, PassRound: 0, Round: 0, Conflicts: 0);

    internal static (RoutingSide Side, SideState State)[] Start(RoutingPlan plan)
    {
        var router = new BoardRouter(plan);
        return [.. Enum.GetValues<Side>().Select(router.Side).Select(side => (side, SideStart.Solve(side, 1, default)))];
    }

    /// <summary>A state whose every so many sockets on the bus have lost their track, unless another ends on it.</summary>
    private static SideState Without(SideState state, int every)
    {
        var lost = state.Connections
            .Where((connection, i) => i % every == 0 && connection.BusVia)
            .Where(connection => !state.Connections.Any(other => !other.BusVia && other.Net == connection.Net))
            .ToHashSet();
        return state with
        {
            Connections = [.. state.Connections.Where(connection => !lost.Contains(connection))],
            Open = [.. state.Open.Concat(lost.Select(connection => connection.Socket)).Order()],
        };
    }

    /// <summary>Length of each net's tracks and of its bus, to a micrometre: a layout may cut them into other pieces.</summary>
    private static List<(string Net, TrackKind Kind, CopperLayer Layer, long Length)> Extents(IEnumerable<Track> tracks) =>
    [
        .. tracks
            .GroupBy(track => (track.Net, track.Kind, track.Layer))
            .Select(group => (group.Key.Net, group.Key.Kind, group.Key.Layer, (long)Math.Round(group.Sum(Length) / 1000.0)))
            .Order(),
    ];

    private static double Length(Track track) => Enumerable.Range(1, track.Points.Count - 1).Sum(i => track.Points[i - 1].DistanceTo(track.Points[i]));
}
