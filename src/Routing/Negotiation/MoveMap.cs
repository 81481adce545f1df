using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>The steps that modules and the board's edge leave open, both layers one after the other, worked out once for all searches.</summary>
internal static class MoveMap
{
    private const ushort AllFree = 255;

    /// <summary>For each grid vertex: bits 0 to 7 the directions open to every net; bits 8 to 15 those open only to the net that owns the node they lead to.</summary>
    /// <returns>Pooled memory, at least so long.</returns>
    public static ushort[] Build(RoutingGrid grid, CopperMap[] maps)
    {
        var moves = PooledArray.Rent<ushort>(2 * grid.Count);
        moves.AsSpan(0, 2 * grid.Count).Clear();
        for (var layer = 0; layer < 2; layer++)
        {
            for (var row = 1; row < grid.Rows - 1; row++)
            {
                var end = grid.Node(grid.Columns - 1, row);
                for (var node = grid.Node(1, row); node < end; node++)
                {
                    if (maps[layer].Owner[node] == CopperMap.Blocked)
                    {
                        continue;
                    }

                    var open = moves[layer * grid.Count + node] = MovesFrom(grid, maps[layer], node);
                    if (open == AllFree && ClearUntil(grid, maps[layer], node + 1, end) is var clear && clear > node + 1)
                    {
                        // Long runs with nothing near them are filled at once.
                        moves.AsSpan(layer * grid.Count + node + 1, clear - node - 1).Fill(AllFree);
                        node = clear - 1;
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

    /// <summary>The first node from a place in a row on that has something beside it.</summary>
    private static int ClearUntil(RoutingGrid grid, CopperMap map, int from, int end)
    {
        for (var row = -grid.Columns; row <= grid.Columns; row += grid.Columns)
        {
            end = Math.Min(end, from + First(map.Owner.AsSpan(from - 1 + row, end - from + 2)));
            end = Math.Min(end, from + First(map.Flags.AsSpan(from - 1 + row, end - from + 2)));
        }

        return end;

        // What stands at one node keeps the one before it from being clear.
        static int First<T>(Span<T> nodes)
            where T : struct, IEquatable<T> => Math.Max(0, (nodes.IndexOfAnyExcept(default(T)) is >= 0 and var index ? index : nodes.Length) - 2);
    }

    /// <summary>True where three nodes side by side are free, and all edges that begin there.</summary>
    private static bool IsClear(CopperMap map, int left) =>
        (map.Owner[left] | map.Owner[left + 1] | map.Owner[left + 2] | map.Flags[left] | map.Flags[left + 1] | map.Flags[left + 2]) == 0;
}
