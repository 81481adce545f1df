using System.Globalization;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>Writes an evaluated aperture macro (AM): plain numbers, no variables.</summary>
internal static class MacroWriter
{
    private const int LongestLabel = 32;

    /// <summary>A legal name, unique by its number, that still says what the macro was called.</summary>
    public static string Name(string label, int number)
    {
        var legal = new string([.. label.Where(char.IsAsciiLetter).Take(LongestLabel)]);
        return string.Create(CultureInfo.InvariantCulture, $"{(legal.Length == 0 ? "Macro" : legal)}_{number}");
    }

    public static void Write(GerberText text, string name, MacroAperture macro)
    {
        text.Add("%AM"u8);
        text.Add(name);
        text.Add("*\n"u8);
        foreach (var primitive in macro.Primitives)
        {
            Write(text, primitive);
            text.Add("*\n"u8);
        }

        text.Add("%\n"u8);
    }

    private static void Write(GerberText text, MacroPrimitive primitive)
    {
        switch (primitive)
        {
            case MacroCircle circle:
                Begin(text, "1,"u8, circle.Exposed);
                Lengths(text, circle.Diameter, circle.Center.X, circle.Center.Y);
                break;
            case MacroVectorLine line:
                Begin(text, "20,"u8, line.Exposed);
                Lengths(text, line.Width, line.From.X, line.From.Y, line.To.X, line.To.Y);
                break;
            case MacroCenterLine line:
                Begin(text, "21,"u8, line.Exposed);
                Lengths(text, line.Width, line.Height, line.Center.X, line.Center.Y);
                break;
            case MacroOutline outline:
                Begin(text, "4,"u8, outline.Exposed);
                Outline(text, outline.Points);
                break;
            case MacroPolygon polygon:
                Begin(text, "5,"u8, polygon.Exposed);
                text.Add(',', polygon.Vertices);
                Lengths(text, polygon.Center.X, polygon.Center.Y, polygon.Diameter);
                break;
            case MacroMoire moire:
                text.Add("6"u8);
                Lengths(text, moire.Center.X, moire.Center.Y, moire.Diameter, moire.RingThickness, moire.RingGap);
                text.Add(',', moire.MaxRings);
                Lengths(text, moire.CrosshairThickness, moire.CrosshairLength);
                break;
            case MacroThermal thermal:
                text.Add("7"u8);
                Lengths(text, thermal.Center.X, thermal.Center.Y, thermal.OuterDiameter, thermal.InnerDiameter, thermal.Gap);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(primitive));
        }

        // A circle's rotation came late to the format, and its centre needs none.
        if (primitive is not MacroCircle { Degrees: 0 })
        {
            text.Add(","u8);
            text.AddDegrees(primitive.Degrees);
        }
    }

    private static void Begin(GerberText text, ReadOnlySpan<byte> code, bool exposed)
    {
        text.Add(code);
        text.Add(exposed ? "1"u8 : "0"u8);
    }

    private static void Lengths(GerberText text, params ReadOnlySpan<long> lengths)
    {
        foreach (var length in lengths)
        {
            text.Add(","u8);
            text.AddMillimetres(length);
        }
    }

    private static void Outline(GerberText text, EquatableArray<Point> points)
    {
        text.Add(',', points.Count);
        for (var i = 0; i <= points.Count; i++)
        {
            var point = points[i % points.Count];
            Lengths(text, point.X, point.Y);
        }
    }
}
