using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// How far each part of a side is from a net, on a coarse grid of 16 x 16 nodes: an estimate that knows the modules in the way.
/// Blocks without a usable node are walls. Scaled down, because a track may cut the corners of the blocks it passes.
/// </summary>
internal sealed class TargetField : IDisposable
{
    private const int Shift = 4;
    private const int Straight = PathCost.Straight << Shift;
    private const int Diagonal = PathCost.Diagonal << Shift;

    // What a path may save in its first and last block, and on the way round corners.
    private const int Slack = Diagonal;

    // Rows farther beyond the end of a bus are reached from nearer ones at the same cost, along the bus.
    private const int MostExtension = 64;
    private const int Far = int.MaxValue / 2;

    private readonly RoutingSide _side;
    private readonly int _columns;
    private readonly int _rows;
    private readonly byte[] _ways;
    private readonly int[] _steps;
    private readonly int[] _distance;
    private readonly FrontQueue _queue = new();

    // The search's start and the window of blocks it can come to.
    private int _fromLeft;
    private int _fromRight;
    private int _fromBottom;
    private int _fromTop;
    private int _left;
    private int _right;
    private int _bottom;
    private int _top;
    private int _reach;

    public TargetField(RoutingSide side)
    {
        _side = side;
        var grid = side.Grid;
        _columns = (grid.Columns >> Shift) + 1;
        _rows = (grid.Rows >> Shift) + 1;
        _ways = side.BlockWays;
        _steps = [.. RoutingGrid.Steps.Select(step => step.Y * _columns + step.X)];
        _distance = ArrayPool<int>.Shared.Rent(_columns * _rows);
    }

    public void Dispose()
    {
        _queue.Return();
        ArrayPool<int>.Shared.Return(_distance);
    }

    /// <summary>For each block the directions in which its neighbour has a node that a track may use, a bit each.</summary>
    public static byte[] FindWays(RoutingGrid grid, CopperMap map)
    {
        var columns = (grid.Columns >> Shift) + 1;
        var open = FindOpenBlocks(grid, map, columns);
        var ways = new byte[open.Length];
        for (var block = 0; block < ways.Length; block++)
        {
            int row = block / columns, column = block - row * columns;
            for (var direction = 0; direction < 8; direction++)
            {
                var (x, y) = RoutingGrid.Steps[direction];
                if ((uint)(column + x) < (uint)columns && (uint)(block + y * columns) < (uint)open.Length && open[block + y * columns + x])
                {
                    ways[block] |= (byte)(1 << direction);
                }
            }
        }

        return ways;
    }

    private static bool[] FindOpenBlocks(RoutingGrid grid, CopperMap map, int columns)
    {
        var open = new bool[columns * ((grid.Rows >> Shift) + 1)];
        for (var row = 0; row < grid.Rows; row++)
        {
            var line = map.Owner.AsSpan(row * grid.Columns, grid.Columns);
            var blocks = open.AsSpan((row >> Shift) * columns, columns);
            for (var block = 0; block < columns; block++)
            {
                blocks[block] = blocks[block] || line[Math.Min(block << Shift, line.Length)..Math.Min((block + 1) << Shift, line.Length)].ContainsAnyExcept(CopperMap.Blocked);
            }
        }

        return open;
    }

    /// <summary>The block of a node, for a grid.</summary>
    public static int Block(RoutingGrid grid, int column, int row) => (row >> Shift) * ((grid.Columns >> Shift) + 1) + (column >> Shift);

    /// <summary>Aims at the bus and the tracks of a net, as far as a search from one place can come.</summary>
    /// <param name="from">Nodes the search starts at.</param>
    /// <param name="limit">Cost from which on a track is of no interest: a block through which all cost as much counts as out of reach.</param>
    public void Aim(SideCopper copper, ushort net, ImmutableArray<SocketAccess> from, int limit)
    {
        _reach = limit > Far / 2 ? Far : limit + Slack / 2;
        SetWindow(from);
        _queue.Clear();
        foreach (var blocks in copper.Blocks(net))
        {
            foreach (var block in blocks)
            {
                Begin(block, 0);
            }
        }

        BeginAtBus(copper.Extent(net), _side.BusColumn(net));
        while (_queue.TryPop(out var distance, out var block) && distance < _reach)
        {
            if (distance == _distance[block])
            {
                Spread(block, distance);
            }
        }
    }

