using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>The steps that modules and the board's edge leave open, both layers one after the other, worked out once for all searches.</summary>
internal static class MoveMap
{
    private const ushort AllFree = 255;

    /// <summary>For each grid vertex: bits 0 to 7 the directions open to every net; bits 8 to 15 those open only to the net that owns the node they lead to.</summary>
    public static ushort[] Build(RoutingGrid grid, CopperMap[] maps)
    {
        var moves = new ushort[2 * grid.Count];
        for (var layer = 0; layer < 2; layer++)
        {
            for (var row = 1; row < grid.Rows - 1; row++)
            {
                for (var node = grid.Node(1, row); node < grid.Node(grid.Columns - 1, row); node++)
                {
                    if (maps[layer].Owner[node] != CopperMap.Blocked)
                    {
                        moves[layer * grid.Count + node] = MovesFrom(grid, maps[layer], node);
                    }
                }
            }
        }

        return moves;
    }

    private static ushort MovesFrom(RoutingGrid grid, CopperMap map, int node)
    {
        if (IsClear(map, node - grid.Columns - 1) && IsClear(map, node - 1) && IsClear(map, node + grid.Columns - 1))
        {
            return AllFree;
        }

        var moves = 0;
        for (var direction = 0; direction < 8; direction++)
        {
            var to = node + grid.Delta[direction];
            if (!map.IsEdgeClosed(node, to, direction) && map.Owner[to] != CopperMap.Blocked)
            {
                moves |= (map.Owner[to] == 0 ? 1 : 1 << 8) << direction;
            }
        }

        return (ushort)moves;
    }

    /// <summary>True where three nodes side by side are free, and all edges that begin there.</summary>
    private static bool IsClear(CopperMap map, int left) =>
        (map.Owner[left] | map.Owner[left + 1] | map.Owner[left + 2] | map.Flags[left] | map.Flags[left + 1] | map.Flags[left + 2]) == 0;
}
