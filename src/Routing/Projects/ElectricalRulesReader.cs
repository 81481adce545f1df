using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>Reads the rule <c>electrical</c>: each number within its range, the others as they were.</summary>
internal static class ElectricalRulesReader
{
    /// <summary>Names of the object's properties.</summary>
    public static readonly string[] Names =
        ["copperThickness", "platingThickness", "boardThickness", "permittivity", "temperature", "temperatureRise", "moduleCurrentMa", "maxDropMv"];

    public static ElectricalRules Read(CheckedJson electrical, ElectricalRules before)
    {
        return new()
        {
            CopperThickness = electrical.OptionalLength("copperThickness", 0.009, 0.21, before.CopperThickness),
            PlatingThickness = electrical.OptionalLength("platingThickness", 0.01, 0.05, before.PlatingThickness),
            BoardThickness = electrical.OptionalLength("boardThickness", 0.4, 3.2, before.BoardThickness),
            Permittivity = Number("permittivity", 2, 12, before.Permittivity),
            Temperature = Number("temperature", -40, 125, before.Temperature),
            TemperatureRise = Number("temperatureRise", 1, 100, before.TemperatureRise),
            ModuleCurrentMa = Number("moduleCurrentMa", 0, 5_000, before.ModuleCurrentMa),
            MaxDropMv = Number("maxDropMv", 1, 2_000, before.MaxDropMv),
        };

        // A number out of range is noted and read as 0; the rules are refused then.
        double Number(string name, double min, double max, double usual) => electrical.OptionalNumber(name, min, max) ?? usual;
    }
}