    /// <summary>At each of the bus's blocks, the least that a via there costs, and the copper by which the bus grows to it: those that cost least first.</summary>
    private void BeginAtBus(NetExtent extent, int column)
    {
        for (int least = 0, next = MostExtension; least < MostExtension; (least, next) = (next, MostExtension))
        {
            for (var row = _side.BusBottom; row <= _side.BusTop; row += 1 << Shift)
            {
                var extension = Math.Min(extent.Extension(row), extent.Extension(row + (1 << Shift) - 1));
                if (extension == least)
                {
                    Begin(Block(column, row), PathCost.Via + PathCost.Straight * extension);
                }
                else if (extension > least)
                {
                    next = Math.Min(next, extension);
                }
            }
        }
    }

    /// <summary>The blocks that a track of the least estimate can come to at all: no farther from its start than it may cost.</summary>
    private void SetWindow(ImmutableArray<SocketAccess> from)
    {
        var span = _reach == Far ? _columns + _rows : _reach / Straight + 2;
        int left = int.MaxValue, right = 0, bottom = int.MaxValue, top = 0;
        foreach (var access in from)
        {
            int column = _side.Grid.Column(access.Node) >> Shift, row = _side.Grid.Row(access.Node) >> Shift;
            (left, right) = (Math.Min(left, column), Math.Max(right, column));
            (bottom, top) = (Math.Min(bottom, row), Math.Max(top, row));
        }

        (_left, _right) = (Math.Max(left - span, 0), Math.Min(right + span, _columns - 1));
        (_bottom, _top) = (Math.Max(bottom - span, 0), Math.Min(top + span, _rows - 1));
        (_fromLeft, _fromRight, _fromBottom, _fromTop) = (left, right, bottom, top);
        ClearWindow();
    }

    /// <summary>What lies beside the window can be reached at no cost at all.</summary>
    private void ClearWindow()
    {
        int first = Math.Max(_left - 1, 0), end = Math.Min(_right + 2, _columns);
        for (var row = Math.Max(_bottom - 1, 0); row < Math.Min(_top + 2, _rows); row++)
        {
            var line = _distance.AsSpan(row * _columns, _columns);
            line[first..end].Fill(-1);
            if (row >= _bottom && row <= _top)
            {
                line[_left..(_right + 1)].Fill(Far);
            }
        }
    }

    /// <summary>Estimated cost from a node to the net.</summary>
    public int Estimate(int column, int row)
    {
        int blockColumn = column >> Shift, blockRow = row >> Shift;
        return IsInWindow(blockColumn, blockRow) ? Math.Max(0, _distance[blockRow * _columns + blockColumn] - Slack / 2) : Far;
    }

    private bool IsInWindow(int column, int row) => column >= _left && column <= _right && row >= _bottom && row <= _top;

    private int Block(int column, int row) => (row >> Shift) * _columns + (column >> Shift);

    private void Spread(int block, int distance)
    {
        for (int ways = _ways[block]; ways != 0; ways &= ways - 1)
        {
            var direction = BitOperations.TrailingZeroCount(ways);
            var next = block + _steps[direction];
            var isSlanting = (direction & 1) != 0;
            var reached = distance + (isSlanting ? Diagonal : Straight);
            if (reached < _distance[next] && reached + Back(next) < _reach)
            {
                _distance[next] = reached;
                _queue.Step(reached, next, isSlanting);
            }
        }
    }

    /// <summary>Least cost between a block and where the search starts.</summary>
    private int Back(int block)
    {
        int row = block / _columns, column = block - row * _columns;
        return (1 << Shift) * PathCost.Octile(
            Math.Max(0, Math.Max(_fromLeft - column, column - _fromRight) - 1), Math.Max(0, Math.Max(_fromBottom - row, row - _fromTop) - 1));
    }

    private void Begin(int block, int distance)
    {
        int row = block / _columns, column = block - row * _columns;
        if (IsInWindow(column, row) && distance < _distance[block])
        {
            _distance[block] = distance;
            _queue.Begin(distance, block);
        }
    }
}
