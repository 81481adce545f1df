using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Electrical;

/// <summary>
/// Estimates of capacitance, farads, of copper on a board of two layers; lengths in nanometres. To the other layer as if that were all copper, which it is not
/// everywhere: on the safe side.
/// </summary>
internal sealed class CopperCapacitance(ElectricalRules rules)
{
    private const double Vacuum = 8.8541878128e-12, SpeedOfLight = 299_792_458, WaveImpedance = 376.730313668;

    private const double Nanometre = 1e-9;

    /// <summary>The mean shrinks the difference quadratically: this many steps are exact for any ratio of widths.</summary>
    private const int MeanSteps = 12;

    /// <summary>
    /// Of a track over the other layer, per metre: Hammerstad and Jensen, Accurate Models for Microstrip Computer-Aided Design (1980), good to 1 % for any
    /// width: C = εeff / (c Z01).
    /// </summary>
    public double Microstrip(double width)
    {
        var u = width / rules.BoardThickness;
        var f = 6 + (Math.Tau - 6) * Math.Exp(-Math.Pow(30.666 / u, 0.7528));
        var impedance = WaveImpedance / Math.Tau * Math.Log(f / u + Math.Sqrt(1 + 4 / (u * u)));
        var u4 = Math.Pow(u, 4);
        var a = 1 + Math.Log((u4 + u * u / 2704) / (u4 + 0.432)) / 49 + Math.Log(1 + Math.Pow(u / 18.1, 3)) / 18.7;
        var b = 0.564 * Math.Pow((rules.Permittivity - 0.9) / (rules.Permittivity + 3), 0.053);
        var effective = (rules.Permittivity + 1) / 2 + (rules.Permittivity - 1) / 2 * Math.Pow(1 + 10 / u, -a * b);
        return effective / (SpeedOfLight * impedance);
    }

    /// <summary>
    /// Between two tracks side by side on one layer, per metre: asymmetric coplanar strips by conformal mapping, C = 2 ε0 εeff K(k')/K(k) with
    /// k² = s(s + w1 + w2) / ((s + w1)(s + w2)) and εeff = (εr + 1)/2 (Gupta, Garg, Bahl, Bhartia, Microstrip Lines and Slotlines, ch. 7).
    /// </summary>
    /// <param name="gap">More than 0.</param>
    public double Coplanar(double gap, double width, double other)
    {
        var k = Math.Sqrt(gap * (gap + width + other) / ((gap + width) * (gap + other)));

        // K(x) = π / 2 agm(1, sqrt(1 - x²)): the ratio of the integrals is that of two means.
        return Vacuum * (rules.Permittivity + 1) * Mean(Math.Sqrt(1 - k * k)) / Mean(k);
    }

    /// <summary>Of an area over the other layer, as a plate capacitor.</summary>
    /// <param name="area">Square nanometres.</param>
    public double Area(double area) => Vacuum * rules.Permittivity * area * Nanometre / rules.BoardThickness;

    /// <summary>The arithmetic-geometric mean of 1 and a number.</summary>
    private static double Mean(double x)
    {
        var a = 1.0;
        for (var i = 0; i < MeanSteps; i++)
        {
            (a, x) = ((a + x) / 2, Math.Sqrt(a * x));
        }

        return a;
    }
}
