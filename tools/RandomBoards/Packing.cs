using MakeDevice.Routing.Geometry;

namespace MakeDevice.RandomBoards;

/// <summary>
/// Packs boxes into a strip of a width, bottom-left (Baker, Coffman and Rivest, "Orthogonal packings in two dimensions", 1980): each at the
/// lowest and then leftmost corner between those before it.
/// </summary>
internal static class Packing
{
    /// <param name="gap">Kept between boxes.</param>
    /// <returns>Lower left corners in the order of the tiles, and the size of what they fill.</returns>
    public static (Point[] Corners, long Width, long Height) Pack(IReadOnlyList<Tile> tiles, long width, long gap)
    {
        var placed = new List<Box>(tiles.Count);
        List<long> columns = [0], rows = [0];
        foreach (var tile in tiles)
        {
            var box = LowestFree(tile, placed, columns, rows, width, gap);
            placed.Add(box);
            Insert(columns, box.Right + gap);
            Insert(rows, box.Top + gap);
        }

        return ([.. placed.Select(box => new Point(box.Left, box.Bottom))], placed.Max(box => box.Right), placed.Max(box => box.Top));
    }

    private static Box LowestFree(Tile tile, List<Box> placed, List<long> columns, List<long> rows, long width, long gap)
    {
        foreach (var y in rows)
        {
            foreach (var x in columns)
            {
                var box = new Box(x, y, x + tile.Width, y + tile.Height);
                if ((x == 0 || box.Right <= width) && !placed.Exists(other => other.IsNearer(box, gap)))
                {
                    return box;
                }
            }
        }

        throw new InvalidOperationException("the topmost row is always free");
    }

    private static void Insert(List<long> sorted, long value)
    {
        var at = sorted.BinarySearch(value);
        if (at < 0)
        {
            sorted.Insert(~at, value);
        }
    }

    /// <summary>True where two boxes are nearer than a gap along both axes.</summary>
    public static bool IsNearer(this Box a, Box b, long gap) =>
        a.Left < b.Right + gap && b.Left < a.Right + gap && a.Bottom < b.Top + gap && b.Bottom < a.Top + gap;
}
