using System.Collections.Immutable;
using System.Globalization;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Verification;

/// <summary>What verification found and measured. Lengths in nanometres, exact to about one.</summary>
/// <param name="Findings">Errors first, then by kind, layer and place.</param>
internal sealed record VerificationReport(
    ImmutableArray<Finding> Findings, ImmutableArray<NetSummary> Nets, ImmutableArray<LayerSummary> Layers, HoleSummary Holes)
{
    /// <summary>True where nothing forbids making the board; sockets that routing itself gave up do not count.</summary>
    public bool Passed => !Findings.Any(finding => finding.Severity == Severity.Error);

    /// <summary>
    /// One <c>VERIFICATION_FAILED kind= count= first=</c> for each kind of error. Sockets that routing reported as
    /// unconnected have an issue of their own elsewhere.
    /// </summary>
    public ImmutableArray<Issue> Issues =>
    [
        .. Findings
            .Where(finding => finding.Severity == Severity.Error)
            .GroupBy(finding => finding.Kind)
            .OrderBy(group => group.Key)
            .Select(group => new Issue("VERIFICATION_FAILED", $"kind={group.Key.Name()} count={group.Count()} first={group.First().Place}")),
    ];
}

internal enum FindingKind
{
    /// <summary>Two nets are one piece of copper.</summary>
    Short,

    /// <summary>Routed copper meets module copper that has no socket of its net.</summary>
    ForeignCopper,

    /// <summary>Sockets of one net, none of them given up by routing, lie in different pieces.</summary>
    Open,

    /// <summary>Copper that hangs together only by a joint thinner than a track may be.</summary>
    ThinJoint,

    /// <summary>A socket that routing gave up.</summary>
    Unconnected,

    /// <summary>No copper at a socket.</summary>
    SocketWithoutCopper,

    /// <summary>A track or via of the routing is not in the final layers.</summary>
    MissingTrack,

    /// <summary>Pieces of copper nearer than the clearance.</summary>
    Clearance,

    /// <summary>Copper nearer to the outline than the edge clearance.</summary>
    EdgeClearance,

    CopperOutsideBoard,

    /// <summary>A plated hole's wall too near copper of another piece.</summary>
    HoleClearance,

    /// <summary>Copper over or too near a hole that is not plated.</summary>
    NonPlatedHoleClearance,

    HoleToHole,

    /// <summary>Two holes at one place.</summary>
    DuplicateHole,

    /// <summary>A plated hole that meets no copper on any layer.</summary>
    HoleWithoutCopper,

    HoleOutsideBoard,

    /// <summary>A mounting hole that was asked for is not drilled.</summary>
    MissingHole,

    /// <summary>Routed copper within the keep-out of a mounting hole.</summary>
    MountingHoleKeepOut,

    AnnularRing,

    /// <summary>A track or via within the zone of a module that has no socket of its net.</summary>
    TrackInZone,

    TrackWidth,

    /// <summary>The outline has a loose end where no connector opens it.</summary>
    OutlineOpen,

    /// <summary>A layer holds more copper than can be compared: a bomb.</summary>
    TooComplex,
}

/// <param name="Layer">Null where both layers or none are meant.</param>
/// <param name="At">Where, board coordinates.</param>
/// <param name="Nets">Nets of the pieces concerned, sorted; empty where they have none.</param>
/// <param name="Measured">What was found, nanometres; null where nothing is measured.</param>
/// <param name="Required">What the rules ask, nanometres.</param>
internal sealed record Finding(
    FindingKind Kind, Severity Severity, CopperLayer? Layer, Point At, EquatableArray<string> Nets, double? Measured, double? Required, string Message)
{
    /// <summary>Nets, layer and coordinates without a space, for the one-line form of issues.</summary>
    public string Place =>
        $"[{string.Join(',', Nets.Select(net => net.Replace(' ', '_')))}]{Layer?.FileName() ?? ""}({Millimetres(At.X)},{Millimetres(At.Y)})";

    private static string Millimetres(long nanometres) => Units.ToMillimetres(nanometres).ToString("0.####", CultureInfo.InvariantCulture);
}

/// <param name="Pieces">Pieces of copper that the net's sockets lie in; 1 is a connected net.</param>
/// <param name="Clearance">Least distance to copper of other pieces, a module's own within itself aside; null where there is none.</param>
/// <param name="TrackLength">Length of its tracks and buses.</param>
internal sealed record NetSummary(string Net, int Sockets, int Pieces, double? Clearance, double TrackLength, int Vias);

/// <param name="Clearance">Least distance between pieces that routing or two modules bring together.</param>
/// <param name="ModuleClearance">Least distance between pieces within one module.</param>
/// <param name="EdgeClearance">Least distance to the outline.</param>
internal sealed record LayerSummary(CopperLayer Layer, int Pieces, double? Clearance, double? ModuleClearance, double? EdgeClearance);

/// <param name="ToCopper">Least distance of a plated hole's wall from copper of another piece.</param>
/// <param name="NonPlatedToCopper">Least distance of any copper from the wall of a hole that is not plated.</param>
/// <param name="Between">Least distance between the walls of two holes.</param>
/// <param name="AnnularRing">Least annular ring of the vias that routing added.</param>
internal sealed record HoleSummary(int Plated, int NonPlated, double? ToCopper, double? NonPlatedToCopper, double? Between, double? AnnularRing);

internal static class ReportNames
{
    /// <summary>The kind in lower case with hyphens, for instance <c>edge-clearance</c>.</summary>
    public static string Name(this FindingKind kind) => Hyphenated(kind.ToString());

    public static string FileName(this CopperLayer layer) => layer == CopperLayer.Front ? "F_Cu" : "B_Cu";

    private static string Hyphenated(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(c) : c.ToString()));
}
