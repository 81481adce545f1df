namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>The properties that decide what is printed, as inherited down the tree (SVG 2, 6).</summary>
/// <param name="Displayed">False under <c>display: none</c> or <c>opacity: 0</c>: nothing below can undo it.</param>
internal sealed record SvgStyle(
    bool Displayed,
    bool Visible,
    bool Fill,
    bool EvenOdd,
    bool Stroke,
    double StrokeWidth,
    LineCap Cap,
    LineJoin Join,
    double MiterLimit,
    double FillOpacity,
    double StrokeOpacity,
    IReadOnlyList<double> Dashes,
    double DashOffset)
{
    public static readonly SvgStyle Initial =
        new(true, true, true, false, false, 1, LineCap.Butt, LineJoin.Miter, 4, 1, 1, [], 0);

    public bool Fills => Visible && Fill && FillOpacity > 0;

    public bool Strokes => Visible && Stroke && StrokeOpacity > 0 && StrokeWidth > 0;

    private static readonly string[] Properties =
    [
        "display", "opacity", "visibility", "fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-linecap",
        "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-dasharray", "stroke-dashoffset",
    ];

    /// <summary>The style of an element: its attributes, then the sheet's rules, then its own style attribute.</summary>
    /// <param name="diagonal">What a percentage of a length is of.</param>
    public SvgStyle Of(SvgNode node, SvgStyleSheet sheet, double diagonal)
    {
        var style = this;
        foreach (var property in Properties)
        {
            if (node[property] is { } value)
            {
                style = style.With(property, value, diagonal);
            }
        }

        foreach (var (property, value) in sheet.RulesFor(node))
        {
            style = style.With(property, value, diagonal);
        }

        foreach (var (property, value) in SvgStyleSheet.Declarations(node["style"] ?? ""))
        {
            style = style.With(property, value, diagonal);
        }

        return style;
    }

    private SvgStyle With(string property, string value, double diagonal) => value == "inherit" ? this : property switch
    {
        "display" => this with { Displayed = Displayed && value != "none" },
        "opacity" => this with { Displayed = Displayed && Opacity(value) > 0 },
        "visibility" => this with { Visible = value == "visible" },
        "fill" => this with { Fill = Paints(value) },
        "fill-rule" => this with { EvenOdd = value == "evenodd" },
        "fill-opacity" => this with { FillOpacity = Opacity(value) },
        "stroke" => this with { Stroke = Paints(value) },
        "stroke-width" => this with { StrokeWidth = SvgValues.Length(value, diagonal) ?? StrokeWidth },
        "stroke-linecap" => this with { Cap = value switch { "round" => LineCap.Round, "square" => LineCap.Square, _ => LineCap.Butt } },
        "stroke-linejoin" => this with { Join = value switch { "round" => LineJoin.Round, "bevel" => LineJoin.Bevel, _ => LineJoin.Miter } },
        "stroke-miterlimit" => this with { MiterLimit = SvgValues.Length(value, 1) ?? MiterLimit },
        "stroke-opacity" => this with { StrokeOpacity = Opacity(value) },
        "stroke-dasharray" => this with { Dashes = DashPattern(value) },
        "stroke-dashoffset" => this with { DashOffset = SvgValues.Length(value, diagonal) ?? DashOffset },
        _ => this,
    };

    // A board has one ink: every colour prints, only the lack of one does not.
    private static bool Paints(string value)
    {
        var paint = value.Trim();
        if (paint is "none" or "transparent" or "")
        {
            return false;
        }

        var alpha = paint.StartsWith("rgba(", StringComparison.Ordinal) || paint.StartsWith("hsla(", StringComparison.Ordinal)
            ? paint[(paint.LastIndexOfAny([',', '/', ' ']) + 1)..].TrimEnd(')')
            : paint is ['#', _, _, _, var digit] ? (digit == '0' ? "0" : "1")
            : paint is ['#', _, _, _, _, _, _, .. { Length: 2 } digits] ? (digits == "00" ? "0" : "1")
            : "1";
        return Opacity(alpha) > 0;
    }

    private static double Opacity(string value) => SvgValues.Length(value, 1) ?? 1;

    // An odd list is repeated; a negative or all-zero one means no dashes.
    private static List<double> DashPattern(string value)
    {
        var dashes = SvgValues.Numbers(value);
        if (dashes.Exists(dash => dash < 0) || !(dashes.Sum() > 0))
        {
            return [];
        }

        return dashes.Count % 2 == 0 ? dashes : [.. dashes, .. dashes];
    }
}
