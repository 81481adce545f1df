using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber.Plotting;

/// <summary>A line of a macro with round ends.</summary>
internal sealed record RoundedLine(long Width, Point From, Point To, double Degrees) : MacroPrimitive(true, Degrees);

/// <summary>
/// CAD tools draw a rounded rectangle as an outline, four circles at its corners and four lines between them. A line and
/// the circles at its ends are exactly a stroke, and one stroke is less than half the work of three areas.
/// </summary>
internal static class RoundedStrokes
{
    /// <summary>The same picture with fewer primitives; unchanged where anything clears, because then their order counts.</summary>
    public static ImmutableArray<MacroPrimitive> Join(ImmutableArray<MacroPrimitive> primitives)
    {
        var circles = primitives.OfType<MacroCircle>().Select(Turned).ToHashSet();
        if (circles.Count == 0 || primitives.Any(primitive => !primitive.Exposed))
        {
            return primitives;
        }

        var absorbed = new HashSet<MacroCircle>();
        var joined = primitives.Select(primitive => primitive is MacroVectorLine line ? Rounded(line, circles, absorbed) : primitive).ToList();
        return [.. joined.Where(primitive => primitive is not MacroCircle circle || !absorbed.Contains(Turned(circle)))];
    }

    private static MacroPrimitive Rounded(MacroVectorLine line, HashSet<MacroCircle> circles, HashSet<MacroCircle> absorbed)
    {
        var start = Turned(new MacroCircle(true, line.Width, line.From, line.Degrees));
        var end = Turned(new MacroCircle(true, line.Width, line.To, line.Degrees));
        if (line.Width < 2 || !circles.Contains(start) || !circles.Contains(end))
        {
            return line;
        }

        absorbed.Add(start);
        absorbed.Add(end);
        return new RoundedLine(line.Width, line.From, line.To, line.Degrees);
    }

    /// <summary>The circle without its modifier, whichever way it was turned.</summary>
    private static MacroCircle Turned(MacroCircle circle) =>
        circle with { Center = new Placement(default, circle.Degrees).Apply(circle.Center), Degrees = 0 };
}
