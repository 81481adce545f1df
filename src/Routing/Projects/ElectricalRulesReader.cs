using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>Reads the rule <c>electrical</c>: each number within its range, the others as they were.</summary>
internal static class ElectricalRulesReader
{
    /// <summary>Between the copper of both sides, nanometres.</summary>
    private const long LeastCore = 100_000;

    /// <summary>Names of the object's properties.</summary>
    public static readonly string[] Names =
        ["copperThickness", "platingThickness", "boardThickness", "permittivity", "temperature", "temperatureRise", "moduleCurrentMa", "maxDropMv"];

    public static ElectricalRules Read(CheckedJson electrical, ElectricalRules before)
    {
        var read = new ElectricalRules
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
        if (read.BoardThickness > 0 && read.BoardThickness < 2 * read.CopperThickness + LeastCore)
        {
            electrical.Property("boardThickness").Report("leaves no core between the copper of both sides: must be at least 0.1 more than twice copperThickness");
        }

        return read;

        // A number out of range is noted and read as 0; the rules are refused then.
        double Number(string name, double min, double max, double usual) => electrical.OptionalNumber(name, min, max) ?? usual;
    }
}
