using System.Text.Json;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Explanation;

public class BoardExplainerTests
{
    /// <summary>Three nets before a gap that holds two tracks, explained once: what is said of it several tests look at.</summary>
    private static readonly Lazy<(PlacedBoard Board, RoutedBoard Routed, BoardExplanation Explanation)> Narrow = new(() =>
    {
        var board = WalledBoards.Chamber(0.35, 3);
        var (routed, explanation) = WalledBoards.Explain(board);
        return (board, routed, explanation);
    });

    [Fact]
    public void A_board_that_is_routed_needs_no_explanation()
    {
        var (routed, explanation) = WalledBoards.Explain(WalledBoards.Chamber(gap: 2, sockets: 8));
        Assert.Empty(routed.Unconnected);
        Assert.Same(BoardExplanation.None, explanation);
    }

    [Theory]
    [InlineData(0.85, 8, 6, 0.25)]
    [InlineData(0.6, 5, 4, 0.25)]
    [InlineData(0.35, 5, 2, 0.5)]
    public void A_gap_that_holds_too_few_tracks_is_found_and_widened(double gap, int sockets, int fits, double least)
    {
        var board = WalledBoards.Chamber(gap, sockets);
        var (routed, explanation) = WalledBoards.Explain(board);
        Assert.True(routed.Unconnected.Length >= sockets - fits);
        Assert.Equal(routed.Unconnected, explanation.Sockets.Select(blocked => blocked.Socket.Id));
        Assert.All(explanation.Sockets, blocked =>
        {
            Assert.Equal(BlockReason.Gap, blocked.Bottleneck.Reason);
            var named = Assert.Single(blocked.Bottleneck.Gaps);
            Assert.Equal(["door", "right"], WalledBoards.Between(board, named));
            Assert.Equal(gap, named.Width / Units.Millimetre, 6);
            Assert.Equal(fits, blocked.Bottleneck.Fits);
            Assert.InRange(blocked.Bottleneck.Needed, fits + 1, sockets);
            Assert.True(blocked.Advice.IsConfirmed);
        });

        // Only "right" can move away from the gap: "door" stands against "left". What is advised holds the missing tracks and little more.
        var move = Assert.Single(explanation.Sockets[0].Advice.Moves);
        Assert.Equal(2, move.Module);
        Assert.Equal(0, move.By.Y);
        Assert.InRange(Units.ToMillimetres(move.By.X), least, least + 0.5);
        Assert.Empty(WalledBoards.RouteMoved(board, ("right", Units.ToMillimetres(move.By.X), 0)).Unconnected);
    }

    [Fact]
    public void Sockets_that_face_the_edge_too_closely_move_away_from_it()
    {
        var board = WalledBoards.Place(
            new Block("corner", [(10, -12, 19.6, 12)], ("A", 19.6, -1), ("B", 19.6, 1)),
            new Block("far", [(-10, -10, 0, 0)], ("A", 0, -5), ("B", 0, -3)));
        var (routed, explanation) = WalledBoards.Explain(board);
        Assert.Equal(2, routed.Unconnected.Length);
        Assert.All(explanation.Sockets, blocked =>
        {
            Assert.Equal(BlockReason.Walled, blocked.Bottleneck.Reason);
            Assert.Equal(["board-edge", "corner"], WalledBoards.Between(board, blocked.Bottleneck.Gaps[0]));
            Assert.Equal(0.4, blocked.Bottleneck.Gaps[0].Width / Units.Millimetre, 6);
            Assert.Equal(0, blocked.Bottleneck.Fits);
            Assert.Equal("A B", string.Join(' ', blocked.Bottleneck.Nets));
            Assert.True(blocked.Advice.IsConfirmed);
            Assert.Equal(new ModuleMove(0, Point.FromMillimetres(-0.25, 0)), Assert.Single(blocked.Advice.Moves));
        });
        Assert.Empty(WalledBoards.RouteMoved(board, ("corner", -0.25, 0)).Unconnected);
    }

