namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// The lattice that an <see cref="EscapeFlow"/> runs on: lines no closer than the track pitch, counted inwards from the line where
/// the bus area is entered, so that both sides look alike. A node knows by a mask which neighbours a track can reach.
/// </summary>
internal sealed class FlowLattice
{
    /// <summary>Lattice directions: inwards, up, towards the bus, down.</summary>
    public const int Directions = 4;

    private const int TowardsBus = 2;

    private readonly RoutingSide _side;
    private readonly RoutingGrid _grid;
    private readonly int _entryColumn;
    private readonly int _inwards;
    private readonly int _firstRow;
    private readonly int[] _gridDirection;
    private readonly byte[] _open;

    /// <param name="entryColumn">The grid column where the bus area is entered.</param>
    public FlowLattice(RoutingSide side, int entryColumn, int stride)
    {
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
        _open = new byte[Count];
    }

    public int Stride { get; }

    public int Columns { get; }

    public int Rows { get; }

    public int Count => Columns * Rows;

    /// <summary>Index distance to the neighbour in each direction.</summary>
    public int[] Delta { get; }

    /// <summary>One bit a direction in which the neighbour can be reached.</summary>
    public ReadOnlySpan<byte> Open => _open;

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

    /// <summary>Finds out which neighbours can be reached, with some grid nodes kept for one socket's leg each (by its id).</summary>
    public void FindOpen(Dictionary<int, int> reserved)
    {
        Array.Clear(_open);
        var owner = _side.Static.Owner;
        for (var row = 0; row < Rows; row++)
        {
            var node = row * Columns;
            var at = GridNode(node);
            var step = _inwards * Stride;
            for (var column = 0; column < Columns; column++, node++, at += step)
            {
                if (column + 1 < Columns)
                {
                    Link(node, 0, IsOpen(owner, reserved, at, 0));
                }

                if (row + 1 < Rows)
                {
                    Link(node, 1, IsOpen(owner, reserved, at, 1));
                }
            }
        }
    }

    private void Link(int node, int direction, (bool There, bool Back) open)
    {
        if (open.There)
        {
            _open[node] |= (byte)(1 << direction);
        }

        if (open.Back)
        {
            _open[node + Delta[direction]] |= (byte)(1 << (direction + TowardsBus));
        }
    }

    /// <summary>Whether the way to a neighbour, and the one back, is clear: an end that is closed can still be left.</summary>
    private (bool There, bool Back) IsOpen(ushort[] owner, Dictionary<int, int> reserved, int from, int direction)
    {
        var gridDirection = _gridDirection[direction];
        var delta = _grid.Delta[gridDirection];
        var flags = _side.Static.Flags;
        var at = from;
        for (var step = 0; step < Stride; step++, at += delta)
        {
            var edge = gridDirection < 4 ? flags[at] >> gridDirection : flags[at + delta] >> (gridDirection - 4);
            if ((edge & 1) != 0 || (step > 0 && owner[at] != 0))
            {
                return (false, false);
            }
        }

        var (there, back) = (owner[at] == 0, owner[from] == 0);
        return reserved.Count == 0 || !(there || back)
            ? (there, back)
            : (there && IsFree(reserved, from, at, delta), back && IsFree(reserved, at, from, -delta));
    }

    /// <summary>True where no node on the way is kept for another socket than the one that keeps its start.</summary>
    private static bool IsFree(Dictionary<int, int> reserved, int from, int to, int delta)
    {
        var mine = reserved.GetValueOrDefault(from);
        for (var at = from; at != to;)
        {
            at += delta;
            if (reserved.TryGetValue(at, out var other) && other != mine)
            {
                return false;
            }
        }

        return true;
    }
}
