namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>One character of a text where it stands.</summary>
/// <param name="At">Where its baseline begins, user units of the text element.</param>
/// <param name="Degrees">By which it is turned about that point, clockwise as user units see it.</param>
/// <param name="Style">That of the element that it stands in.</param>
internal readonly record struct SvgGlyph(char Character, Vec At, double Degrees, SvgStyle Style);

/// <summary>
/// Sets the characters of a <c>text</c> with its <c>tspan</c>s (SVG 2, 11.5): lists of x, y, dx, dy and rotate, anchors for every piece that a position begins, blanks joined
/// into one unless they are preserved. What has other geometry than a line is left out and noted.
/// </summary>
/// <param name="notes">Null where nobody is to be told.</param>
internal sealed class SvgTextLayout(SvgContext context, SvgStyleSheet sheet, GraphicsBudget budget, GraphicsNotes? notes, Func<string, SvgNode?> find)
{
    private readonly List<Character> _characters = [];

    /// <summary>All characters but blanks.</summary>
    /// <param name="text">A <c>text</c> element whose own style the context has.</param>
    public IEnumerable<SvgGlyph> Glyphs(SvgNode text)
    {
        Collect(text, context.Style, keeps: Keeps(text, context.Style, inherited: KeepsAbove(text.Parent)), nested: 0);
        for (var last = _characters.FindLastIndex(character => character.Value != ' ' || character.Kept); last + 1 < _characters.Count;)
        {
            _characters.RemoveAt(_characters.Count - 1);
        }

        return Set();
    }

    private IEnumerable<SvgGlyph> Set()
    {
        var pen = default(Vec);
        for (var start = 0; start < _characters.Count;)
        {
            var end = start + 1;
            while (end < _characters.Count && _characters[end] is { X: null, Y: null })
            {
                end++;
            }

            var chunk = _characters[start..end];
            pen = new(chunk[0].X ?? pen.X, chunk[0].Y ?? pen.Y);
            var width = chunk.Sum(character => character.Dx + Advance(character)) - chunk[0].Dx;
            pen -= new Vec(width * chunk[0].Style.Text.Anchor, 0);
            foreach (var character in chunk)
            {
                pen += new Vec(character.Dx, character.Dy);
                var style = character.Style.Text;
                if (character.Value != ' ')
                {
                    yield return new(character.Value, pen + new Vec(0, style.Baseline * style.Size - style.Shift), character.Degrees, character.Style);
                }

                pen += new Vec(Advance(character), 0);
            }

            start = end;
        }
    }

    private static double Advance(Character character)
    {
        var advance = SvgText.Advance(character.Value, character.Style.Text.Size);
        return advance == 0 ? 0 : advance + character.Style.Text.LetterSpacing + (character.Value == ' ' ? character.Style.Text.WordSpacing : 0);
    }

    private void Collect(SvgNode node, SvgStyle style, bool keeps, int nested)
    {
        var first = _characters.Count;
        foreach (var (text, element) in node.Content)
        {
            if (element is null)
            {
                Add(text, style, keeps);
            }
            else
            {
                Enter(element, style, keeps, nested + 1);
            }
        }

        Place(node, style, first);
    }

    private void Enter(SvgNode node, SvgStyle outer, bool keeps, int nested)
    {
        budget.Element();
        if (node.Name is not ("tspan" or "a" or "textPath" or "tref" or "altGlyph") || nested > GraphicsBudget.Depth)
        {
            return;
        }

        var declared = sheet.Declared(node);
        var style = outer.Of(declared, context.Diagonal, find);
        if (!style.Displayed)
        {
            SvgConditions.Note(node, notes);
            return;
        }

        if (node.Name is "tspan" or "a")
        {
            SvgText.NoteUnused(node, declared, notes);
            Collect(node, style, Keeps(node, style, keeps), nested);
        }
        else
        {
            notes?.Element(node.Name);
        }
    }

    private void Add(string text, SvgStyle style, bool keeps)
    {
        budget.Point(text.Length);
        foreach (var letter in text)
        {
            var value = char.IsWhiteSpace(letter) && letter != '\u00A0' ? ' ' : letter;
            var isSurplus = value == ' ' && !keeps && (_characters.Count == 0 || (_characters[^1].Value == ' ' && !_characters[^1].Kept));
            if (!isSurplus)
            {
                _characters.Add(new(Cased(value, style.Text.Case), keeps, style));
            }
        }
    }

    private static char Cased(char letter, int to) => to > 0 ? char.ToUpperInvariant(letter) : to < 0 ? char.ToLowerInvariant(letter) : letter;

    /// <summary>An element's lists count its own characters from the first; those of the elements inside of it, placed before, win.</summary>
    private void Place(SvgNode node, SvgStyle style, int first)
    {
        var font = style.Text.Font;
        List<double> xs = SvgValues.Lengths(node["x"], context.Width, font), ys = SvgValues.Lengths(node["y"], context.Height, font);
        List<double> dxs = SvgValues.Lengths(node["dx"], context.Width, font), dys = SvgValues.Lengths(node["dy"], context.Height, font);
        var turns = SvgValues.Numbers(node["rotate"]);
        for (var i = 0; first + i < _characters.Count && (i < Math.Max(Math.Max(xs.Count, ys.Count), Math.Max(dxs.Count, dys.Count)) || turns.Count > 0); i++)
        {
            var character = _characters[first + i];
            character.X ??= At(xs, i);
            character.Y ??= At(ys, i);
            character.OwnDx ??= At(dxs, i);
            character.OwnDy ??= At(dys, i);
            character.OwnDegrees ??= turns.Count == 0 ? null : turns[Math.Min(i, turns.Count - 1)];
        }
    }

    private static double? At(List<double> values, int i) => i < values.Count ? values[i] : null;

    private static bool KeepsAbove(SvgNode? node) => node is not null && (node["space"] is { } space ? space == "preserve" : KeepsAbove(node.Parent));

    private static bool Keeps(SvgNode node, SvgStyle style, bool inherited) => style.Text.KeepsSpace || (node["space"] is { } space ? space == "preserve" : inherited);

    /// <param name="Kept">True where blanks are not joined.</param>
    private sealed record Character(char Value, bool Kept, SvgStyle Style)
    {
        public double? X { get; set; }

        public double? Y { get; set; }

        public double? OwnDx { get; set; }

        public double? OwnDy { get; set; }

        public double? OwnDegrees { get; set; }

        public double Dx => OwnDx ?? 0;

        public double Dy => OwnDy ?? 0;

        public double Degrees => OwnDegrees ?? 0;
    }
}