    [Fact]
    public void A_socket_in_a_foreign_zone_is_freed_by_moving_one_of_the_two()
    {
        var board = WalledBoards.Place(
            new Block("reaching", [(-10, -10, 0, 0)], ("A", 0.5, -5), ("B", -5, 0)),
            new Block("over", [(0.3, -8, 12, -2)]),
            new Block("far", [(-10, 10, 0, 15)], ("A", -8, 10), ("B", -4, 10)));
        var (_, explanation) = WalledBoards.Explain(board);
        var blocked = Assert.Single(explanation.Sockets);
        Assert.Equal("A", blocked.Socket.Net);
        Assert.Equal(0, blocked.Socket.Module);
        Assert.Equal(BlockReason.Walled, blocked.Bottleneck.Reason);
        Assert.Equal(["over", "reaching"], WalledBoards.Between(board, blocked.Bottleneck.Gaps[0]));
        Assert.True(blocked.Advice.IsConfirmed);
        var move = Assert.Single(blocked.Advice.Moves);
        Assert.Contains(move.Module, new[] { 0, 1 });
        var (x, y) = (Units.ToMillimetres(move.By.X), Units.ToMillimetres(move.By.Y));
        Assert.Empty(WalledBoards.RouteMoved(board, (board.Project.Modules[move.Module].Id, x, y)).Unconnected);
    }

