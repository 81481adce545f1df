using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Collects what of the graphics is not printed, or not as it is drawn. Only names that this code knows go into an issue; hostile ones stay out.</summary>
internal sealed class GraphicsNotes
{
    private readonly SortedDictionary<string, int> _elements = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _properties = new(StringComparer.Ordinal);

    /// <summary>Shapes that lie wholly off the board.</summary>
    public int OffBoard { get; set; }

    /// <summary>Shapes that reach over the edge and are cut there.</summary>
    public int Cut { get; set; }

    public void Element(string name)
    {
        var known = name switch
        {
            "text" or "image" or "foreignObject" or "video" or "audio" or "canvas" or "iframe" or "use" => name,
            "flowRoot" or "tspan" or "textPath" => "text",
            _ => "other",
        };
        Count(_elements, known);
    }

    public void Property(string name) => Count(_properties, name);

    public void Rule() => Count(_properties, "selector");

    /// <summary>All that was noted.</summary>
    /// <param name="covered">Which part of the board's surface the graphics cover, 0 to 1.</param>
    public ImmutableArray<Issue> Issues(double covered)
    {
        var issues = ImmutableArray.CreateBuilder<Issue>();
        foreach (var (element, count) in _elements)
        {
            issues.Add(new("GRAPHICS_ELEMENT_IGNORED", Invariant($"element={element} count={count}{(element == "text" ? " error=convert text to paths" : "")}")));
        }

        foreach (var (property, count) in _properties)
        {
            issues.Add(new("GRAPHICS_PROPERTY_IGNORED", Invariant($"property={property} count={count}")));
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

    private static void Count(SortedDictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
