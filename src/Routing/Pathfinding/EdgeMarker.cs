using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Blocks what lies beyond the board's edge or too near to it.</summary>
internal static class EdgeMarker
{
    /// <param name="depth">How deep inside the outline the centre of copper must lie, nanometres; above 0, so that the grid's border is blocked, too.</param>
    public static void Block(RoutingPlan plan, RoutingGrid grid, CopperMap map, double depth)
    {
        for (var row = 0; row < grid.Rows; row++)
        {
            var line = map.Owner.AsSpan(row * grid.Columns, grid.Columns);
            if (!IsDeep(line.Length / 2, row))
            {
                line.Fill(CopperMap.Blocked);
                continue;
            }

            // The outline is convex, and so is what lies deep enough in it.
            for (var column = 0; !IsDeep(column, row); column++)
            {
                line[column] = CopperMap.Blocked;
            }

            for (var column = line.Length - 1; !IsDeep(column, row); column--)
            {
                line[column] = CopperMap.Blocked;
            }
        }

        bool IsDeep(int column, int row) => BoardEdge.Depth(plan.Outline, new(grid.X(column), grid.Y(row))) >= depth - 0.5;
    }
}
