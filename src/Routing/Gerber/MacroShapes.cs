namespace MakeDevice.Routing.Gerber;

/// <summary>Compares macros by shape alone, whatever their names and attributes.</summary>
internal sealed class MacroShapes : IEqualityComparer<MacroAperture>
{
    public static readonly MacroShapes Comparer = new();

    public bool Equals(MacroAperture? x, MacroAperture? y) => x is null ? y is null : y is not null && x.Primitives == y.Primitives;

    public int GetHashCode(MacroAperture obj) => obj.Primitives.GetHashCode();
}