    [Fact]
    public void A_neighbour_in_the_way_of_the_move_moves_along()
    {
        // As the chamber, but "right" stands against a further module: alone, nothing can move away from the gap.
        var board = WalledBoards.Place(
            new Block("left", [(-13, 5, -5.01, 15.6)]),
            new Block("door", [(-4.88, 5, 4.65, 8)], ("N0", -4, 8), ("N1", -3, 8), ("N2", -2, 8)),
            new Block("right", [(5, 0, 13.02, 15.6)]),
            new Block("beside", [(13.15, 0, 18, 15.6)]),
            new Block("far", [(-10, -14, 10, -11)], ("N0", -4, -11), ("N1", -3, -11), ("N2", -2, -11)));
        var (routed, explanation) = WalledBoards.Explain(board);
        var blocked = Assert.Single(explanation.Sockets);
        Assert.Single(routed.Unconnected);
        Assert.True(blocked.Advice.IsConfirmed);
        Assert.Equal([2, 3], blocked.Advice.Moves.Select(move => move.Module));
        var x = Units.ToMillimetres(blocked.Advice.Moves[0].By.X);
        Assert.InRange(x, 0.25, 0.75);
        Assert.All(blocked.Advice.Moves, move => Assert.Equal(Point.FromMillimetres(x, 0), move.By));
        Assert.Empty(WalledBoards.RouteMoved(board, ("right", x, 0), ("beside", x, 0)).Unconnected);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_socket_of_any_board_gets_an_answer(int seed)
    {
        // Modules at any angle and off the grid; their packages are empty, so that no move is legal and only the places are looked at.
        var board = SyntheticBoards.Random(seed, 6, step: 10_000, anyAngle: true);
        var sockets = RoutePlanner.Plan(board).Plan.Sockets;
        var explanation = BoardStages.Explain(board, new RoutedBoard([], [], [.. sockets.Select(socket => socket.Id)]), default);
        Assert.NotEmpty(explanation.Sockets);
        Assert.All(explanation.Sockets, blocked =>
        {
            Assert.Empty(blocked.Advice.Moves);
            Assert.True(blocked.Bottleneck.Reason == BlockReason.Crowded || blocked.Bottleneck.Fits < blocked.Bottleneck.Needed);
        });
        Assert.All(explanation.Issues, issue => Assert.Matches(@"^ROUTING_BLOCKED( [A-Za-z]+=\S*)+$", issue.ToString()));
    }

    [Fact]
    public void The_issue_names_everything_in_one_line()
    {
        var explanation = Narrow.Value.Explanation;
        var socket = explanation.Sockets[0].Socket;
        Assert.Equal(
            $"ROUTING_BLOCKED moduleId=door moduleIdShort=door moduleName=door net={socket.Net} socket={socket.Net} xMm={-4 + socket.Id} yMm=-8 reason=gap"
            + " between=[door,right] gapMm=0.35 gaps=1 fits=2 needed=3 nets=[N0,N1,N2] moveModuleIds=[right] moveXmm=[0.25] moveYmm=[0] confirmed=true",
            Assert.Single(explanation.Issues).ToString());
    }

    [Theory]
    [InlineData(250_000, 0.45, 5)]
    [InlineData(100_000, 0.45, 5)]
    [InlineData(50_000, 0.45, 5)]
    [InlineData(50_000, 0.9, 9)]
    public void Any_grid_sees_the_same_gap(long grid, double gap, int sockets)
    {
        var board = WalledBoards.Chamber(gap, sockets, DesignRules.Default with { Grid = grid });
        var space = new FreeSpace(RoutePlanner.Plan(board).Plan);
        var (bottleneck, _) = new BottleneckFinder(space, RoutedBoard.Empty, _ => true).Find(space.Plan.Sockets[1], new HashSet<int> { space.Plan.Sockets[1].Id }, default);
        Assert.Equal(BlockReason.Gap, bottleneck.Reason);
        Assert.Equal(["door", "right"], WalledBoards.Between(board, Assert.Single(bottleneck.Gaps)));
        Assert.InRange(bottleneck.Fits, 1, sockets - 1);
        Assert.InRange(bottleneck.Needed, bottleneck.Fits + 1, sockets);
    }

    [Fact]
    public void A_tree_board_is_explained_alike()
    {
        var board = WalledBoards.Chamber(0.35, 3, DesignRules.Default with { Topology = Topology.Tree });
        var (routed, explanation) = WalledBoards.Explain(board);
        Assert.Equal(routed.Unconnected, explanation.Sockets.Select(blocked => blocked.Socket.Id));
        Assert.All(explanation.Sockets, blocked =>
        {
            Assert.Equal(["door", "right"], WalledBoards.Between(board, blocked.Bottleneck.Gaps[0]));
            Assert.Equal(new ModuleMove(2, Point.FromMillimetres(0.25, 0)), Assert.Single(blocked.Advice.Moves));
            Assert.True(blocked.Advice.IsConfirmed);
        });
    }

    [Fact]
    public void A_sentence_says_it_to_a_person() => Assert.Equal(
        "N0 of door at (-4, -8) mm: the gap of 0.35 mm between door and right holds 2 tracks, 3 nets must pass; move right by (0.25, 0) mm, routed so",
        Narrow.Value.Explanation.Sentences[0]);

    [Fact]
    public void The_report_holds_the_explanation()
    {
        var (board, routed, explanation) = Narrow.Value;
        var (report, issues) = BoardStages.Verify(board, routed, explanation);
        Assert.Equal(["ROUTING_UNCONNECTED_SOCKETS", "ROUTING_BLOCKED"], issues.Take(2).Select(issue => issue.Code));
        using var json = JsonDocument.Parse(report);
        var blocked = Assert.Single(json.RootElement.GetProperty("blocked").EnumerateArray());
        Assert.Equal("gap", blocked.GetProperty("reason").GetString());
        Assert.Equal(["door", "right"], blocked.GetProperty("gaps")[0].GetProperty("between").EnumerateArray().Select(id => id.GetString()!));
        Assert.Equal(0.25, blocked.GetProperty("moves")[0].GetProperty("xMm").GetDouble());
        Assert.True(blocked.GetProperty("confirmed").GetBoolean());
    }

    [Fact]
    public void The_same_board_gets_the_same_advice() => Assert.Equal(
        Narrow.Value.Explanation.Issues.Select(issue => issue.ToString()),
        WalledBoards.Explain(WalledBoards.Chamber(0.35, 3)).Explanation.Issues.Select(issue => issue.ToString()));

    [Fact]
    public void An_explanation_can_be_cancelled()
    {
        var (board, routed, _) = Narrow.Value;
        Assert.ThrowsAny<OperationCanceledException>(() => BoardStages.Explain(board, routed, new(canceled: true)));
    }
}
