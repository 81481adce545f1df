using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.Routing;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>Projects, and the zip that each must become: made by the core in this process, without any host.</summary>
internal static class Boards
{
    /// <summary>As the hosts have it: with the base images that lie beside the modules.</summary>
    private static readonly BrainModuleLibrary Library =
        new(new FolderModuleLibrary(RepositoryFolders.SampleModules), FolderBaseImages.Beside(RepositoryFolders.SampleModules));

    /// <summary>Copper by what it connects: boards that differ in their names alone are routed once.</summary>
    private static readonly ConcurrentDictionary<string, RoutedBoard> Copper = new(StringComparer.Ordinal);

    /// <summary>A sample board under another name, so that no two have the same bytes.</summary>
    public static byte[] Variant(string sample, string name)
    {
        var project = JsonNode.Parse(RepositoryFolders.SampleProject(sample))!;
        project["name"] = name;
        return Encoding.UTF8.GetBytes(project.ToJsonString());
    }

    /// <summary>The board with a supply so strained that its ground gets a pour by itself.</summary>
    public static byte[] Strained(byte[] board)
    {
        var project = JsonNode.Parse(board)!;
        project["pcbOptions"]!["rules"] = JsonNode.Parse("""{"electrical":{"moduleCurrentMa":300}}""");
        return Encoding.UTF8.GetBytes(project.ToJsonString());
    }

    /// <summary>A sample board with one module moved to the right.</summary>
    /// <param name="x">Millimetres.</param>
    public static byte[] Moved(string sample, int module, double x)
    {
        var project = JsonNode.Parse(RepositoryFolders.SampleProject(sample))!;
        var position = project["modules"]![module]!["position"]!;
        position["x"] = position["x"]!.GetValue<double>() + x;
        return Encoding.UTF8.GetBytes(project.ToJsonString());
    }

    /// <summary>A board that cannot be completed: the thermometer's sockets look into a gap of 0.05 mm, less than a track is wide.</summary>
    public static byte[] Walled() => """
        {"id":"w","name":"walled","size":{"width":60,"height":40},"modules":[
         {"id":"a","name":"sample_i2c_thermometer","version":"1.0","position":{"x":0,"y":0},"rotation":0},
         {"id":"b","name":"sample_i2c_motion","version":"1.0","position":{"x":-6.55,"y":0},"rotation":0},
         {"id":"c","name":"sample_i2c_motion","version":"1.0","position":{"x":12,"y":10},"rotation":0}]}
        """u8.ToArray();

    /// <param name="previous">The routing state to begin with; null for none.</param>
    public static async Task<byte[]> ExpectedZipAsync(byte[] json, byte[]? previous = null)
    {
        var (board, issues) = await BoardStages.ReadBoardAsync(new(json), Library, default);
        Assert.True(board is not null, string.Join(" | ", issues));
        var routed = Copper.GetOrAdd(Nameless(json, previous), _ => BoardStages.Route(BoardStages.PlanInMemory(board), previous, 1, null, default).Routed);
        var (report, faults) = BoardStages.Verify(board, routed);
        Assert.Empty(faults);
        var files = BoardStages.ArtifactNames(board).Select(name => BoardStages.Fabricate(board, routed, name));
        return BoardStages.Package([.. files, new Artifact("report.json", report), new Artifact("project.MakeDevice", json)]);
    }

    private static string Nameless(byte[] json, byte[]? previous)
    {
        var project = JsonNode.Parse(json)!;
        project["name"] = "";
        return $"{project.ToJsonString()} {Convert.ToHexString(SHA256.HashData(previous ?? []))}";
    }
}
