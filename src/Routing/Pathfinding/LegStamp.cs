using System.Numerics;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>What a socket's leg takes from other nets, worked out once: legs are laid and lifted many times.</summary>
/// <param name="Nodes">Nodes within the track pitch of the leg.</param>
/// <param name="Edges">Edges between other nodes that pass it as closely, in directions 0 to 3.</param>
internal sealed record LegStamp(List<int> Nodes, List<(int Node, int Direction)> Edges)
{
    /// <param name="leg">Of two points at least.</param>
    /// <param name="pitch">Least distance of two tracks' centre lines, nanometres.</param>
    public static LegStamp Of(RoutingGrid grid, ReadOnlySpan<Point> leg, long pitch)
    {
        var stamp = new LegStamp([], []);
        var window = Box.Around(leg).Inflate(pitch + grid.Pitch);
        int left = grid.ColumnAtOrAfter(window.Left), right = grid.ColumnAtOrBefore(window.Right);
        for (var row = grid.RowAtOrAfter(window.Bottom); row <= grid.RowAtOrBefore(window.Top); row++)
        {
            for (var column = left; column <= right; column++)
            {
                stamp.Mark(grid, leg, pitch, column, row);
            }
        }

        return stamp;
    }

    /// <summary>Takes a node that is nearer than a pitch to a leg; of another one those of its edges in directions 0 to 3 that are, though their other end is not.</summary>
    private void Mark(RoutingGrid grid, ReadOnlySpan<Point> leg, long pitch, int column, int row)
    {
        var (node, from, edges) = (grid.Node(column, row), new Point(grid.X(column), grid.Y(row)), 0);
        for (var i = 1; i < leg.Length; i++)
        {
            var distance = Segments.PointToSegment(from, leg[i - 1], leg[i]);
            if (distance < pitch - 0.5)
            {
                Nodes.Add(node);
                return;
            }

            // An edge from further off cannot come so near, and none leaves the grid's border.
            if (distance <= pitch + 2 * grid.Pitch && column > 0 && column < grid.Columns - 1 && row > 0 && row < grid.Rows - 1)
            {
                edges |= EdgesNear(grid, leg[i - 1], leg[i], pitch, from, distance);
            }
        }

        for (; edges != 0; edges &= edges - 1)
        {
            Edges.Add((node, BitOperations.TrailingZeroCount(edges)));
        }
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
