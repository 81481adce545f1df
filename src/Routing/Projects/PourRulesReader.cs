using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>Reads the rule <c>pour</c>: <c>"auto"</c> for one where it helps, <c>false</c> for none, <c>true</c> for the usual one, or an object of its measures.</summary>
internal static class PourRulesReader
{
    private const int MaxText = 200;
    private const double Most = 5, MostFromEdge = 100, LeastPitch = 2, MostPitch = 50;

    private static readonly string[] Names = ["net", "clearance", "thermalGap", "thermalSpokes", "minWidth", "edgeClearance", "stitchPitch"];

    /// <param name="before">The other rules; no measure of a pour is less than theirs.</param>
    /// <param name="rules">An object with a property <c>pour</c>.</param>
    public static DesignRules Override(DesignRules before, CheckedJson rules)
    {
        var pour = rules.Property("pour");
        switch (pour.Json)
        {
            case "\"auto\"":
                return before with { Pour = null, PoursByItself = true };
            case "false":
                return before with { Pour = null, PoursByItself = false };
            case "true":
                return before with { Pour = PourRules.UsualOf(before) };
            case ['{', ..]:
                return before with { Pour = Measures(pour, before) };
            default:
                pour.Report("must be auto, true, false or an object");
                return before;
        }
    }

    private static PourRules Measures(CheckedJson pour, DesignRules before)
    {
        foreach (var name in pour.PropertyNames.Where(name => !Names.Contains(name)))
        {
            pour.Property(name).Report("is no rule");
        }

        var usual = PourRules.UsualOf(before);
        var net = pour.OptionalText("net", MaxText);
        return new(
            net.Length == 0 ? usual.Net : net,
            Measure("clearance", before.Clearance, usual.Clearance),
            Measure("thermalGap", before.Clearance, usual.ThermalGap),
            Measure("thermalSpokes", before.TrackWidth, usual.ThermalSpokes),
            Measure("minWidth", before.TrackWidth, usual.MinWidth))
        {
            EdgeClearance = pour.OptionalLength("edgeClearance", Units.ToMillimetres(before.EdgeClearance), MostFromEdge, usual.EdgeClearance),
            StitchPitch = StitchPitch(pour, usual.StitchPitch),
        };

        long Measure(string name, long least, long otherwise) => pour.OptionalLength(name, Units.ToMillimetres(least), Most, otherwise);
    }

    private static long StitchPitch(CheckedJson pour, long usual)
    {
        var pitch = pour.OptionalLength("stitchPitch", 0, MostPitch, usual);
        if (pitch is > 0 && Units.ToMillimetres(pitch) < LeastPitch)
        {
            pour.Property("stitchPitch").Report(string.Create(CultureInfo.InvariantCulture, $"must be 0 for none, or at least {LeastPitch}"));
        }

        return pitch;
    }
}
