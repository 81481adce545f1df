using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>How much of a <see cref="ReadingBudget"/> parts of the model take.</summary>
internal static class PieceCount
{
    public static int Of(GraphicObject item) => item is Region region ? 1 + Sum(region.Contours, static contour => 1 + contour.Segments.Count / 2) : 1;

    public static int Of(Aperture aperture) => aperture switch
    {
        MacroAperture macro => 1 + Sum(macro.Primitives, Of),
        BlockAperture block => 1 + Sum(block.Objects, Of),
        _ => 1,
    };

    private static int Of(MacroPrimitive primitive) => primitive switch
    {
        MacroOutline outline => 1 + outline.Points.Count / 4,
        MacroMoire moire => 1 + moire.MaxRings,
        _ => 1,
    };

    private static int Sum<T>(EquatableArray<T> items, Func<T, int> pieces)
    {
        var sum = 0;
        foreach (var item in items)
        {
            sum += pieces(item);
        }

        return sum;
    }
}
