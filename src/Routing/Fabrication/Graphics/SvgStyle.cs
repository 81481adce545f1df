namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>The properties that decide what is printed, as inherited down the tree (SVG 2, 6).</summary>
internal sealed record SvgStyle
{
    public static readonly SvgStyle Initial = new();

    /// <summary>Properties that attributes may set.</summary>
    public static readonly string[] Properties =
    [
        "color", "display", "opacity", "visibility", "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap",
        "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-dasharray", "stroke-dashoffset", "clip-path", "clip-rule", "mask", "filter",
        "overflow", "transform", "transform-origin", "marker", "marker-start", "marker-mid", "marker-end", "paint-order", "mix-blend-mode", "vector-effect", "mask-type",
        .. SvgTextStyle.Properties,
    ];

    /// <summary>False under <c>display: none</c>: nothing below can undo it.</summary>
    public bool Displayed { get; private init; } = true;

    /// <summary>Product of the opacities from the root down.</summary>
    public double Opacity { get; private init; } = 1;

    public bool Visible { get; private init; } = true;

    public SvgPaint Color { get; private init; } = SvgPaint.Black;

    public SvgPaint Fill { get; private init; } = SvgPaint.Black;

    public SvgPaint Stroke { get; private init; } = SvgPaint.None;

    public bool EvenOdd { get; private init; }

    public bool ClipEvenOdd { get; private init; }

    public bool StrokeFirst { get; private init; }

    public double StrokeWidth { get; private init; } = 1;

    public LineCap Cap { get; private init; }

    public LineJoin Join { get; private init; }

    public double MiterLimit { get; private init; } = 4;

    public double FillOpacity { get; private init; } = 1;

    public double StrokeOpacity { get; private init; } = 1;

    public IReadOnlyList<double> Dashes { get; private init; } = [];

    public double DashOffset { get; private init; }

    /// <summary>Ids of the markers at the first, the inner and the last vertices; null for none.</summary>
    public string? MarkerStart { get; private init; }

    public string? MarkerMid { get; private init; }

    public string? MarkerEnd { get; private init; }

    public bool HasMarkers => (MarkerStart ?? MarkerMid ?? MarkerEnd) is not null;

    /// <summary>How the element is painted that is drawn with a marker or by a use; none elsewhere (SVG 2, 13.2).</summary>
    public (SvgPaint Fill, SvgPaint Stroke) Outer { get; init; } = (SvgPaint.None, SvgPaint.None);

    public SvgTextStyle Text { get; private init; } = SvgTextStyle.Initial;

    /// <summary>What fills; paints nothing where the element is not seen.</summary>
    public SvgPaint FillPaint => Visible ? Fill.Times(FillOpacity * Opacity) : SvgPaint.None;

    public SvgPaint StrokePaint => Visible && StrokeWidth > 0 ? Stroke.Times(StrokeOpacity * Opacity) : SvgPaint.None;

    /// <summary>False for a paint that is none: what was declared before holds then (CSS Syntax 3, 2.2).</summary>
    public static bool IsValid(string property, string value) =>
        property is not ("fill" or "stroke" or "color") || value is "inherit" or "context-fill" or "context-stroke" || SvgPaint.Parse(value, SvgPaint.Black, static _ => null) is not null;

    /// <summary>The style of an element below one of this style.</summary>
    /// <param name="declared">What is declared of it, by property.</param>
    /// <param name="diagonal">What a percentage of a length is of.</param>
    /// <param name="find">Finds an element by its id.</param>
    public SvgStyle Of(IReadOnlyDictionary<string, string> declared, double diagonal, Func<string, SvgNode?> find)
    {
        var style = this;
        if (declared.TryGetValue("color", out var color) && SvgPaint.Parse(color, Color, find) is { } current)
        {
            style = style with { Color = current };
        }

        style = style with { Text = Text.Of(declared) };

        foreach (var (property, value) in declared)
        {
            style = style.With(property, value, diagonal, find);
        }

        return style;
    }

