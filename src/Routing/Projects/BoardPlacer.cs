using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Projects;

/// <summary>Puts module packages where the project wants them, names the nets of their sockets, and checks the result.</summary>
internal static class BoardPlacer
{
    /// <summary>Places every module whose package is known; right angles are exact, other angles round to the nearest nanometre.</summary>
    /// <param name="packages">
    /// Packages by key. A module without one is left out and forbids routing without a word:
    /// <see cref="ModuleLoading.LoadAsync"/> has already said why it is not there.
    /// </param>
    /// <returns>
    /// The board, whether nothing forbids routing it, and all issues found. An unpaired transmitter does not forbid it, nor does a pour of an unknown net, nor a module that is
    /// too close to another or to the edge: the final copper tells whether that board is sound, and the issue why if it is not.
    /// </returns>
    public static (PlacedBoard Board, bool CanRoute, ImmutableArray<Issue> Issues) PlaceWhole(
        Project project, IReadOnlyDictionary<ModuleKey, ModulePackage> packages, DesignRules rules)
    {
        // Trunks stand along the straight left and right edge, which a free outline need not have.
        rules = project.Board.Free is null ? rules : rules.WithoutTrunks();
        var modules = PlaceModules(project, packages);
        var zones = modules.SelectMany(PlaceZones).ToImmutableArray();
        var (sockets, unpaired) = NetNaming.Name(modules);
        var board = new PlacedBoard(project, rules, modules, sockets, zones);

        var issues = PlacementCheck.Check(board);
        var canRoute = modules.Length == project.Modules.Length && !issues.Any(PlacementCheck.ForbidsRouting);
        return (board, canRoute, [.. issues, .. unpaired, .. PourCheck.Check(board)]);
    }

    /// <summary>As <see cref="PlaceWhole"/>; the board is null where an issue forbids routing.</summary>
    public static (PlacedBoard? Board, ImmutableArray<Issue> Issues) Place(
        Project project, IReadOnlyDictionary<ModuleKey, ModulePackage> packages, DesignRules rules)
    {
        var (board, canRoute, issues) = PlaceWhole(project, packages, rules);
        return (canRoute ? board : null, issues);
    }

    private static ImmutableArray<PlacedModule> PlaceModules(Project project, IReadOnlyDictionary<ModuleKey, ModulePackage> packages)
    {
        var placed = ImmutableArray.CreateBuilder<PlacedModule>(project.Modules.Length);
        for (var index = 0; index < project.Modules.Length; index++)
        {
            if (packages.TryGetValue(project.Modules[index].Key, out var package))
            {
                placed.Add(new(index, project.Modules[index], package));
            }
        }

        return placed.ToImmutable();
    }

    private static IEnumerable<BoardZone> PlaceZones(PlacedModule module) =>
        module.Package.Zones.Select(zone => new BoardZone(module.Index, Corners(zone, module.Instance.Placement)));

    private static EquatableArray<Point> Corners(Box zone, Placement placement) =>
    [
        placement.Apply(new(zone.Left, zone.Bottom)),
        placement.Apply(new(zone.Right, zone.Bottom)),
        placement.Apply(new(zone.Right, zone.Top)),
        placement.Apply(new(zone.Left, zone.Top)),
    ];
}
