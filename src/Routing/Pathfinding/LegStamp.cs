using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>What a socket's leg takes from other nets, worked out once: legs are laid and lifted many times.</summary>
/// <param name="Nodes">Nodes within the track pitch of the leg.</param>
/// <param name="Edges">Edges between other nodes that pass it as closely.</param>
/// <param name="Reach">The leg's box, grown by the track pitch.</param>
internal sealed record LegStamp(int[] Nodes, (int Node, byte Flag)[] Edges, Box Reach)
{
    /// <param name="pitch">Least distance of two tracks' centre lines, nanometres.</param>
    public static LegStamp Of(RoutingGrid grid, ImmutableArray<Point> leg, long pitch)
    {
        var nodes = new List<int>();
        var edges = new List<(int Node, byte Flag)>();
        for (var i = 1; i < leg.Length; i++)
        {
            AddNodes(grid, leg[i - 1], leg[i], pitch, nodes);
            AddEdges(grid, leg[i - 1], leg[i], pitch, edges);
        }

        edges.RemoveAll(edge => nodes.Contains(edge.Node));
        nodes.Sort();
        edges.Sort();
        return new([.. nodes], [.. edges], Box.Around(leg.AsSpan()).Inflate(pitch));
    }

    private static void AddNodes(RoutingGrid grid, Point a, Point b, double pitch, List<int> nodes)
    {
        var box = Box.Around(a, b).Inflate((long)pitch);
        for (var row = grid.RowAtOrAfter(box.Bottom); row <= grid.RowAtOrBefore(box.Top); row++)
        {
            for (var column = grid.ColumnAtOrAfter(box.Left); column <= grid.ColumnAtOrBefore(box.Right); column++)
            {
                var node = grid.Node(column, row);
                if (Segments.PointToSegment(new(grid.X(column), grid.Y(row)), a, b) < pitch - 0.5 && !nodes.Contains(node))
                {
                    nodes.Add(node);
                }
            }
        }
    }

    /// <summary>Edges nearer than a pitch to a piece of a leg although neither end is: the node where each begins and the bit of its direction, 0 to 3.</summary>
    private static void AddEdges(RoutingGrid grid, Point a, Point b, double pitch, List<(int Node, byte Flag)> edges)
    {
        var box = Box.Around(a, b).Inflate((long)pitch + grid.Pitch);
        int left = Math.Max(grid.ColumnAtOrAfter(box.Left), 1), right = Math.Min(grid.ColumnAtOrBefore(box.Right), grid.Columns - 2);
        int bottom = Math.Max(grid.RowAtOrAfter(box.Bottom), 1), top = Math.Min(grid.RowAtOrBefore(box.Top), grid.Rows - 2);
        for (var row = bottom; row <= top; row++)
        {
            for (var column = left; column <= right; column++)
            {
                // An edge from further off cannot come so near.
                var from = new Point(grid.X(column), grid.Y(row));
                var distance = Segments.PointToSegment(from, a, b);
                if (distance < pitch - 0.5 || distance > pitch + 2 * grid.Pitch)
                {
                    continue;
                }

                for (var direction = 0; direction < 4; direction++)
                {
                    var (x, y) = RoutingGrid.Steps[direction];
                    var to = new Point(grid.X(column + x), grid.Y(row + y));
                    var edge = (grid.Node(column, row), (byte)(1 << direction));
                    if (Segments.PointToSegment(to, a, b) >= pitch - 0.5 && Segments.SegmentToSegment(from, to, a, b) < pitch - 0.5 && !edges.Contains(edge))
                    {
                        edges.Add(edge);
                    }
                }
            }
        }
    }
}
