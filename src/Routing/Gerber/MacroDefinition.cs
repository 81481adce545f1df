using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>
/// An aperture macro as its file spells it (AM, specification 4.5). It is evaluated anew for each aperture that calls it,
/// since its variables are the aperture's parameters.
/// </summary>
internal sealed class MacroDefinition
{
    private const int MostModifiers = 2 * MacroPrimitiveReader.MostOutlinePoints + 8;

    private readonly byte[] _body;

    private MacroDefinition(string name, byte[] body)
    {
        Name = name;
        _body = body;
    }

    public string Name { get; }

    /// <param name="command">From <c>AM</c> to before the percent sign.</param>
    public static MacroDefinition Parse(ReadOnlySpan<byte> command, SourcePosition position)
    {
        var star = command.IndexOf((byte)'*');
        var name = Encoding.UTF8.GetString(star < 0 ? command[2..] : command[2..star]).Trim();
        return name.Length > 0 ? new(name, star < 0 ? [] : command[(star + 1)..].ToArray()) : throw position.Error("aperture macro without a name");
    }

    public EquatableArray<MacroPrimitive> Evaluate(ReadOnlySpan<double> parameters, CoordinateFormat format, SourcePosition position, ReadingBudget budget)
    {
        budget.Work(1 + _body.Length / 4);
        var variables = new Dictionary<int, double>();
        for (var i = 0; i < parameters.Length; i++)
        {
            variables[i + 1] = parameters[i];
        }

        var primitives = ImmutableArray.CreateBuilder<MacroPrimitive>();
        ReadOnlySpan<byte> body = _body;
        foreach (var range in body.Split((byte)'*'))
        {
            if (Execute(body[range].Trim(" \t\r\n"u8), variables, format, position, budget) is { } primitive)
            {
                budget.Keep(1);
                primitives.Add(primitive);
            }
        }

        return new(primitives.ToImmutable());
    }

    private static MacroPrimitive? Execute(
        ReadOnlySpan<byte> statement, Dictionary<int, double> variables, CoordinateFormat format, SourcePosition position, ReadingBudget budget)
    {
        if (statement.IsEmpty || IsComment(statement))
        {
            return null;
        }

        if (statement[0] == '$')
        {
            Assign(statement, variables, position);
            return null;
        }

        var comma = statement.IndexOf((byte)',');
        if (comma < 0 || !GerberNumber.TryParseCount(statement[..comma].Trim((byte)' '), out var code))
        {
            throw position.Error("malformed macro primitive");
        }

        return new MacroPrimitiveReader(code, Values(statement[(comma + 1)..], variables, position), format, position, budget).Read();
    }

    private static bool IsComment(ReadOnlySpan<byte> statement) =>
        statement[0] == '0' && (statement.Length == 1 || !char.IsAsciiDigit((char)statement[1]));

    private static void Assign(ReadOnlySpan<byte> statement, Dictionary<int, double> variables, SourcePosition position)
    {
        var sign = statement.IndexOf((byte)'=');
        if (sign < 0 || !GerberNumber.TryParseCount(statement[1..sign].Trim((byte)' '), out var number))
        {
            throw position.Error("malformed macro variable");
        }

        variables[number] = MacroExpression.Evaluate(statement[(sign + 1)..], variables, position);
    }

    private static double[] Values(ReadOnlySpan<byte> text, Dictionary<int, double> variables, SourcePosition position)
    {
        if (text.Count((byte)',') > MostModifiers)
        {
            throw position.Error("macro primitive with too many modifiers");
        }

        var values = new double[text.Count((byte)',') + 1];
        var next = 0;
        foreach (var range in text.Split((byte)','))
        {
            values[next++] = MacroExpression.Evaluate(text[range], variables, position);
        }

        return values;
    }
}

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
