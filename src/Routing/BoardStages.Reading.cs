using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing;

/// <content>From a project's bytes to a placed board.</content>
public static partial class BoardStages
{
    /// <summary>
    /// From a project's bytes to a placed board, in one go: reads the project and its rules, loads its modules and places them. Goes on after a problem
    /// as far as it can, so that all are found together.
    /// </summary>
    /// <returns>The board, which knows the issues, or null where one of them forbids routing.</returns>
    public static async Task<(PlacedBoard? Board, ImmutableArray<Issue> Issues)> ReadBoardAsync(
        BoardSource source, IModuleLibrary library, CancellationToken cancellationToken)
    {
        var (board, canRoute, issues) = await PlaceWholeAsync(source, library, cancellationToken).ConfigureAwait(false);
        return (canRoute ? board : null, issues);
    }

    /// <summary>As <see cref="ReadBoardAsync"/>, with the board also where an issue forbids routing: null only where the project cannot be read.</summary>
    private static async Task<(PlacedBoard? Board, bool CanRoute, ImmutableArray<Issue> Issues)> PlaceWholeAsync(
        BoardSource source, IModuleLibrary library, CancellationToken cancellationToken)
    {
        var (project, issues) = ReadProject(source.Project);
        var (rules, ruleIssues) = project is null ? DesignRulesReader.Read("", source.Rules) : DesignRulesReader.Read(project, source.Rules);
        var (offsets, offsetIssues) = RotationOffsetsReader.Read(source.RotationOffsets);
        issues = [.. issues, .. ruleIssues, .. offsetIssues];
        if (project is null)
        {
            return (null, false, issues);
        }

        var (packages, moduleIssues) = await LoadModulesAsync(project, library, cancellationToken).ConfigureAwait(false);
        var (board, canRoute, placementIssues) = PlaceWhole(project, packages, rules ?? DesignRules.Default);
        board = board with { RotationOffsets = offsets ?? RotationOffsets.None, MostMegabytes = source.MostMegabytes };
        var tooDetailed = DrawingMemory.Check(board);
        issues = [.. issues, .. moduleIssues, .. placementIssues];
        issues = tooDetailed is null ? issues : issues.Add(tooDetailed);
        return (board with { Issues = issues }, canRoute && tooDetailed is null && rules is not null && offsets is not null, issues);
    }

    /// <summary>Reads and validates a project (docs/project.md). The project is null where an issue makes it unusable.</summary>
    /// <returns>Issues <c>PROJECT_INVALID path= error=</c>, one for every problem found.</returns>
    public static (Project? Project, ImmutableArray<Issue> Issues) ReadProject(ReadOnlyMemory<byte> json) => ProjectReader.Read(json);

    /// <summary>Loads every module package the project names, all at once; an issue for each that is missing or malformed.</summary>
    /// <remarks>Go on to <see cref="Place"/> even where there are issues: it checks the modules that are there, so that all problems are reported together.</remarks>
    public static Task<(ImmutableDictionary<ModuleKey, ModulePackage> Packages, ImmutableArray<Issue> Issues)> LoadModulesAsync(
        Project project, IModuleLibrary library, CancellationToken cancellationToken) => ModuleLoading.LoadAsync(project, library, cancellationToken);

    /// <summary>
    /// Places the modules, pairs programming nets and validates the placement. The board is null where an issue forbids routing; an unpaired
    /// transmitter, a module too close to another or to the edge, and graphics of a kind that is not printed do not.
    /// </summary>
    /// <param name="packages">From <see cref="LoadModulesAsync"/>. A module whose package is not among them makes the board null; its issue came from there.</param>
    public static (PlacedBoard? Board, ImmutableArray<Issue> Issues) Place(
        Project project, ImmutableDictionary<ModuleKey, ModulePackage> packages, DesignRules rules)
    {
        var (board, canRoute, issues) = PlaceWhole(project, packages, rules);
        return (canRoute ? board : null, issues);
    }

    private static (PlacedBoard Board, bool CanRoute, ImmutableArray<Issue> Issues) PlaceWhole(
        Project project, ImmutableDictionary<ModuleKey, ModulePackage> packages, DesignRules rules)
    {
        var (board, canRoute, issues) = BoardPlacer.PlaceWhole(project, packages, rules);

        // Graphics that cannot be read are a fault of the project: a board without them is not what was asked for.
        var graphics = SvgSilkscreen.Read(project.GraphicsSvg, project.Board).Issues;
        ImmutableArray<Issue> later = [.. ConnectorPlacement.Issues(board), .. ModuleOutlines.Issues(board.Modules), .. graphics];
        return (board, canRoute && !later.Any(issue => issue.Severity == Severity.Error), [.. issues, .. later]);
    }
}
