using System.Globalization;

namespace MakeDevice.Routing.Gerber;

/// <summary>Decimal numbers of Gerber and Excellon text.</summary>
internal static class GerberNumber
{
    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent |
        NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    /// <summary>So many digits make a whole number that a double holds exactly.</summary>
    private const int MostExactDigits = 15;

    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>A finite decimal number; blanks around it are ignored.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value) =>
        TryParseShort(text, out value) || (double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value));

    /// <summary>Few digits with or without a point, as nearly all numbers are: a quotient of two exact numbers is the double next to the decimal.</summary>
    private static bool TryParseShort(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var digits = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        if (digits.Length is 0 or > MostExactDigits || digits is [(byte)'.'])
        {
            return false;
        }

        var (number, decimals, step) = (0L, 0, 0);
        foreach (var c in digits)
        {
            if (char.IsAsciiDigit((char)c))
            {
                number = number * 10 + (c - '0');
                decimals += step;
            }
            else if (c == '.' && step == 0)
            {
                step = 1;
            }
            else
            {
                return false;
            }
        }

        value = number / Powers[decimals];
        value = text[0] == '-' ? -value : value;
        return true;
    }

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
