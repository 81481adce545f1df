using System.Globalization;

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

    /// <summary>Nanometres of a coordinate, rounded half away from zero; false where it is no number.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out double nanometres)
    {
        nanometres = 0;
        if (text.Contains((byte)'.'))
        {
            var read = GerberNumber.TryParse(text, out var value);
            nanometres = Math.Round(value * Unit, MidpointRounding.AwayFromZero);
            return read;
        }

        var negative = text.Length > 0 && text[0] == '-';
        var digits = negative || (text.Length > 0 && text[0] == '+') ? text[1..] : text;
        if (digits.Length is 0 or > MostDigits || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var magnitude))
        {
            return false;
        }

        var decimals = TrailingOmitted ? Decimals - (Integers + Decimals - digits.Length) : Decimals;
        var scaled = Scale(magnitude, decimals);
        nanometres = negative ? -scaled : scaled;
        return true;
    }

    private double Scale(long magnitude, int decimals)
    {
        var divisor = Math.Pow(10, decimals);
        return Math.Round(magnitude * (double)Unit / divisor, MidpointRounding.AwayFromZero);
    }
}
