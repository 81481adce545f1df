namespace MakeDevice.Routing.Projects;

/// <summary>All measures of a board that routing, verification and fabrication share; nanometres.</summary>
public sealed record DesignRules
{
    /// <summary>The profile's name, as pcbOptions.fabricationHouse spells it.</summary>
    public string Profile { get; init; } = "JLCPCB";

    /// <summary>Routing grid.</summary>
    public long Grid { get; init; } = 250_000;

    public long TrackWidth { get; init; } = 125_000;

    public long BusWidth { get; init; } = 250_000;

    /// <summary>Distance between the centre lines of neighbouring buses.</summary>
    public long BusPitch { get; init; } = 500_000;

    /// <summary>Least distance between copper of different nets.</summary>
    public long Clearance { get; init; } = 125_000;

    public long ViaDiameter { get; init; } = 400_000;

    public long ViaHole { get; init; } = 300_000;

    /// <summary>Centre line of the first bus from the board's edge.</summary>
    public long BusEdgeDistance { get; init; } = 500_000;

    /// <summary>Least distance of copper from the board's edge.</summary>
    public long EdgeClearance { get; init; } = 300_000;

    /// <summary>Least distance of a hole's wall from copper of another net.</summary>
    public long HoleClearance { get; init; } = 125_000;

    /// <summary>Least distance between the walls of two holes.</summary>
    public long HoleToHole { get; init; } = 200_000;

    /// <summary>Least annular ring.</summary>
    public long AnnularRing { get; init; } = 50_000;

    public static DesignRules Default { get; } = new();
}
