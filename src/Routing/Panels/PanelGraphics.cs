using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Xml;
using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Panels;

/// <summary>
/// Turns an SVG whose user units are a packet's millimetres into draws and flashes: fabs take regions for poured copper. Strokes are drawn with a round pen,
/// circles and upright rectangles are flashed, other areas are flashed as an outline or, with more corners than an aperture may have, filled as a region. What would not
/// come out as it is drawn (clips, masks, markers, holes in areas, rules that are not understood) is an error: this is copper.
/// </summary>
internal sealed class PanelGraphics
{
    /// <summary>Most corners of a macro's outline that every viewer draws.</summary>
    private const int MostCorners = 48;

    private const int MostNested = 32;
    private const double Tolerance = 1e-3;

    /// <summary>Properties that would change what is drawn, and the value with which they do not.</summary>
    private static readonly (string Property, string Harmless)[] NotDrawn =
    [
        ("clip-path", "none"), ("mask", "none"), ("filter", "none"), ("marker", "none"), ("marker-start", "none"), ("marker-mid", "none"), ("marker-end", "none"), ("transform-origin", "0 0"),
    ];

    /// <summary>What says where a shape lies: a packet has no viewport that a part could be of.</summary>
    private static readonly string[] Measures = ["x", "y", "width", "height", "rx", "ry", "r", "cx", "cy", "x1", "y1", "x2", "y2", "stroke-width"];

    private readonly GraphicsBudget _budget = new();
    private readonly GraphicsNotes _notes = new();
    private readonly SvgStyleSheet _sheet;
    private readonly ImmutableArray<GraphicObject>.Builder _objects = ImmutableArray.CreateBuilder<GraphicObject>();
    private string? _unknown;

    private PanelGraphics() => _sheet = new(_budget, _notes);

    /// <param name="svg">Untrusted; empty for nothing.</param>
    /// <param name="strokesOnly">True for lines along which something is cut: areas are an error.</param>
    /// <returns>The objects, or what is wrong.</returns>
    public static (ImmutableArray<GraphicObject> Objects, string? Error) Read(string svg, PanelFrame frame, bool strokesOnly = false)
    {
        if (string.IsNullOrWhiteSpace(svg))
        {
            return ([], null);
        }

        try
        {
            var root = SvgNode.Parse(svg);
            if (root.Name != "svg")
            {
                return ([], "its root element is not svg");
            }

            var graphics = new PanelGraphics { StrokesOnly = strokesOnly };
            graphics.Index(root);
            graphics._sheet.SetGeometry(root);
            graphics._unknown = root.LinkedStyleSheets > 0 ? "a link to a style sheet" : null;
            graphics.Children(root, frame.Matrix, graphics.StyleOf(graphics._sheet.Declared(root), SvgStyle.Initial), 0);
            graphics._unknown ??= graphics._notes.Issues(0).IsEmpty ? null : "a style that is not understood";
            return graphics._unknown is { } element ? ([], $"it has something that is not drawn: {element}") : (graphics._objects.ToImmutable(), null);
        }
        catch (XmlException e)
        {
            return ([], $"not well-formed XML at line {e.LineNumber} position {e.LinePosition}");
        }
        catch (GraphicsLimitException e)
        {
            return ([], $"too complex: {e.Message}");
        }
    }

    private bool StrokesOnly { get; init; }

    private void Index(SvgNode node)
    {
        if (node.Name == "style")
        {
            _sheet.Add(node.Text);
        }

        foreach (var child in node.Children)
        {
            Index(child);
        }
    }

    private void Children(SvgNode node, Affine matrix, SvgStyle style, int depth)
    {
        foreach (var child in style.Displayed && depth < MostNested ? node.Children : [])
        {
            _budget.Element();
            var declared = _sheet.Declared(child);
            _unknown ??= child.Name.Length == 0 ? null : SvgUnread.Of(child, declared).FirstOrDefault() ?? SvgConditions.Failing(child);
            var moved = SvgValues.TryTransform(declared.GetValueOrDefault("transform", ""), out var transform) ? matrix.After(transform) : matrix;
            Element(child, moved, StyleOf(declared, style), depth);
        }
    }

    private SvgStyle StyleOf(IReadOnlyDictionary<string, string> declared, SvgStyle parent)
    {
        _unknown ??= NotDrawn.Where(known => declared.TryGetValue(known.Property, out var value) && value.Length > 0 && value != known.Harmless).Select(known => known.Property).FirstOrDefault();
        return parent.Of(declared, 1, static _ => null);
    }

    private void Element(SvgNode node, Affine matrix, SvgStyle style, int depth)
    {
        switch (node.Name)
        {
            case "g" or "a":
                Children(node, matrix, style, depth + 1);
                break;
            case "path" or "rect" or "circle" or "ellipse" or "line" or "polyline" or "polygon" when style.Displayed && matrix.IsFinite && matrix.Scale > 0:
                Shape(node, matrix, style);
                break;
            case "path" or "rect" or "circle" or "ellipse" or "line" or "polyline" or "polygon" or "defs" or "style" or "title" or "desc" or "metadata":
                break;
            default:
                _unknown ??= node.Name is "text" or "image" or "use" or "svg" or "symbol" ? node.Name : "other";
                break;
        }
    }

