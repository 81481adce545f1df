using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Walks an SVG tree and draws each shape onto the board.</summary>
internal sealed class SvgRenderer
{
    private readonly SvgNode _root;
    private readonly BoardOutline _board;
    private readonly GraphicsBudget _budget = new();
    private readonly GraphicsNotes _notes = new();
    private readonly SvgStyleSheet _sheet;
    private readonly SvgPainter _painter;
    private readonly SvgClips _clips;
    private readonly SvgMarkers _markers;
    private readonly SvgText _text;
    private readonly Dictionary<string, SvgNode> _byId = new(StringComparer.Ordinal);

    public SvgRenderer(SvgNode root, BoardOutline board)
    {
        (_root, _board) = (root, board);
        _sheet = new(_budget, _notes);
        _painter = new(new BoardClip(board, SvgSilkscreen.Inset), board.Bounds, _budget, _notes);
        _clips = new(_painter, _sheet, _budget, _notes, Find);
        _markers = new(_clips, _sheet, Find);
        _text = new(_painter, _sheet, _budget, _notes, Find);
        Index(root);
        _sheet.SetGeometry(root);
        for (var sheet = 0; sheet < root.LinkedStyleSheets; sheet++)
        {
            _notes.Element("xml-stylesheet");
        }
    }

    public (ImmutableArray<GraphicObject> Objects, ImmutableArray<Issue> Issues) Render()
    {
        double boardWidth = Units.ToMillimetres(_board.Width), boardHeight = Units.ToMillimetres(_board.Height);
        var viewBox = _root["viewBox"];
        if (SvgValues.Numbers(viewBox).Count != 4)
        {
            var width = SvgValues.Length(_root["width"], boardWidth) ?? boardWidth;
            var height = SvgValues.Length(_root["height"], boardHeight) ?? boardHeight;
            viewBox = $"0 0 {SvgValues.Text(width)} {SvgValues.Text(height)}";
        }

        if (_painter.Board.Bounds.IsEmpty || SvgValues.Viewport(viewBox, _root["preserveAspectRatio"], boardWidth, boardHeight) is not { } view)
        {
            return ([], _notes.Issues(0));
        }

        var box = SvgValues.Numbers(viewBox);
        var toBoard = new Affine(Units.Millimetre, 0, 0, -Units.Millimetre, _board.Bounds.Left, _board.Bounds.Top);
        var canvas = new InkCanvas(_budget);
        var context = new SvgContext(toBoard.After(view), SvgStyle.Initial, box[2], box[3], 0, _painter.Board, canvas);
        var declared = _sheet.Declared(_root);
        context = context with { Style = SvgStyle.Initial.Of(declared, context.Diagonal, Find).AsRoot() };
        SvgConditions.Note(_root, _notes);
        SvgUnread.Note(_root, declared, _notes);
        context = context with { Clip = _clips.Of(_root, declared, context, Children) };
        Children(_root, context);
        return Finish(canvas);
    }

    /// <summary>White takes away what lies below it, unless nothing else is drawn: then it is the ink.</summary>
    private (ImmutableArray<GraphicObject> Objects, ImmutableArray<Issue> Issues) Finish(InkCanvas canvas)
    {
        var onlyWhite = !canvas.HasInk;
        var inks = canvas.Compose(paint => onlyWhite || !paint.IsWhite);
        var issues = _notes.Issues(inks.Sum(ink => ink.Size) / _painter.Board.Size);
        if (onlyWhite && !canvas.IsEmpty)
        {
            issues = issues.Add(new("GRAPHICS_WHITE_PRINTED"));
        }

        return ([.. inks.SelectMany(Objects)], issues);
    }

    private static IEnumerable<GraphicObject> Objects(Ink ink) => ink.Lines.IsEmpty
        ? ink.Area.Polygons.Select(GraphicObject (polygon) => new Region([Contour.Of(polygon)], null, Polarity.Dark, AttributeSet.None))
        : ink.Lines;

    private SvgNode? Find(string id) => _byId.GetValueOrDefault(id);

    private void Index(SvgNode node)
    {
        if (node.Name.Length == 0)
        {
            return;
        }

        if (node["id"] is { } id)
        {
            _byId.TryAdd(id, node);
        }

        if (node.Name == "style")
        {
            AddStyles(node);
        }

        foreach (var child in node.Children)
        {
            Index(child);
        }
    }

    private void AddStyles(SvgNode style)
    {
        if (style["type"] is null or "" or "text/css" && style["media"] is null or "" or "all" or "screen")
        {
            _sheet.Add(style.Text);
        }
        else
        {
            _notes.Rule();
        }
    }

    private void Children(SvgNode node, SvgContext context)
    {
        if (!context.Style.Displayed || context.Style.Opacity == 0)
        {
            return;
        }

        foreach (var child in node.Children)
        {
            Element(child, context);
        }
    }

