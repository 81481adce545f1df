using System.Buffers;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// The lattice that an <see cref="EscapeFlow"/> runs on: lines no closer than the track pitch, counted inwards from the line where
/// the bus area is entered, so that both sides look alike. A node knows by a mask which neighbours a track can reach.
/// </summary>
internal sealed class FlowLattice : IDisposable
{
    private const byte Unknown = 255;

    private readonly RoutingSide _side;
    private readonly RoutingGrid _grid;
    private readonly int _entryColumn;
    private readonly int _inwards;
    private readonly int _firstRow;
    private readonly int[] _gridDirection;
    private readonly Dictionary<int, int> _reserved;
    private readonly byte[] _open;

    /// <param name="entryColumn">The grid column where the bus area is entered.</param>
    /// <param name="reserved">Grid nodes kept for the leg of one socket each, by an id of it; complete before anything is asked.</param>
    public FlowLattice(RoutingSide side, int entryColumn, int stride, Dictionary<int, int> reserved)
    {
        _reserved = reserved;
        _side = side;
        _grid = side.Grid;
        _entryColumn = entryColumn;
        Stride = stride;
        _inwards = side.Side == Planning.Side.Left ? 1 : -1;
        _firstRow = side.BusBottom % stride;
        var reach = side.Side == Planning.Side.Left ? _grid.Columns - 1 - entryColumn : entryColumn;
        Columns = Math.Max(reach / stride + 1, 1);
        Rows = (_grid.Rows - 1 - _firstRow) / stride + 1;
        _gridDirection = _inwards > 0 ? [0, 2, 4, 6] : [4, 2, 0, 6];
        Delta = [1, Columns, -1, -Columns];
        Count = Columns * Rows;
        _open = ArrayPool<byte>.Shared.Rent(Count);
        _open.AsSpan(0, Count).Fill(Unknown);
    }

    public int Stride { get; }

    public int Columns { get; }

    public int Rows { get; }

    public int Count { get; }

    /// <summary>Index distance to the neighbour inwards, above, towards the bus and below.</summary>
    public int[] Delta { get; }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_open);

    public int Column(int node) => node % Columns;

    /// <summary>The grid node that a lattice node stands on.</summary>
    public int GridNode(int node) => _grid.Node(_entryColumn + _inwards * Stride * (node % Columns), GridRow(node));

    public int GridRow(int node) => _firstRow + node / Columns * Stride;

    /// <summary>The lattice node on a grid node, or -1 where there is none.</summary>
    public int At(int gridNode)
    {
        var row = _grid.Row(gridNode) - _firstRow;
        var column = (gridNode % _grid.Columns - _entryColumn) * _inwards;
        return row < 0 || column < 0 || row % Stride != 0 || column % Stride != 0 || column / Stride >= Columns
            ? -1
            : row / Stride * Columns + column / Stride;
    }

    /// <summary>One bit a direction in which the neighbour can be reached; found out when it is first asked for.</summary>
    public int OpenAt(int node)
    {
        ref var open = ref _open[node];
        if (open == Unknown)
        {
            open = FindOpen(node);
        }

        return open;
    }

    private byte FindOpen(int node)
    {
        var at = GridNode(node);
        var (column, row) = (node % Columns, node / Columns);
        var open = 0;
        open |= column + 1 < Columns && IsOpen(at, 0) ? 1 : 0;
        open |= row + 1 < Rows && IsOpen(at, 1) ? 2 : 0;
        open |= column > 0 && IsOpen(at, 2) ? 4 : 0;
        open |= row > 0 && IsOpen(at, 3) ? 8 : 0;
        return (byte)open;
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
            var edge = gridDirection < 4 ? flags[at] >> gridDirection : flags[next] >> (gridDirection - 4);
            if ((edge & 1) != 0 || owner[next] != 0)
            {
                return false;
            }

            at = next;
        }

        return _reserved.Count == 0 || IsFree(from, at, delta);
    }

    /// <summary>True where no node on the way is kept for another socket than the one that keeps its start.</summary>
    private bool IsFree(int from, int to, int delta)
    {
        var mine = _reserved.GetValueOrDefault(from);
        for (var at = from; at != to;)
        {
            at += delta;
            if (_reserved.TryGetValue(at, out var other) && other != mine)
            {
                return false;
            }
        }

        return true;
    }
}
