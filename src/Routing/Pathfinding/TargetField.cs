namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// How far each part of a side is from a net, on a coarse grid of 8 x 8 nodes: an estimate that knows the modules in the way.
/// Blocks without a usable node are walls. Scaled down, because a track may cut the corners of the blocks it passes.
/// </summary>
internal sealed class TargetField
{
    private const int Shift = 3;
    private const int Straight = PathCost.Straight << Shift;
    private const int Diagonal = PathCost.Diagonal << Shift;

    // What a path may save in its first and last block, and on the way round corners.
    private const int Slack = Diagonal;

    // Keeps what is pushed first within the ring of the queue.
    private const int MostExtension = 64;
    private const int Far = int.MaxValue / 2;

    private readonly RoutingSide _side;
    private readonly int _columns;
    private readonly int _rows;
    private readonly bool[] _open;
    private readonly int[] _distance;
    private readonly BucketQueue _queue = new();

    public TargetField(RoutingSide side)
    {
        _side = side;
        var grid = side.Grid;
        _columns = (grid.Columns >> Shift) + 1;
        _rows = (grid.Rows >> Shift) + 1;
        _open = side.OpenBlocks;
        _distance = new int[_columns * _rows];
    }

    /// <summary>Which blocks have a node that a track may use.</summary>
    public static bool[] FindOpenBlocks(RoutingGrid grid, CopperMap map)
    {
        var columns = (grid.Columns >> Shift) + 1;
        var open = new bool[columns * ((grid.Rows >> Shift) + 1)];
        for (var row = 0; row < grid.Rows; row++)
        {
            var line = map.Owner.AsSpan(row * grid.Columns, grid.Columns);
            for (var column = 0; column < line.Length; column++)
            {
                open[(row >> Shift) * columns + (column >> Shift)] |= line[column] != CopperMap.Blocked;
            }
        }

        return open;
    }

    /// <summary>Aims at the bus and the tracks of a net.</summary>
    /// <param name="limit">Cost beyond which an estimate is of no interest; what is farther counts as out of reach.</param>
    public void Aim(SideCopper copper, ushort net, int limit)
    {
        var reach = limit > Far / 2 ? Far : limit + limit / 8 + 2 * Slack;
        Array.Fill(_distance, Far);
        _queue.Clear();
        var grid = _side.Grid;
        var extent = copper.Extent(net);
        for (var row = _side.BusBottom; row <= _side.BusTop; row += 1 << Shift)
        {
            var extension = Math.Min(extent.Extension(row), extent.Extension(row + (1 << Shift) - 1));

            // Farther rows are reached from these at the same cost, along the bus.
            if (extension < MostExtension)
            {
                Reach(Block(_side.BusColumn(net), row), PathCost.Via + PathCost.Straight * extension);
            }
        }

        foreach (var connection in copper.Connections)
        {
            if (connection.Net != net)
            {
                continue;
            }

            foreach (var node in connection.Nodes)
            {
                Reach(Block(grid.Column(node), grid.Row(node)), 0);
            }
        }

        while (_queue.TryPop(out var distance, out var block) && distance < reach)
        {
            if (distance == _distance[block])
            {
                Spread(block, distance);
            }
        }
    }

    /// <summary>Estimated cost from a node to the net.</summary>
    public int Estimate(int column, int row) => Math.Max(0, _distance[Block(column, row)] - Slack / 2);

    private int Block(int column, int row) => (row >> Shift) * _columns + (column >> Shift);

    private void Spread(int block, int distance)
    {
        int row = block / _columns, column = block - row * _columns;
        for (var y = Math.Max(0, row - 1); y <= Math.Min(_rows - 1, row + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(_columns - 1, column + 1); x++)
            {
                var next = y * _columns + x;
                if (_open[next])
                {
                    Reach(next, distance + (x == column || y == row ? Straight : Diagonal));
                }
            }
        }
    }

    private void Reach(int block, int distance)
    {
        if (distance < _distance[block])
        {
            _distance[block] = distance;
            _queue.Push(distance, block);
        }
    }
}
