using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>
/// Turns, mirrors and scales macro primitives. Right angles are folded into the coordinates without loss; what is left
/// of another angle stays in the rotation modifier, so that turning again adds no rounding. A circle needs no modifier.
/// </summary>
internal static class MacroTurn
{
    public static MacroPrimitive Apply(MacroPrimitive primitive, in Similarity similarity)
    {
        var mirrored = similarity.Mirrored ? Mirror(primitive) : primitive;
        var scaled = similarity.Scale == 1 ? mirrored : Scale(mirrored, similarity.Scale);
        return Canonical(scaled with { Degrees = Angles.Normalise(scaled.Degrees + similarity.Degrees) });
    }

    /// <summary>The equal primitive with the least rotation modifier.</summary>
    public static MacroPrimitive Canonical(MacroPrimitive primitive)
    {
        if (primitive.Degrees == 0)
        {
            return primitive;
        }

        var quarters = new Similarity(false, Angles.Quarters(primitive.Degrees) * 90, 1);
        var rest = Angles.BeyondQuarters(primitive.Degrees);
        return primitive switch
        {
            MacroCircle circle => circle with { Center = new Similarity(false, circle.Degrees, 1).Turn(circle.Center), Degrees = 0 },
            MacroVectorLine line => line with { From = quarters.Turn(line.From), To = quarters.Turn(line.To), Degrees = rest },
            MacroCenterLine line => TurnSides(line, quarters) with { Center = quarters.Turn(line.Center), Degrees = rest },
            MacroOutline outline => outline with { Points = Map(outline.Points, quarters), Degrees = rest },
            MacroMoire moire => moire with { Center = quarters.Turn(moire.Center), Degrees = rest },
            MacroThermal thermal => thermal with { Center = quarters.Turn(thermal.Center), Degrees = rest },
            _ => primitive,
        };
    }

    private static MacroCenterLine TurnSides(MacroCenterLine line, in Similarity quarters) =>
        quarters.Degrees % 180 == 0 ? line : line with { Width = line.Height, Height = line.Width };

    private static MacroPrimitive Mirror(MacroPrimitive primitive)
    {
        var flip = new Similarity(true, 0, 1);
        MacroPrimitive flipped = primitive switch
        {
            MacroCircle circle => circle with { Center = flip.Turn(circle.Center) },
            MacroVectorLine line => line with { From = flip.Turn(line.From), To = flip.Turn(line.To) },
            MacroCenterLine line => line with { Center = flip.Turn(line.Center) },
            MacroOutline outline => outline with { Points = Map(outline.Points, flip) },
            MacroMoire moire => moire with { Center = flip.Turn(moire.Center) },
            MacroThermal thermal => thermal with { Center = flip.Turn(thermal.Center) },

            // Its first vertex lies on the x axis: mirrored, the polygon is itself turned by 180°.
            MacroPolygon polygon => polygon with { Center = new(polygon.Center.X, -polygon.Center.Y), Degrees = polygon.Degrees + 180 },
            _ => throw new ArgumentOutOfRangeException(nameof(primitive)),
        };
        return flipped is MacroPolygon turned
            ? turned with { Degrees = Angles.Normalise(360 - turned.Degrees) }
            : flipped with { Degrees = Angles.Normalise(-flipped.Degrees) };
    }

    private static MacroPrimitive Scale(MacroPrimitive primitive, double factor)
    {
        var scale = new Similarity(false, 0, factor);
        return primitive switch
        {
            MacroCircle circle => circle with { Center = scale.Turn(circle.Center), Diameter = scale.Length(circle.Diameter) },
            MacroVectorLine line => line with { From = scale.Turn(line.From), To = scale.Turn(line.To), Width = scale.Length(line.Width) },
            MacroCenterLine line => line with
            {
                Center = scale.Turn(line.Center), Width = scale.Length(line.Width), Height = scale.Length(line.Height),
            },
            MacroOutline outline => outline with { Points = Map(outline.Points, scale) },
            MacroPolygon polygon => polygon with { Center = scale.Turn(polygon.Center), Diameter = scale.Length(polygon.Diameter) },
            MacroMoire moire => moire with
            {
                Center = scale.Turn(moire.Center),
                Diameter = scale.Length(moire.Diameter),
                RingThickness = scale.Length(moire.RingThickness),
                RingGap = scale.Length(moire.RingGap),
                CrosshairThickness = scale.Length(moire.CrosshairThickness),
                CrosshairLength = scale.Length(moire.CrosshairLength),
            },
            MacroThermal thermal => thermal with
            {
                Center = scale.Turn(thermal.Center),
                OuterDiameter = scale.Length(thermal.OuterDiameter),
                InnerDiameter = scale.Length(thermal.InnerDiameter),
                Gap = scale.Length(thermal.Gap),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(primitive)),
        };
    }

    private static EquatableArray<Point> Map(EquatableArray<Point> points, in Similarity similarity)
    {
        var mapped = ImmutableArray.CreateBuilder<Point>(points.Count);
        foreach (var point in points)
        {
            mapped.Add(similarity.Turn(point));
        }

        return new(mapped.MoveToImmutable());
    }
}
