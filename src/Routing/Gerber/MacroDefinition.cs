using System.Collections.Immutable;
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
        // Some tools close the list with a comma.
        text = text.TrimEnd(", \t\r\n"u8);
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
