using System.Text.Json;
using System.Text.Unicode;

namespace MakeDevice.Functions.Jobs;

/// <summary>JSON as it comes from a client.</summary>
internal static class JsonBytes
{
    /// <summary>The text without the mark that some editors put before it (RFC 8259, 8.1: it may be ignored).</summary>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? text[3..] : text;

    /// <summary>
    /// False where a text or a name cannot be read: half a surrogate pair as an escape, and bytes that are no UTF-8, are valid by JSON's grammar (RFC 8259, 8.2), and .NET throws where
    /// they are asked for. Loads nothing of the core, which reads projects by a way of its own.
    /// </summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static bool IsUnicode(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(WithoutByteOrderMark(json));
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !IsUnicode(ref reader))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsUnicode(ref Utf8JsonReader text)
    {
        try
        {
            return text.ValueIsEscaped ? text.GetString() is not null : Utf8.IsValid(text.ValueSpan);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
