using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Rasterises a shape onto a map by exact distance, so that nothing needs to lie on the grid.</summary>
internal static class ShapeMarker
{
    /// <summary>Windows of so many nodes need no memory of their own.</summary>
    private const int FewNodes = 512;

    /// <summary>Polygons of more corners are looked at row by row.</summary>
    private const int ManyCorners = 64;

    /// <summary>
    /// Claims for <paramref name="net"/> the nodes nearer than <paramref name="reach"/> (nanometres) to a shape, and blocks
    /// the edges that pass it as closely.
    /// </summary>
    public static void Mark(RoutingGrid grid, CopperMap map, Shape shape, double reach, ushort net)
    {
        if (UprightBox(shape) is { } box && box.Width > 2 * grid.Pitch && box.Height > 2 * grid.Pitch)
        {
            MarkBox(grid, map, shape, box, reach, net);
        }
        else
        {
            MarkWindow(grid, map, shape, shape.Bounds, reach, net);
        }
    }

    /// <summary>The same for the nodes alone.</summary>
    public static void MarkNodes(RoutingGrid grid, CopperMap map, Shape shape, double reach, ushort net)
    {
        if (UprightBox(shape) is { } box)
        {
            MarkRows(grid, map, box, reach, net);
            return;
        }

        var (left, right, bottom, top) = WindowOf(grid, shape.Bounds, reach);
        for (var row = bottom; row <= top; row++)
        {
            var near = At(grid, shape, reach, row);
            for (var column = left; column <= right; column++)
            {
                MarkNode(grid, map, near, reach, net, grid.Node(column, row));
            }
        }
    }

    /// <summary>The rectangle that a polygon is, where it is an upright one.</summary>
    public static Box? UprightBox(Shape shape)
    {
        if (shape is not Polygon { Outline.Length: 4, Holes.IsEmpty: true } polygon)
        {
            return null;
        }

        var box = polygon.Bounds;
        foreach (var p in polygon.Outline)
        {
            if ((p.X != box.Left && p.X != box.Right) || (p.Y != box.Bottom && p.Y != box.Top))
            {
                return null;
            }
        }

        return box;
    }

    /// <summary>Whole rows at once; only the corners of the box need exact edges.</summary>
    private static void MarkBox(RoutingGrid grid, CopperMap map, Shape shape, Box box, double reach, ushort net)
    {
        MarkRows(grid, map, box, reach, net);
        foreach (var corner in (ReadOnlySpan<Point>)[new(box.Left, box.Bottom), new(box.Right, box.Bottom), new(box.Right, box.Top), new(box.Left, box.Top)])
        {
            MarkWindow(grid, map, shape, Box.Around(corner, corner), reach, net);
        }
    }

    private static void MarkRows(RoutingGrid grid, CopperMap map, Box box, double reach, ushort net)
    {
        int bottom = Math.Max(grid.RowAtOrAfter(box.Bottom - reach), 1), top = Math.Min(grid.RowAtOrBefore(box.Top + reach), grid.Rows - 2);
        for (var row = bottom; row <= top; row++)
        {
            var y = grid.Y(row);
            double outside = Math.Max(0, Math.Max(box.Bottom - y, y - box.Top));
            if (outside >= reach - 0.5)
            {
                continue;
            }

            var side = Math.Sqrt((reach - 0.5) * (reach - 0.5) - outside * outside) - 0.01;
            int left = Math.Max(grid.ColumnAtOrAfter(box.Left - side), 1), right = Math.Min(grid.ColumnAtOrBefore(box.Right + side), grid.Columns - 2);
            if (left <= right)
            {
                map.ClaimAll(grid.Node(left, row), right - left + 1, net);
            }
        }
    }

    private static (int Left, int Right, int Bottom, int Top) WindowOf(RoutingGrid grid, Box around, double reach)
    {
        var margin = reach + grid.Pitch;
        return (
            Math.Max(grid.ColumnAtOrAfter(around.Left - margin), 1),
            Math.Min(grid.ColumnAtOrBefore(around.Right + margin), grid.Columns - 2),
            Math.Max(grid.RowAtOrAfter(around.Bottom - margin), 1),
            Math.Min(grid.RowAtOrBefore(around.Top + margin), grid.Rows - 2));
    }

    private static void MarkWindow(RoutingGrid grid, CopperMap map, Shape shape, Box window, double reach, ushort net)
    {
        var (left, right, bottom, top) = WindowOf(grid, window, reach);
        var width = right - left + 1;
        if (width <= 0 || top < bottom)
        {
            return;
        }

        // Distances of the window's nodes; -1 where the node is taken anyway and its edges need no test.
        var nodes = width * (top - bottom + 1);
        var distances = nodes <= FewNodes ? stackalloc float[nodes] : new float[nodes];
        for (var row = bottom; row <= top; row++)
        {
            var near = At(grid, shape, reach, row);
            for (var column = left; column <= right; column++)
            {
                var node = grid.Node(column, row);
                distances[(row - bottom) * width + column - left] = MarkNode(grid, map, near, reach, net, node);
            }
        }

        for (var row = bottom; row <= top; row++)
        {
            var near = At(grid, shape, reach, row);
            for (var column = left; column <= right; column++)
            {
                for (var direction = 0; direction < 4; direction++)
                {
                    var (dx, dy) = RoutingGrid.Steps[direction];
                    if (column + dx < left || column + dx > right || row + dy > top)
                    {
                        continue;
                    }

                    var here = distances[(row - bottom) * width + column - left];
                    var there = distances[(row + dy - bottom) * width + column + dx - left];
                    MarkEdge(grid, map, near, reach, grid.Node(column, row), direction, here, there);
                }
            }
        }
    }

    /// <summary>What a shape is to the nodes of a row and to their edges upwards.</summary>
    private static Shape At(RoutingGrid grid, Shape shape, double reach, int row)
    {
        var limit = (long)Math.Ceiling(reach) + 2 * grid.Pitch;
        return shape is Polygon { Outline.Length: > ManyCorners } polygon ? Shapes.Between(polygon, grid.Y(row) - limit, grid.Y(row) + limit) : shape;
    }

    private static float MarkNode(RoutingGrid grid, CopperMap map, Shape shape, double reach, ushort net, int node)
    {
        if (map.Owner[node] == CopperMap.Blocked)
        {
            return -1;
        }

        var distance = Shapes.DistanceToPoint(shape, grid.At(node), reach + 2 * grid.Pitch);
        if (distance >= reach - 0.5)
        {
            return (float)Math.Min(distance, reach + 2 * grid.Pitch);
        }

        map.Claim(node, net);
        return -1;
    }

    private static void MarkEdge(
        RoutingGrid grid, CopperMap map, Shape shape, double reach, int node, int direction, float here, float there)
    {
        // Distance changes by at most the length walked: far ends need no exact test.
        var length = (direction & 1) == 0 ? grid.Pitch : 1.41422 * grid.Pitch;
        if (here < 0 || there < 0 || (here + there - length) / 2 >= reach)
        {
            return;
        }

        if (Shapes.DistanceToSegment(shape, grid.At(node), grid.At(node + grid.Delta[direction]), reach) < reach - 0.5)
        {
            map.SetFlag(node, (byte)(1 << direction));
        }
    }
}
