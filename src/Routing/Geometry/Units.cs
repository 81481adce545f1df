namespace MakeDevice.Routing.Geometry;

/// <summary>
/// Conversion at the edges of the core. Inside it every length is an integer number of nanometres (as in KiCad);
/// a millimetre exists only in JSON, Gerber, Excellon, CSV and SVG text.
/// </summary>
public static class Units
{
    /// <summary>Nanometres in a millimetre.</summary>
    public const long Millimetre = 1_000_000;

    /// <summary>Nanometres in an inch.</summary>
    public const long Inch = 25_400_000;

    /// <summary>Millimetres to nanometres, rounded half away from zero.</summary>
    /// <param name="millimetres">A finite number within ±1e6 mm.</param>
    public static long FromMillimetres(double millimetres) =>
        (long)Math.Round(millimetres * Millimetre, MidpointRounding.AwayFromZero);

    /// <summary>Nanometres to millimetres.</summary>
    public static double ToMillimetres(long nanometres) => nanometres / (double)Millimetre;
}
