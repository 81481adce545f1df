using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>
/// Splits the flash of a macro whose outlines have more points than common viewers draw (gerbv stops at 50) into a flash
/// of the rest and a region for each such outline: the same area, with the same attributes.
/// </summary>
internal sealed class OutlineFlash
{
    /// <summary>Most points of a macro outline that is written as such.</summary>
    public const int MostPoints = 48;

    private readonly Dictionary<MacroAperture, MacroAperture> _cut = new(ReferenceEqualityComparer.Instance);

    /// <summary>The parts, or null where the flash can stay as it is.</summary>
    public IEnumerable<GraphicObject>? Split(Flash flash)
    {
        if (flash.Aperture is not MacroAperture macro || !HasLongOutline(macro))
        {
            return null;
        }

        if (macro.Primitives.Items.All(primitive => primitive.Exposed))
        {
            return Parts(flash, macro);
        }

        // A clearing primitive acts on what stands before it in the macro: separate objects would not add up to the same area.
        if (!_cut.TryGetValue(macro, out var cut))
        {
            _cut[macro] = cut = Cut(macro);
        }

        return ReferenceEquals(cut, macro) ? null : [flash with { Aperture = cut }];
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

    /// <summary>The macro with its long outlines cut into short ones; itself where one cannot be cut.</summary>
    private static MacroAperture Cut(MacroAperture macro)
    {
        var primitives = ImmutableArray.CreateBuilder<MacroPrimitive>();
        foreach (var primitive in macro.Primitives)
        {
            if (!IsLong(primitive))
            {
                primitives.Add(primitive);
                continue;
            }

            var outline = (MacroOutline)primitive;
            if (OutlineCut.Pieces(outline.Points, MostPoints) is not { } pieces)
            {
                return macro;
            }

            primitives.AddRange(pieces.Select(piece => outline with { Points = piece }));
        }

        return macro with { Primitives = new(primitives.DrainToImmutable()) };
    }

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
