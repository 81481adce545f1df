using System.Diagnostics;
using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>The API as its description tells it: examples that work, a document that holds up to the standard, a client that is made of it.</summary>
public sealed class DescribedApiTests
{
    private static readonly string Web = Path.Combine(RepositoryFolders.Root, "tests", "web");

    [Fact]
    public async Task Every_documented_example_works()
    {
        await using var app = await ServedApp.StartAsync();
        Assert.True((await DocumentedExamples.RunAsync(app.Http)).Count > 15);
    }

    /// <summary>Validated by swagger-parser, typed by openapi-typescript, compiled by tsc with a program that drives a job, and run.</summary>
    [NodeFact]
    public async Task A_typed_client_that_is_generated_from_it_drives_a_job()
    {
        await using var app = await ServedApp.StartAsync();
        using var process = Process.Start(new ProcessStartInfo("node", ["client.mjs", app.Http.BaseAddress!.ToString(), Path.Combine(RepositoryFolders.Root, "samples", "projects", "small.MakeDevice")])
        {
            WorkingDirectory = Web,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
        Assert.True(process.ExitCode == 0, await output + await error);
        Assert.Matches(@"done, [1-9]\d* files; quick: \d+ of [1-9]\d* sockets", await output);
    }

    /// <summary>Skipped where the packages of tests/web are not installed.</summary>
    private sealed class NodeFactAttribute : FactAttribute
    {
        public NodeFactAttribute() => Skip = Directory.Exists(Path.Combine(Web, "node_modules", "openapi-typescript")) ? null : "The packages of tests/web are not installed (npm ci).";
    }
}
