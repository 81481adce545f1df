using System.Text;
using System.Text.Json.Nodes;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.Routing;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>Projects, and the zip that each must become: made by the core in this process, without any host.</summary>
internal static class Boards
{
    private static readonly FolderModuleLibrary Library = new(RepositoryFolders.SampleModules);

    /// <summary>A sample board under another name, so that no two have the same bytes.</summary>
    public static byte[] Variant(string sample, string name)
    {
        var project = JsonNode.Parse(RepositoryFolders.SampleProject(sample))!;
        project["name"] = name;
        return Encoding.UTF8.GetBytes(project.ToJsonString());
    }

    public static async Task<byte[]> ExpectedZipAsync(byte[] json)
    {
        var (project, _) = BoardStages.ReadProject(json);
        var (packages, _) = await BoardStages.LoadModulesAsync(project!, Library, default);
        var (board, issues) = BoardStages.Place(project!, packages, DesignRulesReader.Read(project!, default).Rules!);
        Assert.True(board is not null, string.Join(" | ", issues));
        var (routed, _) = BoardStages.Route(board, 1, null, default);
        var (report, faults) = BoardStages.Verify(board, routed);
        Assert.Empty(faults);
        var files = BoardStages.ArtifactNames(board).Select(name => BoardStages.Fabricate(board, routed, name));
        return BoardStages.Package([.. files, new Artifact("report.json", report)]);
    }
}
