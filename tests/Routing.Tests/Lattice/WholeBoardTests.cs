using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Lattice;

/// <summary>Large boards are routed as a whole: completed, legal, and the same whatever does the work.</summary>
public class WholeBoardTests
{
    [Theory]
    [InlineData(1, 250_000, 0)]
    [InlineData(2, 250_000, 0)]
    [InlineData(3, 100_000, 0)]
    [InlineData(4, 250_000, 130_000)]
    public void A_large_board_is_completed_by_legal_copper(int seed, long grid, long offGrid)
    {
        var board = WholeBoards.Board(seed, grid, offGrid);
        var (_, routing, finished) = RoutedOnce.Of(board);

        // Off the grid it may take a finer one for the last sockets.
        Assert.True(routing.Manner == RoutingManner.OnLattice || offGrid > 0);
        Assert.Empty(routing.Routed.Unconnected);
        Assert.Empty(CopperChecks.Faults(board, routing.Routed));

        // Finished, too.
        Assert.Empty(CopperChecks.Faults(board, finished.Routed));
    }

    [Fact]
    public void The_result_does_not_depend_on_workers_or_on_stages()
    {
        var board = WholeBoards.Board(1);
        var one = RoutedOnce.Of(board).Routed;
        RerouteTests.AssertSame(one, BoardStages.Route(board, 2, null, default).Routed);
        RerouteTests.AssertSame(one, BoardStages.Route(board, 7, null, default).Routed);
        RerouteTests.AssertSame(one, StagedRoute.Of(board).Routed);
    }

    [Fact]
    public void Progress_counts_the_sockets_of_each_side()
    {
        var board = WholeBoards.Board(1);
        var plan = RoutePlanner.Plan(board).Plan;
        var reports = new List<RouteProgress>();
        new BoardRouter(plan).Route(2, reports.Add, default);
        Assert.All(reports, report =>
        {
            Assert.Equal(plan.Sockets.Count(socket => plan.SideOf(socket) == report.Side), report.Sockets);
            Assert.InRange(report.Connected, 0, report.Sockets);
        });
        Assert.Equal(plan.Sockets.Length, reports.GroupBy(report => report.Side).Sum(side => side.Last().Connected));
    }

    [Fact]
    public void It_stops_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => BoardStages.Route(WholeBoards.Board(1), 2, null, cancelled.Token));
    }

    [Fact]
    public void A_board_whose_nets_all_end_on_one_side_is_a_large_board_too()
    {
        var all = WholeBoards.Board(1);
        var board = all with { Sockets = [.. all.Sockets.Where(socket => !socket.Net.StartsWith("SWDIO", StringComparison.Ordinal))] };
        var plan = RoutePlanner.Plan(board).Plan;
        Assert.False(plan.IsPolished);
        Assert.Single(plan.Sockets.Select(plan.SideOf).Distinct());
        var routing = WholeBoards.Route(board);
        Assert.Empty(routing.Routed.Unconnected);
        Assert.Empty(CopperChecks.Faults(board, routing.Routed));
    }
}
