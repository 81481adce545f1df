using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Routing.Tests.Modules;
using MakeDevice.Tests;

namespace MakeDevice.Routing.Tests;

/// <summary>
/// Whole jobs, from the project to the files of the package, with one thing of one module damaged at a time: no job ends done with other files than
/// those of the sound module and without an issue that names what is lost. A share of the damages, or all of them.
/// </summary>
public class JobLossTests
{
    private static readonly int Step = Series.IsLong ? 1 : 7;

    [Theory]
    [InlineData("sample_edge_connector", 3)]
    [InlineData("sample_jacdaptor", 5)]
    [InlineData("sample_rgb_led", 1)]
    public void No_job_is_done_with_less_than_its_modules_bring_and_without_a_word(string module, int first)
    {
        var job = new Job();
        var key = new ModuleKey(module, "1.0");
        var files = job.Files[key];
        var (content, told, _) = job.Run(key, files)!.Value;
        var silent = new List<string>();
        foreach (var mutation in PackageMutations.Of(files).Where((_, index) => Step == 1 || index % Step == first))
        {
            if (job.Run(key, mutation.Files) is { } run && run.Content != content
                && !run.Issues.Except(told).Any(mutation.IsNamedIn) && run.IsVerified())
            {
                silent.Add($"{mutation.What}: {string.Join(" | ", run.Issues.Except(told))}");
            }
        }

        Assert.True(silent.Count == 0, string.Join('\n', silent));
    }

    [Fact]
    public void A_connectors_outline_that_lost_its_name_is_missed()
    {
        var job = new Job();
        var key = new ModuleKey("sample_edge_connector", "1.0");
        var run = job.Run(key, [.. job.Files[key].Select(file => file with { Path = file.Path.Replace("_edge_connector_1.0-Edge_Cuts", "-Edge_Cuts", StringComparison.Ordinal) })]);
        Assert.Contains("MODULE_OUTLINE_IGNORED module=sample_edge_connector_1.0 error=it is open", run!.Value.Issues);
    }

    /// <summary>A project of three modules: a connector at the edge, a programmer with a base image, and what it programs.</summary>
    private sealed class Job
    {
        private static readonly string Library = Path.Combine(RealBoards.Samples, "modules");
        private readonly Dictionary<string, RoutedBoard> _routed = [];
        private readonly byte[] _project;

        public Job()
        {
            var project = JsonNode.Parse(File.ReadAllText(Path.Combine(RealBoards.Samples, "projects", "connectors.MakeDevice")))!;
            project["modules"] = new JsonArray([.. project["modules"]!.AsArray().Take(3).Select(module => module!.DeepClone())]);
            project["pcbOptions"]!["connectors"]!["bottom"] = false;
            _project = Encoding.UTF8.GetBytes(project.ToJsonString());
            Files = project["modules"]!.AsArray()
                .Select(module => new ModuleKey(module!["name"]!.GetValue<string>(), module["version"]!.GetValue<string>()))
                .ToImmutableDictionary(key => key, key => PackageMutations.FilesOf(Path.Combine(Library, key.ToString())));
        }

        public ImmutableDictionary<ModuleKey, ModuleFile[]> Files { get; }

        /// <summary>What the job packs, what it tells, and whether its copper is sound; null where an error or an open socket ends it.</summary>
        public (string Content, ImmutableArray<string> Issues, Func<bool> IsVerified)? Run(ModuleKey key, ModuleFile[] files)
        {
            var library = new BrainModuleLibrary(new Packages(Files.SetItem(key, files)), FolderBaseImages.Beside(Library));
            var (board, issues) = BoardStages.ReadBoardAsync(new(_project), library, default).GetAwaiter().GetResult();
            if (board is null || BoardStages.Plan(board) is not { CanRoute: true } plan || Route(board, plan.Plan) is not { Unconnected.IsEmpty: true } routed)
            {
                return null;
            }

            var content = new StringBuilder();
            foreach (var name in BoardStages.ArtifactNames(board).Where(name => !name.EndsWith(".svg", StringComparison.Ordinal) && name != "ORDER.md"))
            {
                content.Append(name).Append(Convert.ToHexString(SHA256.HashData(BoardStages.Fabricate(board, routed, name).Content.Span)));
            }

            return (
                content.ToString(),
                [.. issues.Concat(plan.Issues).Concat(BoardStages.PackageIssues(board)).Select(issue => issue.ToString())],
                () => BoardStages.Verify(board, routed).Issues.IsEmpty);
        }

        private RoutedBoard Route(PlacedBoard board, byte[] plan)
        {
            var key = Convert.ToHexString(SHA256.HashData(plan));
            return _routed.TryGetValue(key, out var known) ? known : _routed[key] = BoardStages.Route(board, 1, null, default).Routed;
        }
    }

    private sealed class Packages(ImmutableDictionary<ModuleKey, ModuleFile[]> files) : IModuleLibrary
    {
        public ValueTask<IReadOnlyList<ModuleKey>> ListAsync(CancellationToken cancellationToken) => new([.. files.Keys]);

        public ValueTask<ModulePackage?> FindAsync(ModuleKey key, CancellationToken cancellationToken) =>
            new(files.TryGetValue(key, out var package) ? ModulePackageReader.Read(key, package) : null);
    }
}
