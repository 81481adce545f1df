namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>The properties that decide where text stands and how large it is, as inherited down the tree (SVG 2, 11; CSS Fonts 4).</summary>
internal sealed record SvgTextStyle
{
    public static readonly SvgTextStyle Initial = new();

    /// <summary>Properties that attributes may set.</summary>
    public static readonly string[] Properties =
    [
        "font", "font-size", "font-weight", "text-anchor", "dominant-baseline", "alignment-baseline", "baseline-shift", "letter-spacing", "word-spacing", "white-space",
        "text-transform", "text-decoration", "text-decoration-line", "writing-mode", "direction",
    ];

    /// <summary>User units.</summary>
    public double Size { get; private init; } = SvgFontSize.Medium;

    /// <summary>Of the document's root; user units.</summary>
    public double RootSize { get; private init; } = SvgFontSize.Medium;

    public SvgFontSize Font => new(Size, RootSize);

    public bool Bold { get; private init; }

    /// <summary>Which part of a line lies before its point: 0 for start, 1 for end.</summary>
    public double Anchor { get; private init; }

    /// <summary>How far the baseline lies below the point that is given; parts of the font's size.</summary>
    public double Baseline { get; private init; }

    /// <summary>How far sub- and superscripts lie above the baseline; user units.</summary>
    public double Shift { get; private init; }

    /// <summary>User units.</summary>
    public double LetterSpacing { get; private init; }

    public double WordSpacing { get; private init; }

    /// <summary>True where blanks stand as they are written.</summary>
    public bool KeepsSpace { get; private init; }

    /// <summary>+1 for capitals, -1 for small letters, 0 as it is written.</summary>
    public int Case { get; private init; }

    /// <summary>The style of an element below one of this style.</summary>
    /// <param name="declared">What is declared of it, by property.</param>
    public SvgTextStyle Of(IReadOnlyDictionary<string, string> declared)
    {
        var style = declared.TryGetValue("font", out var font) ? Shorthand(font) : this;
        style = declared.TryGetValue("font-size", out var size) ? style with { Size = SizeOf(size) ?? style.Size } : style;
        foreach (var (property, value) in declared)
        {
            style = style.With(property, value);
        }

        return style;
    }

    /// <summary>The style of a document's root.</summary>
    public SvgTextStyle AsRoot() => this with { RootSize = Size };

    private SvgTextStyle With(string property, string value) => value == "inherit" ? this : property switch
    {
        "font-weight" => this with { Bold = IsBold(value, Bold) },
        "text-anchor" => this with { Anchor = value switch { "middle" => 0.5, "end" => 1, _ => 0 } },
        "alignment-baseline" when value is "auto" or "baseline" => this,
        "dominant-baseline" or "alignment-baseline" => this with { Baseline = BaselineOf(value) },
        "baseline-shift" => this with { Shift = Shift + ShiftOf(value) },
        "letter-spacing" => this with { LetterSpacing = SvgValues.Length(value, Size, Font) ?? 0 },
        "word-spacing" => this with { WordSpacing = SvgValues.Length(value, Size, Font) ?? 0 },
        "white-space" => this with { KeepsSpace = value.StartsWith("pre", StringComparison.Ordinal) && value != "pre-line" || value == "break-spaces" },
        "text-transform" => this with { Case = value switch { "uppercase" => 1, "lowercase" => -1, _ => 0 } },
        _ => this,
    };

    /// <summary>The size is the first word with a unit, before which weights and styles may stand: <c>bold 12px/1.2 Arial</c>.</summary>
    private SvgTextStyle Shorthand(string font)
    {
        var words = font.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var sizes = words.Select(word => word.Split('/')[0]).Where(word => !word.All(char.IsAsciiDigit)).Select(word => SizeOf(word));
        return this with { Size = sizes.FirstOrDefault(size => size is not null) ?? Size, Bold = words.Any(word => IsBold(word, false)) };
    }

    private static bool IsBold(string weight, bool inherited) => weight switch
    {
        "bold" or "bolder" => true,
        "normal" or "lighter" => false,
        _ => int.TryParse(weight, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number >= 600 : inherited,
    };

    /// <summary>Absolute sizes as CSS Fonts 4, 2.5 relates them to the medium one.</summary>
    private double? SizeOf(string size) => size switch
    {
        "xx-small" => SvgFontSize.Medium * 3 / 5,
        "x-small" => SvgFontSize.Medium * 3 / 4,
        "small" => SvgFontSize.Medium * 8 / 9,
        "medium" => SvgFontSize.Medium,
        "large" => SvgFontSize.Medium * 6 / 5,
        "x-large" => SvgFontSize.Medium * 3 / 2,
        "xx-large" => SvgFontSize.Medium * 2,
        "larger" => Size * 1.2,
        "smaller" => Size / 1.2,
        _ => SvgValues.Length(size, Size, Font) is >= 0 and var length ? length : null,
    };

    // A font's lines are where those of common fonts are: x is half an em high, capitals 0.72, what stands above them 0.9, what hangs below 0.2.
    private static double BaselineOf(string value) => value switch
    {
        "middle" => 0.25,
        "central" => 0.35,
        "mathematical" => 0.45,
        "hanging" => SvgText.CapHeight,
        "text-before-edge" or "text-top" or "before-edge" or "top" => 0.9,
        "text-after-edge" or "text-bottom" or "after-edge" or "bottom" or "ideographic" => -0.2,
        _ => 0,
    };

    private double ShiftOf(string value) => value switch
    {
        "sub" => -0.2 * Size,
        "super" => 0.4 * Size,
        _ => SvgValues.Length(value, Size, Font) ?? 0,
    };
}
