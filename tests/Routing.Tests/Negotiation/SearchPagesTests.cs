using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Tests.Negotiation;

/// <summary>The memory of a search and what it knows beforehand: the roles of vertices and how far they are from the goals.</summary>
public class SearchPagesTests
{
    [Fact]
    public void A_cell_is_found_at_its_place_and_beside_its_neighbours()
    {
        using var layout = TreeBoards.Empty();
        var (pages, lookahead) = Make(layout);
        var grid = layout.Board.Grid;
        pages.Clear(null, Trust.Exact);
        pages.AddRole(new(1, 9, 17), 4);
        for (var row = 8; row < 30; row++)
        {
            for (var column = 5; column < 30; column++)
            {
                var cell = pages.Find(1, column, row);
                Assert.Equal(new SearchPlace(1, column, row), pages.Place(cell));
                Assert.Equal((column, row) == (9, 17) ? 4 : 0, pages[cell].Role);
                for (var direction = 0; direction < 8; direction++)
                {
                    var (x, y) = RoutingGrid.Steps[direction];
                    Assert.Contains(SearchPages.Beside(cell, direction), new[] { -1, pages.Find(1, column + x, row + y) });
                }
            }
        }

        Assert.True(pages.Touched.Count < layout.Board.Blocks.Count);
        Assert.All(pages.Touched, block => Assert.True(block >= layout.Board.Blocks.Count));
        pages.Clear(null, Trust.Exact);
        Assert.Equal(0, pages[pages.Find(1, 9, 17)].Role);
        pages.Clear(new BlockSet(layout.Board.Blocks), Trust.Exact);
        Assert.Equal(int.MinValue, pages[pages.Find(0, grid.Columns / 2, grid.Rows / 2)].Cost);
        pages.Dispose();
        lookahead.Dispose();
    }

    /// <summary>Across free space; a block's centre is not where the goal is.</summary>
    [Fact]
    public void Estimates_are_about_what_the_way_to_the_goal_costs()
    {
        using var layout = TreeBoards.Empty();
        var (pages, lookahead) = Make(layout);
        var grid = layout.Board.Grid;
        int goal = TreeBoards.Node(layout), source = TreeBoards.Node(layout, 40, 20);
        lookahead.Clear();
        lookahead.AddGoal(new(0, grid.Column(goal), grid.Row(goal)));
        Assert.False(lookahead.Spread(int.MaxValue, 1000, Trust.Exact, null));

        lookahead.Clear();
        lookahead.AddGoal(new(0, grid.Column(goal), grid.Row(goal)));
        lookahead.AddSource(new(0, grid.Column(source), grid.Row(source)));
        Assert.True(lookahead.Spread(int.MaxValue, 1000, Trust.Exact, null));
        pages.Clear(null, Trust.Exact);
        for (var steps = 0; steps <= 40; steps++)
        {
            var cost = PathCost.Octile(steps, steps / 2);
            Assert.InRange(pages.Ahead(pages.Find(0, grid.Column(goal) + steps, grid.Row(goal) + steps / 2)), Math.Max(0, cost - 12 * PathCost.Diagonal), cost + 2 * PathCost.Diagonal);
        }

        pages.Dispose();
        lookahead.Dispose();
    }

    private static (SearchPages Pages, TreeLookahead Lookahead) Make(Layout layout)
    {
        var lookahead = new TreeLookahead(layout.Board);
        return (new(layout.Board.Blocks, lookahead), lookahead);
    }
}
