using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Explanation;

/// <summary>A square part of the lattice about a node, cut to the board; its states are the nodes of both layers.</summary>
internal sealed class Window
{
    /// <summary>One step in each direction, and a via.</summary>
    public const int MostNeighbours = 9;

    private readonly FreeSpace _space;
    private readonly int _left;
    private readonly int _bottom;
    private readonly int _columns;
    private readonly int _rows;

    /// <param name="reach">Nodes from the centre to its sides.</param>
    public Window(FreeSpace space, int center, int reach)
    {
        _space = space;
        Reach = reach;
        int column = space.Grid.Column(center), row = space.Grid.Row(center);
        _left = Math.Max(0, column - reach);
        _bottom = Math.Max(0, row - reach);
        _columns = Math.Min(space.Grid.Columns - 1, column + reach) - _left + 1;
        _rows = Math.Min(space.Grid.Rows - 1, row + reach) - _bottom + 1;
    }

    public int Reach { get; }

    public int States => 2 * _columns * _rows;

    /// <summary>True where the window holds the whole board.</summary>
    public bool IsWholeBoard => _columns == _space.Grid.Columns && _rows == _space.Grid.Rows;

    /// <summary>A node's state; -1 outside.</summary>
    public int State(Stop stop)
    {
        int column = _space.Grid.Column(stop.Node) - _left, row = _space.Grid.Row(stop.Node) - _bottom;
        return column < 0 || column >= _columns || row < 0 || row >= _rows ? -1 : ((stop.Layer * _rows) + row) * _columns + column;
    }

    public Stop At(int state)
    {
        var (layer, rest) = Math.DivRem(state, _columns * _rows);
        var (row, column) = Math.DivRem(rest, _columns);
        return new(layer, _space.Grid.Node(_left + column, _bottom + row));
    }

    /// <summary>True at a side of the window beyond which the board goes on.</summary>
    public bool IsRim(Stop stop)
    {
        int column = _space.Grid.Column(stop.Node), row = _space.Grid.Row(stop.Node);
        return (column == _left && _left > 0) || (row == _bottom && _bottom > 0)
            || (column == _left + _columns - 1 && column < _space.Grid.Columns - 1) || (row == _bottom + _rows - 1 && row < _space.Grid.Rows - 1);
    }

    /// <summary>States that a track reaches from a free one by one step or via.</summary>
    /// <param name="room">For as many as <see cref="MostNeighbours"/>.</param>
    public ReadOnlySpan<int> Neighbours(int state, Span<int> room)
    {
        var (layer, rest) = Math.DivRem(state, _columns * _rows);
        var (row, column) = Math.DivRem(rest, _columns);
        var at = new Stop(layer, _space.Grid.Node(_left + column, _bottom + row));
        var count = 0;
        for (var direction = 0; direction < 8; direction++)
        {
            var (x, y) = RoutingGrid.Steps[direction];
            if ((uint)(column + x) < (uint)_columns && (uint)(row + y) < (uint)_rows && _space.CanStep(at, direction))
            {
                room[count++] = state + y * _columns + x;
            }
        }

        if (_space.CanChangeLayer(at.Node))
        {
            room[count++] = state + (layer == 0 ? _columns * _rows : -_columns * _rows);
        }

        return room[..count];
    }

    /// <summary>Steps from the nearest of some states to every state; int.MaxValue where there is no way.</summary>
    public int[] Distances(IEnumerable<int> from)
    {
        var distances = new int[States];
        Array.Fill(distances, int.MaxValue);
        var queue = new Queue<int>();
        foreach (var state in from)
        {
            distances[state] = 0;
            queue.Enqueue(state);
        }

        Span<int> room = stackalloc int[MostNeighbours];
        while (queue.TryDequeue(out var state))
        {
            foreach (var next in Neighbours(state, room))
            {
                if (distances[next] == int.MaxValue)
                {
                    distances[next] = distances[state] + 1;
                    queue.Enqueue(next);
                }
            }
        }

        return distances;
    }
}
