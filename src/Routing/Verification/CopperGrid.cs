using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber.Plotting;

namespace MakeDevice.Routing.Verification;

/// <summary>
/// A uniform grid over the copper of one layer. Long strokes enter it in parts and large polygons border by border, so
/// that no cell holds more than what is really near it; a pair is met once, in the first cell that both share.
/// </summary>
internal sealed class CopperGrid
{
    /// <summary>A grid has about this many cells for each part, and never more than <see cref="MostCells"/>.</summary>
    private const int CellsPerPart = 2;

    private const int MostCells = 1 << 21;

    /// <summary>Polygons with more corners than this enter border by border.</summary>
    private const int LargePolygon = 24;

    private const int EdgesPerChunk = 8;

    /// <summary>Parts that all cutting of long strokes and borders may add.</summary>
    private const int MostCuts = 200_000;

    /// <summary>Pairs within cells beyond which a layer is a bomb; the largest shared board has about a million.</summary>
    private const long MostPairs = 400_000_000;

    private readonly ImmutableArray<CopperItem> _items;
    private readonly long _reach;
    private readonly List<Part> _parts = [];
    private readonly Box _area;
    private readonly long _cell;
    private readonly int _columns;
    private readonly int _rows;
    private readonly int[] _starts;
    private readonly int[] _entries;

    /// <param name="items">All items of a board.</param>
    /// <param name="indices">Those of this layer.</param>
    /// <param name="reach">Pairs up to this distance are met, nanometres.</param>
    /// <exception cref="PlotLimitException">So much copper lies in one place that comparing it would not end.</exception>
    public CopperGrid(ImmutableArray<CopperItem> items, IReadOnlyList<int> indices, long reach)
    {
        (_items, _reach) = (items, reach);
        _area = indices.Aggregate(Box.Empty, (box, index) => box.Union(items[index].Bounds));
        var longest = PartLength(indices);
        foreach (var index in indices)
        {
            AddParts(index, longest);
        }

        (_cell, _columns, _rows) = Layout();
        _starts = new int[_columns * _rows + 1];
        _entries = Fill();
    }

    /// <summary>Items whose single polygon is so large that only its border is in the grid.</summary>
    public List<int> LargeItems { get; } = [];

    public interface IPairVisitor
    {
        /// <summary>True where the distance of two items matters.</summary>
        bool Wants(int a, int b);

        /// <param name="distance">Exact below the limit that was asked for; only such are reported.</param>
        void Meet(int a, int b, double distance);
    }

