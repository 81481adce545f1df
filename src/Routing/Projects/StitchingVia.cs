namespace MakeDevice.Routing.Projects;

/// <summary>Vias between pours have no track to fit to: their hole is the smallest that the house drills without a surcharge.</summary>
internal static class StitchingVia
{
    /// <summary>The rules with the measures of such vias: where the rules' own hole is cheap, that one; the pad is as much wider than the hole as theirs.</summary>
    public static DesignRules Of(DesignRules rules)
    {
        var cheap = FabricationProfiles.Of(rules.Profile).Published.Prices.Where(step => step.Measure == PriceMeasure.Drill).Select(step => step.At.Length).DefaultIfEmpty(0).Max();
        var hole = Math.Max(rules.ViaHole, cheap);
        return rules with { ViaHole = hole, ViaDiameter = rules.ViaDiameter + hole - rules.ViaHole };
    }
}
