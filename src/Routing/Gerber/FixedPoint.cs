namespace MakeDevice.Routing.Gerber;

/// <summary>
/// How coordinate digits become nanometres: digits before and after the implied decimal point, and which zeros the file
/// leaves out. Gerber (specification 4.1) and Excellon share it.
/// </summary>
/// <param name="TrailingOmitted">True where trailing zeros are left out, so that short numbers are filled up on the right.</param>
/// <param name="Unit">Nanometres in the file's unit.</param>
internal readonly record struct FixedPoint(int Integers, int Decimals, bool TrailingOmitted, long Unit)
{
    private const int MostDigits = 18;

    /// <summary>Of one digit, where the trailing zeros of nine digits before the point are left out.</summary>
    private const int LeastDecimals = -8;

    /// <summary>The powers of ten from that of the least number of decimals on.</summary>
    private static readonly double[] Powers = [.. Enumerable.Range(LeastDecimals, MostDigits - LeastDecimals + 1).Select(decimals => Math.Pow(10, decimals))];

    /// <summary>Nanometres of a coordinate, rounded half away from zero; false where it is no number.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out double nanometres)
    {
        nanometres = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var digits = negative || (text.Length > 0 && text[0] == '+') ? text[1..] : text;
        if (digits.Length is 0 or > MostDigits || !TryReadDigits(digits, out var magnitude))
        {
            return text.Contains((byte)'.') && TryReadDecimal(text, out nanometres);
        }

        var decimals = TrailingOmitted ? Decimals - (Integers + Decimals - digits.Length) : Decimals;
        var scaled = Scale(magnitude, decimals);
        nanometres = negative ? -scaled : scaled;
        return true;
    }

    private bool TryReadDecimal(ReadOnlySpan<byte> text, out double nanometres)
    {
        var read = GerberNumber.TryParse(text, out var value);
        nanometres = Math.Round(value * Unit, MidpointRounding.AwayFromZero);
        return read;
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> digits, out long magnitude)
    {
        magnitude = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit((char)c))
            {
                return false;
            }

            magnitude = magnitude * 10 + (c - '0');
        }

        return true;
    }

    private double Scale(long magnitude, int decimals) =>
        Math.Round(magnitude * (double)Unit / Powers[decimals - LeastDecimals], MidpointRounding.AwayFromZero);
}
