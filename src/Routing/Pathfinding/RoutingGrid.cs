using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Nodes a pitch apart, row by row from the bottom.</summary>
internal sealed class RoutingGrid
{
    /// <summary>Columns and rows stepped by each of the eight directions, counter-clockwise from east.</summary>
    public static readonly (int X, int Y)[] Steps = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)];

    private readonly long _left;
    private readonly long _bottom;

    /// <summary>
    /// The grid of a plan: all nodes on its board, inside a border of one blocked node that spares the search every bounds check. Both layers and both sides
    /// share it.
    /// </summary>
    public RoutingGrid(RoutingPlan plan)
        : this(BoxOf(plan).Inflate(plan.Lattice.Pitch), plan.Lattice.Pitch)
    {
    }

    /// <param name="box">From the first node to the last.</param>
    public RoutingGrid(Box box, long pitch)
    {
        (Pitch, _left, _bottom) = (pitch, box.Left, box.Bottom);
        (Columns, Rows) = ((int)(box.Width / pitch) + 1, (int)(box.Height / pitch) + 1);
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

    /// <summary>The node at a point; negative where there is none.</summary>
    public int Find(Point p) => IsOnGrid(p) && p.X >= _left && p.X <= X(Columns - 1) && p.Y >= _bottom && p.Y <= Y(Rows - 1) ? NodeAt(p) : -1;

    /// <summary>The nodes on a level, upright or diagonal piece, from its begin to its end.</summary>
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

            if (Find(p) is >= 0 and var node)
            {
                yield return node;
            }
        }
    }

    /// <summary>The nodes nearer to a line than a distance.</summary>
    /// <param name="distance">Nanometres.</param>
    public List<int> NodesNear(ReadOnlySpan<Point> line, double distance)
    {
        var near = new List<int>();
        var box = Box.Around(line).Inflate((long)distance);
        int left = ColumnAtOrAfter(box.Left), right = ColumnAtOrBefore(box.Right);
        for (var row = RowAtOrAfter(box.Bottom); row <= RowAtOrBefore(box.Top); row++)
        {
            for (var column = left; column <= right; column++)
            {
                if (Polyline.IsNear(new(X(column), Y(row)), line, distance))
                {
                    near.Add(Node(column, row));
                }
            }
        }

        return near;
    }

    /// <summary>Direction from a node to its neighbour.</summary>
    public int DirectionOf(int delta) => delta switch
    {
        1 => 0,
        -1 => 4,
        > 1 => delta - Columns + 1 is var up && up == 2 ? 1 : up == 1 ? 2 : 3,
        _ => delta + Columns + 1 is var down && down == 0 ? 5 : down == 1 ? 6 : 7,
    };

    /// <summary>From the first line on a plan's board to the last.</summary>
    private static Box BoxOf(RoutingPlan plan)
    {
        var (bounds, lattice) = (plan.Outline.Bounds, plan.Lattice);
        return new(lattice.CeilingX(bounds.Left), lattice.CeilingY(bounds.Bottom), lattice.FloorX(bounds.Right), lattice.FloorY(bounds.Top));
    }
}
