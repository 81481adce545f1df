using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>
/// The board's outline as closed contours: a rectangle with rounded corners, opened where the outline of a connector module meets a
/// straight edge and continued along that outline (16 mm wide for the connectors there are); or the free outline in its place. And the cut-outs
/// those modules bring.
/// </summary>
/// <param name="Loops">Closed; the first is the board itself, counter-clockwise.</param>
/// <param name="Loose">Objects of connector outlines that join nothing; they are drawn all the same, and a check will find them.</param>
/// <param name="Notes">What a user should know of the outline, one sentence each.</param>
internal sealed record BoardContour(ImmutableArray<Contour> Loops, ImmutableArray<GraphicObject> Loose, ImmutableArray<string> Notes)
{
    /// <summary>Width of the drawn line; its centre is the edge.</summary>
    private const long LineWidth = 150_000;

    /// <summary>How far the ends of a connector's outline may lie from the board's edge and still be joined to it.</summary>
    public const long Reach = 100_000;

    private const string TreeNote = "The board has a free outline: its nets are trees, without trunks along the edges.";

    private static readonly CircleAperture Pen = new(LineWidth, 0, AttributeSet.Of(new GerberAttribute(".AperFunction", "Profile")));

    public static BoardContour Of(PlacedBoard board)
    {
        var outline = board.Project.Board;
        return outline.Free is { } free ? OfFree(board, free) : OfRectangle(board, outline);
    }

    /// <summary>The closed outlines of connectors, with the index of the module that brings each; the loops after the first.</summary>
    public ImmutableArray<(int Module, Contour Contour)> CutOuts { get; private init; } = [];

    /// <summary>Open outlines of connectors that join no edge, with the index of the module that brings each.</summary>
    public ImmutableArray<(int Module, Contour Contour)> Unjoined { get; private init; } = [];

    /// <summary>What the board and its arcs fit into.</summary>
    public Box Bounds => Loops.Aggregate(Box.Empty, (box, loop) => box.Union(Box.Around(loop.Chords().AsSpan())));

    /// <summary>A free outline has no openings: of connectors' outlines only what is closed in itself is drawn, as a cut-out.</summary>
    private static BoardContour OfFree(PlacedBoard board, FreeOutline free)
    {
        var outlines = Outlines.Of(board);
        ImmutableArray<string> notes = outlines.Open.IsEmpty ? [TreeNote] : [TreeNote, "The outline of a connector module is left out: a free outline has no openings of its own."];
        return new([free.Contour, .. outlines.Closed.Select(cutOut => cutOut.Contour)], outlines.Loose, notes) { CutOuts = outlines.Closed, Unjoined = outlines.Open };
    }

    private static BoardContour OfRectangle(PlacedBoard board, BoardOutline outline)
    {
        var edges = StraightEdge.Around(outline);
        var outlines = Outlines.Of(board);
        var unjoined = outlines.Open.Where(open => !edges.Any(edge => edge.TryJoin(open.Contour, Reach))).ToImmutableArray();
        ImmutableArray<GraphicObject> loose = [.. outlines.Loose, .. unjoined.SelectMany(open => Strokes(open.Contour))];
        return new([Walk(edges), .. outlines.Closed.Select(cutOut => cutOut.Contour)], loose, Describe(outline, edges, loose.Length)) { CutOuts = outlines.Closed, Unjoined = unjoined };
    }

    public ImmutableArray<GraphicObject> Draw() => [.. Loops.SelectMany(Strokes), .. Loose];

    /// <summary>Around the board counter-clockwise: each straight edge with what is joined to it, then the corner.</summary>
    private static Contour Walk(ImmutableArray<StraightEdge> edges)
    {
        var segments = ImmutableArray.CreateBuilder<ContourSegment>();
        var at = edges[0].From;
        foreach (var edge in edges)
        {
            foreach (var chain in edge.Joined)
            {
                LineTo(edge.Nearest(chain.Start));
                LineTo(chain.Start);
                segments.AddRange(chain.Segments.Items);
                at = chain.Segments[^1].To;
                LineTo(edge.Nearest(at));
            }

            LineTo(edge.To);
            if (edge.CornerEnd != edge.To)
            {
                segments.Add(new(edge.CornerEnd, edge.CornerCenter, false));
                at = edge.CornerEnd;
            }
        }

        return new(edges[0].From, new(segments.DrainToImmutable()));

        void LineTo(Point to)
        {
            if (to != at)
            {
                segments.Add(new(to, null, false));
                at = to;
            }
        }
    }

    private static IEnumerable<GraphicObject> Strokes(Contour contour)
    {
        var at = contour.Start;
        foreach (var segment in contour.Segments)
        {
            yield return segment.Center is { } center
                ? new Arc(at, segment.To, center, segment.Clockwise, Pen, Polarity.Dark, AttributeSet.None)
                : new Line(at, segment.To, Pen, Polarity.Dark, AttributeSet.None);
            at = segment.To;
        }
    }

    private static ImmutableArray<string> Describe(BoardOutline outline, ImmutableArray<StraightEdge> edges, int loose)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        if (outline.TopConnector && edges[2].Joined.IsEmpty)
        {
            notes.Add("The project asks for a connector at the top, but no connector module's outline meets that edge: it is drawn closed.");
        }

        if (outline.BottomConnector && edges[0].Joined.IsEmpty)
        {
            notes.Add("The project asks for a connector at the bottom, but no connector module's outline meets that edge: it is drawn closed.");
        }

        if (loose > 0)
        {
            notes.Add("Part of a connector module's outline neither closes nor meets a straight edge of the board.");
        }

        return notes.ToImmutable();
    }

    /// <summary>The outlines of all connector modules, in place.</summary>
    /// <param name="Loose">Objects that are no strokes.</param>
    private sealed record Outlines(ImmutableArray<(int Module, Contour Contour)> Closed, ImmutableArray<(int Module, Contour Contour)> Open, ImmutableArray<GraphicObject> Loose)
    {
        public static Outlines Of(PlacedBoard board)
        {
            var loose = ImmutableArray.CreateBuilder<GraphicObject>();
            var chains = board.Modules
                .Where(module => module.Package.HasConnectorOutline && module.Package.Layers.ContainsKey(ModuleLayer.EdgeCuts))
                .Select(module => (module.Index, Chains: OutlineChains.Of(GerberTransform.Apply(module.Package.Layers[ModuleLayer.EdgeCuts], module.Instance.Placement).Objects, loose)))
                .ToList();
            return new([.. chains.SelectMany(m => m.Chains.Closed, (m, contour) => (m.Index, contour))], [.. chains.SelectMany(m => m.Chains.Open, (m, contour) => (m.Index, contour))], loose.ToImmutable());
        }
    }
}
