using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Projects;

/// <summary>A project with its modules' packages put in place: everything later stages read.</summary>
public sealed record PlacedBoard(
    Project Project, DesignRules Rules, ImmutableArray<PlacedModule> Modules, ImmutableArray<BoardSocket> Sockets, ImmutableArray<BoardZone> Zones)
{
    /// <summary>What was found on the way here and does not stop the board; the report lists it.</summary>
    public ImmutableArray<Issue> Issues { get; init; } = [];

    /// <summary>How the house's part library has parts turned otherwise than the modules' CPL.</summary>
    public RotationOffsets RotationOffsets { get; init; } = RotationOffsets.None;

    /// <summary>Memory that routing may take, megabytes: a board whose grid takes more gets a coarser one, or is refused.</summary>
    public long MostMegabytes { get; init; } = BoardSource.DefaultMegabytes;

    /// <summary>The holes in the corners that the rules ask for.</summary>
    public ImmutableArray<MountingHole> MountingHoles => Rules.MountingHoles?.On(Project.Board) ?? [];
}

/// <param name="Index">Position in the project's module list.</param>
public sealed record PlacedModule(int Index, ModuleInstance Instance, ModulePackage Package);

/// <summary>A socket in board coordinates, after programming nets have been paired (docs/project.md).</summary>
/// <param name="Id">Index in <see cref="PlacedBoard.Sockets"/>.</param>
/// <param name="Name">As the module spells it.</param>
/// <param name="Net">The net it belongs to, for instance <c>GND</c> or <c>SWDIO_3</c>.</param>
/// <param name="Programming">True for a socket of a programming pair: routed on the right side.</param>
public sealed record BoardSocket(int Id, int Module, string Name, string Net, bool Programming, Point At, CopperLayer? Layer);

/// <summary>A keep-out rectangle of a module in board coordinates; a turned one where the module is turned.</summary>
/// <param name="Module">Index of its module.</param>
/// <param name="Corners">Four corners, counter-clockwise.</param>
public sealed record BoardZone(int Module, EquatableArray<Point> Corners)
{
    public Box Bounds => Box.Around(Corners.Items);
}
