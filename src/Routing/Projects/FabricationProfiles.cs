using System.Collections.Immutable;

namespace MakeDevice.Routing.Projects;

/// <summary>A fabrication house: the rules that boards for it are made by, and the least that it makes for two-layer boards of 1 oz copper.</summary>
/// <param name="Rules">What is used unless a job overrides it.</param>
/// <param name="Limits">What an override may not go below; only the measures that the house publishes matter.</param>
/// <param name="Published">What it publishes besides, by which the final files are checked.</param>
internal sealed record FabricationProfile(DesignRules Rules, DesignRules Limits, HouseLimits Published)
{
    public string Name => Rules.Profile;
}

/// <summary>
/// The profiles, from the houses' published capabilities. They govern the copper that routing adds: module packages bring tracks and gaps of
/// 0.125 mm, so no profile asks for more of those, and houses are taken in the class that makes 0.125 mm.
/// </summary>
internal static class FabricationProfiles
{
    /// <summary>
    /// JLCPCB: track and spacing from 0.10 mm, via pad at least 0.1 mm larger than its hole, via holes 0.2 mm apart, copper 0.2 mm from a routed
    /// edge (as <see cref="PublishedLimits"/> tells). The rules are those of the service so far: 0.125 mm and vias 0.4/0.3.
    /// </summary>
    public static FabricationProfile Jlcpcb { get; } = new(
        DesignRules.Default,
        new() { TrackWidth = 100_000, Clearance = 100_000, ViaDiameter = 250_000, ViaHole = 150_000, AnnularRing = 50_000, EdgeClearance = 200_000, HoleClearance = 100_000, HoleToHole = 200_000 },
        PublishedLimits.Jlcpcb);

    /// <summary>
    /// Eurocircuits, pattern class 7 of "PCB Design Classification Overview" (sheet 9-2018 V2): track and spacing 0.125 mm, outer annular ring
    /// 0.125 mm about the tool, which is 0.10 mm larger than the finished hole, hence 0.175 mm about the hole; a hole of 0.25 mm needs a tool of
    /// 0.35 mm, of the larger drill classes. Copper 0.25 mm from a break-routed
    /// edge ("Copper and the board edge", eurocircuits.hu). Distances between holes and from holes to copper: ours, on the safe side.
    /// </summary>
    public static FabricationProfile Eurocircuits { get; } = new(
        DesignRules.Default with
        {
            Profile = "Eurocircuits", ViaDiameter = 600_000, ViaHole = 250_000, AnnularRing = 175_000,
            BusPitch = 750_000, BusEdgeDistance = 750_000, HoleClearance = 200_000, HoleToHole = 300_000,
        },
        new() { TrackWidth = 125_000, Clearance = 125_000, ViaDiameter = 450_000, ViaHole = 100_000, AnnularRing = 175_000, EdgeClearance = 250_000, HoleClearance = 125_000, HoleToHole = 200_000 },
        PublishedLimits.Eurocircuits);

    /// <summary>
    /// AISLER, "Complex" boards with ENIG surface: track and spacing 0.125 mm, annular ring 0.2 mm, copper 0.3 mm from the edge and 0.25 mm from
    /// non-plated holes ("PCB Design Rules", community.aisler.net/t/41, 13.09.2023), drills from 0.25 mm (the same, 13/05/2024), walls of drills
    /// 0.25 mm apart by tool diameter ("Plated and non-plated holes", t/50), hence 0.35 mm by finished hole.
    /// </summary>
    public static FabricationProfile Aisler { get; } = new(
        DesignRules.Default with
        {
            Profile = "Aisler", ViaDiameter = 650_000, ViaHole = 250_000, AnnularRing = 200_000,
            BusPitch = 750_000, BusEdgeDistance = 750_000, HoleClearance = 250_000, HoleToHole = 350_000,
        },
        new() { TrackWidth = 125_000, Clearance = 125_000, ViaDiameter = 650_000, ViaHole = 250_000, AnnularRing = 200_000, EdgeClearance = 300_000, HoleClearance = 250_000, HoleToHole = 350_000 },
        PublishedLimits.Aisler);

    /// <summary>
    /// PCBWay: track and spacing from 0.1 mm, annular ring 0.15 mm, drills from 0.15 mm, below 0.3 mm at extra charge, walls of vias' holes 11 mil apart,
    /// copper 0.25 mm from a routed edge (as <see cref="PublishedLimits"/> tells). Distances of holes from copper: ours, on the safe side.
    /// </summary>
    public static FabricationProfile PcbWay { get; } = new(
        DesignRules.Default with
        {
            Profile = "PCBWay", ViaDiameter = 600_000, ViaHole = 300_000, AnnularRing = 150_000,
            BusPitch = 750_000, BusEdgeDistance = 750_000, HoleClearance = 200_000, HoleToHole = 300_000,
        },
        new() { TrackWidth = 100_000, Clearance = 100_000, ViaDiameter = 450_000, ViaHole = 150_000, AnnularRing = 150_000, EdgeClearance = 250_000, HoleClearance = 125_000, HoleToHole = 280_000 },
        PublishedLimits.PcbWay);

    /// <summary>For a house without a profile: what each of the others makes, with the smallest via that all of them make.</summary>
    public static FabricationProfile Strictest { get; } = Combine("Strictest", [Jlcpcb, Eurocircuits, Aisler, PcbWay]);

    public static ImmutableArray<FabricationProfile> All { get; } = [Jlcpcb, Eurocircuits, Aisler, PcbWay];

    /// <summary>The profile of that name, in any case; null where there is none.</summary>
    public static FabricationProfile? Find(string name) =>
        All.FirstOrDefault(profile => profile.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>The profile that rules were taken from.</summary>
    public static FabricationProfile Of(string profile) => Find(profile) ?? Strictest;

    private static FabricationProfile Combine(string name, ImmutableArray<FabricationProfile> profiles)
    {
        var rules = Strictest(profiles.Select(p => p.Rules));
        var limits = Strictest(profiles.Select(p => p.Limits));
        var hole = limits.ViaHole;
        return new(rules with { Profile = name, ViaHole = hole, ViaDiameter = Math.Max(limits.ViaDiameter, hole + 2 * rules.AnnularRing) }, limits, new() { Source = "the strictest of the houses with a profile", LeastDrill = new(hole, "the smallest via that all houses with a profile make") });

        static DesignRules Strictest(IEnumerable<DesignRules> rules) =>
            rules.Aggregate((a, b) => RuleMeasure.All.Aggregate(a, (strict, measure) => measure.With(strict, Math.Max(measure.Of(strict), measure.Of(b)))));
    }
}
