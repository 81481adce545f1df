using System.Globalization;
using System.Text;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// Makes a project's name fit for file names on every system and in every fab's upload form: letters and digits of any script, '-', '_' and single
/// dots; everything else, separators above all, becomes one underscore.
/// </summary>
internal static class FileStem
{
    public const string Fallback = "board";

    private const int Longest = 64;

    /// <summary>A file name has at most 255 bytes on most systems; what is put about the stem needs its share.</summary>
    private const int MostBytes = 160;

    private static readonly Rune Underscore = new('_'), Dot = new('.');

    /// <summary>Names that Windows keeps for devices, whatever follows the first dot ("Naming Files, Paths, and Namespaces", Microsoft Learn).</summary>
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <returns>Never empty, at most 64 characters and 160 bytes of UTF-8, without a leading or trailing dot.</returns>
    public static string From(string name)
    {
        var stem = new StringBuilder(Longest);
        var (length, bytes, last) = (0, 0, default(Rune));
        foreach (var rune in name.EnumerateRunes())
        {
            var safe = IsPlain(rune, length) ? rune : Underscore;
            if (IsJoiner(rune) || (length > 0 && safe == last && (safe == Underscore || safe == Dot)) || (length == 0 && safe == Dot))
            {
                continue;
            }

            if (++length > Longest || (bytes += safe.Utf8SequenceLength) > MostBytes)
            {
                break;
            }

            stem.Append(safe);
            last = safe;
        }

        var trimmed = stem.ToString().TrimEnd('.');
        return trimmed.AsSpan().ContainsAnyExcept('_', '.', '-') ? Undeviced(trimmed) : Fallback;
    }

    /// <summary>A letter, a digit, a mark on a letter before it (vowels of many scripts are such), or punctuation that means nothing anywhere.</summary>
    private static bool IsPlain(Rune rune, int before) =>
        Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '.' || (before > 0 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);

    /// <summary>Zero width joiner and non-joiner: they shape letters and are not seen.</summary>
    private static bool IsJoiner(Rune rune) => rune.Value is 0x200C or 0x200D;

    private static string Undeviced(string stem)
    {
        var head = stem.Split('.')[0];
        var device = Devices.Contains(head, StringComparer.OrdinalIgnoreCase) || (head.Length == 4 && char.IsAsciiDigit(head[3])
            && (head.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || head.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)));
        return device ? "_" + stem : stem;
    }
}
