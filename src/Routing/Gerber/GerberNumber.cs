using System.Globalization;

namespace MakeDevice.Routing.Gerber;

/// <summary>Decimal numbers of Gerber and Excellon text.</summary>
internal static class GerberNumber
{
    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent |
        NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    /// <summary>A finite decimal number; blanks around it are ignored.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>Up to nine digits without sign.</summary>
    public static bool TryParseCount(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text.Length is 0 or > 9)
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiDigit((char)c))
            {
                return false;
            }

            value = value * 10 + (c - '0');
        }

        return true;
    }

    /// <summary>Length of the number (sign, digits and point) that <paramref name="text"/> begins with.</summary>
    public static int Span(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiDigit((char)text[length]) || text[length] == '.' || (length == 0 && text[length] is (byte)'+' or (byte)'-')))
        {
            length++;
        }

        return length;
    }
}
