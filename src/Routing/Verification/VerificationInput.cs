using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Verification;

/// <summary>
/// A finished board as its files will say it: the final merged layers and drills, and what they ought to be. Nothing here is
/// taken from the router's grid or plan.
/// </summary>
internal sealed record VerificationInput
{
    /// <summary>Final front copper: modules, tracks, buses and via pads together.</summary>
    public required GerberLayer Front { get; init; }

    public required GerberLayer Back { get; init; }

    public required DrillFile Plated { get; init; }

    public required DrillFile NonPlated { get; init; }

    public required BoardOutline Board { get; init; }

    /// <summary>The outline as it will be milled.</summary>
    public required GerberLayer Outline { get; init; }

    /// <summary>Sockets with the nets they must be joined to.</summary>
    public required ImmutableArray<BoardSocket> Sockets { get; init; }

    public required ImmutableArray<BoardZone> Zones { get; init; }

    /// <summary>Holes in the corners that were asked for.</summary>
    public ImmutableArray<MountingHole> MountingHoles { get; init; } = [];

    public required DesignRules Rules { get; init; }

    /// <summary>What routing added, by which its copper is recognised in the final layers, and the sockets it gave up.</summary>
    public required RoutedBoard Routed { get; init; }

    /// <summary>Indices of the modules that may extend to the board's edge (connectors).</summary>
    public ImmutableHashSet<int> EdgeModules { get; init; } = [];

    public static VerificationInput Of(
        PlacedBoard board, RoutedBoard routed, GerberLayer front, GerberLayer back, GerberLayer outline, DrillFile plated, DrillFile nonPlated) => new()
    {
        Front = front,
        Back = back,
        Plated = plated,
        NonPlated = nonPlated,
        Board = board.Project.Board,
        Outline = outline,
        Sockets = board.Sockets,
        Zones = board.Zones,
        MountingHoles = board.MountingHoles,
        Rules = board.Rules,
        Routed = routed,
        EdgeModules = [.. board.Modules.Where(module => module.Package.CanExtendToBoardEdge).Select(module => module.Index)],
    };
}
