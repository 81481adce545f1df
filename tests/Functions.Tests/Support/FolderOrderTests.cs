using System.Text.RegularExpressions;

namespace MakeDevice.Functions.Tests.Support;

/// <summary>Arrows between the folders of the function app point one way: a folder uses those before it, never one after it.</summary>
public sealed partial class FolderOrderTests
{
    private static readonly string[] Order = ["Storage", "Jobs", "Telemetry", "Modules", "Activities", "Orchestration", "Uploads", "Http"];

    private static string Source => Path.Combine(RepositoryFolders.Root, "src", "Functions");

    [Fact]
    public void A_folder_uses_only_folders_before_it()
    {
        var wrong = Order.SelectMany((folder, place) => Files(folder)
            .SelectMany(file => Used(File.ReadAllText(file)).Where(used => Array.IndexOf(Order, used) > place)
                .Select(used => $"{folder} -> {used}: {Path.GetFileName(file)}")));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_folder_has_its_place() => Assert.Equal(
        Order.Order(StringComparer.Ordinal),
        Directory.GetDirectories(Source).Select(folder => Path.GetFileName(folder)!).Where(name => name is not ("bin" or "obj")).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("using MakeDevice.Functions.Http;", "Http")]
    [InlineData("using MakeDevice.Functions.Http.Compatible;", "Http")]
    [InlineData("var all = Activities.BoardReader.All;", "Activities")]
    [InlineData("MakeDevice.Functions.Jobs.JobId.New()", "Jobs")]
    [InlineData("using Azure.Storage.Blobs;", null)]
    [InlineData("using Microsoft.Azure.Functions.Worker.Http;", null)]
    [InlineData("using System.Net.Http.Headers;", null)]
    [InlineData("// the Http.Request of a client", null)]
    public void Uses_are_seen(string code, string? used) => Assert.Equal(used is null ? [] : [used], Used(code));

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(Path.Combine(Source, folder), "*.cs", SearchOption.AllDirectories);

    private static IEnumerable<string> Used(string code) =>
        Use().Matches(Comment().Replace(code, "")).Select(use => use.Groups["folder"].Value).Where(Order.Contains).Distinct();

    /// <summary>A namespace of the app, whole or from its own part on, and not as a part of another's.</summary>
    [GeneratedRegex(@"(?:MakeDevice\.Functions\.|(?<![\w.]))(?<folder>[A-Z]\w+)(?=\.[A-Z]|\s*;|\.\w+;)")]
    private static partial Regex Use();

    [GeneratedRegex(@"//.*")]
    private static partial Regex Comment();
}