    /// <param name="use">By which it is drawn, if one.</param>
    private void Element(SvgNode node, SvgContext outer, SvgNode? use = null)
    {
        if (node.Name.Length == 0)
        {
            return;
        }

        _budget.Element();
        var declared = _sheet.Declared(node);
        var context = outer with
        {
            Matrix = outer.Matrix.After(SvgTransforms.Of(declared, outer)),
            Style = outer.Style.Of(declared, outer.Diagonal, Find),
        };
        if (!context.Style.Displayed || context.Style.Opacity == 0 || !context.Matrix.IsFinite || IsDefinition(node.Name))
        {
            if (!IsDefinition(node.Name))
            {
                SvgConditions.Note(node, _notes);
            }

            return;
        }

        Note(declared);
        SvgUnread.Note(node, declared, _notes);
        context = context with { Clip = _clips.Of(node, declared, context, Children) };
        if (!context.Clip.IsEmpty)
        {
            Draw(node, declared, context, use);
        }
    }

    private void Draw(SvgNode node, Dictionary<string, string> declared, SvgContext context, SvgNode? use)
    {
        switch (node.Name)
        {
            case "g" or "a":
                Children(node, context);
                break;
            case "switch":
                if (node.Children.Find(SvgConditions.Hold) is { } chosen)
                {
                    Element(chosen, context);
                }

                break;
            case "svg":
                Viewport(node, declared, context, use);
                break;
            case "use":
                Use(node, context);
                break;
            case "path" or "rect" or "circle" or "ellipse" or "line" or "polyline" or "polygon":
                Shape(node, context);
                break;
            case "text":
                if (IsDrawable(context.Matrix))
                {
                    _text.Draw(node, declared, context);
                }

                break;
            default:
                _notes.Element(node.Name);
                break;
        }
    }

    private static bool IsDefinition(string name) => name is "defs" or "symbol" or "style" or "title" or "desc" or "metadata" or "clipPath" or "mask" or "marker"
        or "pattern" or "linearGradient" or "radialGradient" or "filter" or "script" or "view" or "namedview" or "font" or "font-face" or "color-profile";

    private void Note(Dictionary<string, string> declared)
    {
        if (declared.TryGetValue("filter", out var filter) && filter != "none")
        {
            _notes.Property("filter");
        }

        if (declared.TryGetValue("mix-blend-mode", out var blend) && blend != "normal")
        {
            _notes.Property("mix-blend-mode");
        }

        if (declared.GetValueOrDefault("vector-effect") == "non-scaling-stroke")
        {
            _notes.Property("vector-effect");
        }
    }

    private void Use(SvgNode node, SvgContext context)
    {
        if (node["href"] is not ['#', .. var id] || Find(id) is not { } target)
        {
            _notes.Element(node.Name);
            return;
        }

        if (!context.CanNest)
        {
            _notes.Element(node.Name);
            return;
        }

        var inner = context with
        {
            Matrix = context.Matrix.After(context.At(node)),
            Nested = context.Nested + 1,
            Style = context.Style with { Outer = (context.Style.Fill, context.Style.Stroke) },
        };
        if (target.Name is "symbol")
        {
            var declared = _sheet.Declared(target);
            Viewport(target, declared, inner with { Style = inner.Style.Of(declared, inner.Diagonal, Find) }, node);
        }
        else
        {
            Element(target, inner, node);
        }
    }

    /// <param name="use">Whose width and height go before those of the element, if one draws it (SVG 2, 5.5).</param>
    private void Viewport(SvgNode node, Dictionary<string, string> declared, SvgContext context, SvgNode? use)
    {
        double Size(string name, double whole) => (use is null ? null : context.Lengths.Of(use, name, whole)) ?? context.Lengths.Of(node, name, whole) ?? whole;

        double width = Size("width", context.Width), height = Size("height", context.Height);
        if (SvgValues.Viewport(node["viewBox"], node["preserveAspectRatio"], width, height) is not { } view)
        {
            return;
        }

        var box = SvgValues.Numbers(node["viewBox"]);
        var at = node.Name == "svg" ? context.Matrix.After(context.At(node)) : context.Matrix;
        var clips = declared.GetValueOrDefault("overflow") is not ("visible" or "auto");
        Children(node, context with
        {
            Matrix = at.After(view),
            Width = box.Count == 4 ? box[2] : width,
            Height = box.Count == 4 ? box[3] : height,
            Clip = clips ? _clips.Rectangle(0, 0, width, height, at, context.Clip) : context.Clip,
        });
    }

    private static bool IsDrawable(Affine matrix) => matrix.Scale > 0 && double.IsFinite(matrix.Scale);

    private void Shape(SvgNode node, SvgContext context)
    {
        if (!IsDrawable(context.Matrix))
        {
            return;
        }

        var path = new SvgPath(SvgPainter.Tolerance / context.Matrix.Scale, _budget);
        var paths = SvgShapes.Trace(node, path, context.Lengths);
        if (path.IsCutShort)
        {
            _notes.Property("path-data");
        }

        _painter.Paint(paths, context, fills: node.Name != "line");
        if (context.Style is not { Visible: true, HasMarkers: true })
        {
            return;
        }

        if (node.Name is "path" or "line" or "polyline" or "polygon" && context.CanNest)
        {
            _markers.Draw(path.Vertices(paths), context, Children);
        }
        else
        {
            _notes.Property("marker");
        }
    }
}
