using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Electrical;

/// <summary>Resistance and current limits of copper of a thickness at a temperature. Lengths in nanometres, results in ohms and amperes.</summary>
/// <remarks>
/// Resistivity 1.724e-8 Ωm at 20 °C and its coefficient 0.00393/K: annealed copper (IACS, IEC 60028). Current limits: IPC-2221B 6.2, I = k ΔT^0.44 A^0.725 with A
/// in square mils; k = 0.048 on outer layers. The wall of a hole lies within the board as inner layers do: k = 0.024.
/// </remarks>
internal sealed class CopperPhysics(ElectricalRules rules)
{
    private const double Resistivity = 1.724e-8, Coefficient = 0.00393, ReferenceTemperature = 20;

    private const double Outer = 0.048, Inner = 0.024;

    private const double Nanometre = 1e-9;

    /// <summary>A mil in nanometres.</summary>
    private const double Mil = 25_400;

    private readonly double _resistivity = Resistivity * (1 + Coefficient * (rules.Temperature - ReferenceTemperature));

    /// <summary>Resistance of a square of the layer, ohms.</summary>
    public double SheetResistance => _resistivity / (rules.CopperThickness * Nanometre);

    /// <summary>Of a straight track.</summary>
    public double Track(double length, double width) => SheetResistance * length / width;

    /// <summary>Of the wall of a plated hole, from layer to layer.</summary>
    /// <param name="perimeter">Of the hole.</param>
    public double Barrel(double perimeter) => _resistivity * rules.BoardThickness / (perimeter * rules.PlatingThickness * Nanometre);

    /// <summary>The current that warms a track of this width by what the rules allow.</summary>
    public double TrackLimit(double width) => Limit(Outer, width * rules.CopperThickness);

    /// <inheritdoc cref="TrackLimit"/>
    /// <param name="perimeter">Of the hole.</param>
    public double BarrelLimit(double perimeter) => Limit(Inner, perimeter * rules.PlatingThickness);

    private double Limit(double k, double section) => k * Math.Pow(rules.TemperatureRise, 0.44) * Math.Pow(section / (Mil * Mil), 0.725);
}
