using System.Collections.Immutable;

namespace MakeDevice.Routing.Projects;

/// <summary>What a house publishes of its two-layer boards beyond the measures that routing keeps; nanometres. Null where it does not say, or we have not read it.</summary>
internal sealed record HouseLimits
{
    /// <summary>Where and when it was read.</summary>
    public required string Source { get; init; }

    /// <summary>Finished diameter of a hole.</summary>
    public required long LeastDrill { get; init; }

    public long? GreatestDrill { get; init; }

    public long? LeastNonPlatedHole { get; init; }

    public long? LeastPlatedSlot { get; init; }

    public long? LeastNonPlatedSlot { get; init; }

    /// <summary>Between the walls of two holes of which one is no via.</summary>
    public long? PadHoleToHole { get; init; }

    /// <summary>Width of lines of the legend.</summary>
    public long? LegendLine { get; init; }

    /// <summary>Solder mask between two openings.</summary>
    public long? MaskBridge { get; init; }

    /// <summary>The longer side of a board.</summary>
    public long? LongestSide { get; init; }

    /// <summary>The shorter side of a board.</summary>
    public long? LongestOtherSide { get; init; }

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
/// <param name="At">Nanometres; a board just of this measure does not cost more.</param>
/// <param name="What">What the house then asks for.</param>
internal sealed record PriceStep(PriceMeasure Measure, long At, string What);
