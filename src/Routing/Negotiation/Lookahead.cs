using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// How far each part of the board is from the goals of a search, on a coarse grid of 8 x 8 nodes that knows the modules in the
/// way, whichever layer is used. Scaled down, because a track may cut the corners of the blocks it passes.
/// </summary>
internal sealed class Lookahead
{
    private const int Shift = 3;
    private const int Straight = PathCost.Straight << Shift;
    private const int Diagonal = PathCost.Diagonal << Shift;

    // What a path may save in its first and last block.
    private const int Slack = Diagonal;
    private const int Far = int.MaxValue / 4;

    private readonly TreeBoard _board;
    private readonly int _columns;
    private readonly int _rows;
    private readonly bool[] _open;
    private readonly int[] _distance;
    private readonly int[] _block;
    private readonly CostQueue _queue = new();

    public Lookahead(TreeBoard board)
    {
        _board = board;
        var grid = board.Grid;
        _columns = (grid.Columns >> Shift) + 1;
        _rows = (grid.Rows >> Shift) + 1;
        _open = new bool[_columns * _rows];
        _distance = new int[_open.Length];
        _block = new int[grid.Count];
        for (var node = 0; node < grid.Count; node++)
        {
            _block[node] = (grid.Row(node) >> Shift) * _columns + (grid.Column(node) >> Shift);
            _open[_block[node]] |= board.Maps[0].Owner[node] != CopperMap.Blocked || board.Maps[1].Owner[node] != CopperMap.Blocked;
        }
    }

    /// <summary>Begins a new set of goals.</summary>
    public void Clear()
    {
        Array.Fill(_distance, Far);
        _queue.Clear();
    }

    public void AddGoal(int state) => Reach(_block[_board.Node(state)], 0);

    /// <summary>Spreads the distances from all goals.</summary>
    public void Spread()
    {
        while (_queue.TryPop(out var distance, out var block))
        {
            if (distance == _distance[block])
            {
                Spread(block, distance);
            }
        }
    }

    /// <summary>Estimated cost from a node to the nearest goal.</summary>
    public int Estimate(int node) => Math.Max(0, _distance[_block[node]] - Slack / 2);

    private void Spread(int block, int distance)
    {
        int row = block / _columns, column = block - row * _columns;
        for (var y = Math.Max(0, row - 1); y <= Math.Min(_rows - 1, row + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(_columns - 1, column + 1); x++)
            {
                if (_open[y * _columns + x])
                {
                    Reach(y * _columns + x, distance + (x == column || y == row ? Straight : Diagonal));
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
