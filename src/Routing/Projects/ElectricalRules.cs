namespace MakeDevice.Routing.Projects;

/// <summary>What the electrical report counts with; no copper depends on it.</summary>
public sealed record ElectricalRules
{
    /// <summary>Of both layers, nanometres: 1 oz/ft².</summary>
    public long CopperThickness { get; init; } = 35_000;

    /// <summary>Copper on the wall of a plated hole, nanometres: the least mean of IPC-6012, class 2, is 20 µm, single places 18 µm.</summary>
    public long PlatingThickness { get; init; } = 18_000;

    /// <summary>Between the two layers, nanometres.</summary>
    public long BoardThickness { get; init; } = 1_600_000;

    /// <summary>Relative permittivity of the board; FR-4 has 4.2 to 4.8.</summary>
    public double Permittivity { get; init; } = 4.5;

    /// <summary>Of the copper, degrees Celsius.</summary>
    public double Temperature { get; init; } = 20;

    /// <summary>By which current may warm the copper, kelvin.</summary>
    public double TemperatureRise { get; init; } = 10;

    /// <summary>What a module draws of each supply net where its metadata does not say, milliamperes.</summary>
    public double ModuleCurrentMa { get; init; } = 20;

    /// <summary>
    /// Most that a supply net may lose between its source and a module, millivolts. Jacdac's electrical specification leaves 0.2 V between what a provider
    /// gives (3.7 V) and a consumer needs (3.5 V): half of it on the way there, half on the way back.
    /// </summary>
    public double MaxDropMv { get; init; } = 100;
}