    /// <summary>Visits pairs of items nearer than <paramref name="limit"/>, some more than once where an item has several parts.</summary>
    public void VisitPairs<TVisitor>(ref TVisitor visitor, double limit)
        where TVisitor : struct, IPairVisitor
    {
        var parts = CollectionsMarshal.AsSpan(_parts);
        for (var row = 0; row < _rows; row++)
        {
            for (var column = 0; column < _columns; column++)
            {
                var cell = row * _columns + column;
                for (var i = _starts[cell]; i < _starts[cell + 1]; i++)
                {
                    ref readonly var a = ref parts[_entries[i]];
                    for (var k = i + 1; k < _starts[cell + 1]; k++)
                    {
                        ref readonly var b = ref parts[_entries[k]];
                        if (a.Item != b.Item && Math.Max(a.Column, b.Column) == column && Math.Max(a.Row, b.Row) == row)
                        {
                            Visit(ref visitor, a, b, limit);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Puts the items of which a part meets the box into the list, each once; the inside of large ones is not seen.</summary>
    public void Near(Box near, List<int> found)
    {
        found.Clear();
        if (_parts.Count == 0 || !near.Intersects(_area))
        {
            return;
        }

        var (left, bottom, right, top) = Cells(near);
        for (var row = bottom; row <= top; row++)
        {
            for (var column = left; column <= right; column++)
            {
                var cell = row * _columns + column;
                for (var i = _starts[cell]; i < _starts[cell + 1]; i++)
                {
                    var part = _parts[_entries[i]];
                    if (part.Bounds.Intersects(near) && !found.Contains(part.Item))
                    {
                        found.Add(part.Item);
                    }
                }
            }
        }
    }

    private void Visit<TVisitor>(ref TVisitor visitor, in Part a, in Part b, double limit)
        where TVisitor : struct, IPairVisitor
    {
        if (Segments.BoxToBoxSquared(a.Bounds, b.Bounds) >= limit * limit || !visitor.Wants(a.Item, b.Item))
        {
            return;
        }

        var distance = Distance(a, b, limit);
        if (distance < limit)
        {
            visitor.Meet(a.Item, b.Item, distance);
        }
    }

    private double Distance(in Part a, in Part b, double limit)
    {
        if (a.Border.IsDefault)
        {
            return b.Border.IsDefault ? _items[a.Item].DistanceTo(_items[b.Item], limit) : Distance(b, _items[a.Item], limit);
        }

        return b.Border.IsDefault ? Distance(a, _items[b.Item], limit) : Distance(a, b.Border, b.Edge, b.Edges, limit);
    }

    private static double Distance(in Part chunk, in CopperItem item, double limit)
    {
        for (var i = chunk.Edge; i < chunk.Edge + chunk.Edges; i++)
        {
            Point from = chunk.Border[i], to = chunk.Border[(i + 1) % chunk.Border.Length];
            foreach (var plotted in item.Shapes.Span)
            {
                limit = Math.Min(limit, Shapes.DistanceToSegment(plotted.Shape, from, to, Math.Ceiling(limit)));
            }
        }

        return limit;
    }

    private static double Distance(in Part chunk, ImmutableArray<Point> border, int edge, int edges, double limit)
    {
        var best = limit * limit;
        for (var i = chunk.Edge; i < chunk.Edge + chunk.Edges; i++)
        {
            Point from = chunk.Border[i], to = chunk.Border[(i + 1) % chunk.Border.Length];
            for (var k = edge; k < edge + edges; k++)
            {
                best = Math.Min(best, Segments.SegmentToSegmentSquared(from, to, border[k], border[(k + 1) % border.Length]));
            }
        }

        return Math.Sqrt(best);
    }

    /// <summary>Length at which strokes and borders are cut: some cells long, and longer where there is so much that cutting would never end.</summary>
    private long PartLength(IReadOnlyList<int> indices)
    {
        var total = 0.0;
        foreach (var index in indices)
        {
            foreach (var plotted in _items[index].Shapes.Span)
            {
                total += plotted.Shape is Polygon polygon ? Length(polygon) : Math.Max(plotted.Shape.Bounds.Width, plotted.Shape.Bounds.Height);
            }
        }

        return Math.Max(2 * Units.Millimetre, (long)Math.Min(total / MostCuts, long.MaxValue / 8.0));
    }

    private static double Length(Polygon polygon) => polygon.Holes.Insert(0, polygon.Outline).Sum(ring => Ring.Length(ring.AsSpan()));

    private void AddParts(int index, long longest)
    {
        var item = _items[index];
        var single = item.Shapes.Length == 1 ? item.Shapes.Span[0].Shape : null;
        switch (single)
        {
            case Capsule capsule when item.Bounds.Width > longest || item.Bounds.Height > longest:
                AddStroke(index, capsule, longest);
                break;
            case Polygon polygon when polygon.Outline.Length > LargePolygon || item.Bounds.Width > longest || item.Bounds.Height > longest:
                LargeItems.Add(index);
                AddBorder(index, polygon.Outline, longest);
                foreach (var hole in polygon.Holes)
                {
                    AddBorder(index, hole, longest);
                }

                break;
            default:
                _parts.Add(new(index, item.Bounds, default, 0, 0));
                break;
        }
    }

    private void AddStroke(int index, Capsule capsule, long longest)
    {
        foreach (var box in Cut(capsule.A, capsule.B, longest))
        {
            _parts.Add(new(index, box.Inflate(capsule.Radius), default, 0, 0));
        }
    }

    private void AddBorder(int index, ImmutableArray<Point> border, long longest)
    {
        for (var start = 0; start < border.Length;)
        {
            var bounds = Box.Empty.Include(border[start]);
            var end = start;
            while (end < border.Length && end - start < EdgesPerChunk)
            {
                var grown = bounds.Include(border[(end + 1) % border.Length]);
                if (end > start && (grown.Width > longest || grown.Height > longest))
                {
                    break;
                }

                (bounds, end) = (grown, end + 1);
            }

            // An edge that is long by itself is looked at in several places, each time whole.
            var boxes = end - start == 1 ? Cut(border[start], border[end % border.Length], longest) : [bounds];
            foreach (var box in boxes)
            {
                _parts.Add(new(index, box, border, start, end - start));
            }

            start = end;
        }
    }

    private static IEnumerable<Box> Cut(Point a, Point b, long longest)
    {
        var count = Math.Max(1, (Math.Max(Math.Abs(b.X - a.X), Math.Abs(b.Y - a.Y)) + longest - 1) / longest);
        Point Along(long i) => new(
            a.X + (long)((Int128)(b.X - a.X) * i / count), a.Y + (long)((Int128)(b.Y - a.Y) * i / count));
        for (var i = 0L; i < count; i++)
        {
            yield return Box.Around(Along(i), Along(i + 1)).Inflate(1);
        }
    }

    private (long Cell, int Columns, int Rows) Layout()
    {
        if (_area.IsEmpty)
        {
            return (1, 1, 1);
        }

        double width = _area.Width + _reach + 1, height = _area.Height + _reach + 1;
        var wanted = Math.Clamp((double)_parts.Count * CellsPerPart, 1, MostCells);
        var cell = (long)Math.Ceiling(Math.Max(Math.Sqrt(width * height / wanted), Math.Max(width, height) / MostCells * 4));
        return (cell, (int)(width / cell) + 1, (int)(height / cell) + 1);
    }

    /// <summary>First and last column and row of a box that is widened by half the reach.</summary>
    private (int Left, int Bottom, int Right, int Top) Cells(Box box)
    {
        var wide = box.Inflate(_reach / 2);
        int Column(long x) => (int)Math.Clamp((x - _area.Left + _reach / 2) / _cell, 0, _columns - 1);
        int Row(long y) => (int)Math.Clamp((y - _area.Bottom + _reach / 2) / _cell, 0, _rows - 1);
        return (Column(wide.Left), Row(wide.Bottom), Column(wide.Right), Row(wide.Top));
    }

    /// <summary>Counting sort of the parts into their cells.</summary>
    private int[] Fill()
    {
        var parts = CollectionsMarshal.AsSpan(_parts);
        var starts = _starts.AsSpan();
        foreach (ref var part in parts)
        {
            var (left, bottom, right, top) = Cells(part.Bounds);
            (part.Column, part.Row) = (left, bottom);
            for (var row = bottom; row <= top; row++)
            {
                for (var column = left; column <= right; column++)
                {
                    starts[row * _columns + column]++;
                }
            }
        }

        int total = 0;
        long pairs = 0;
        foreach (ref var start in starts)
        {
            pairs += (long)start * start / 2;
            total = checked(total + start);
            start = total;
        }

        if (pairs > MostPairs)
        {
            throw new PlotLimitException("Too much copper lies in one place to be verified.");
        }

        // The starts stand one past each cell's end and walk back to its beginning while the cells fill.
        var entries = new int[total];
        for (var i = parts.Length - 1; i >= 0; i--)
        {
            var (left, bottom, right, top) = Cells(parts[i].Bounds);
            for (var row = bottom; row <= top; row++)
            {
                for (var column = left; column <= right; column++)
                {
                    entries[--starts[row * _columns + column]] = i;
                }
            }
        }

        return entries;
    }

    /// <summary>A whole item (no border) or a run of edges of a large polygon's border.</summary>
    private record struct Part(int Item, Box Bounds, ImmutableArray<Point> Border, int Edge, int Edges)
    {
        public int Column;
        public int Row;
    }
}
