using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Tests;

namespace MakeDevice.Routing.Tests.Lattice;

/// <summary>Large boards are routed as a whole: completed, legal, and the same whatever does the work.</summary>
public class WholeBoardTests
{
    private const int Modules = 30;

    [Theory]
    [InlineData(1, 250_000, 0)]
    [InlineData(2, 250_000, 0)]
    [InlineData(3, 100_000, 0)]
    [InlineData(4, 250_000, 130_000)]
    public void A_large_board_is_completed_by_legal_copper(int seed, long grid, long offGrid)
    {
        var board = Board(seed, grid, offGrid);
        var routing = Route(board);

        // Off the grid it may take a finer one for the last sockets.
        Assert.True(routing.Manner == RoutingManner.OnLattice || offGrid > 0);
        Assert.Empty(routing.Routed.Unconnected);
        Assert.Empty(CopperChecks.Faults(board, routing.Routed));

        // Finished, too.
        Assert.Empty(CopperChecks.Faults(board, BoardStages.Route(board, 1, null, default).Routed));
    }

    [Fact]
    public void The_result_does_not_depend_on_workers_or_on_stages()
    {
        var board = Board(1);
        var one = BoardStages.Route(board, 1, null, default).Routed;
        RerouteTests.AssertSame(one, BoardStages.Route(board, 2, null, default).Routed);
        RerouteTests.AssertSame(one, BoardStages.Route(board, 7, null, default).Routed);
        RerouteTests.AssertSame(one, StagedRoute.Of(board).Routed);
    }

    [Fact]
    public void Progress_counts_the_sockets_of_each_side()
    {
        var board = Board(1);
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
        Assert.ThrowsAny<OperationCanceledException>(() => BoardStages.Route(Board(1), 2, null, cancelled.Token));
    }

    /// <summary>The second goes on on its own grid in a second or two; the others are routed side by side, which takes a hundred times as long.</summary>
    public static TheoryData<int> TooDense => Series.IsLong ? [1, 2, 5] : [2];

    /// <summary>Too dense for the lattice: some boards go on on their own grid, some are routed side by side.</summary>
    [Theory]
    [MemberData(nameof(TooDense))]
    public void What_a_lattice_cannot_hold_is_routed_otherwise(int seed)
    {
        var board = SyntheticBoards.Random(seed, Modules, gap: 300_000, slack: 0.35);
        var routing = Route(board);
        Assert.Empty(CopperChecks.Faults(board, routing.Routed));
        Assert.InRange(routing.Routed.Unconnected.Length, 0, board.Sockets.Length / 20);
    }

    [Fact]
    public void The_same_board_keeps_its_copper_byte_for_byte()
    {
        var plan = BoardStages.PlanInMemory(Board(2));
        var first = BoardStages.Route(plan, null, 1, null, default);
        var second = BoardStages.Route(plan, first.State(), 1, null, default);
        Assert.True(second.IsRerouted);
        RerouteTests.AssertSame(first.Routed, second.Routed);
        RerouteTests.AssertSame(second.Routed, BoardStages.Route(plan, second.State(), 2, null, default).Routed);
    }

    [Fact]
    public void A_moved_module_leaves_most_of_the_copper_where_it_was()
    {
        var board = Board(1);
        var state = BoardStages.Route(BoardStages.PlanInMemory(board), null, 1, null, default).State();
        var earlier = PreviousRouting.Read(state)!.Routed.Tracks.ToHashSet();
        var (moves, rerouted, tracks, kept) = (0, 0, 0, 0);
        for (var module = 1; module < Modules; module += Series.IsLong ? 3 : 12)
        {
            var moved = RerouteTests.Move(board, module, new(500_000, 0));
            var result = BoardStages.Route(BoardStages.PlanInMemory(moved), state, 1, null, default);
            Assert.Empty(result.Routed.Unconnected);
            Assert.Empty(CopperChecks.Faults(moved, result.Routed));
            RerouteTests.AssertSame(result.Routed, BoardStages.Route(BoardStages.PlanInMemory(moved), state, 3, null, default).Routed);
            moves++;
            if (result.IsRerouted)
            {
                rerouted++;
                var now = PreviousRouting.Read(result.State())!.Routed.Tracks;
                (tracks, kept) = (tracks + now.Length, kept + now.Count(earlier.Contains));
            }
        }

        // Where the lattice does not join all any more, the board is routed from scratch.
        Assert.InRange(rerouted, (moves / 2) + 1, moves);
        Assert.InRange(kept, tracks * 2 / 3, tracks);
    }

    public static TheoryData<int> Forgeries => [.. Enumerable.Range(1, Series.Of(1, 3))];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void Copper_that_nobody_routed_is_dropped_or_legal(int seed)
    {
        var board = Board(3);
        var honest = PreviousRouting.Read(BoardStages.Route(BoardStages.PlanInMemory(board), null, 1, null, default).State())!;
        for (var changes = 1; changes < Series.Of(4, 7); changes++)
        {
            var forged = honest with { Routed = RerouteTests.Forge(honest.Routed, new Random(seed), changes) };
            var result = BoardStages.Route(BoardStages.PlanInMemory(board), forged.Write(), 1, null, default);
            Assert.Empty(CopperChecks.Faults(board, result.Routed));
            Assert.Empty(result.Routed.Unconnected);
        }
    }

    [Fact]
    public void A_board_whose_nets_all_end_on_one_side_is_a_large_board_too()
    {
        var all = Board(1);
        var board = all with { Sockets = [.. all.Sockets.Where(socket => !socket.Net.StartsWith("SWDIO", StringComparison.Ordinal))] };
        var plan = RoutePlanner.Plan(board).Plan;
        Assert.False(plan.IsPolished);
        Assert.Single(plan.Sockets.Select(plan.SideOf).Distinct());
        var routing = Route(board);
        Assert.Empty(routing.Routed.Unconnected);
        Assert.Empty(CopperChecks.Faults(board, routing.Routed));
    }

    private static PlacedBoard Board(int seed, long grid = 250_000, long offGrid = 0) => SyntheticBoards.Random(
        seed, Modules, gap: 3_000_000, step: offGrid == 0 ? 250_000 : offGrid, slack: 1.5, rules: DesignRules.Default with { Grid = grid });

    private static BoardRouting Route(PlacedBoard board) => new BoardRouter(RoutePlanner.Plan(board).Plan).Route(null, 1, null, default);
}
