using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Excellon;

/// <summary>Unit and number format of a drill file: METRIC or INCH, LZ or TZ, and the digits that comments declare.</summary>
internal sealed class ExcellonScale(SourcePosition position)
{
    private long? _unit;
    private bool? _assumedInch;
    private bool _trailingOmitted;
    private bool _saysWhichZeros;
    private (int Integers, int Decimals)? _digits;

    private long Unit => _unit ?? _assumedInch switch
    {
        true => Units.Inch,
        false => Units.Millimetre,
        null => throw position.Error("no unit (METRIC or INCH) before the first length: export the drills with their unit in the header"),
    };

    // The machine's own resolutions: 0.001 mm and 0.0001 inch.
    private FixedPoint Format => _digits is var (integers, decimals)
        ? new(integers, decimals, _trailingOmitted, Unit)
        : Unit == Units.Inch ? new(2, 4, _trailingOmitted, Unit) : new(3, 3, _trailingOmitted, Unit);

    /// <summary>Reads METRIC or INCH with its options, for instance <c>METRIC,LZ,0000.00</c>.</summary>
    public void ReadUnit(string line)
    {
        SetUnit(line.StartsWith("INCH", StringComparison.Ordinal));
        foreach (var option in line.Split(',').AsSpan(1))
        {
            ReadOption(option.Trim());
        }
    }

    /// <summary>The unit in which comments measure tools, for a file that states none.</summary>
    public void AssumeUnit(bool inch) => _assumedInch ??= inch;

    public void SetUnit(bool inch) => _unit = inch ? Units.Inch : Units.Millimetre;

    /// <summary>Reads what tools say in comments: <c>FILE_FORMAT=4:4</c> (Altium), <c>FORMAT={3:3/ … / suppress leading zeros}</c> (KiCad).</summary>
    public void ReadComment(string comment)
    {
        var at = comment.IndexOf("FORMAT=", StringComparison.Ordinal);
        if (at < 0)
        {
            return;
        }

        var value = comment.AsSpan(at + "FORMAT=".Length).TrimStart('{');
        if (value.Length >= 3 && char.IsAsciiDigit(value[0]) && value[1] == ':' && char.IsAsciiDigit(value[2]))
        {
            SetDigits(value[0] - '0', value[2] - '0');
        }

        if (comment.Contains("suppress trailing zeros", StringComparison.OrdinalIgnoreCase))
        {
            Omits(trailing: true);
        }
    }

    public long Coordinate(ReadOnlySpan<byte> text)
    {
        CheckDigits(text);
        if (!Format.TryRead(text, out var nanometres))
        {
            throw position.Error("coordinate is not a number");
        }

        return Math.Abs(nanometres) <= ReadingBudget.Coordinate ? (long)nanometres : throw position.Error("coordinate out of range");
    }

    /// <summary>A tool diameter: decimal, or in the file's fixed format where it has no point but many digits.</summary>
    public long Diameter(ReadOnlySpan<byte> text)
    {
        var isFixed = text.Length > 3 && !text.Contains((byte)'.');
        var read = isFixed
            ? Format.TryRead(text, out var nanometres)
            : (GerberNumber.TryParse(text, out nanometres), nanometres = Math.Round(nanometres * Unit, MidpointRounding.AwayFromZero)).Item1;
        return read && nanometres >= 0 && nanometres <= ReadingBudget.Coordinate ? (long)nanometres : throw position.Error("tool diameter out of range");
    }

    /// <summary>A diameter from elsewhere, nanometres.</summary>
    public long InRange(double nanometres) =>
        Math.Abs(nanometres) <= ReadingBudget.Coordinate ? (long)Math.Round(nanometres) : throw position.Error("tool diameter out of range");

    /// <summary>Digits without a point, and nobody says how many of them are decimals: more than the machine's resolution has, or perhaps with zeros left out.</summary>
    private void CheckDigits(ReadOnlySpan<byte> text)
    {
        if (_digits is not null || text.Contains((byte)'.'))
        {
            return;
        }

        if (text.TrimStart("+-"u8).Length > Format.Integers + Format.Decimals)
        {
            position.Doubt($"coordinates of {text.TrimStart("+-"u8).Length} digits, and the file does not declare how many are decimals: read with {Format.Decimals}");
        }
        else if (!_saysWhichZeros && text.ContainsAnyInRange((byte)'1', (byte)'9'))
        {
            position.Doubt($"coordinates without a decimal point, and the file says neither how many digits are decimals nor which zeros are left out: the last {Format.Decimals} are read as decimals");
        }
    }

    private void Omits(bool trailing) => (_trailingOmitted, _saysWhichZeros) = (trailing, true);

    private void ReadOption(string option)
    {
        switch (option)
        {
            case "LZ":
                // Leading zeros are there, so trailing ones may be missing.
                Omits(trailing: true);
                break;
            case "TZ":
                Omits(trailing: false);
                break;
            case not "" when option.AsSpan().IndexOfAnyExcept('0', '.') < 0 && option.Contains('.', StringComparison.Ordinal):
                var point = option.IndexOf('.', StringComparison.Ordinal);
                SetDigits(point, option.Length - point - 1);
                break;
            default:
                break;
        }
    }

    private void SetDigits(int integers, int decimals)
    {
        if (integers > 9 || decimals > 9)
        {
            throw position.Error("number format out of range");
        }

        _digits = (integers, decimals);
    }
}
