using System.Buffers;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// One side of the lattice: lines no closer than the track pitch, counted inwards from the line where
/// the bus area is entered, so that both sides look alike. A node knows by a mask which neighbours a track can reach. Nodes near copper
/// that is no track of the lattice are kept for whom it belongs to.
/// </summary>
internal sealed class FlowLattice : IDisposable
{
    /// <summary>What a track costs from line to line.</summary>
    public const int StepCost = 2;

    private const byte Unknown = 255;

    // Unknown yet, and near something kept.
    private const byte UnknownNearKept = 254;

    // A node near copper of two is of use to neither.
    private const int Nobody = -1;

    private readonly RoutingSide _side;
    private readonly RoutingGrid _grid;
    private readonly int _entryColumn;
    private readonly int _inwards;
    private readonly int _firstRow;
    private readonly int[] _gridDirection;
    private readonly byte[] _open;

    // Who alone may use a node, and steps that nobody may make.
    private readonly Dictionary<int, int> _kept = [];
    private readonly HashSet<(int Node, int Direction)> _closed = [];

    /// <param name="entryColumn">The grid column where the bus area is entered.</param>
    /// <param name="stride">Grid steps from line to line.</param>
    /// <param name="firstRow">The lowest grid row.</param>
    public FlowLattice(RoutingSide side, int entryColumn, int stride, int firstRow)
    {
        _side = side;
        _grid = side.Grid;
        _entryColumn = entryColumn;
        Stride = stride;
        _inwards = side.Side == Planning.Side.Left ? 1 : -1;
        _firstRow = firstRow;
        var reach = side.Side == Planning.Side.Left ? _grid.Columns - 1 - entryColumn : entryColumn;
        Columns = Math.Max(reach / stride + 1, 1);
        Rows = (_grid.Rows - 1 - _firstRow) / stride + 1;
        _gridDirection = _inwards > 0 ? [0, 2, 4, 6] : [4, 2, 0, 6];
        Delta = [1, Columns, -1, -Columns];
        Count = Columns * Rows;
        _open = ArrayPool<byte>.Shared.Rent(Count);
        _open.AsSpan(0, Count).Fill(Unknown);
    }

    private FlowLattice(FlowLattice ground)
    {
        (_side, _grid, _entryColumn, _inwards, _firstRow, _gridDirection) = (ground._side, ground._grid, ground._entryColumn, ground._inwards, ground._firstRow, ground._gridDirection);
        (Stride, Columns, Rows, Count, Delta) = (ground.Stride, ground.Columns, ground.Rows, ground.Count, ground.Delta);
        _open = ArrayPool<byte>.Shared.Rent(Count);
        ground._open.AsSpan(0, Count).CopyTo(_open);
    }

    public int Stride { get; }

    public int Columns { get; }

    public int Rows { get; }

    public int Count { get; }

    /// <summary>Index distance to the neighbour inwards, above, towards the bus and below.</summary>
    public int[] Delta { get; }

