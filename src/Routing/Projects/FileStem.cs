namespace MakeDevice.Routing.Projects;

/// <summary>
/// Makes a project's name fit for file names on every system and in every fab's upload form: ASCII letters, digits, '-', '_' and single dots;
/// everything else, separators above all, becomes one underscore.
/// </summary>
internal static class FileStem
{
    public const string Fallback = "board";

    private const int Longest = 64;

    /// <summary>Names that Windows keeps for devices, whatever follows the first dot ("Naming Files, Paths, and Namespaces", Microsoft Learn).</summary>
    private static readonly string[] Devices = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <returns>Never empty, at most 64 characters, without a leading or trailing dot.</returns>
    public static string From(string name)
    {
        Span<char> stem = stackalloc char[Longest];
        var length = 0;
        foreach (var c in name)
        {
            var safe = char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '_';
            var repeats = length > 0 && safe is '_' or '.' && stem[Math.Max(0, length - 1)] == safe;
            if (repeats || (length == 0 && safe == '.'))
            {
                continue;
            }

            if (length == Longest)
            {
                break;
            }

            stem[length++] = safe;
        }

        var trimmed = stem[..length].TrimEnd('.');
        return trimmed.ContainsAnyExcept('_', '.', '-') ? Undeviced(trimmed.ToString()) : Fallback;
    }

    private static string Undeviced(string stem)
    {
        var head = stem.Split('.')[0];
        var device = Devices.Contains(head, StringComparer.OrdinalIgnoreCase) || (head.Length == 4 && char.IsAsciiDigit(head[3])
            && (head.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || head.StartsWith("LPT", StringComparison.OrdinalIgnoreCase)));
        return device ? "_" + stem : stem;
    }
}
