namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>
/// Whether an element is meant for this program and its language (SVG 2, 5.9): of a <c>switch</c> the first child for which that holds is drawn, and elsewhere nothing for which it
/// does not.
/// </summary>
internal static class SvgConditions
{
    /// <summary>False for elements of other languages than SVG, too.</summary>
    public static bool Hold(SvgNode node) => node.Name.Length > 0 && Failing(node) is null;

    /// <summary>The attribute whose condition does not hold; null where all do. No extension is known, and of languages English.</summary>
    public static string? Failing(SvgNode node)
    {
        if (node["requiredExtensions"] is { Length: > 0 })
        {
            return "requiredExtensions";
        }

        return node["systemLanguage"] is { } languages && !languages.Split(',').Any(IsEnglish) ? "systemLanguage" : null;
    }

    /// <summary>Notes what is left out for its conditions.</summary>
    public static void Note(SvgNode node, GraphicsNotes? notes)
    {
        if (Failing(node) is { } attribute)
        {
            notes?.Element(attribute);
        }
    }

    private static bool IsEnglish(string language) => $"{language.Trim()}-".StartsWith("en-", StringComparison.OrdinalIgnoreCase);
}
