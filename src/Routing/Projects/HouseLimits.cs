using System.Collections.Immutable;

namespace MakeDevice.Routing.Projects;

/// <summary>A number that a house publishes.</summary>
/// <param name="Length">Nanometres.</param>
/// <param name="Source">The page that it was read on and when; or, in plain words, that it was not confirmed on the house's own pages.</param>
internal sealed record HouseLimit(long Length, string Source);

/// <summary>What a house publishes of its two-layer boards beyond the measures that routing keeps. Null where it does not say, or we have not read it.</summary>
internal sealed record HouseLimits
{
    /// <summary>Where the measures that routing keeps were read and when: width of tracks, clearance, annular ring, distances of copper and holes.</summary>
    public required string Source { get; init; }

    /// <summary>Finished diameter of a hole.</summary>
    public required HouseLimit LeastDrill { get; init; }

    public HouseLimit? GreatestDrill { get; init; }

    public HouseLimit? LeastNonPlatedHole { get; init; }

    public HouseLimit? LeastPlatedSlot { get; init; }

    public HouseLimit? LeastNonPlatedSlot { get; init; }

    /// <summary>Between the walls of two holes of which one is no via.</summary>
    public HouseLimit? PadHoleToHole { get; init; }

    /// <summary>Least copper about the holes that parts stand in, where more is asked for there than about vias.</summary>
    public HouseLimit? LeastPadAnnularRing { get; init; }

    /// <summary>Copper about the holes that parts stand in, as it is recommended.</summary>
    public HouseLimit? PadAnnularRing { get; init; }

    /// <summary>Width of lines of the legend.</summary>
    public HouseLimit? LegendLine { get; init; }

    /// <summary>Height of letters of the legend.</summary>
    public HouseLimit? LegendHeight { get; init; }

    /// <summary>Solder mask between two openings.</summary>
    public HouseLimit? MaskBridge { get; init; }

    /// <summary>The longer side of a board.</summary>
    public HouseLimit? LongestSide { get; init; }

    /// <summary>The shorter side of a board.</summary>
    public HouseLimit? LongestOtherSide { get; init; }

    /// <summary>What costs extra.</summary>
    public ImmutableArray<PriceStep> Prices { get; init; } = [];
}

/// <summary>What a price may hang on.</summary>
internal enum PriceMeasure
{
    /// <summary>The smallest drill.</summary>
    Drill,

    /// <summary>The widest drill.</summary>
    WideDrill,

    TrackWidth,

    Clearance,

    /// <summary>The longer side of the board.</summary>
    Side,
}

/// <summary>A measure below (of sides and wide drills: above) which a board costs more.</summary>
/// <param name="At">A board just of this measure does not cost more.</param>
/// <param name="What">What the house then asks for.</param>
internal sealed record PriceStep(PriceMeasure Measure, HouseLimit At, string What);
