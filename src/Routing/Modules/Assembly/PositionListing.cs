using System.Text.RegularExpressions;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>
/// KiCad's footprint positions as plain text (<c>.pos</c>): columns parted by blanks, comments that begin with <c>#</c>, among them the unit and, once, the header.
/// </summary>
internal static partial class PositionListing
{
    /// <summary>The unit's line, the header and the parts, as rows of a table; null where the text is no such listing.</summary>
    public static List<CsvRow>? Rows(string text)
    {
        if (!Header().IsMatch(text))
        {
            return null;
        }

        var rows = new List<CsvRow>();
        var number = 0;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (line.Trim() is { Length: > 0 } content && (!content.StartsWith('#') || Told().IsMatch(content)))
            {
                rows.Add(new(number, content.StartsWith("##", StringComparison.Ordinal) ? [content] : [.. content.TrimStart('#').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)]));
            }
        }

        return rows;
    }

    [GeneratedRegex(@"^#[ \t]*Ref[ \t]+Val[ \t]+Package[ \t]+PosX[ \t]+PosY[ \t]+Rot[ \t]+Side[ \t]*\r?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Header();

    [GeneratedRegex(@"^##[ \t]*Unit[ \t]*=|^#[ \t]*Ref[ \t]+Val[ \t]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Told();
}
