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
        var nodes = new HashSet<int>();
        var edges = new HashSet<(int, byte)>();
        for (var i = 1; i < leg.Length; i++)
        {
            Point a = leg[i - 1], b = leg[i];
            var box = Box.Around(a, b).Inflate(pitch);
            for (var row = grid.RowAtOrAfter(box.Bottom); row <= grid.RowAtOrBefore(box.Top); row++)
            {
                for (var column = grid.ColumnAtOrAfter(box.Left); column <= grid.ColumnAtOrBefore(box.Right); column++)
                {
                    var node = grid.Node(column, row);
                    if (Segments.PointToSegment(grid.At(node), a, b) < pitch - 0.5)
                    {
                        nodes.Add(node);
                    }
                }
            }

            edges.UnionWith(EdgesBeside(grid, a, b, pitch));
        }

        edges.RemoveWhere(edge => nodes.Contains(edge.Item1));
        return new([.. nodes.Order()], [.. edges.Order()], Box.Around(leg).Inflate(pitch));
    }

    /// <summary>Edges nearer than a pitch to a piece of a leg although neither end is: the node where each begins and the bit of its direction, 0 to 3.</summary>
    private static IEnumerable<(int Node, byte Flag)> EdgesBeside(RoutingGrid grid, Point a, Point b, double pitch)
    {
        var box = Box.Around(a, b).Inflate((long)pitch + grid.Pitch);
        int left = Math.Max(grid.ColumnAtOrAfter(box.Left), 1), right = Math.Min(grid.ColumnAtOrBefore(box.Right), grid.Columns - 2);
        int bottom = Math.Max(grid.RowAtOrAfter(box.Bottom), 1), top = Math.Min(grid.RowAtOrBefore(box.Top), grid.Rows - 2);
        for (var row = bottom; row <= top; row++)
        {
            for (var column = left; column <= right; column++)
            {
                var node = grid.Node(column, row);
                for (var direction = 0; direction < 4; direction++)
                {
                    Point from = grid.At(node), to = grid.At(node + grid.Delta[direction]);
                    if (Segments.PointToSegment(from, a, b) >= pitch - 0.5 && Segments.PointToSegment(to, a, b) >= pitch - 0.5
                        && Segments.SegmentToSegment(from, to, a, b) < pitch - 0.5)
                    {
                        yield return (node, (byte)(1 << direction));
                    }
                }
            }
        }
    }
}
