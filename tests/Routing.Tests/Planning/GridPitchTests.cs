using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests;

public class GridPitchTests
{
    [Theory]
    [InlineData(0.25, 0.25)]
    [InlineData(0.05, 0.05)]
    [InlineData(0.35, 0.35)]
    [InlineData(0.375, 0.1875)]
    [InlineData(0.4, 0.2)]
    [InlineData(0.5, 0.25)]
    [InlineData(1, 0.333333)]
    public void A_grid_on_which_crossing_tracks_would_not_meet_is_divided(double grid, double pitch)
    {
        var (used, issues) = GridPitch.Of(Board(100, 80, grid));
        Assert.Empty(issues);
        Assert.True(used * 0.71 <= 250_000);
        Assert.True(grid == 1 ? Units.Millimetre % used == 0 : used == Units.FromMillimetres(pitch));
    }

    [Fact]
    public void Wide_tracks_may_use_a_wide_grid() =>
        Assert.Equal(500_000, GridPitch.Of(Board(100, 80, 0.5, DesignRules.Default with { TrackWidth = 300_000 })).Pitch);

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.1)]
    [InlineData(0.25)]
    public void The_largest_board_fits_into_the_memory_on_any_grid(double grid)
    {
        var board = Board(500, 500, grid);
        var (pitch, issues) = GridPitch.Of(board);
        Assert.True(GridPitch.Megabytes(board.Project.Board, pitch) <= GridPitch.MostMegabytes);
        Assert.Equal(0, pitch % board.Rules.Grid);
        Assert.Equal(grid < 0.2, issues.Any(issue => issue.Code == "GRID_COARSER"));
        Assert.DoesNotContain(issues, RoutePlanner.ForbidsRouting);
    }

    [Fact]
    public void A_coarser_grid_is_a_note_that_says_so() => Assert.Equal(
        "GRID_COARSER gridMm=0.05 usedMm=0.2 neededMb=7063 availableMb=600", Assert.Single(GridPitch.Of(Board(500, 500, 0.05)).Issues).ToString());

    [Fact]
    public void A_board_for_which_no_grid_fits_is_refused()
    {
        var issue = Assert.Single(GridPitch.Of(Board(500, 500, 0.05), mostMegabytes: 100).Issues);
        Assert.StartsWith("BOARD_TOO_LARGE neededMb=", issue.ToString(), StringComparison.Ordinal);
        Assert.True(RoutePlanner.ForbidsRouting(issue));
    }

    [Fact]
    public void The_memory_that_a_host_allows_travels_with_board_and_plan()
    {
        var small = Board(500, 500, 0.25) with { MostMegabytes = 250 };
        var (plan, issues) = RoutePlanner.Plan(small);
        Assert.Equal("GRID_COARSER", Assert.Single(issues).Code);
        Assert.True(GridPitch.Megabytes(small.Project.Board, plan.Lattice.Pitch) <= 250);
        Assert.Equal(250, PlanCodec.Read(PlanCodec.Write(plan)).MostMegabytes);
        Assert.True(plan.MostNodes < RoutePlanner.Plan(Board(100, 80, 0.25)).Plan.MostNodes);
        Assert.Contains(RoutePlanner.Plan(small with { MostMegabytes = 100 }).Issues, issue => issue.Code == "BOARD_TOO_LARGE");
    }

    private static PlacedBoard Board(double width, double height, double grid, DesignRules? rules = null) =>
        new(TestProjects.Board(width, height), (rules ?? DesignRules.Default) with { Grid = Units.FromMillimetres(grid) }, [], [], []);
}
