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

    /// <summary>More than primitives without an outline of many corners have.</summary>
    private const int UsualModifiers = 32;

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
        var variables = new Dictionary<int, double>(parameters.Length);
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

        // Some tools close the list with a comma.
        var modifiers = statement[(comma + 1)..].TrimEnd(", \t\r\n"u8);
        var count = modifiers.Count((byte)',') + 1;
        if (count > MostModifiers + 1)
        {
            throw position.Error("macro primitive with too many modifiers");
        }

        var values = count <= UsualModifiers ? stackalloc double[count] : new double[count];
        Evaluate(modifiers, values, variables, position);
        return new MacroPrimitiveReader(code, values, format, position, budget).Read();
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

    private static void Evaluate(ReadOnlySpan<byte> modifiers, Span<double> values, Dictionary<int, double> variables, SourcePosition position)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var comma = modifiers.IndexOf((byte)',');
            values[i] = MacroExpression.Evaluate(comma < 0 ? modifiers : modifiers[..comma], variables, position);
            modifiers = modifiers[(comma + 1)..];
        }
    }
}
