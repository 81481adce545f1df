using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace MakeDevice.Routing.Gerber;

/// <summary>The words of a file's name: <c>Gerber_TopSolderMask</c> has four.</summary>
internal static partial class FileWords
{
    /// <summary>Runs of letters, cut where capitals begin, and runs of digits; in lower case.</summary>
    public static ImmutableArray<string> Of(string name) => [.. Word().Matches(name).Select(word => word.Value.ToLowerInvariant())];

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
