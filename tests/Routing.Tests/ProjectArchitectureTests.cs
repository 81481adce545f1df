using System.Text.RegularExpressions;
using MakeDevice.Routing.Tests.Fabrication;

namespace MakeDevice.Routing.Tests;

/// <summary>Arrows between the projects point one way, and who routes boards needs nothing of a server.</summary>
public sealed partial class ProjectArchitectureTests
{
    private static string Sources => Path.GetFullPath(Path.Combine(RealBoards.Samples, "..", "src"));

    [Theory]
    [InlineData("Routing")]
    [InlineData("Command", "Routing")]
    [InlineData("Functions", "Routing")]
    [InlineData("Functions.Worker", "Functions")]
    [InlineData("Hub", "Functions")]
    [InlineData("Local", "Command", "Functions", "Hub")]
    public void A_project_uses_only_those_before_it(string project, params string[] used) =>
        Assert.Equal(used, Named(project, ProjectReference()).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_project_has_its_place() => Assert.Equal(
        ["Command", "Functions", "Functions.Worker", "Hub", "Local", "Routing"],
        Directory.EnumerateFiles(Sources, "*.csproj", SearchOption.AllDirectories).Where(IsSource).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    /// <summary>What a build left is none: the Worker SDK makes a project of its own below obj.</summary>
    private static bool IsSource(string path) => !Path.GetRelativePath(Sources, path).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj");

    /// <summary>What the first command of the README downloads.</summary>
    [Fact]
    public void The_command_alone_needs_three_packages_and_no_web_framework()
    {
        Assert.Equal(["Spectre.Console", "System.CommandLine"], Named("Command", PackageReference()));
        Assert.Equal(["NetTopologySuite"], Named("Routing", PackageReference()));
        Assert.DoesNotContain("FrameworkReference", Text("Command"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Named(string project, Regex reference) => reference.Matches(Text(project)).Select(match => match.Groups["name"].Value);

    private static string Text(string project) => File.ReadAllText(Path.Combine(Sources, project, $"{project}.csproj"));

    [GeneratedRegex("<ProjectReference Include=\"(?<name>[^\"]+)\"")]
    private static partial Regex ProjectReference();

    [GeneratedRegex("<PackageReference Include=\"(?<name>[^\"]+)\"")]
    private static partial Regex PackageReference();
}
