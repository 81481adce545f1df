using System.Net;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.StandInHost;

namespace MakeDevice.Worker.Tests;

/// <summary>What a fresh worker loads to answer health and a refused start, read from its memory map, as <c>StartPathTests</c> does for the embedded host.</summary>
public sealed class ColdPathTests
{
    private static readonly string[] Unneeded =
        ["MakeDevice.Routing.dll", "NetTopologySuite.dll", "CsvHelper.dll", "Azure.Storage.Blobs.dll", "Azure.Identity.dll", "OpenTelemetry.dll"];

    [Fact]
    public async Task Health_and_status_load_neither_the_core_nor_its_libraries()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // only Linux shows the map
        }

        using var storage = new TemporaryFolder();
        await using var host = await FunctionsHost.StartAsync(RunningApp.Folder, 0, [("MakeDevice__Storage", storage.Path)], null, CancellationToken.None);
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Add("x-functions-key", FunctionsHost.FunctionKey);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("api/health")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("api/jobs/0123456789ABCDEFGHIJab")).StatusCode);

        var loaded = (await File.ReadAllLinesAsync($"/proc/{host.WorkerProcessId}/maps"))
            .Where(line => line.EndsWith(".dll", StringComparison.Ordinal)).Select(line => Path.GetFileName(line)).ToHashSet();
        Assert.Contains("MakeDevice.Functions.dll", loaded);
        Assert.Empty(loaded.Intersect(Unneeded));
    }
}
