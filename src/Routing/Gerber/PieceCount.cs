namespace MakeDevice.Routing.Gerber;

/// <summary>How much of a <see cref="ReadingBudget"/> parts of the model take.</summary>
internal static class PieceCount
{
    public static int Of(GraphicObject item) => item is Region region ? 1 + region.Contours.Items.Sum(contour => 1 + contour.Segments.Count / 2) : 1;

    public static int Of(Aperture aperture) => aperture switch
    {
        MacroAperture macro => 1 + macro.Primitives.Items.Sum(Of),
        BlockAperture block => 1 + block.Objects.Items.Sum(Of),
        _ => 1,
    };

    private static int Of(MacroPrimitive primitive) => primitive switch
    {
        MacroOutline outline => 1 + outline.Points.Count / 4,
        MacroMoire moire => 1 + moire.MaxRings,
        _ => 1,
    };
}
