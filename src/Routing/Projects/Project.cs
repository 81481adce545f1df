using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Projects;

/// <summary>A validated project (docs/project.md), in board coordinates: nanometres, origin at the board's centre, y up.</summary>
/// <param name="FileStem">The project's name made safe for file names: never empty, no separators, no leading dot.</param>
public sealed record Project(
    string Id,
    string Name,
    string FileStem,
    BoardOutline Board,
    string FabricationHouse,
    ImmutableArray<ModuleInstance> Modules,
    string GraphicsSvg)
{
    /// <summary>The project's <c>pcbOptions.rules</c>, a JSON object that <see cref="DesignRulesReader"/> reads; empty where there is none.</summary>
    public string RuleOverrides { get; init; } = "";
}

/// <summary>A module as the user placed it.</summary>
/// <param name="Placement">Its motion in board coordinates; the editor's rotation is already turned into counter-clockwise degrees.</param>
/// <param name="EditorRotation">The rotation as the project gives it, degrees.</param>
public sealed record ModuleInstance(string Id, ModuleKey Key, Placement Placement, double EditorRotation)
{
    /// <summary>First four characters of the id, <c>unkn</c> where there is none.</summary>
    public string ShortId => Id.Length == 0 ? "unkn" : Id[..Math.Min(4, Id.Length)];
}
