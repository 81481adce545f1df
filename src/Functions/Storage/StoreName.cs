using System.Text;

namespace MakeDevice.Functions.Storage;

/// <summary>
/// Names of stored files: segments joined by slashes, each of which is a plain file name on every system. What comes from a client is
/// checked here before it reaches a path, and again by the store.
/// </summary>
public static class StoreName
{
    /// <summary>Longest name in characters; Azure allows 1024, folders 255 bytes a segment.</summary>
    private const int MaxLength = 512;

    private const int MaxSegment = 120;

    /// <summary>True for segments joined by single slashes.</summary>
    public static bool IsValid(string? name) =>
        !string.IsNullOrEmpty(name) && name.Length <= MaxLength && name.Split('/').All(IsSegment);

    /// <summary>True for one plain file name: no separator, no drive, no control or bidirectional character, no dot first or last.</summary>
    public static bool IsSegment(string? segment) =>
        !string.IsNullOrEmpty(segment)
        && segment.Length <= MaxSegment
        && segment[0] is not ('.' or ' ')
        && segment[^1] is not ('.' or ' ')
        && segment.EnumerateRunes().All(IsAllowed);

    /// <exception cref="ArgumentException">The name could leave the store.</exception>
    public static string Check(string name) =>
        IsValid(name) ? name : throw new ArgumentException("Not a name of a stored file.", nameof(name));

    /// <summary>Half a surrogate pair reads as U+FFFD, which is none.</summary>
    private static bool IsAllowed(Rune rune) => !rune.IsBmp || IsAllowed((char)rune.Value);

    private static bool IsAllowed(char c) =>
        c >= ' '
        && c is not ('/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or '\u007F')
        && c is not (>= '\u0080' and <= '\u009F')
        && c is not (>= '\u200B' and <= '\u200F')
        && c is not (>= '\u2028' and <= '\u202E')
        && c is not (>= '\u2066' and <= '\u2069')
        && c < '\uFFF0';
}
