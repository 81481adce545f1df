using System.Diagnostics;
using System.IO.Compression;
using System.Reflection.PortableExecutable;

namespace MakeDevice.Local.Tests.Command;

/// <summary>What is shipped is what was measured: the published command, and the tool's package, carry the code that the build compiled ahead of time.</summary>
public sealed class PublishedCommandTests
{
    /// <summary>Those that a build compiles, so that the test costs no compiling; a test of the worker looks at the libraries.</summary>
    private static readonly string[] Own = ["makedevice.dll", "MakeDevice.Command.dll", "MakeDevice.Routing.dll", "MakeDevice.Functions.dll", "MakeDevice.Hub.dll", "System.CommandLine.dll"];

    [Fact]
    public async Task The_published_command_is_compiled_ahead_of_time()
    {
        if (!IsCompiledAhead)
        {
            return; // no Release build, or a feed without the compiler's package
        }

        using var folder = new CommandProcess();
        await DotnetAsync("publish", "--output", folder.Folder);

        Assert.All(Own, name =>
        {
            using var file = File.OpenRead(folder.PathOf(name));
            Assert.True(HasNativeCode(file), name);
        });
    }

    [Fact]
    public async Task The_tools_package_is_compiled_ahead_of_time()
    {
        if (!IsCompiledAhead || !await IsToolAsync())
        {
            return;
        }

        using var folder = new CommandProcess();
        await DotnetAsync("pack", "--output", folder.Folder);

        using var package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(folder.Folder, "*.nupkg")));
        Assert.All(Own, name =>
        {
            using var image = new MemoryStream();
            using var entry = Assert.Single(package.Entries, entry => entry.Name == name).Open();
            entry.CopyTo(image);
            image.Position = 0;
            Assert.True(HasNativeCode(image), name);
        });
    }

    private static string Project => Path.Combine(CommandProcess.Samples, "..", "src", "Local", "Local.csproj");

    /// <summary>Whether the build had the compiler: the test must not fail where nothing is compiled ahead.</summary>
    private static bool IsCompiledAhead => AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        && Directory.EnumerateDirectories(Packages, "microsoft.netcore.app.crossgen2.*").Any();

    private static string Packages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static async Task<bool> IsToolAsync() => (await File.ReadAllTextAsync(Project)).Contains("<PackAsTool>true</PackAsTool>", StringComparison.Ordinal);

    /// <summary>A ReadyToRun image says so in its managed header (ECMA-335 II.25.3.3, <c>ManagedNativeHeader</c>).</summary>
    private static bool HasNativeCode(Stream assembly)
    {
        using var image = new PEReader(assembly);
        return image.PEHeaders.CorHeader is { ManagedNativeHeaderDirectory.Size: > 0 };
    }

    private static async Task DotnetAsync(string verb, params string[] arguments)
    {
        string[] all =
        [
            verb, Project, "--no-build", "--configuration", "Release", "-p:ReadyToRun=true", "-p:ReadyToRunOnPublish=(makedevice|MakeDevice\\..*|System\\.CommandLine)", "-nodeReuse:false", .. arguments,
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, string.Concat(output));
    }
}
