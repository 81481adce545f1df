using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.Json;
using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Worker.Tests;

/// <summary>What the build of the function app leaves for the Functions host: its own files beside the worker's, and settings that it knows.</summary>
public sealed class BuildTests
{
    private static readonly string[] CompiledAhead = ["MakeDevice.Functions.Worker.dll", "MakeDevice.Functions.dll", "MakeDevice.Routing.dll", "Grpc.Core.Api.dll"];

    [Fact]
    public void The_worker_is_started_as_an_isolated_dotnet_program()
    {
        var description = Read("worker.config.json").GetProperty("description");
        Assert.Equal("dotnet-isolated", description.GetProperty("language").GetString());
        Assert.True(File.Exists(Path.Combine(RunningApp.Folder, description.GetProperty("defaultWorkerPath").GetString()!)));
    }

    [Fact]
    public void The_durable_extension_lies_where_the_host_looks_for_it()
    {
        var extension = Read("extensions.json").GetProperty("extensions").EnumerateArray().Single(e => e.GetProperty("name").GetString() == "DurableTask");
        Assert.True(File.Exists(Path.Combine(RunningApp.Folder, extension.GetProperty("hintPath").GetString()!)));
    }

    [Fact]
    public void Every_durable_setting_of_the_host_file_is_one_that_the_extension_knows()
    {
        var host = Read("host.json");
        Assert.Equal("2.0", host.GetProperty("version").GetString());
        Assert.False(host.TryGetProperty("extensionBundle", out _), "a compiled app brings its extensions itself");
        var durable = host.GetProperty("extensions").GetProperty("durableTask");
        var storage = durable.GetProperty("storageProvider");
        Assert.Equal("AzureStorage", storage.GetProperty("type").GetString());
        Assert.Subset(PropertiesOf("DurableTaskOptions"), Names(durable));
        Assert.Subset(PropertiesOf("AzureStorageOptions"), Names(storage, except: "type"));
    }

    [Theory]
    [InlineData("DurableTask.Core.dll", "durabletask.task.instance_id", "durabletask.task.task_id", "activity", "orchestration")]
    [InlineData("Microsoft.Azure.WebJobs.Extensions.DurableTask.dll", "APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING")]
    public void The_durable_engine_has_the_names_that_the_queries_and_the_settings_use(string library, params string[] names)
    {
        var content = File.ReadAllBytes(Path.Combine(RunningApp.Folder, ".azurefunctions", library));
        Assert.All(names, name => Assert.True(content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(name)) >= 0, name));
    }

    /// <summary>Publishes this build as somebody who works locally would, with settings and a key of their own.</summary>
    [Fact]
    public async Task The_published_app_is_compiled_ahead_of_time_and_holds_no_local_settings()
    {
        using var folder = new TemporaryFolder();
        var settings = Path.Combine(folder.Path, "local.settings.json");
        await File.WriteAllTextAsync(settings, "{\"Values\":{\"AzureWebJobsStorage\":\"planted-local-key\"}}");
        var published = Path.Combine(folder.Path, "published");
        var configuration = new DirectoryInfo(RunningApp.Folder).Parent!.Name;
        var project = Path.Combine(RepositoryFolders.Root, "src", "Functions.Worker");

        // Of the libraries one small one, since compiling all of them takes a minute.
        await DotnetAsync(
            "publish", project, "--no-build", "--configuration", configuration, "--output", published, $"-p:LocalSettings={settings}", $"-p:ReadyToRun={configuration == "Release"}",
            "-p:ReadyToRunOnPublish=(MakeDevice\\..*|Grpc\\.Core\\.Api)", "-nodeReuse:false");

        var files = Directory.GetFiles(published, "*", SearchOption.AllDirectories);
        Assert.Contains(Path.Combine(published, "host.json"), files);
        Assert.Contains(Path.Combine(published, "MakeDevice.Functions.Worker.dll"), files);
        Assert.All(files, file =>
        {
            Assert.DoesNotContain("local.settings", Path.GetFileName(file), StringComparison.OrdinalIgnoreCase);
            Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf("planted-local-key"u8) < 0, file);
        });
        if (configuration == "Release" && HasCompiler)
        {
            Assert.All(CompiledAhead, name => Assert.True(HasNativeCode(Path.Combine(published, name)), name));
        }
    }

    [Fact]
    public void The_sample_settings_name_the_runtime_and_only_settings_that_exist()
    {
        var values = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFolders.Root, "local.settings.sample.json"))).RootElement.GetProperty("Values");
        Assert.Equal("dotnet-isolated", values.GetProperty("FUNCTIONS_WORKER_RUNTIME").GetString());
        var documented = File.ReadAllText(Path.Combine(RepositoryFolders.Root, "docs", "api.md"));
        Assert.All(
            values.EnumerateObject().Where(value => value.Name.StartsWith("MakeDevice__", StringComparison.Ordinal)),
            value => Assert.Contains($"`{value.Name}`", documented, StringComparison.Ordinal));
    }

    /// <summary>Whether the feed holds the ahead-of-time compiler, which the build of the command fetches.</summary>
    private static bool HasCompiler => Directory.EnumerateDirectories(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        "microsoft.netcore.app.crossgen2.*").Any();

    /// <summary>A ReadyToRun image says so in its managed header (ECMA-335 II.25.3.3, <c>ManagedNativeHeader</c>).</summary>
    private static bool HasNativeCode(string assembly)
    {
        using var image = new PEReader(File.OpenRead(assembly));
        return image.PEHeaders.CorHeader is { ManagedNativeHeaderDirectory.Size: > 0 };
    }

    private static async Task DotnetAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, string.Concat(output));
    }

    private static HashSet<string> Names(JsonElement section, string except = "") =>
        section.EnumerateObject().Select(setting => setting.Name).Where(name => name != except).ToHashSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Properties of one of the extension's option classes, read from its metadata: loading it would need the host's own libraries.</summary>
    private static HashSet<string> PropertiesOf(string options)
    {
        using var file = File.OpenRead(Path.Combine(RunningApp.Folder, ".azurefunctions", "Microsoft.Azure.WebJobs.Extensions.DurableTask.dll"));
        using var image = new PEReader(file);
        var metadata = image.GetMetadataReader();
        var type = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).Single(t => metadata.GetString(t.Name) == options);
        return type.GetProperties().Select(p => metadata.GetString(metadata.GetPropertyDefinition(p).Name)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RunningApp.Folder, file))).RootElement;
}
