using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Collects what of the graphics is not printed, or not as it is drawn. Only names that this code knows go into an issue; hostile ones stay out.</summary>
internal sealed class GraphicsNotes
{
    private const int MostNamed = 20;

    private readonly SortedDictionary<string, int> _elements = new(StringComparer.Ordinal);
    private readonly SortedSet<Rune> _characters = [];
    private readonly SortedDictionary<string, int> _properties = new(StringComparer.Ordinal);

    /// <summary>Shapes that lie wholly off the board.</summary>
    public int OffBoard { get; set; }

    /// <summary>Shapes that reach over the edge and are cut there.</summary>
    public int Cut { get; set; }

    /// <summary>Text elements drawn in the built-in font.</summary>
    public int TextsDrawn { get; set; }

    public void Element(string name)
    {
        var known = name switch
        {
            "xml-stylesheet" or "textPath" or "tref" or "image" or "foreignObject" or "video" or "audio" or "canvas" or "iframe" or "use" or "systemLanguage" or "requiredExtensions" => name,
            "text" or "flowRoot" or "altGlyph" => "text",
            _ => "other",
        };
        Count(_elements, known);
    }

    public void Property(string name) => Count(_properties, name);

    /// <summary>Characters that the built-in font does not have.</summary>
    public void Characters(IEnumerable<Rune> characters)
    {
        foreach (var character in characters)
        {
            _characters.Add(character);
        }
    }

    public void Rule() => Count(_properties, "selector");

    /// <summary>All that was noted.</summary>
    /// <param name="covered">Which part of the board's surface the graphics cover, 0 to 1.</param>
    public ImmutableArray<Issue> Issues(double covered)
    {
        var issues = ImmutableArray.CreateBuilder<Issue>();
        foreach (var (element, count) in _elements)
        {
            issues.Add(new("GRAPHICS_ELEMENT_IGNORED", Invariant($"element={element} count={count}{Advice(element)}")));
        }

        foreach (var (property, count) in _properties)
        {
            issues.Add(new("GRAPHICS_PROPERTY_IGNORED", Invariant($"property={property} count={count}")));
        }

        if (TextsDrawn > 0)
        {
            issues.Add(new("GRAPHICS_TEXT_DRAWN", Invariant($"count={TextsDrawn}")));
        }

        if (_characters.Count > 0)
        {
            issues.Add(new("GRAPHICS_CHARACTERS_MISSING", Invariant($"count={_characters.Count} characters=[{string.Join(',', _characters.Take(MostNamed).Select(Named))}]")));
        }

        if (OffBoard + Cut > 0)
        {
            issues.Add(new("GRAPHICS_OFF_BOARD", Invariant($"shapes={OffBoard} cut={Cut}")));
        }

        if (covered > 0.5)
        {
            issues.Add(new("GRAPHICS_COVERS_BOARD", Invariant($"percent={Math.Min(100, Math.Round(covered * 100))}")));
        }

        return issues.ToImmutable();
    }

    private static string Advice(string element) => element switch
    {
        "text" or "textPath" or "tref" => " error=convert text to paths",
        "systemLanguage" => " error=only what is for English, or for every language, is printed",
        "xml-stylesheet" => " error=put its rules into a style element",
        _ => "",
    };

    private static string Named(Rune character) => Invariant($"U+{character.Value:X4}");

    private static void Count(SortedDictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
