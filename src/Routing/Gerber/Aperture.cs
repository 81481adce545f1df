using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>A Gerber aperture (Gerber Layer Format Specification 2024.05, 4.4); lengths in nanometres, hole 0 = none.</summary>
/// <param name="Attributes">%TA attributes attached at its definition, for instance <c>.AperFunction</c>.</param>
internal abstract record Aperture(AttributeSet Attributes);

internal sealed record CircleAperture(long Diameter, long Hole, AttributeSet Attributes) : Aperture(Attributes);

internal sealed record RectangleAperture(long Width, long Height, long Hole, AttributeSet Attributes) : Aperture(Attributes);

internal sealed record ObroundAperture(long Width, long Height, long Hole, AttributeSet Attributes) : Aperture(Attributes);

/// <param name="Degrees">Counter-clockwise turn of the first vertex from the x axis.</param>
internal sealed record PolygonAperture(long OuterDiameter, int Vertices, double Degrees, long Hole, AttributeSet Attributes) : Aperture(Attributes);

/// <summary>An aperture macro with all variables evaluated; equal where the shapes are, whatever the names.</summary>
internal sealed record MacroAperture(string Name, EquatableArray<MacroPrimitive> Primitives, AttributeSet Attributes) : Aperture(Attributes)
{
    public bool Equals(MacroAperture? other) => other is not null && Primitives == other.Primitives && Attributes == other.Attributes;

    public override int GetHashCode() => HashCode.Combine(Primitives, Attributes);
}

/// <summary>A block aperture (%AB): its objects relative to the flash point.</summary>
internal sealed record BlockAperture(EquatableArray<GraphicObject> Objects, AttributeSet Attributes) : Aperture(Attributes);

/// <summary>One evaluated macro primitive; <see cref="Degrees"/> turns it about the macro's origin.</summary>
/// <param name="Exposed">False clears instead of darkening (exposure 0), within the macro only.</param>
internal abstract record MacroPrimitive(bool Exposed, double Degrees);

internal sealed record MacroCircle(bool Exposed, long Diameter, Point Center, double Degrees) : MacroPrimitive(Exposed, Degrees);

internal sealed record MacroVectorLine(bool Exposed, long Width, Point From, Point To, double Degrees) : MacroPrimitive(Exposed, Degrees);

internal sealed record MacroCenterLine(bool Exposed, long Width, long Height, Point Center, double Degrees) : MacroPrimitive(Exposed, Degrees);

/// <param name="Points">Without the repeated last point.</param>
internal sealed record MacroOutline(bool Exposed, EquatableArray<Point> Points, double Degrees) : MacroPrimitive(Exposed, Degrees);

internal sealed record MacroPolygon(bool Exposed, int Vertices, Point Center, long Diameter, double Degrees) : MacroPrimitive(Exposed, Degrees);

internal sealed record MacroMoire(
    Point Center, long Diameter, long RingThickness, long RingGap, int MaxRings, long CrosshairThickness, long CrosshairLength, double Degrees)
    : MacroPrimitive(true, Degrees);

internal sealed record MacroThermal(Point Center, long OuterDiameter, long InnerDiameter, long Gap, double Degrees) : MacroPrimitive(true, Degrees);