    /// <summary>The same to keep nodes on, with all that has been found out of a lattice on which nothing is kept.</summary>
    public FlowLattice Copy() => new(this);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_open);

    public int Column(int node) => node % Columns;

    /// <summary>The grid node that a lattice node stands on.</summary>
    public int GridNode(int node) => _grid.Node(_entryColumn + _inwards * Stride * Column(node), GridRow(Row(node)));

    public int Row(int node) => node / Columns;

    public int GridRow(int row) => _firstRow + row * Stride;

    /// <summary>The lattice node on a grid node, or -1 where there is none.</summary>
    public int At(int gridNode)
    {
        int row = RowOn(_grid.Row(gridNode)), column = ColumnOn(_grid.Column(gridNode));
        return row < 0 || column < 0 ? -1 : row * Columns + column;
    }

    /// <summary>The column on a grid column, or -1.</summary>
    public int ColumnOn(int gridColumn)
    {
        var steps = (gridColumn - _entryColumn) * _inwards;
        return steps < 0 || steps % Stride != 0 || steps / Stride >= Columns ? -1 : steps / Stride;
    }

    /// <summary>The row on a grid row, or -1.</summary>
    public int RowOn(int gridRow)
    {
        var steps = gridRow - _firstRow;
        return steps < 0 || steps % Stride != 0 ? -1 : steps / Stride;
    }

    /// <summary>One bit a direction in which the neighbour can be reached; found out when it is first asked for.</summary>
    public int OpenAt(int node)
    {
        ref var open = ref _open[node];
        if (open >= UnknownNearKept)
        {
            open = FindOpen(node, open == UnknownNearKept);
        }

        return open;
    }

    /// <summary>True where a node is not kept for another.</summary>
    /// <param name="owner">From 1; 0 for somebody who keeps nothing.</param>
    public bool IsFreeFor(int node, int owner) => Keeper(node) is var keeper && (keeper == 0 || (keeper == owner && keeper != Nobody));

    /// <summary>Nodes of free ground within the track pitch of copper.</summary>
    /// <param name="copper">Centre line, of two points or more.</param>
    public IEnumerable<int> Near(Point[] copper)
    {
        foreach (var node in Around(copper, 0))
        {
            var at = GridNode(node);
            if (_side.Static.Owner[at] == 0 && IsNear(copper, _grid.At(at), _grid.At(at)))
            {
                yield return node;
            }
        }
    }

    /// <summary>Keeps the nodes near copper for its owner, and closes the steps between others that pass it as closely.</summary>
    /// <param name="copper">Centre line, of two points or more.</param>
    /// <param name="owner">From 1.</param>
    public void Keep(Point[] copper, int owner)
    {
        foreach (var node in Near(copper))
        {
            _kept[node] = _kept.TryGetValue(node, out var other) && other != owner ? Nobody : owner;
        }

        foreach (var node in Around(copper, Stride * _grid.Pitch))
        {
            _open[node] = UnknownNearKept;
            var from = _grid.At(GridNode(node));
            for (var direction = 0; direction < Delta.Length; direction++)
            {
                var (x, y) = RoutingGrid.Steps[_gridDirection[direction]];
                if (Keeper(node) != owner && IsNear(copper, from, from + new Point(x * Stride * _grid.Pitch, y * Stride * _grid.Pitch)))
                {
                    _closed.Add((node, direction));
                }
            }
        }
    }

    /// <summary>Who alone may use a node; 0 where anyone may.</summary>
    private int Keeper(int node) => _kept.GetValueOrDefault(node);

    /// <summary>Nodes in the box around copper, by a margin wider than the track pitch.</summary>
    private IEnumerable<int> Around(Point[] copper, long margin)
    {
        var box = Box.Around(copper).Inflate(_side.Plan.TrackPitch + margin);
        int bottom = _grid.RowAtOrAfter(box.Bottom), top = _grid.RowAtOrBefore(box.Top);
        int left = _grid.ColumnAtOrAfter(box.Left), right = _grid.ColumnAtOrBefore(box.Right);
        return from row in Enumerable.Range(bottom, top - bottom + 1).Select(RowOn)
               where row >= 0
               from column in Enumerable.Range(left, right - left + 1).Select(ColumnOn)
               where column >= 0
               select row * Columns + column;
    }

    private byte FindOpen(int node, bool nearKept)
    {
        var at = GridNode(node);
        var (column, row) = (node % Columns, node / Columns);
        var open = 0;
        open |= column + 1 < Columns && IsOpen(at, 0) ? 1 : 0;
        open |= row + 1 < Rows && IsOpen(at, 1) ? 2 : 0;
        open |= column > 0 && IsOpen(at, 2) ? 4 : 0;
        open |= row > 0 && IsOpen(at, 3) ? 8 : 0;
        return (byte)(nearKept ? WithoutKept(node, open) : open);
    }

    /// <summary>Whether the way to a neighbour is clear; an end that is closed can still be left.</summary>
    private bool IsOpen(int from, int direction)
    {
        var gridDirection = _gridDirection[direction];
        var delta = _grid.Delta[gridDirection];
        ushort[] owner = _side.Static.Owner;
        byte[] flags = _side.Static.Flags;
        var at = from;
        for (var step = 0; step < Stride; step++)
        {
            var next = at + delta;
            if (CopperMap.IsEdgeClosed(flags, at, next, gridDirection) || owner[next] != 0)
            {
                return false;
            }

            at = next;
        }

        return true;
    }

    /// <summary>Only the steps that nobody's copper is near to, or one's own: to nodes kept for him who keeps where they begin.</summary>
    private int WithoutKept(int node, int open)
    {
        for (var direction = 0; direction < Delta.Length; direction++)
        {
            if ((open >> direction & 1) != 0 && (!IsFreeFor(node + Delta[direction], Keeper(node)) || _closed.Contains((node, direction))))
            {
                open &= ~(1 << direction);
            }
        }

        return open;
    }

    private bool IsNear(Point[] copper, Point a, Point b)
    {
        for (var i = 1; i < copper.Length; i++)
        {
            if (Segments.SegmentToSegment(a, b, copper[i - 1], copper[i]) < _side.Plan.TrackPitch - 0.5)
            {
                return true;
            }
        }

        return false;
    }
}
