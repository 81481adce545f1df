using System.Globalization;
using System.Text;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>Reads aperture definitions (AD, specification 4.3) and keeps the macros that they call.</summary>
internal sealed class ApertureReader(CoordinateFormat format, SourcePosition position, ReadingBudget budget)
{
    private const int MostParameters = 10_000;

    private readonly Dictionary<string, MacroDefinition> _macros = new(StringComparer.Ordinal);

    public void DefineMacro(ReadOnlySpan<byte> command)
    {
        var macro = MacroDefinition.Parse(command, position);
        _macros[macro.Name] = macro;
    }

    /// <summary>Reads for instance <c>ADD10C,0.5X0.2</c>.</summary>
    public (int Number, DefinedAperture Aperture) Read(ReadOnlySpan<byte> command, AttributeSet attributes)
    {
        var text = command[2..].TrimStart((byte)' ');
        if (text.IsEmpty || text[0] != 'D')
        {
            throw position.Error("malformed aperture definition");
        }

        var digits = 1;
        while (digits < text.Length && char.IsAsciiDigit((char)text[digits]))
        {
            digits++;
        }

        if (!GerberNumber.TryParseCount(text[1..digits], out var number))
        {
            throw position.Error("malformed aperture number");
        }

        var comma = text.IndexOf((byte)',');
        var template = Encoding.UTF8.GetString(comma < 0 ? text[digits..] : text[digits..comma]).Trim();
        var parameters = comma < 0 ? [] : Parameters(text[(comma + 1)..]);
        budget.Keep(1);
        return (number, Build(template, parameters, attributes));
    }

    private double[] Parameters(ReadOnlySpan<byte> text)
    {
        // What follows the last X may have been left out.
        text = text.TrimEnd("Xx \t\r\n"u8);
        if (text.IsEmpty)
        {
            return [];
        }

        var values = new double[Math.Min(text.Count((byte)'X') + text.Count((byte)'x') + 1, MostParameters + 1)];
        for (var i = 0; i < values.Length; i++)
        {
            var end = text.IndexOfAny((byte)'X', (byte)'x');
            if (!GerberNumber.TryParse((end < 0 ? text : text[..end]).Trim(" \t\r\n"u8), out values[i]) || i == MostParameters)
            {
                throw position.Error("malformed aperture parameter");
            }

            text = text[(end + 1)..];
        }

        return values;
    }

    private DefinedAperture Build(string template, double[] values, AttributeSet attributes)
    {
        if (_macros.TryGetValue(template, out var macro))
        {
            var evaluated = new MacroAperture(macro.Name, macro.Evaluate(values, format, position, budget), attributes);
            return new(evaluated, evaluated);
        }

        return template switch
        {
            "C" => Holed(new CircleAperture(Size(values, 0), Hole(values, 1), attributes), values, 1),
            "R" => Holed(new RectangleAperture(Size(values, 0), Size(values, 1), Hole(values, 2), attributes), values, 2),
            "O" => Holed(new ObroundAperture(Size(values, 0), Size(values, 1), Hole(values, 2), attributes), values, 2),
            "P" => Holed(new PolygonAperture(Size(values, 0), Vertices(values), Degrees(values, 2), Hole(values, 3), attributes), values, 3),
            _ => throw position.Error($"unknown aperture template {template}"),
        };
    }

    /// <summary>A second hole parameter makes the hole rectangular (deprecated, specification 8.2.2): only a macro can say that.</summary>
    private DefinedAperture Holed(Aperture aperture, double[] values, int hole)
    {
        var pen = ApertureVariants.WithoutHole(aperture);
        if (values.Length <= hole + 1 || (values[hole] == 0 && values[hole + 1] == 0))
        {
            return new(aperture, pen);
        }

        var cut = new MacroCenterLine(false, Size(values, hole), Size(values, hole + 1), default, 0);
        return new(ApertureVariants.AsMacro(pen, cut), pen);
    }

    private long Size(double[] values, int index)
    {
        if (index >= values.Length)
        {
            throw position.Error("aperture with too few parameters");
        }

        var size = format.Length(values[index]);
        return size >= 0 ? size : throw position.Error("aperture with a negative size");
    }

    private long Hole(double[] values, int index) => index < values.Length ? Size(values, index) : 0;

    private int Vertices(double[] values)
    {
        var vertices = values.Length > 1 ? Math.Round(values[1]) : 0;
        return vertices is >= 3 and <= 12
            ? (int)vertices
            : throw position.Error(string.Create(CultureInfo.InvariantCulture, $"polygon aperture with {vertices} vertices"));
    }

    private static double Degrees(double[] values, int index) => index < values.Length ? Angles.Normalise(values[index]) : 0;
}
