using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Explanation;

namespace MakeDevice.Routing.Tests.Negotiation;

public class LastSocketsTests
{
    // Wide enough for a track, but only between two lines of the grid of 0.25 mm, which are at 4.75 and 5 mm.
    private const double Gap = 0.2;

    // Holds no line of the grid of 0.125 mm, but where it ends one of that of 0.0625 mm or of 0.05 mm.
    private const double NarrowGap = 0.13;
    private const double Sixteenth = 5;
    private const double Twentieth = 4.965;

    private static readonly Effort OnItsOwnGrid = Effort.Normal with { FinerLooks = 0, Halvings = 0 };

    [Theory]
    [InlineData(Topology.Bus, 1, Gap, Sixteenth)]
    [InlineData(Topology.Bus, 2, Gap, Sixteenth)]
    [InlineData(Topology.Tree, 1, Gap, Sixteenth)]
    [InlineData(Topology.Tree, 2, Gap, Sixteenth)]
    [InlineData(Topology.Bus, 2, NarrowGap, Sixteenth)]
    [InlineData(Topology.Bus, 2, NarrowGap, Twentieth)]
    [InlineData(Topology.Tree, 1, NarrowGap, Twentieth)]
    public void A_gap_between_two_lines_of_the_grid_is_used_where_sockets_would_stay_open(Topology topology, int sockets, double gap, double end)
    {
        var board = WalledBoards.Chamber(gap, sockets, DesignRules.Default with { Topology = topology }, end);
        var plan = RoutePlanner.Plan(board).Plan;
        var onGrid = new BoardRouter(plan, OnItsOwnGrid).Route(1, null, default);
        Assert.Equal(sockets, onGrid.Unconnected.Select(id => board.Sockets.Single(socket => socket.Id == id).Net).Distinct().Count());

        var routed = new BoardRouter(plan).Route(1, null, default);
        Assert.Empty(routed.Unconnected);
        Assert.Empty(CopperChecks.Faults(board, routed));
        Assert.Contains(routed.Tracks.SelectMany(track => track.Points), point => point.X % board.Rules.Grid != 0);
    }

    [Fact]
    public void A_gap_between_two_lines_is_used_however_many_sockets_it_parts()
    {
        // Of either net, five or four sockets stand in the chamber and five outside.
        var board = WalledBoards.Place(
            new Block("left", [(-13, 5, -5.01, 15.6)]),
            new Block("door", [(-4.88, 5, 5 - Gap, 8)], [.. Enumerable.Range(0, 9).Select(i => ($"N{i % 2}", i - 4.0, 8.0))]),
            new Block("right", [(5, 0, 13, 15.6)]),
            new Block("far", [(-10, -14, 10, -11)], [.. Enumerable.Range(0, 10).Select(i => ($"N{i % 2}", i - 4.0, -11.0))]));
        var plan = RoutePlanner.Plan(board).Plan;
        Assert.True(new BoardRouter(plan, OnItsOwnGrid).Route(1, null, default).Unconnected.Length > 8);

        var routed = new BoardRouter(plan).Route(1, null, default);
        Assert.Empty(routed.Unconnected);
        Assert.Empty(CopperChecks.Faults(board, routed));
    }

    [Theory]
    [InlineData(Gap, 1)]
    [InlineData(NarrowGap, 2)]
    public void Where_the_finer_grid_comes_too_late_the_board_is_routed_on_it_from_the_start(double gap, int halvings)
    {
        // Nothing is tried from the copper that is there.
        var board = WalledBoards.Chamber(gap, 2, DesignRules.Default);
        var plan = RoutePlanner.Plan(board).Plan;
        Assert.NotEmpty(new BoardRouter(plan, new(Looks: 1_000_000, FinerLooks: 0, Halvings: halvings - 1)).Route(1, null, default).Unconnected);

        var routing = new BoardRouter(plan, new(Looks: 1_000_000, FinerLooks: 0, Halvings: halvings)).Route(null, 1, null, default);
        Assert.Empty(routing.Routed.Unconnected);
        Assert.Empty(CopperChecks.Faults(board, routing.Routed));
        Assert.Equal(RoutingManner.Negotiated, routing.Manner);
    }

    /// <summary>More sockets than a gap holds on both layers: what can be joined is, and what is open is said to be.</summary>
    [Theory]
    [InlineData(0.35, 5)]
    [InlineData(0.6, 5)]
    [InlineData(0.85, 8)]
    public void What_a_gap_cannot_hold_is_said_to_be_open(double gap, int sockets)
    {
        var board = WalledBoards.Chamber(gap, sockets);
        var routed = WalledBoards.Route(board);
        Assert.InRange(routed.Unconnected.Length, 1, sockets - 1);
        var open = board.Sockets.Where(socket => routed.Unconnected.Contains(socket.Id)).Select(socket => socket.Net).ToHashSet();
        Assert.All(CopperChecks.Faults(board, routed), fault => Assert.Contains(open, fault.Contains));
    }

    [Fact]
    public void No_grid_is_finer_than_half_a_tenth_of_a_millimetre()
    {
        var board = WalledBoards.Chamber(Gap, 1, DesignRules.Default with { Grid = Units.Millimetre / 20 });
        Assert.Empty(new BoardRouter(RoutePlanner.Plan(board).Plan).Route(1, null, default).Unconnected);
        var tight = WalledBoards.Chamber(0.1, 1, DesignRules.Default with { Grid = Units.Millimetre / 20 });
        Assert.NotEmpty(new BoardRouter(RoutePlanner.Plan(tight).Plan).Route(1, null, default).Unconnected);
    }
}
