namespace MakeDevice.Routing.Projects;

/// <summary>
/// The houses' published numbers, each with the page that it was read on. Pages were read on 2026-11-30 as search engines and archives keep them, which may be older
/// than what the house shows today; where only somebody else's copy of a page could be had, the source says so.
/// </summary>
internal static class PublishedLimits
{
    private const string Read = ", read 2026-11-30";

    private const string JlcpcbOlder = "jlcpcb.com/capabilities/Capabilities, an older edition of the house's page" + Read;
    private const string JlcpcbCopied = "not confirmed on the house's own page: jlcpcb.com/capabilities/pcb-capabilities as others quote it, word for word alike, who read it on 2026-09-06, 2026-09-25 and 2026-10-08 (github.com)" + Read;
    private const string JlcpcbLegend = "jlcpcb.com/blog/technical-guidance-character-design-specifications" + Read;

    private const string EurocircuitsClasses = "Eurocircuits PCB Design Classification Overview, sheet 9-2018 V2 (scribd.com/document/638678358), and eurocircuits.com/oar-outer-annular-ring" + Read;
    private const string EurocircuitsLegend = "eurocircuits.com/pcb-design-guidelines/legend-print" + Read;

    private const string AislerRules = "PCB Design Rules of 13/05/2024, community.aisler.net/t/pcb-design-rules/41" + Read;
    private const string AislerSimple = "2 Layer Simple Design Rules of 25/03/2024, community.aisler.net/t/2-layer-simple-design-rules/3735; those of boards with ENIG were not found" + Read;

    private const string PcbWayHoles = "pcbway.fr/helpcenter/Engineering_Questions/The_spacing_from_one_hole_to_another_is_too_narrow.html" + Read;
    private const string PcbWayMask = "pcbway.com/helpcenter/Engineering_Questions/Soldermask_bridge.html asks for 0.2 mm between pads; less 0.05 mm of opening about each" + Read;
    private const string PcbWayCopied = "not confirmed on the house's own page: pcbway.com/capabilities.html as resellers copied it (angustech.com, byfpcba.com)" + Read;
    private const string PcbWayQuoted = "not confirmed on the house's own page: pcbway.com/capabilities.html as others give it who read it between 2026-07-28 and 2026-10-10 (github.com)" + Read;

    public static HouseLimits Jlcpcb { get; } = new()
    {
        Source = JlcpcbCopied + "; jlcpcb.com/blog/how-to-avoid-damaged-traces-and-pads advises 0.3 mm from copper to a milled edge where that page has 0.2",
        LeastDrill = new(150_000, JlcpcbCopied),
        GreatestDrill = new(6_300_000, JlcpcbOlder),
        LeastNonPlatedHole = new(500_000, JlcpcbOlder),
        LeastPlatedSlot = new(500_000, JlcpcbOlder),
        LeastNonPlatedSlot = new(1_000_000, JlcpcbOlder),
        PadHoleToHole = new(450_000, JlcpcbCopied),
        LeastPadAnnularRing = new(180_000, JlcpcbCopied + "; the absolute minimum of two layers and 1 oz"),
        PadAnnularRing = new(250_000, JlcpcbCopied + "; recommended"),
        LegendLine = new(150_000, JlcpcbLegend),
        LegendHeight = new(1_000_000, JlcpcbLegend),
        MaskBridge = new(100_000, JlcpcbCopied),
        LongestSide = new(670_000_000, JlcpcbCopied),
        LongestOtherSide = new(600_000_000, JlcpcbCopied),
        Prices =
        [
            new(PriceMeasure.Drill, new(300_000, JlcpcbCopied), "drills below 0.3 mm"),
            new(PriceMeasure.Side, new(100_000_000, "not confirmed on the house's own page: the size of the house's special offer, as it is commonly told"), "boards beyond 100 x 100 mm"),
        ],
    };

    public static HouseLimits Eurocircuits { get; } = new()
    {
        Source = EurocircuitsClasses + "; copper to a milled edge: \"Copper and the board edge\", eurocircuits.hu; distances of holes are ours",
        LeastDrill = new(100_000, EurocircuitsClasses),
        LegendLine = new(100_000, EurocircuitsLegend),
        LegendHeight = new(1_000_000, EurocircuitsLegend),
        Prices =
        [
            new(PriceMeasure.TrackWidth, new(150_000, EurocircuitsClasses), "pattern class 7 instead of 6"),
            new(PriceMeasure.Clearance, new(150_000, EurocircuitsClasses), "pattern class 7 instead of 6"),
        ],
    };

    public static HouseLimits Aisler { get; } = new()
    {
        Source = AislerRules + ", the edition of 13.09.2023 of the same page, and \"Plated and non-plated holes\", community.aisler.net/t/50",
        LeastDrill = new(250_000, AislerRules),
        GreatestDrill = new(5_600_000, AislerSimple),
        LeastNonPlatedHole = new(500_000, AislerSimple),
        LeastNonPlatedSlot = new(800_000, AislerSimple),
        LongestSide = new(400_000_000, AislerSimple),
        LongestOtherSide = new(400_000_000, AislerSimple),
        Prices =
        [
            new(PriceMeasure.Drill, new(300_000, AislerRules), "ENIG instead of HASL"),
            new(PriceMeasure.TrackWidth, new(200_000, AislerRules), "ENIG instead of HASL"),
            new(PriceMeasure.Clearance, new(150_000, AislerRules), "ENIG instead of HASL"),
        ],
    };

    public static HouseLimits PcbWay { get; } = new()
    {
        Source = PcbWayQuoted + "; distances of holes from copper are ours",
        LeastDrill = new(150_000, PcbWayQuoted),
        GreatestDrill = new(6_300_000, PcbWayCopied),
        LeastPlatedSlot = new(300_000, PcbWayHoles),
        LeastNonPlatedSlot = new(400_000, PcbWayHoles),
        PadHoleToHole = new(300_000, PcbWayHoles),
        LegendLine = new(150_000, PcbWayQuoted),
        LegendHeight = new(800_000, PcbWayQuoted),
        MaskBridge = new(100_000, PcbWayMask),
        LongestSide = new(1_100_000_000, PcbWayCopied),
        LongestOtherSide = new(500_000_000, PcbWayCopied),
        Prices =
        [
            new(PriceMeasure.Drill, new(300_000, PcbWayCopied), "drills below 0.3 mm"),
            new(PriceMeasure.WideDrill, new(6_300_000, PcbWayCopied), "holes wider than 6.3 mm"),
        ],
    };
}
