using System.Collections.Immutable;

namespace MakeDevice.Routing.Projects;

/// <summary>One measure of the design rules, as a rules file names it.</summary>
/// <param name="Min">Least value in millimetres that makes sense at all.</param>
/// <param name="Max">Greatest value in millimetres that makes sense at all.</param>
/// <param name="IsCapability">True where a fabrication house publishes a least value.</param>
internal sealed record RuleMeasure(
    string Name, double Min, double Max, bool IsCapability, Func<DesignRules, long> Of, Func<DesignRules, long, DesignRules> With)
{
    public static ImmutableArray<RuleMeasure> All { get; } =
    [
        new("grid", 0.05, 1, false, r => r.Grid, (r, v) => r with { Grid = v }),
        new("trackWidth", 0.05, 5, true, r => r.TrackWidth, (r, v) => r with { TrackWidth = v }),
        new("busWidth", 0.05, 5, false, r => r.BusWidth, (r, v) => r with { BusWidth = v }),
        new("busPitch", 0.1, 20, false, r => r.BusPitch, (r, v) => r with { BusPitch = v }),
        new("powerWidth", 0, 5, false, r => r.PowerWidth, (r, v) => r with { PowerWidth = v }),
        new("clearance", 0.05, 5, true, r => r.Clearance, (r, v) => r with { Clearance = v }),
        new("viaDiameter", 0.15, 5, true, r => r.ViaDiameter, (r, v) => r with { ViaDiameter = v }),
        new("viaHole", 0.1, 4, true, r => r.ViaHole, (r, v) => r with { ViaHole = v }),
        new("busEdgeDistance", 0.1, 50, false, r => r.BusEdgeDistance, (r, v) => r with { BusEdgeDistance = v }),
        new("edgeClearance", 0.1, 20, true, r => r.EdgeClearance, (r, v) => r with { EdgeClearance = v }),
        new("edgeKeepOut", 0, 100, false, r => r.EdgeKeepOut, (r, v) => r with { EdgeKeepOut = v }),
        new("holeClearance", 0.05, 5, true, r => r.HoleClearance, (r, v) => r with { HoleClearance = v }),
        new("holeToHole", 0.1, 5, true, r => r.HoleToHole, (r, v) => r with { HoleToHole = v }),
        new("annularRing", 0.025, 2, true, r => r.AnnularRing, (r, v) => r with { AnnularRing = v }),
    ];
}
