using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>Turns the evaluated modifiers of one macro primitive into the model (specification 4.5.1).</summary>
internal readonly ref struct MacroPrimitiveReader(int code, ReadOnlySpan<double> values, CoordinateFormat format, SourcePosition position, ReadingBudget budget)
{
    public const int MostOutlinePoints = 10_000;
    private const int MostRings = 1000;

    private readonly int _code = code;
    private readonly ReadOnlySpan<double> _values = values;
    private readonly CoordinateFormat _format = format;
    private readonly SourcePosition _position = position;
    private readonly ReadingBudget _budget = budget;

    private bool Exposed => Value(0) != 0;

    public MacroPrimitive Read() => MacroTurn.Canonical(_code switch
    {
        1 => new MacroCircle(Exposed, Size(1), Position(2), Degrees(4)),
        2 or 20 => new MacroVectorLine(Exposed, Size(1), Position(2), Position(4), Degrees(6)),
        21 => new MacroCenterLine(Exposed, Size(1), Size(2), Position(3), Degrees(5)),
        22 => new MacroCenterLine(Exposed, Size(1), Size(2), new(Length(Value(3) + Value(1) / 2), Length(Value(4) + Value(2) / 2)), Degrees(5)),
        4 => Outline(),
        5 => new MacroPolygon(Exposed, Count(1, 3, 12, "vertices"), Position(2), Size(4), Degrees(5)),
        6 => new MacroMoire(Position(0), Size(2), Size(3), Size(4), Count(5, 0, MostRings, "rings"), Size(6), Size(7), Degrees(8)),
        7 => new MacroThermal(Position(0), Size(2), Size(3), Size(4), Degrees(5)),
        _ => throw _position.Error(string.Create(CultureInfo.InvariantCulture, $"unknown macro primitive {_code}")),
    });

    private MacroOutline Outline()
    {
        var edges = Count(1, 1, MostOutlinePoints, "outline points");
        if (_values.Length < 2 + 2 * (edges + 1))
        {
            throw _position.Error("macro outline with too few coordinates");
        }

        _budget.Keep(1 + edges / 4);
        var points = ImmutableArray.CreateBuilder<Point>(edges + 1);
        for (var i = 0; i <= edges; i++)
        {
            points.Add(Position(2 + 2 * i));
        }

        if (points[edges] == points[0])
        {
            points.RemoveAt(edges);
        }

        return new(Exposed, new(points.ToImmutable()), Degrees(2 + 2 * (edges + 1)));
    }

    // Modifiers that a tool left out at the end are 0, as the rotation of older files is.
    private double Value(int index) => index < _values.Length ? _values[index] : 0;

    private double Degrees(int index) => Angles.Normalise(Value(index));

    private long Length(double value) => _format.Length(value);

    private long Size(int index)
    {
        var size = Length(Value(index));
        return size >= 0 ? size : throw _position.Error("negative size in a macro");
    }

    private Point Position(int index) => new(Length(Value(index)), Length(Value(index + 1)));

    private int Count(int index, int least, int most, string what)
    {
        var value = Math.Round(Value(index));
        return value >= least && value <= most
            ? (int)value
            : throw _position.Error(string.Create(CultureInfo.InvariantCulture, $"macro primitive {_code} with {value} {what}"));
    }
}
