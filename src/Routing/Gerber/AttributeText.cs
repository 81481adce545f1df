using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace MakeDevice.Routing.Gerber;

/// <summary>The text form of an attribute: <c>name,value,value</c> with <c>\uXXXX</c> escapes (specification 3.4.3 and 5.1).</summary>
internal static class AttributeText
{
    /// <summary>Longest text of an attribute, in bytes (specification 3.4.3).</summary>
    public const int Longest = 65_535;

    /// <summary>Reads what follows TF, TA, TO or TD.</summary>
    public static GerberAttribute Parse(ReadOnlySpan<byte> text)
    {
        var values = new string[text.Count((byte)',')];
        var name = TakeField(ref text).Trim();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Unescape(TakeField(ref text));
        }

        return new(Unescape(name), ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    /// <summary>Text of a command without its line breaks, which have no meaning in it.</summary>
    public static string OneLine(ReadOnlySpan<byte> text)
    {
        var decoded = Encoding.UTF8.GetString(text);
        return decoded.AsSpan().IndexOfAny('\r', '\n') < 0
            ? decoded
            : decoded.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
    }

    /// <summary>What stands before the next comma, which goes with it.</summary>
    private static string TakeField(ref ReadOnlySpan<byte> text)
    {
        var comma = text.IndexOf((byte)',');
        var field = comma < 0 ? text : text[..comma];
        text = comma < 0 ? [] : text[(comma + 1)..];
        return OneLine(field);
    }

    private static string Unescape(string field)
    {
        var slash = field.IndexOf('\\', StringComparison.Ordinal);
        if (slash < 0)
        {
            return field;
        }

        var plain = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (IsEscape(field, i, out var character))
            {
                plain.Append(character);
                i += 5;
            }
            else
            {
                plain.Append(field[i]);
            }
        }

        return plain.ToString();
    }

    private static bool IsEscape(string field, int at, out char character)
    {
        character = default;
        if (field[at] != '\\' || at + 6 > field.Length || field[at + 1] != 'u' ||
            !ushort.TryParse(field.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        character = (char)code;
        return true;
    }
}
