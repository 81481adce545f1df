using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Walks an SVG tree and draws each shape onto the board.</summary>
internal sealed class SvgRenderer
{
    private const double Tolerance = 2_000;
    private const int MostNestedUses = 16;

    // Beyond a kilometre a coordinate is no longer drawn where it says: nothing of it is on the board either way.
    private const double Far = 1e12;

    private readonly SvgNode _root;
    private readonly BoardOutline _board;
    private readonly BoardClip _clip;
    private readonly GraphicsBudget _budget = new();
    private readonly SvgStyleSheet _sheet = new();
    private readonly Dictionary<string, SvgNode> _byId = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _ignored = new(StringComparer.Ordinal);
    private readonly ImmutableArray<GraphicObject>.Builder _objects = ImmutableArray.CreateBuilder<GraphicObject>();

    public SvgRenderer(SvgNode root, BoardOutline board)
    {
        (_root, _board) = (root, board);
        _clip = new BoardClip(board, SvgSilkscreen.Inset);
        Index(root);
    }

    /// <summary>A viewport and the style and transform that reach an element.</summary>
    private readonly record struct Context(Affine Matrix, SvgStyle Style, double Width, double Height, int Uses)
    {
        public double Diagonal => Math.Sqrt((Width * Width + Height * Height) / 2);
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

        if (_clip.Outline.Length > 0 && SvgValues.Viewport(viewBox, _root["preserveAspectRatio"], boardWidth, boardHeight) is { } view)
        {
            var box = SvgValues.Numbers(viewBox);
            var toBoard = new Affine(Units.Millimetre, 0, 0, -Units.Millimetre, _board.Bounds.Left, _board.Bounds.Top);
            var context = new Context(toBoard.After(view), SvgStyle.Initial, box[2], box[3], 0);
            context = context with { Style = SvgStyle.Initial.Of(_root, _sheet, context.Diagonal) };
            Children(_root, context);
        }

        return (_objects.ToImmutable(), [.. _ignored.Select(pair => new Issue("GRAPHICS_ELEMENT_IGNORED", $"element={pair.Key} count={pair.Value}"))]);
    }

    private void Index(SvgNode node)
    {
        if (node["id"] is { } id)
        {
            _byId.TryAdd(id, node);
        }

        if (node.Name == "style")
        {
            _sheet.Add(node.Text);
        }

        foreach (var child in node.Children)
        {
            Index(child);
        }
    }

    private void Children(SvgNode node, Context context)
    {
        if (!context.Style.Displayed)
        {
            return;
        }

        foreach (var child in node.Children)
        {
            Element(child, context);
        }
    }

    private void Element(SvgNode node, Context outer)
    {
        _budget.Element();
        var context = outer with
        {
            Matrix = outer.Matrix.After(SvgValues.Transform(node["transform"])),
            Style = outer.Style.Of(node, _sheet, outer.Diagonal),
        };
        if (!context.Style.Displayed || !context.Matrix.IsFinite)
        {
            return;
        }

        switch (node.Name)
        {
            case "g" or "a" or "switch":
                Children(node, context);
                break;
            case "svg":
                Viewport(node, context, node);
                break;
            case "use":
                Use(node, context);
                break;
            case "path" or "rect" or "circle" or "ellipse" or "line" or "polyline" or "polygon":
                Shape(node, context);
                break;
            case "defs" or "symbol" or "style" or "title" or "desc" or "metadata" or "clipPath" or "mask" or "marker" or "pattern"
                or "linearGradient" or "radialGradient" or "filter" or "script" or "view" or "namedview":
                break;
            default:
                Ignore(node.Name);
                break;
        }
    }

    // Only names that this code knows go into an issue; a hostile name stays out of it.
    private void Ignore(string name)
    {
        var known = name is "text" or "image" or "foreignObject" or "video" or "audio" or "canvas" or "iframe" ? name : "other";
        _ignored[known] = _ignored.GetValueOrDefault(known) + 1;
    }

    private void Use(SvgNode node, Context context)
    {
        if (context.Uses >= MostNestedUses || node["href"] is not ['#', .. var id] || !_byId.TryGetValue(id, out var target))
        {
            return;
        }

        var inner = context with
        {
            Matrix = context.Matrix.After(Affine.Translate(X(node, "x", context), Y(node, "y", context))),
            Uses = context.Uses + 1,
        };
        if (target.Name is "symbol")
        {
            Viewport(target, inner with { Style = inner.Style.Of(target, _sheet, inner.Diagonal) }, node);
        }
        else
        {
            Element(target, inner);
        }
    }

