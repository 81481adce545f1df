namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Which child of a <c>switch</c> is drawn (SVG 2, 5.9): the first whose conditions hold.</summary>
internal static class SvgConditions
{
    /// <summary>No extension is known, and of languages English.</summary>
    public static bool Hold(SvgNode node) => node.Name.Length > 0
        && node["requiredExtensions"] is null or ""
        && (node["systemLanguage"] is not { } languages || languages.Split(',').Any(language => language.Trim() is "en" || language.Trim().StartsWith("en-", StringComparison.OrdinalIgnoreCase)));
}
