using MakeDevice.Routing;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Benchmarks;

/// <summary>A project to measure and where its module packages are.</summary>
public sealed record BenchmarkBoard(string Name, string Project, string Modules)
{
    public override string ToString() => Name;

    /// <summary>Reads and places the project, with its house's rules where none are given.</summary>
    /// <exception cref="InvalidOperationException">An issue forbids it.</exception>
    internal PlacedBoard Place(FolderModuleLibrary? library = null, DesignRules? rules = null)
    {
        var (project, issues) = BoardStages.ReadProject(File.ReadAllBytes(Project));
        var (packages, packageIssues) = BoardStages.LoadModulesAsync(project!, library ?? new(Modules), CancellationToken.None).GetAwaiter().GetResult();
        var (board, placeIssues) = BoardStages.Place(project!, packages, rules ?? DesignRulesReader.ForHouse(project!.FabricationHouse).Rules);
        return board ?? throw new InvalidOperationException(string.Join('\n', issues.Concat(packageIssues).Concat(placeIssues)));
    }
}

/// <summary>The repository's samples and, where the folder <c>shared</c> lies beside the repository, the predecessor's boards.</summary>
internal static class Boards
{
    private static readonly string[] Samples = ["small", "typical", "dense"];

    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = Find("samples") ?? throw new DirectoryNotFoundException("no samples folder above the program");

    public static IReadOnlyList<BenchmarkBoard> All()
    {
        var boards = Samples.Select(name => new BenchmarkBoard(
            name, Path.Combine(Root, "samples", "projects", $"{name}.MakeDevice"), Path.Combine(Root, "samples", "modules")));
        return [.. boards, .. Shared()];
    }

    /// <summary>The folder of module packages for random boards: the shared ones where they are, else the samples.</summary>
    public static string Modules() =>
        Find(Path.Combine("shared", "modules")) is { } shared ? Path.Combine(shared, "shared", "modules") : Path.Combine(Root, "samples", "modules");

    private static IEnumerable<BenchmarkBoard> Shared()
    {
        if (Find("shared") is not { } above || !Directory.Exists(Path.Combine(above, "shared", "projects", "valid")))
        {
            return [];
        }

        return Directory.GetFiles(Path.Combine(above, "shared", "projects", "valid"), "*.json").Order(StringComparer.Ordinal)
            .Select(path => new BenchmarkBoard(Path.GetFileNameWithoutExtension(path), path, Path.Combine(above, "shared", "modules")));
    }

    private static string? Find(string folder)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Directory.Exists(Path.Combine(at.FullName, folder)))
            {
                return at.FullName;
            }
        }

        return null;
    }
}
