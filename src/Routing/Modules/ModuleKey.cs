using System.Diagnostics.CodeAnalysis;

namespace MakeDevice.Routing.Modules;

/// <summary>Names a module package: its folder is <c>name_version</c>.</summary>
/// <remarks>A class, because the framework's collections of references are compiled ahead and those of a new struct are not.</remarks>
public sealed record ModuleKey(string Name, string Version)
{
    private const int LongestName = 100;
    private const int LongestVersion = 30;

    /// <summary>
    /// True where the key can only name a folder directly inside a library: ASCII letters, digits, '-', '.', and in the name '_'; no leading dot,
    /// no "..". A version has no underscore, so that a folder's name says where the module's name ends.
    /// </summary>
    public bool IsSafe => IsSafeName(Name) && IsSafeVersion(Version);

    public static bool IsSafeName(string? name) => IsSafePart(name, LongestName, underscore: true);

    public static bool IsSafeVersion(string? version) => IsSafePart(version, LongestVersion, underscore: false);

    /// <summary>Reads a folder's name, <c>name_version</c>; false where it names no module.</summary>
    public static bool TryParse(string folder, [NotNullWhen(true)] out ModuleKey? key)
    {
        var split = folder.LastIndexOf('_');
        key = split < 0 ? null : new(folder[..split], folder[(split + 1)..]);
        return key is { IsSafe: true };
    }

    public override string ToString() => $"{Name}_{Version}";

    private static bool IsSafePart(string? text, int longest, bool underscore) =>
        text is { Length: > 0 } && text.Length <= longest
        && text[0] != '.' && !text.Contains("..", StringComparison.Ordinal)
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' || (underscore && c == '_'));
}
