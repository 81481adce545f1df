using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// The board's grid of nodes, row by row from the bottom, inside a border of one blocked node that spares the search every
/// bounds check. Both layers and both sides share it.
/// </summary>
internal sealed class RoutingGrid
{
    /// <summary>Columns and rows stepped by each of the eight directions, counter-clockwise from east.</summary>
    public static readonly (int X, int Y)[] Steps = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)];

    private readonly long _left;
    private readonly long _bottom;

    public RoutingGrid(RoutingPlan plan)
    {
        var bounds = plan.Outline.Bounds;
        var lattice = plan.Lattice;
        Pitch = lattice.Pitch;
        _left = lattice.CeilingX(bounds.Left) - Pitch;
        _bottom = lattice.CeilingY(bounds.Bottom) - Pitch;
        Columns = (int)((lattice.FloorX(bounds.Right) - _left) / Pitch) + 2;
        Rows = (int)((lattice.FloorY(bounds.Top) - _bottom) / Pitch) + 2;
        Count = Columns * Rows;
        Delta = [.. Steps.Select(step => step.Y * Columns + step.X)];
    }

    public long Pitch { get; }

    public int Columns { get; }

    public int Rows { get; }

    public int Count { get; }

    /// <summary>Index distance to the neighbour in each direction.</summary>
    public int[] Delta { get; }

    public int Node(int column, int row) => row * Columns + column;

    public int Column(int node) => node % Columns;

    public int Row(int node) => node / Columns;

    /// <summary>The node at a point, which must lie on the grid.</summary>
    public int NodeAt(Point p) => Node((int)((p.X - _left) / Pitch), (int)((p.Y - _bottom) / Pitch));

    public Point At(int node) => new(X(Column(node)), Y(Row(node)));

    public long X(int column) => _left + column * Pitch;

    public long Y(int row) => _bottom + row * Pitch;

    /// <summary>First column at or right of a coordinate, within the grid.</summary>
    public int ColumnAtOrAfter(double x) => (int)Math.Clamp(Math.Ceiling((x - _left) / Pitch), 0, Columns - 1);

    public int ColumnAtOrBefore(double x) => (int)Math.Clamp(Math.Floor((x - _left) / Pitch), 0, Columns - 1);

    public int RowAtOrAfter(double y) => (int)Math.Clamp(Math.Ceiling((y - _bottom) / Pitch), 0, Rows - 1);

    public int RowAtOrBefore(double y) => (int)Math.Clamp(Math.Floor((y - _bottom) / Pitch), 0, Rows - 1);

    public bool IsOnGrid(Point p) => (p.X - _left) % Pitch == 0 && (p.Y - _bottom) % Pitch == 0;

    /// <summary>The nodes on a level, upright or diagonal piece, from its begin to its end; both must lie on the board.</summary>
    /// <returns>None where the piece runs otherwise or between the nodes.</returns>
    public IEnumerable<int> NodesOn(Point a, Point b)
    {
        long dx = b.X - a.X, dy = b.Y - a.Y, length = Math.Max(Math.Abs(dx), Math.Abs(dy));
        if (dx != 0 && dy != 0 && Math.Abs(dx) != Math.Abs(dy))
        {
            yield break;
        }

        var step = new Point(Math.Sign(dx), Math.Sign(dy));
        var ahead = dx != 0 ? (_left - a.X) * step.X : (_bottom - a.Y) * step.Y;
        for (var at = ((ahead % Pitch) + Pitch) % Pitch; at <= length; at += Pitch)
        {
            var p = new Point(a.X + at * step.X, a.Y + at * step.Y);
            if (!IsOnGrid(p))
            {
                yield break;
            }

            yield return NodeAt(p);
        }
    }

    /// <summary>Direction from a node to its neighbour.</summary>
    public int DirectionOf(int delta) => delta switch
    {
        1 => 0,
        -1 => 4,
        > 1 => delta - Columns + 1 is var up && up == 2 ? 1 : up == 1 ? 2 : 3,
        _ => delta + Columns + 1 is var down && down == 0 ? 5 : down == 1 ? 6 : 7,
    };
}
