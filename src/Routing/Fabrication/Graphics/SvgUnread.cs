namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Finds the values of an element that cannot be read, or that nothing here does: they take no part, and a shape may be missing for it.</summary>
internal static class SvgUnread
{
    private static readonly string[] Lengths = ["x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2"];

    private static readonly string[] StyledLengths = ["stroke-width", "stroke-dashoffset", "font-size"];

    /// <summary>What CSS moves, turns or cuts elements by besides <c>transform</c> and <c>clip-path</c>.</summary>
    private static readonly string[] Moving = ["translate", "rotate", "scale", "offset-path", "zoom", "clip", "perspective"];

    /// <summary>Notes the names of the attributes and properties.</summary>
    /// <param name="declared">What is declared of it, by property.</param>
    public static void Note(SvgNode node, IReadOnlyDictionary<string, string> declared, GraphicsNotes notes)
    {
        foreach (var name in Of(node, declared))
        {
            notes.Property(name);
        }
    }

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Of(SvgNode node, IReadOnlyDictionary<string, string> declared) =>
    [
        .. Lengths.Where(name => !IsLength(node[name])),
        .. StyledLengths.Where(name => !IsLength(declared.GetValueOrDefault(name))),
        .. Moving.Where(name => declared.TryGetValue(name, out var value) && value is not ("none" or "auto" or "normal" or "1")),
        .. NamedIf(declared.TryGetValue("transform", out var transform) && !SvgValues.TryTransform(transform, out _), "transform"),
        .. NamedIf(declared.TryGetValue("stroke-dasharray", out var dashes) && dashes != "none" && !AreLengths(dashes), "stroke-dasharray"),
        .. NamedIf(node["viewBox"] is { } box && SvgValues.Numbers(box).Count != 4, "viewBox"),
        .. NamedIf(node.Name is "polyline" or "polygon" && !ArePoints(node["points"]), "points"),
    ];

    private static IEnumerable<string> NamedIf(bool isUnread, string name) => isUnread ? [name] : [];

    // Words are sizes by name, or say that there is none; text has lists of places.
    private static bool IsLength(string? value) => value is null || value.Trim().All(c => char.IsAsciiLetter(c) || c == '-') || AreLengths(value);

    private static bool AreLengths(string text) => SvgValues.TryLengths(text, 1, SvgFontSize.Initial, out _);

    private static bool ArePoints(string? text) => SvgValues.TryNumbers(text, out var numbers) && numbers.Count % 2 == 0;
}
