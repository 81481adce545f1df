using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MakeDevice.Routing.Projects;

/// <summary>All measures of a board that routing, verification and fabrication share; nanometres.</summary>
public sealed record DesignRules
{
    /// <summary>The profile's name, as pcbOptions.fabricationHouse spells it.</summary>
    public string Profile { get; init; } = "JLCPCB";

    /// <summary>How the sockets of a net are joined.</summary>
    public Topology Topology { get; init; }

    /// <summary>How long routing looks for a way for sockets that it does not prove to be impossible.</summary>
    public SearchEffort Effort { get; init; }

    /// <summary>Routing grid, as asked for; a board may be routed on a multiple or a part of it.</summary>
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

    /// <summary>Width of a strip along the board's edge that routed copper stays out of; 0 for none. Modules may stand in it.</summary>
    public long EdgeKeepOut { get; init; }

    /// <summary>Least distance of a hole's wall from copper of another net.</summary>
    public long HoleClearance { get; init; } = 125_000;

    /// <summary>Least distance between the walls of two holes.</summary>
    public long HoleToHole { get; init; } = 200_000;

    /// <summary>Least annular ring.</summary>
    public long AnnularRing { get; init; } = 50_000;

    /// <summary>Holes for screws in the corners; null for none.</summary>
    public MountingHoles? MountingHoles { get; init; }

    /// <summary>
    /// True draws every branch of a net on a bus tighter on the rules' grid: over both layers the shortest way to any copper of its net; false never;
    /// null on boards of few sockets.
    /// </summary>
    public bool? Compact { get; init; }

    /// <summary>Tracks move to the middle of their corridor where there is room.</summary>
    public bool CentreTracks { get; init; }

    /// <summary>A net's copper wherever both layers are free; null where it is not asked for.</summary>
    public PourRules? Pour { get; init; }

    /// <summary>True where a board may get a pour that nobody asks for: one whose ground is beyond a limit of the electrical report without it.</summary>
    public bool PoursByItself { get; init; } = true;

    /// <summary>The width that tracks and trunks of supply nets get where there is room, and their vias a second one beside; 0 leaves them as they are routed.</summary>
    public long PowerWidth { get; init; } = 500_000;

    /// <summary>Names of the nets that carry supply currents, in any case; one that ends with '*' stands for all that begin so, one that begins with it for all that end so.</summary>
    public ImmutableArray<string> PowerNets { get; init; } = Projects.PowerNets.Usual;

    /// <summary>What the carrier itself prints on the front silkscreen.</summary>
    public LegendRules Legend { get; init; } = new();

    /// <summary>What the electrical report counts with.</summary>
    public ElectricalRules Electrical { get; init; } = new();

    /// <summary>Nets with measures of their own; the first class that names a net counts.</summary>
    public ImmutableArray<NetClass> NetClasses { get; init; } = [];

    public static DesignRules Default { get; } = new();

    /// <summary>Least distance of tracks, buses and vias from the board's edge.</summary>
    [JsonIgnore]
    public long RoutedEdgeClearance => Math.Max(EdgeClearance, EdgeKeepOut);

    /// <summary>Centre line of the first bus from the board's edge: <see cref="BusEdgeDistance"/>, or more where a keep-out moves the buses inwards.</summary>
    [JsonIgnore]
    public long BusInset => Math.Max(BusEdgeDistance, RoutedEdgeClearance + HalfOfWidest);

    /// <summary>Half of a bus or of the vias on it, whichever are wider.</summary>
    [JsonIgnore]
    public long HalfOfWidest => (Math.Max(ViaDiameter, BusWidth) + 1) / 2;

    /// <summary>Distance of a via's centre from the centre line of another net's track.</summary>
    internal double ViaToTrack => ViaDiameter / 2.0 + Clearance + TrackWidth / 2.0;

    /// <summary>Between the centres of two nets' vias.</summary>
    internal long ViaToVia => Math.Max(ViaDiameter + Clearance, DrillToDrill);

    /// <summary>Between the centres of any two vias.</summary>
    internal long DrillToDrill => ViaHole + HoleToHole;

    /// <summary>
    /// The widths that tracks of a net should have, the best first; where there is room for none, they stay as they are routed. The width of its class counts alone; a
    /// supply net without one takes three quarters or half of <see cref="PowerWidth"/> where that is all there is room for.
    /// </summary>
    public ImmutableArray<long> WidthsOf(string net) =>
        ClassOf(net) is { } named ? [named.TrackWidth] : IsWidenedAsPower(net) ? [PowerWidth, PowerWidth / 4 * 3, PowerWidth / 2] : [];

    /// <summary>Least distance of a net's copper from copper of other nets; between two nets the greater one counts.</summary>
    public long ClearanceOf(string net) => ClassOf(net)?.Clearance ?? Clearance;

    /// <summary>True for a net that carries a supply current or its return.</summary>
    public bool IsPower(string net) => NetPattern.Matches(PowerNets, net, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a supply net that no class names, where <see cref="PowerWidth"/> is not 0.</summary>
    internal bool IsWidenedAsPower(string net) => PowerWidth > 0 && ClassOf(net) is null && IsPower(net);

    /// <summary>How the sockets of a net are joined.</summary>
    public Topology TopologyOf(string net) => ClassOf(net)?.Topology ?? Topology;

    /// <summary>The same rules for a board that has no straight edges for trunks: every net is a tree.</summary>
    internal DesignRules WithoutTrunks() => this with
    {
        Topology = Topology.Tree,
        NetClasses = [.. NetClasses.Select(netClass => netClass with { Topology = null })],
    };

    /// <summary>The class that names the net, or null where no class does.</summary>
    public NetClass? ClassOf(string net)
    {
        foreach (var netClass in NetClasses)
        {
            if (netClass.Contains(net))
            {
                return netClass;
            }
        }

        return null;
    }
}

/// <summary>How the sockets of a net are joined.</summary>
public enum Topology
{
    /// <summary>Every net has a trunk at the left or right edge, and tracks on one layer lead to it (docs/architecture.md).</summary>
    Bus,

    /// <summary>No trunks: every net is a short tree over both layers, with vias where they pay.</summary>
    Tree,
}

/// <summary>How much is tried for the last sockets of a board, counted in grid nodes: the same board gets the same copper on every machine.</summary>
public enum SearchEffort
{
    /// <summary>What completes almost every board that can be completed.</summary>
    Normal,

    /// <summary>Several times as much.</summary>
    Thorough,
}

/// <summary>Nets with a track width and clearance of their own, nanometres; never below the board's.</summary>
/// <param name="Nets">Names of nets; one that ends with '*' stands for all that begin so, one that begins with it for all that end so.</param>
public sealed record NetClass(string Name, ImmutableArray<string> Nets, long TrackWidth, long Clearance)
{
    /// <summary>How the sockets of its nets are joined; null for the board's way.</summary>
    public Topology? Topology { get; init; }

    public bool Contains(string net) => NetPattern.Matches(Nets, net, StringComparison.Ordinal);
}
