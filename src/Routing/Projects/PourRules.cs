using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Projects;

/// <summary>A net's copper over all of both layers that is free; nanometres.</summary>
/// <param name="Clearance">Least distance of the pour from foreign copper; never less than the rules' and the net classes' own.</param>
/// <param name="ThermalGap">Width of the gap around the net's pads.</param>
/// <param name="ThermalSpokes">Width of the tracks over that gap; at least the track width.</param>
/// <param name="MinWidth">Where the pour would be thinner, it is not.</param>
public sealed record PourRules(string Net, long Clearance, long ThermalGap, long ThermalSpokes, long MinWidth)
{
    /// <summary>The net that a pour is of where none is named.</summary>
    public const string UsualNet = "GND";

    /// <summary>Vias between both layers' pours stand about so far apart where there is room; 0 for none.</summary>
    public long StitchPitch { get; init; } = 10 * Units.Millimetre;

    /// <summary>
    /// Least distance of the pour from the board's edge; never less than that of tracks. Holes of 0.7 mm on the edge, along which tabs of a panel break, keep 0.15 mm
    /// from the usual half millimetre.
    /// </summary>
    public long EdgeClearance { get; init; } = 500_000;

    /// <summary>The pour that a board gets where nothing more is said.</summary>
    internal static PourRules UsualOf(DesignRules rules) => new(
        UsualNet, Math.Max(rules.Clearance, 250_000), Math.Max(rules.Clearance, 250_000), Math.Max(rules.TrackWidth, 300_000), Math.Max(rules.TrackWidth, 250_000));

    /// <summary>What the pour keeps from the edge of a board with these rules.</summary>
    internal long FromEdge(DesignRules rules) => Math.Max(EdgeClearance, rules.RoutedEdgeClearance);
}