    /// <summary>The style of a clip, mask or marker, which is the document's where it stands and not that of what it is used for. Display does not count for it.</summary>
    /// <param name="declared">What is declared of the element itself.</param>
    public static SvgStyle OfDefinition(
        SvgNode node, IReadOnlyDictionary<string, string> declared, SvgStyleSheet sheet, double diagonal, Func<string, SvgNode?> find)
    {
        var above = node.Parent is { } parent ? OfDefinition(parent, sheet.Declared(parent), sheet, diagonal, find) : Initial;
        return above.Of(declared, diagonal, find) with { Displayed = true, Opacity = 1 };
    }

    /// <summary>The style of a document's root.</summary>
    public SvgStyle AsRoot() => this with { Text = Text.AsRoot() };

    /// <summary>The same, drawing lines of that paint and width with round ends, and nothing else.</summary>
    public SvgStyle Pen(SvgPaint paint, double width) => this with
    {
        Fill = SvgPaint.None, Stroke = paint, StrokeWidth = width, StrokeOpacity = 1, Opacity = 1, Cap = LineCap.Round, Join = LineJoin.Round, Dashes = [],
    };

    private SvgStyle With(string property, string value, double diagonal, Func<string, SvgNode?> find) => value == "inherit" ? this : property switch
    {
        "display" => this with { Displayed = Displayed && value != "none" },
        "opacity" => this with { Opacity = Opacity * Density(value) },
        "visibility" => this with { Visible = value == "visible" },
        "fill" => this with { Fill = PaintOf(value, find) ?? Fill },
        "fill-rule" => this with { EvenOdd = value == "evenodd" },
        "fill-opacity" => this with { FillOpacity = Density(value) },
        "clip-rule" => this with { ClipEvenOdd = value == "evenodd" },
        "paint-order" => this with { StrokeFirst = value.StartsWith("stroke", StringComparison.Ordinal) },
        "marker" => this with { MarkerStart = SvgValues.Reference(value), MarkerMid = SvgValues.Reference(value), MarkerEnd = SvgValues.Reference(value) },
        "marker-start" => this with { MarkerStart = SvgValues.Reference(value) },
        "marker-mid" => this with { MarkerMid = SvgValues.Reference(value) },
        "marker-end" => this with { MarkerEnd = SvgValues.Reference(value) },
        _ => WithStroke(property, value, diagonal, find),
    };

    private SvgStyle WithStroke(string property, string value, double diagonal, Func<string, SvgNode?> find) => property switch
    {
        "stroke" => this with { Stroke = PaintOf(value, find) ?? Stroke },
        "stroke-width" => this with { StrokeWidth = SvgValues.Length(value, diagonal, Text.Font) ?? StrokeWidth },
        "stroke-linecap" => this with { Cap = value switch { "round" => LineCap.Round, "square" => LineCap.Square, _ => LineCap.Butt } },
        "stroke-linejoin" => this with { Join = value switch { "round" => LineJoin.Round, "bevel" => LineJoin.Bevel, "miter-clip" => LineJoin.ClippedMiter, _ => LineJoin.Miter } },
        "stroke-miterlimit" => this with { MiterLimit = SvgValues.Number(value) is >= 1 and var limit ? limit : MiterLimit },
        "stroke-opacity" => this with { StrokeOpacity = Density(value) },
        "stroke-dasharray" => this with { Dashes = DashPattern(SvgValues.Lengths(value, diagonal, Text.Font)) },
        "stroke-dashoffset" => this with { DashOffset = SvgValues.Length(value, diagonal, Text.Font) ?? DashOffset },
        _ => this,
    };

    private static double Density(string value) => Math.Clamp(SvgValues.Length(value, 1) ?? 1, 0, 1);

    private SvgPaint? PaintOf(string value, Func<string, SvgNode?> find) => value.Trim() switch
    {
        "context-fill" => Outer.Fill,
        "context-stroke" => Outer.Stroke,
        _ => SvgPaint.Parse(value, Color, find),
    };

    // An odd list is repeated; a negative or all-zero one means no dashes.
    private static List<double> DashPattern(List<double> lengths)
    {
        List<double> dashes = lengths.Count % 2 == 0 ? lengths : [.. lengths, .. lengths];
        return dashes.Exists(dash => dash < 0) || !(dashes.Sum() > 0) ? [] : dashes;
    }
}
