namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>
/// Draws text with the strokes of the built-in font: no other font is looked for, so the same drawing prints the same everywhere. Letters are as high and about as wide
/// as those of common fonts without serifs.
/// </summary>
internal sealed class SvgText(SvgPainter painter, SvgStyleSheet sheet, GraphicsBudget budget, GraphicsNotes notes, Func<string, SvgNode?> find)
{
    /// <summary>Height of capitals, in parts of the font's size.</summary>
    public const double CapHeight = 0.72;

    /// <summary>Width of a line, in parts of the font's size.</summary>
    private const double Line = 0.09, BoldLine = 0.14;

    /// <summary>The stroke font is drawn wider than common ones.</summary>
    private const double Narrowing = 0.8;

    /// <summary>Height at which the stroke font's points are asked for.</summary>
    private const long Unit = 6_000_000;

    /// <summary>How far the next character stands from this one; user units.</summary>
    /// <param name="size">Of the font, user units.</param>
    public static double Advance(char character, double size) => StrokeFont.Advance(character, Unit) * Scale(size).X;

    /// <summary>The lines of a text, without their width; user units of the element.</summary>
    /// <param name="context">With the element's own style.</param>
    public static IEnumerable<SubPath> Trace(SvgNode text, SvgContext context, SvgStyleSheet sheet, GraphicsBudget budget, Func<string, SvgNode?> find) =>
        new SvgTextLayout(context, sheet, budget, null, find).Glyphs(text).SelectMany(glyph => Strokes(glyph, budget));

    /// <summary>Names what of a text element's properties the lines do not show.</summary>
    /// <param name="notes">Null where nobody is to be told.</param>
    public static void NoteUnused(SvgNode node, IReadOnlyDictionary<string, string> declared, GraphicsNotes? notes)
    {
        foreach (var (property, plain) in new[] { ("text-decoration", "none"), ("text-decoration-line", "none"), ("writing-mode", "horizontal-tb lr lr-tb"), ("direction", "ltr") })
        {
            if (declared.TryGetValue(property, out var value) && !plain.Split(' ').Contains(value.Split(' ')[0]))
            {
                notes?.Property(property);
            }
        }

        if (node["textLength"] is not null)
        {
            notes?.Property("textLength");
        }
    }

    public void Draw(SvgNode text, IReadOnlyDictionary<string, string> declared, SvgContext context)
    {
        NoteUnused(text, declared, notes);
        var isDrawn = false;
        foreach (var run in Runs(new SvgTextLayout(context, sheet, budget, notes, find).Glyphs(text)))
        {
            isDrawn |= run[0].Style is { FillPaint.Paints: true } or { StrokePaint.Paints: true };
            notes.Characters(string.Concat(run.Select(glyph => glyph.Character)).EnumerateRunes().Where(character => !StrokeFont.Has(character)));
            Paint([.. run.SelectMany(glyph => Strokes(glyph, budget))], context with { Style = run[0].Style });
        }

        notes.TextsDrawn += isDrawn ? 1 : 0;
    }

    /// <summary>Letters that are filled are lines of the font's own width, a stroke lies about them; letters that are only stroked are lines of the stroke's width.</summary>
    private void Paint(IReadOnlyList<SubPath> lines, SvgContext context)
    {
        var style = context.Style;
        var width = style.Text.Size * (style.Text.Bold ? BoldLine : Line);
        var (fill, stroke) = (style.FillPaint, style.StrokePaint);
        if (stroke.Paints)
        {
            Paint(lines, stroke, fill.Paints ? width + style.StrokeWidth : style.StrokeWidth, context);
            width -= fill.Paints && !style.StrokeFirst ? style.StrokeWidth : 0;
        }

        if (fill.Paints && width > 0)
        {
            Paint(lines, fill, width, context);
        }
    }

    private void Paint(IReadOnlyList<SubPath> lines, SvgPaint paint, double width, SvgContext context) =>
        painter.Paint(lines, context with { Style = context.Style.Pen(paint, width) }, fills: false);

    /// <summary>Characters in a row that look the same.</summary>
    private static IEnumerable<List<SvgGlyph>> Runs(IEnumerable<SvgGlyph> glyphs)
    {
        var run = new List<SvgGlyph>();
        foreach (var glyph in glyphs)
        {
            if (run.Count > 0 && !ReferenceEquals(run[0].Style, glyph.Style))
            {
                yield return run;
                run = [];
            }

            run.Add(glyph);
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static IEnumerable<SubPath> Strokes(SvgGlyph glyph, GraphicsBudget budget)
    {
        var (x, y) = Scale(glyph.Style.Text.Size);
        var place = Affine.Translate(glyph.At.X, glyph.At.Y).After(Affine.Rotate(glyph.Degrees)).After(Affine.Scaled(x, -y));
        foreach (var stroke in StrokeFont.Strokes(glyph.Character.ToString(), Unit))
        {
            budget.Point(stroke.Length);
            yield return new([.. stroke.Select(point => place.Apply(new(point.X, point.Y)))], false);
        }
    }

    private static (double X, double Y) Scale(double size) => (size * CapHeight * Narrowing / Unit, size * CapHeight / Unit);
}
