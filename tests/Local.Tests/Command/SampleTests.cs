using MakeDevice.SampleMaker;

namespace MakeDevice.Local.Tests.Command;

public class SampleTests
{
    /// <summary>What is committed is what the tool writes: every file, every byte, and nothing else.</summary>
    [Fact]
    public void The_samples_are_what_the_tool_makes()
    {
        var made = SampleSet.Files().ToDictionary(file => file.Path, file => file.Content);
        var committed = Directory.EnumerateFiles(CommandProcess.Samples, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(CommandProcess.Samples, path).Replace('\\', '/'), File.ReadAllBytes);
        Assert.Equal(made.Keys.Order(StringComparer.Ordinal), committed.Keys.Order(StringComparer.Ordinal));
        Assert.All(made, file => Assert.True(file.Value.AsSpan().SequenceEqual(committed[file.Key]), file.Key));
    }

    [Fact]
    public void There_are_modules_and_projects_of_every_kind()
    {
        var paths = SampleSet.Files().Select(file => file.Path).ToList();
        Assert.True(paths.Count(path => path.EndsWith("-GerberSockets.gbr", StringComparison.Ordinal)) >= 8);
        Assert.True(paths.Count(path => path.EndsWith(".MakeDevice", StringComparison.Ordinal)) >= 4);
        Assert.Contains(paths, path => path.EndsWith("connector_1.0-Edge_Cuts.gm1", StringComparison.Ordinal));
        Assert.Contains(paths, path => path.EndsWith(".bin", StringComparison.Ordinal));
    }
}
