namespace MakeDevice.Routing.Gerber;

/// <summary>Angles in degrees, kept to nine decimals so that turning by 90° four times is the identity.</summary>
internal static class Angles
{
    /// <summary>The equal angle in [0, 360).</summary>
    public static double Normalise(double degrees)
    {
        var turned = Math.Round(degrees % 360, 9);
        if (turned < 0)
        {
            turned = Math.Round(turned + 360, 9);
        }

        return turned >= 360 ? 0 : turned + 0.0;
    }

    /// <summary>The number of whole quarter turns in a normalised angle, 0 to 3.</summary>
    public static int Quarters(double degrees) => (int)(degrees / 90);

    /// <summary>What is left of a normalised angle after its quarter turns, in [0, 90).</summary>
    public static double BeyondQuarters(double degrees) => Math.Round(degrees - Quarters(degrees) * 90, 9);
}
