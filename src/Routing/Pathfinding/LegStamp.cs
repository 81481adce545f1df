using System.Collections.Immutable;
using System.Numerics;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>What a socket's leg takes from other nets, worked out once: legs are laid and lifted many times.</summary>
/// <param name="Nodes">Nodes within the track pitch of the leg.</param>
/// <param name="Edges">Edges between other nodes that pass it as closely, in directions 0 to 3.</param>
internal sealed record LegStamp(int[] Nodes, (int Node, int Direction)[] Edges)
{
    /// <summary>Windows of so many nodes need no memory of their own.</summary>
    private const int FewNodes = 1024;

    private const int NearBit = 4;
    private const byte Near = 1 << NearBit;

    /// <param name="pitch">Least distance of two tracks' centre lines, nanometres.</param>
    public static LegStamp Of(RoutingGrid grid, ImmutableArray<Point> leg, long pitch)
    {
        var window = Box.Around(leg.AsSpan()).Inflate(pitch + grid.Pitch);
        int left = grid.ColumnAtOrAfter(window.Left), right = grid.ColumnAtOrBefore(window.Right);
        int bottom = grid.RowAtOrAfter(window.Bottom), top = grid.RowAtOrBefore(window.Top);
        var size = (right - left + 1) * (top - bottom + 1);

        // Of each node whether it is near, else a bit for each edge from it that is.
        var marks = size <= FewNodes ? stackalloc byte[size] : new byte[size];
        int at = 0, nodes = 0, edges = 0;
        for (var row = bottom; row <= top; row++)
        {
            for (var column = left; column <= right; column++)
            {
                var mark = marks[at++] = Mark(grid, leg, pitch, column, row);
                nodes += mark >> NearBit;
                edges += BitOperations.PopCount(mark & (Near - 1u));
            }
        }

        var stamp = new LegStamp(new int[nodes], new (int, int)[edges]);
        stamp.Fill(marks, right - left + 1, grid.Node(left, bottom), grid.Columns);
        return stamp;
    }

    private void Fill(ReadOnlySpan<byte> marks, int width, int first, int stride)
    {
        int nodes = 0, edges = 0;
        for (; !marks.IsEmpty; marks = marks[width..], first += stride)
        {
            for (var i = 0; i < width; i++)
            {
                if (marks[i] == Near)
                {
                    Nodes[nodes++] = first + i;
                    continue;
                }

                for (int bits = marks[i]; bits != 0; bits &= bits - 1)
                {
                    Edges[edges++] = (first + i, BitOperations.TrailingZeroCount(bits));
                }
            }
        }
    }

    /// <summary>Whether a node is nearer than a pitch to a leg; else bits for those of its edges in directions 0 to 3 that are, though their other end is not.</summary>
    private static byte Mark(RoutingGrid grid, ImmutableArray<Point> leg, long pitch, int column, int row)
    {
        var from = new Point(grid.X(column), grid.Y(row));
        var mark = 0;
        for (var i = 1; i < leg.Length; i++)
        {
            var distance = Segments.PointToSegment(from, leg[i - 1], leg[i]);
            if (distance < pitch - 0.5)
            {
                return Near;
            }

            // An edge from further off cannot come so near, and none leaves the grid's border.
            if (distance <= pitch + 2 * grid.Pitch && column > 0 && column < grid.Columns - 1 && row > 0 && row < grid.Rows - 1)
            {
                mark |= EdgesNear(grid, leg[i - 1], leg[i], pitch, from, distance);
            }
        }

        return (byte)mark;
    }

    /// <param name="distance">Of the node from the piece of the leg.</param>
    private static int EdgesNear(RoutingGrid grid, Point a, Point b, long pitch, Point from, double distance)
    {
        var mark = 0;
        for (var direction = 0; direction < 4; direction++)
        {
            var (x, y) = RoutingGrid.Steps[direction];
            var to = new Point(from.X + x * grid.Pitch, from.Y + y * grid.Pitch);
            var beyond = Segments.PointToSegment(to, a, b);

            // Distance changes by at most the length walked: far ends need no exact test.
            var length = (direction & 1) == 0 ? grid.Pitch : 1.41422 * grid.Pitch;
            if (beyond >= pitch - 0.5 && (distance + beyond - length) / 2 < pitch && Segments.SegmentToSegment(from, to, a, b) < pitch - 0.5)
            {
                mark |= 1 << direction;
            }
        }

        return mark;
    }
}
