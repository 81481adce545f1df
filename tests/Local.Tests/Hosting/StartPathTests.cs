using System.Net;

namespace MakeDevice.Local.Tests.Hosting;

/// <summary>
/// What a fresh host loads to answer health and status: read from the process's memory map, where the runtime maps every assembly it
/// loads. A library that shows up here makes every cold start slower.
/// </summary>
public sealed class StartPathTests
{
    /// <summary>The core, its geometry and CSV libraries, Azure's, telemetry's and the terminal's: none is needed to answer.</summary>
    private static readonly string[] Unneeded =
        ["MakeDevice.Routing.dll", "NetTopologySuite.dll", "CsvHelper.dll", "Azure.Storage.Blobs.dll", "Azure.Identity.dll", "OpenTelemetry.dll", "Spectre.Console.dll"];

    [Fact]
    public async Task Health_and_status_load_neither_the_core_nor_its_libraries()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // only Linux shows the map
        }

        await using var host = await ServeProcess.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/api/health")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("/api/jobs/0123456789ABCDEFGHIJab")).StatusCode);

        var loaded = await LoadedAsync(host.Id);
        Assert.Contains("makedevice.dll", loaded);
        Assert.Empty(loaded.Intersect(Unneeded));
    }

    private static async Task<HashSet<string>> LoadedAsync(int process)
    {
        var map = await File.ReadAllLinesAsync($"/proc/{process}/maps");
        return [.. map.Where(line => line.EndsWith(".dll", StringComparison.Ordinal)).Select(line => Path.GetFileName(line))];
    }
}
