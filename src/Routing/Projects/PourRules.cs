using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Projects;

/// <summary>A net's copper over all of both layers that is free; nanometres.</summary>
/// <param name="Clearance">Least distance of the pour from foreign copper; never less than the rules' and the net classes' own.</param>
/// <param name="ThermalGap">Width of the gap around the net's pads.</param>
/// <param name="ThermalSpokes">Width of the tracks over that gap; at least the track width.</param>
/// <param name="MinWidth">Where the pour would be thinner, it is not.</param>
public sealed record PourRules(string Net, long Clearance, long ThermalGap, long ThermalSpokes, long MinWidth)
{
    public const long UsualStitchPitch = 10 * Units.Millimetre;

    /// <summary>Vias between both layers' pours stand about so far apart where there is room; 0 for none.</summary>
    public long StitchPitch { get; init; } = UsualStitchPitch;
}
