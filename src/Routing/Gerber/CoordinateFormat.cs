using System.Globalization;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>The file's unit and coordinate format: FS and MO, and their deprecated forms G70, G71, G90 and G91.</summary>
internal sealed class CoordinateFormat(SourcePosition position)
{
    private (int Integers, int Decimals)? _x;
    private (int Integers, int Decimals)? _y;
    private bool _trailingOmitted;
    private long? _unit;

    /// <summary>True in incremental notation (deprecated): a coordinate is relative to the current point.</summary>
    public bool Incremental { get; set; }

    /// <summary>Nanometres in the file's unit.</summary>
    public long Unit
    {
        get => _unit ?? throw position.Error("no unit (MO) before the first length");
        set => _unit = value;
    }

    /// <summary>Reads MO, for instance <c>MOMM</c>.</summary>
    public void ReadUnit(string command) => Unit = command switch
    {
        "MOMM" => Units.Millimetre,
        "MOIN" => Units.Inch,
        _ => throw position.Error($"unit {command}"),
    };

    /// <summary>Reads FS, for instance <c>FSLAX46Y46</c>; deprecated N, G, D and M fields are skipped.</summary>
    public void ReadSpecification(string command)
    {
        var fields = command.AsSpan(2);
        while (fields.Length > 0)
        {
            fields = ReadField(fields, command);
        }

        if (_x is null || _y is null)
        {
            throw position.Error($"format {command}");
        }
    }

    public long X(ReadOnlySpan<byte> text) => Read(text, _x, ReadingBudget.Coordinate);

    public long Y(ReadOnlySpan<byte> text) => Read(text, _y, ReadingBudget.Coordinate);

    /// <summary>An arc's offset along x; it may be longer than a coordinate.</summary>
    public long I(ReadOnlySpan<byte> text) => Read(text, _x, ReadingBudget.ArcRadius);

    public long J(ReadOnlySpan<byte> text) => Read(text, _y, ReadingBudget.ArcRadius);

    /// <summary>A decimal length in the file's unit, in nanometres.</summary>
    public long Length(double value)
    {
        var nanometres = Math.Round(value * Unit, MidpointRounding.AwayFromZero);
        return Math.Abs(nanometres) <= ReadingBudget.Coordinate
            ? (long)nanometres
            : throw position.Error(string.Create(CultureInfo.InvariantCulture, $"length {value} out of range"));
    }

    private ReadOnlySpan<char> ReadField(ReadOnlySpan<char> fields, string command)
    {
        switch (fields[0])
        {
            case 'L':
                _trailingOmitted = false;
                return fields[1..];
            case 'T':
                _trailingOmitted = true;
                return fields[1..];
            case 'A':
                Incremental = false;
                return fields[1..];
            case 'I':
                Incremental = true;
                return fields[1..];
            case 'X' when fields.Length >= 3:
                _x = Digits(fields, command);
                return fields[3..];
            case 'Y' when fields.Length >= 3:
                _y = Digits(fields, command);
                return fields[3..];
            case 'D' when fields.Length >= 2 && !char.IsAsciiDigit(fields[1]):
            case ' ':
                return fields[1..];
            case 'N' or 'G' or 'D' or 'M' when fields.Length >= 2:
                return fields[2..];
            default:
                throw position.Error($"format {command}");
        }
    }

    private (int Integers, int Decimals) Digits(ReadOnlySpan<char> field, string command)
    {
        int integers = field[1] - '0', decimals = field[2] - '0';
        return integers is >= 0 and <= 7 && decimals is >= 0 and <= 7 ? (integers, decimals) : throw position.Error($"format {command}");
    }

    private long Read(ReadOnlySpan<byte> text, (int Integers, int Decimals)? digits, long limit)
    {
        if (digits is null && !text.Contains((byte)'.'))
        {
            throw position.Error("coordinate before the format (FS)");
        }

        var (integers, decimals) = digits ?? default;
        if (!new FixedPoint(integers, decimals, _trailingOmitted, Unit).TryRead(text, out var nanometres))
        {
            throw position.Error("coordinate is not a number");
        }

        return Math.Abs(nanometres) <= limit ? (long)nanometres : throw position.Error("coordinate out of range");
    }
}