    /// <param name="size">Whose width and height count: a nested svg's own, a symbol's use.</param>
    private void Viewport(SvgNode node, Context context, SvgNode size)
    {
        var width = SvgValues.Length(size["width"], context.Width) ?? context.Width;
        var height = SvgValues.Length(size["height"], context.Height) ?? context.Height;
        if (SvgValues.Viewport(node["viewBox"], node["preserveAspectRatio"], width, height) is not { } view)
        {
            return;
        }

        var box = SvgValues.Numbers(node["viewBox"]);
        var offset = node.Name == "svg" ? Affine.Translate(X(node, "x", context), Y(node, "y", context)) : Affine.Identity;
        Children(node, context with
        {
            Matrix = context.Matrix.After(offset).After(view),
            Width = box.Count == 4 ? box[2] : width,
            Height = box.Count == 4 ? box[3] : height,
        });
    }

    private void Shape(SvgNode node, Context context)
    {
        var scale = context.Matrix.Scale;
        if (!(scale > 0) || !double.IsFinite(scale))
        {
            return;
        }

        var tolerance = Tolerance / scale;
        var paths = SvgShapes.Trace(node, new SvgPath(tolerance, _budget), context.Width, context.Height);
        if (context.Style.Fills && node.Name != "line")
        {
            Fill(paths.Select(path => path.Points), context, context.Style.EvenOdd, oriented: false);
        }

        if (context.Style.Strokes)
        {
            Stroke(paths, context, tolerance);
        }
    }

    private void Stroke(IReadOnlyList<SubPath> paths, Context context, double tolerance)
    {
        var style = context.Style;
        var lines = style.Dashes.Count == 0
            ? paths
            : [.. paths.SelectMany(path => SvgStroke.Dashes(path, style.Dashes, style.DashOffset, _budget))];
        var pen = new StrokePen(style.StrokeWidth, style.Cap, style.Join, style.MiterLimit);
        var outlined = new List<SubPath>();
        foreach (var path in lines)
        {
            if (!TryDraw(path, pen, context))
            {
                outlined.Add(path);
            }
        }

        var stroke = new SvgStroke(pen, tolerance);
        Fill(outlined.SelectMany(path => stroke.Outline(path).ToArray()), context, evenOdd: false, oriented: true);
    }

    // A round pen that stays a circle and on the board is what a round aperture draws.
    private bool TryDraw(SubPath path, StrokePen pen, Context context)
    {
        var closedRound = pen.Join == LineJoin.Round && (pen.Cap == LineCap.Round || path.Closed);
        var width = (long)Math.Round(pen.Width * context.Matrix.Scale);
        if (!closedRound || !context.Matrix.IsSimilarity || width < 1_000)
        {
            return false;
        }

        var points = SvgStroke.Distinct(path).ConvertAll(p => Round(context.Matrix.Apply(p)));
        if (!points.TrueForAll(p => _clip.Contains(p, (width + 1) / 2)))
        {
            return false;
        }

        var aperture = new CircleAperture(width, 0, AttributeSet.None);
        var segments = points.Count == 1 ? 1 : path.Closed ? points.Count : points.Count - 1;
        for (var i = 0; i < segments; i++)
        {
            _objects.Add(new Line(points[i], points[(i + 1) % points.Count], aperture, Polarity.Dark, AttributeSet.None));
        }

        return true;
    }

    private void Fill(IEnumerable<IReadOnlyList<Vec>> contours, Context context, bool evenOdd, bool oriented)
    {
        var sweep = new AreaSweep(_clip.Outline, _budget);
        var points = new List<Point>();
        foreach (var contour in contours)
        {
            points.Clear();
            foreach (var p in contour)
            {
                points.Add(Round(context.Matrix.Apply(p)));
            }

            // Pieces of one stroke are to add up, so all turn the same way.
            if (oriented && Area(points) < 0)
            {
                points.Reverse();
            }

            sweep.Add(CollectionsMarshal.AsSpan(points));
        }

        foreach (var polygon in sweep.Fill(evenOdd))
        {
            var segments = polygon.Skip(1).Append(polygon[0]).Select(p => new ContourSegment(p, null, false)).ToImmutableArray();
            var outline = new Contour(polygon[0], new EquatableArray<ContourSegment>(segments));
            _objects.Add(new Region([outline], null, Polarity.Dark, AttributeSet.None));
        }
    }

    private static double Area(List<Point> points)
    {
        var area = 0.0;
        for (var i = 0; i < points.Count; i++)
        {
            Point a = points[i], b = points[(i + 1) % points.Count];
            area += (double)a.X * b.Y - (double)b.X * a.Y;
        }

        return area;
    }

    private static double X(SvgNode node, string name, Context context) => SvgValues.Length(node[name], context.Width) ?? 0;

    private static double Y(SvgNode node, string name, Context context) => SvgValues.Length(node[name], context.Height) ?? 0;

    private static Point Round(Vec p) => new(
        double.IsNaN(p.X) ? 0 : (long)Math.Round(Math.Clamp(p.X, -Far, Far)),
        double.IsNaN(p.Y) ? 0 : (long)Math.Round(Math.Clamp(p.Y, -Far, Far)));
}
