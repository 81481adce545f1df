using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class BusRowsTests
{
    /// <summary>The rows may lie anywhere below a corner: a board's height is no multiple of the grid.</summary>
    [Fact]
    public void A_via_at_a_buss_end_keeps_its_distance_from_a_rounded_corner()
    {
        var board = SyntheticBoards.Random(3, 6);
        foreach (var more in Enumerable.Range(0, 50).Select(step => step * 10_000L))
        {
            var outline = board.Project.Board with { Height = board.Project.Board.Height + more, CornerRadius = Units.Millimetre };
            var (plan, _) = RoutePlanner.Plan(board with { Project = board.Project with { Board = outline } });
            var grid = new RoutingGrid(plan);
            foreach (var side in new[] { Side.Left, Side.Right })
            {
                var rows = BusRows.Of(plan, grid, side);
                var depth = plan.Nets.Where(net => net.Side == side)
                    .SelectMany(net => new[] { rows.Bottom, rows.Top }.Select(row => EdgeDistance.OfCopper(outline, new(net.BusX, grid.Y(row))))).Min();
                Assert.True(depth >= plan.Rules.RoutedEdgeClearance + plan.Rules.ViaDiameter / 2, $"{more}: {depth}");
            }
        }
    }
}
