using System.Text.Json;

namespace MakeDevice.Routing.Issues;

/// <summary>
/// Text of JSON where it may be no Unicode: bytes that are no UTF-8, and half a surrogate pair as an escape, are valid by JSON's grammar (RFC 8259, 8.2), and .NET throws where their
/// text is asked for.
/// </summary>
internal static class UnicodeJson
{
    /// <summary>The text of a string; null where it is no valid Unicode.</summary>
    public static string? UnicodeText(this JsonElement text) => TryRead(text, static t => t.GetString(), out var read) ? read : null;

    /// <summary>A value as it is written; null where it is no valid Unicode.</summary>
    public static string? UnicodeSource(this JsonElement value) => TryRead(value, static v => v.GetRawText(), out var read) ? read : null;

    /// <summary>The name of a property; null where it is no valid Unicode.</summary>
    public static string? UnicodeName(this JsonProperty property) => TryRead(property, static p => p.Name, out var read) ? read : null;

    /// <summary>Reads what may come upon such text: a property by its name is looked for among all names of an object.</summary>
    /// <returns>False where it came upon some.</returns>
    public static bool TryRead<TFrom, T>(TFrom from, Func<TFrom, T> read, out T? result)
    {
        try
        {
            result = read(from);
            return true;
        }
        catch (InvalidOperationException)
        {
            result = default;
            return false;
        }
    }
}
