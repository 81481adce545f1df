using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>
/// Splits the flash of a macro whose outlines have more points than common viewers draw (gerbv stops at 50) into a flash
/// of the rest and a region for each such outline: the same area, with the same attributes.
/// </summary>
internal static class OutlineFlash
{
    /// <summary>Most points of a macro outline that is written as such.</summary>
    public const int MostPoints = 48;

    /// <summary>The parts, or null where the flash can stay as it is.</summary>
    public static IEnumerable<GraphicObject>? Split(Flash flash)
    {
        if (flash.Aperture is not MacroAperture macro || !HasLongOutline(macro))
        {
            return null;
        }

        // A clearing primitive acts on what stands before it in the macro: parts would not add up to the same area.
        return macro.Primitives.Items.All(primitive => primitive.Exposed) ? Parts(flash, macro) : null;
    }

    private static bool HasLongOutline(MacroAperture macro)
    {
        foreach (var primitive in macro.Primitives)
        {
            if (IsLong(primitive))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLong(MacroPrimitive primitive) => primitive is MacroOutline { Points.Count: > MostPoints };

    private static IEnumerable<GraphicObject> Parts(Flash flash, MacroAperture macro)
    {
        var rest = macro.Primitives.Items.Where(primitive => !IsLong(primitive)).ToImmutableArray();
        if (rest.Length > 0)
        {
            yield return flash with { Aperture = macro with { Primitives = new(rest) } };
        }

        foreach (var outline in macro.Primitives.Items.Where(IsLong).Cast<MacroOutline>())
        {
            var placement = new Similarity(false, outline.Degrees, 1, flash.At);
            var contour = Contour.Of([.. outline.Points.Select(point => placement.Apply(point))]);
            yield return new Region([contour], StrokeSweep.Carrier(macro.Attributes), flash.Polarity, flash.Attributes);
        }
    }
}
