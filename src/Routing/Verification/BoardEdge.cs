using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Verification;

/// <summary>
/// The board's edge as the outline layer draws it: the centre lines of its strokes. Inside is decided by the even-odd rule,
/// which needs every corner to have an even number of edges; a declared connector opening is bridged for that purpose only.
/// </summary>
internal sealed class BoardEdge
{
    /// <summary>Width of the opening that a connector makes in the edge.</summary>
    private const long Opening = 16 * Units.Millimetre;

    /// <summary>A connector's own outline may end this far from the board's edge.</summary>
    private const long OpeningDepth = 8 * Units.Millimetre;

    /// <summary>Ends this near are one corner.</summary>
    private const long Snap = 2_000;

    private readonly List<(Point From, Point To)> _bridges = [];
    private readonly List<(Box Bounds, ImmutableArray<Capsule> Edges)> _strokes = [];
    private readonly Box _nominal;

    public BoardEdge(GerberLayer outline, BoardOutline board)
    {
        _nominal = board.Bounds;
        var strokes = outline.Objects.Where(drawn => drawn is Line or Arc).Distinct().ToList();
        foreach (var stroke in strokes)
        {
            ImmutableArray<Capsule> edges = [.. Chords(stroke).Select(chord => new Capsule(chord.From, chord.To, 0))];
            _strokes.Add((edges.Aggregate(Box.Empty, (box, edge) => box.Union(edge.Bounds)), edges));
        }

        Edges = [.. _strokes.SelectMany(stroke => stroke.Edges)];
        var loose = LooseEnds(strokes.Select(Ends).Where(ends => ends.From != ends.To));
        foreach (var open in new[] { board.TopConnector ? 1 : 0, board.BottomConnector ? -1 : 0 })
        {
            if (open != 0)
            {
                Bridge(loose, end => InOpening(end, open, board));
            }
        }

        LooseCorners = [.. loose.OrderBy(end => end.X).ThenBy(end => end.Y)];
    }

    /// <summary>The edge as strokes without width.</summary>
    public ImmutableArray<Capsule> Edges { get; }

    /// <summary>Ends of the outline that meet nothing and lie in no declared opening.</summary>
    public ImmutableArray<Point> LooseCorners { get; }

    public bool IsClosed => LooseCorners.IsEmpty && !Edges.IsEmpty;

    /// <summary>True inside the outline; where that is open, inside the nominal rectangle.</summary>
    public bool Contains(Point p)
    {
        if (!IsClosed)
        {
            return _nominal.Contains(p);
        }

        var inside = false;
        foreach (var edge in Edges)
        {
            inside ^= Crosses(edge.A, edge.B, p);
        }

        foreach (var (from, to) in _bridges)
        {
            inside ^= Crosses(from, to, p);
        }

        return inside;
    }

    /// <summary>Distance from the edge to an item of copper, exact below the limit.</summary>
    public double DistanceTo(in CopperItem item, double limit)
    {
        foreach (var (bounds, edges) in _strokes)
        {
            if (Segments.BoxToBoxSquared(bounds, item.Bounds) >= limit * limit)
            {
                continue;
            }

            foreach (var edge in edges)
            {
                if (Segments.BoxToBoxSquared(edge.Bounds, item.Bounds) < limit * limit)
                {
                    limit = item.DistanceTo(edge, limit);
                }
            }
        }

        return limit;
    }

    /// <summary>Distance from the edge to a shape, exact below the limit.</summary>
    public double DistanceTo(Shape shape, double limit)
    {
        foreach (var edge in Edges)
        {
            limit = Math.Min(limit, Shapes.Distance(edge, shape, Math.Ceiling(limit)));
        }

        return limit;
    }

    private static bool Crosses(Point from, Point to, Point p) =>
        from.Y > p.Y != to.Y > p.Y && Segments.Orientation(from, to, p) > 0 == to.Y > from.Y;

    private static (Point From, Point To) Ends(GraphicObject stroke) => stroke switch
    {
        Line line => (line.From, line.To),
        Arc arc => (arc.From, arc.To),
        _ => default,
    };

    private static IEnumerable<(Point From, Point To)> Chords(GraphicObject stroke)
    {
        if (stroke is not Arc arc)
        {
            return [Ends(stroke)];
        }

        var points = new List<Point> { arc.From };
        Arcs.AppendChords(points, arc.From, arc.To, arc.Center, arc.Clockwise);
        return points.Zip(points.Skip(1));
    }

    /// <summary>Ends that an odd number of strokes share.</summary>
    private static List<Point> LooseEnds(IEnumerable<(Point From, Point To)> strokes)
    {
        var open = new Dictionary<(long, long), List<Point>>();
        foreach (var (from, to) in strokes)
        {
            Toggle(open, from);
            Toggle(open, to);
        }

        return [.. open.Values.SelectMany(ends => ends)];
    }

    private static void Toggle(Dictionary<(long, long), List<Point>> open, Point end)
    {
        var (column, row) = (end.X / (4 * Snap), end.Y / (4 * Snap));
        for (var x = column - 1; x <= column + 1; x++)
        {
            for (var y = row - 1; y <= row + 1; y++)
            {
                if (open.TryGetValue((x, y), out var ends) && ends.FindIndex(other => other.DistanceTo(end) <= Snap) is >= 0 and var met)
                {
                    ends.RemoveAt(met);
                    return;
                }
            }
        }

        if (!open.TryGetValue((column, row), out var cell))
        {
            open[(column, row)] = cell = [];
        }

        cell.Add(end);
    }

    private static bool InOpening(Point end, int side, BoardOutline board)
    {
        var inward = side > 0 ? board.Bounds.Top - end.Y : end.Y - board.Bounds.Bottom;
        return Math.Abs(end.X) <= Opening / 2 + Units.Millimetre && inward <= OpeningDepth;
    }

    /// <summary>Joins the loose ends of an opening, each to the nearest.</summary>
    private void Bridge(List<Point> loose, Predicate<Point> inOpening)
    {
        var ends = loose.FindAll(inOpening);
        while (ends.Count >= 2)
        {
            var from = ends[0];
            var to = ends.Skip(1).MinBy(end => end.SquaredDistanceTo(from));
            _bridges.Add((from, to));
            foreach (var end in new[] { from, to })
            {
                ends.Remove(end);
                loose.Remove(end);
            }
        }
    }
}