    private void Shape(SvgNode node, Affine matrix, SvgStyle style)
    {
        var path = new SvgPath(Tolerance * Units.Millimetre / matrix.Scale, _budget);
        var paths = SvgShapes.Trace(node, path, new(0, 0, style.Text.Font));
        _unknown ??= path.IsCutShort ? "path data after an error" : Measures.Any(name => node[name]?.Contains('%', StringComparison.Ordinal) == true) ? "a length in percent" : null;
        if (style.FillPaint.Paints && !StrokesOnly && node.Name == "circle" && matrix.IsSimilarity)
        {
            Dot(node, matrix);
        }
        else if (style.FillPaint.Paints && !StrokesOnly && node.Name != "line")
        {
            Fill(paths, matrix, style.EvenOdd);
        }

        if (StrokesOnly && style.FillPaint.Paints && !style.StrokePaint.Paints)
        {
            _unknown ??= "an area";
        }

        if (style.StrokePaint.Paints)
        {
            // A cut is made along the whole of its line, however that is drawn.
            var lines = StrokesOnly || style.Dashes.Count == 0 ? paths : [.. paths.SelectMany(line => SvgStroke.Dashes(line, style.Dashes, style.DashOffset, _budget))];
            Stroke(lines, matrix, new CircleAperture(Math.Max(1_000, PanelFrame.Round(style.StrokeWidth * matrix.Scale)), 0, AttributeSet.None), style.Cap);
        }
    }

    private void Stroke(IReadOnlyList<SubPath> paths, Affine matrix, Aperture pen, LineCap cap)
    {
        foreach (var path in paths)
        {
            var points = path.Points.ConvertAll(p => Place(matrix, p));
            if (path.Closed)
            {
                points.Add(points[0]);
            }

            // A line of no length is a dot, unless its ends are cut off.
            if (cap != LineCap.Butt && points.TrueForAll(p => p == points[0]))
            {
                _objects.Add(new Flash(points[0], pen, Polarity.Dark, AttributeSet.None));
            }

            foreach (var (from, to) in points.Zip(points.Skip(1)).Where(piece => piece.First != piece.Second))
            {
                _objects.Add(new Line(from, to, pen, Polarity.Dark, AttributeSet.None));
            }
        }
    }

    private void Dot(SvgNode node, Affine matrix)
    {
        double Value(string name) => SvgValues.Length(node[name], 0) ?? 0;
        var diameter = PanelFrame.Round(2 * Value("r") * matrix.Scale);
        if (diameter > 0)
        {
            var center = Place(matrix, new Vec(Value("cx"), Value("cy")));
            _objects.Add(new Flash(center, new CircleAperture(diameter, 0, AttributeSet.None), Polarity.Dark, AttributeSet.None));
        }
    }

    private void Fill(IReadOnlyList<SubPath> paths, Affine matrix, bool evenOdd)
    {
        var areas = new List<List<Point>>();
        foreach (var path in paths)
        {
            var corners = path.Points.ConvertAll(p => Place(matrix, p));
            Ring.RemoveRepeats(corners);
            if (Ring.HasArea(corners))
            {
                areas.Add(corners);
            }
        }

        _unknown ??= areas.Exists(area => areas.Exists(other => other != area && IsHole(area, other, evenOdd))) ? "an area with a hole" : null;
        _objects.AddRange(areas.Select(Area));
    }

    /// <summary>True where a part of a path takes away from another, by the rule that the path is filled by.</summary>
    private bool IsHole(List<Point> part, List<Point> whole, bool evenOdd)
    {
        _budget.Step(whole.Count);
        return (evenOdd || Ring.DoubledArea(CollectionsMarshal.AsSpan(part)) < 0 != Ring.DoubledArea(CollectionsMarshal.AsSpan(whole)) < 0)
            && Shapes.Contains(new Polygon([.. whole]), part[0]) && !Shapes.Contains(new Polygon([.. part]), whole[0]);
    }

    private static GraphicObject Area(List<Point> corners)
    {
        var box = Box.Around(corners);
        if (corners.Count == 4 && corners.TrueForAll(p => (p.X == box.Left || p.X == box.Right) && (p.Y == box.Bottom || p.Y == box.Top)))
        {
            return new Flash(box.Center, new RectangleAperture(box.Width, box.Height, 0, AttributeSet.None), Polarity.Dark, AttributeSet.None);
        }

        if (corners.Count > MostCorners)
        {
            return new Region(new EquatableArray<Contour>([Contour.Of(corners)]), null, Polarity.Dark, AttributeSet.None);
        }

        var outline = new MacroOutline(true, new EquatableArray<Point>([.. corners.Select(p => p - box.Center)]), 0);
        return new Flash(box.Center, new MacroAperture("Area", new EquatableArray<MacroPrimitive>([outline]), AttributeSet.None), Polarity.Dark, AttributeSet.None);
    }

    private static Point Place(Affine matrix, Vec p)
    {
        var at = matrix.Apply(p);
        return new(PanelFrame.Round(Math.Clamp(at.X, -1e11, 1e11)), PanelFrame.Round(Math.Clamp(at.Y, -1e11, 1e11)));
    }
}
