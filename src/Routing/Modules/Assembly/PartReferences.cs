using System.Globalization;

namespace MakeDevice.Routing.Modules.Assembly;

/// <summary>References of one BOM line, separated by commas, semicolons, bars or blanks; KiCad's ranges (C1-C4) are spelled out.</summary>
internal static class PartReferences
{
    /// <summary>References name one part, however they are written: <c>r1</c> is <c>R1</c>.</summary>
    public static readonly StringComparer Comparer = StringComparer.OrdinalIgnoreCase;

    private const int LongestRange = 1000;

    private static readonly char[] Separators = [',', ';', '|', '，', '、', ' ', '\u00A0', '\t', '\r', '\n'];

    public static IEnumerable<string> Split(string list) => list.Split(Separators, StringSplitOptions.RemoveEmptyEntries).SelectMany(Expand);

    private static IEnumerable<string> Expand(string reference)
    {
        var dash = reference.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !TryCut(reference[..dash], out var prefix, out var first) || !TryCut(reference[(dash + 1)..], out var end, out var last)
            || (end.Length > 0 && end != prefix) || prefix.Length == 0 || last < first || last - first >= LongestRange)
        {
            return [reference];
        }

        return Enumerable.Range(first, last - first + 1).Select(n => string.Create(CultureInfo.InvariantCulture, $"{prefix}{n}"));
    }

    private static bool TryCut(string reference, out string prefix, out int number)
    {
        prefix = reference.TrimEnd("0123456789".ToCharArray());
        return int.TryParse(reference.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number) && prefix.All(char.IsAsciiLetter);
    }
}
