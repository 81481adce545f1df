using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>Whether a contour can be milled as a board: of a size that is made, and crossing or touching itself nowhere.</summary>
internal static class OutlineCheck
{
    /// <summary>Chords of the most intricate outline.</summary>
    public const int MaxChords = 20_000;

    /// <summary>The first fault found; null for none.</summary>
    /// <param name="nodes">The node of each of the contour's segments.</param>
    public static Issue? Check(Contour contour, ImmutableArray<int> nodes)
    {
        var edges = Edges(contour, nodes);
        if (edges is null)
        {
            return new("OUTLINE_TOO_COMPLEX", Text($"chords={MaxChords} error=its arcs have more chords than that within a micrometre"));
        }

        var box = edges.Aggregate(Box.Empty, (bounds, edge) => bounds.Union(Box.Around(edge.From, edge.To)));
        return SizeFault(box) ?? CrossingFault(edges);
    }

    private static Issue? SizeFault(Box box)
    {
        double width = box.IsEmpty ? 0 : Units.ToMillimetres(box.Width), height = box.IsEmpty ? 0 : Units.ToMillimetres(box.Height);
        return Math.Min(width, height) < ProjectReader.MinSide
            ? new("OUTLINE_TOO_SMALL", Text($"widthMm={width} heightMm={height} minMm={ProjectReader.MinSide}"))
            : Math.Max(width, height) > ProjectReader.MaxSide
                ? new("OUTLINE_TOO_LARGE", Text($"widthMm={width} heightMm={height} maxMm={ProjectReader.MaxSide}"))
                : null;
    }

    /// <summary>Sweeps from left to right: only edges that overlap in x are compared.</summary>
    private static Issue? CrossingFault(List<Edge> edges)
    {
        var order = Enumerable.Range(0, edges.Count).OrderBy(i => edges[i].Left).ThenBy(i => i);
        var active = new List<int>();
        foreach (var index in order)
        {
            var edge = edges[index];
            active.RemoveAll(other => edges[other].Right < edge.Left);
            foreach (var other in active)
            {
                if (Meet(edges, Math.Min(index, other), Math.Max(index, other)))
                {
                    return Crossing(edge, edges[other]);
                }
            }

            active.Add(index);
        }

        return null;
    }

    private static bool Meet(List<Edge> edges, int first, int second)
    {
        Edge a = edges[first], b = edges[second];
        if (a.Bottom > b.Top || b.Bottom > a.Top)
        {
            return false;
        }

        // Neighbours share a corner and nothing else, unless one folds back onto the other.
        return second == first + 1 ? FoldsBack(a.From, a.To, b.To)
            : first == 0 && second == edges.Count - 1 ? FoldsBack(b.From, b.To, a.To)
            : Segments.SegmentToSegmentSquared(a.From, a.To, b.From, b.To) == 0;
    }

    private static bool FoldsBack(Point before, Point corner, Point after) =>
        Segments.Orientation(before, corner, after) == 0
        && (double)(before.X - corner.X) * (after.X - corner.X) + (double)(before.Y - corner.Y) * (after.Y - corner.Y) > 0;

    private static Issue Crossing(Edge a, Edge b)
    {
        var place = (Box.Around(a.From, a.To), Box.Around(b.From, b.To)) switch
        {
            var (one, other) => new Box(
                Math.Max(one.Left, other.Left), Math.Max(one.Bottom, other.Bottom), Math.Min(one.Right, other.Right), Math.Min(one.Top, other.Top)).Center,
        };

        // In the project's frame, where y points down.
        return new("OUTLINE_CROSSING", Text(
            $"nodes=[{Math.Min(a.Node, b.Node)},{Math.Max(a.Node, b.Node)}] xMm={Units.ToMillimetres(place.X):0.###} yMm={Units.ToMillimetres(-place.Y):0.###} error=it crosses or touches itself there"));
    }

    private static List<Edge>? Edges(Contour contour, ImmutableArray<int> nodes)
    {
        var edges = new List<Edge>();
        var points = new List<Point>();
        var from = contour.Start;
        for (var i = 0; i < contour.Segments.Count && edges.Count <= MaxChords; i++)
        {
            points.Clear();
            if (contour.Segments[i].Center is { } center)
            {
                Arcs.AppendChords(points, from, contour.Segments[i].To, center, contour.Segments[i].Clockwise);
            }
            else
            {
                points.Add(contour.Segments[i].To);
            }

            foreach (var to in points.Where(to => to != from))
            {
                edges.Add(new(from, to, nodes[i]));
                from = to;
            }
        }

        return edges.Count > MaxChords ? null : edges;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Edge(Point From, Point To, int Node)
    {
        public long Left => Math.Min(From.X, To.X);

        public long Right => Math.Max(From.X, To.X);

        public long Bottom => Math.Min(From.Y, To.Y);

        public long Top => Math.Max(From.Y, To.Y);
    }
}
