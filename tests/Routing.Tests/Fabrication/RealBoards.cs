using System.Collections.Concurrent;
using System.Text;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Fabrication;

/// <summary>Boards placed from real files: the samples of this repository, and the shared projects where they are.</summary>
internal static class RealBoards
{
    private static readonly ConcurrentDictionary<string, Lazy<(PlacedBoard Board, RoutedBoard Routed)>> Known = [];

    public static string Samples { get; } = FindSamples();

    /// <summary>A sample project, placed and routed.</summary>
    public static (PlacedBoard Board, RoutedBoard Routed) Sample(string name) =>
        Load(Path.Combine(Samples, "projects", name + ".MakeDevice"), Path.Combine(Samples, "modules"));

    /// <summary>A shared project, placed and routed.</summary>
    public static (PlacedBoard Board, RoutedBoard Routed) Shared(string path) =>
        Load(Path.Combine(SharedData.Root!, "projects", path + ".json"), SharedData.Modules);

    public static string Text(PlacedBoard board, RoutedBoard routed, string suffix) =>
        Encoding.UTF8.GetString(Make(board, routed, suffix).Content.Span);

    public static Artifact Make(PlacedBoard board, RoutedBoard routed, string suffix) =>
        BoardStages.Fabricate(board, routed, Assert.Single(BoardStages.ArtifactNames(board), name => name.EndsWith(suffix, StringComparison.Ordinal)));

    public static PlacedBoard Place(Project project, string modules, DesignRules? rules = null)
    {
        var (packages, missing) = BoardStages.LoadModulesAsync(project, new BrainModuleLibrary(new FolderModuleLibrary(modules), FolderBaseImages.Beside(modules)), default).GetAwaiter().GetResult();
        Assert.DoesNotContain(missing, issue => issue.Severity == Severity.Error);
        var (board, issues) = BoardStages.Place(project, packages, rules ?? DesignRules.Default);
        return board ?? throw new InvalidOperationException(string.Join('\n', issues));
    }

    private static (PlacedBoard Board, RoutedBoard Routed) Load(string project, string modules) => Known.GetOrAdd(project, path => new(() =>
    {
        var (read, issues) = BoardStages.ReadProject(File.ReadAllBytes(path));
        Assert.Empty(issues);
        var board = Place(read!, modules);
        return (board, BoardStages.Route(board, 1, null, default).Routed);
    })).Value;

    private static string FindSamples()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "samples", "modules")))
            {
                return Path.Combine(folder.FullName, "samples");
            }
        }

        throw new DirectoryNotFoundException("samples");
    }
}
