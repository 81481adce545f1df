using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MakeDevice.Local.Tests.Command;

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

        var folder = Directory.CreateTempSubdirectory("makedevice-serve-");
        try
        {
            var job = await RoutedAsync(folder);
            await using var host = await ServeProcess.StartAsync(folder);
            Assert.Equal(HttpStatusCode.OK, (await host.Http.GetAsync("/api/health")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await host.Http.GetAsync("/api/jobs/0123456789ABCDEFGHIJab")).StatusCode);
            Assert.Contains("\"status\":\"done\"", await host.Http.GetStringAsync($"/api/jobs/{job}"), StringComparison.Ordinal);
            await AssertNothingUnneededAsync(host);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The id of a board that an earlier host on the folder has routed.</summary>
    private static async Task<string> RoutedAsync(DirectoryInfo folder)
    {
        await using var host = await ServeProcess.StartAsync(folder);
        using var project = new ByteArrayContent(await File.ReadAllBytesAsync(CommandProcess.SampleProject("small")));
        project.Headers.ContentType = new("application/json");
        using var started = await host.Http.PostAsync("/api/jobs", project);
        var job = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        for (var patience = 0; patience < 600 && (await host.Http.GetAsync($"/api/jobs/{job}")).StatusCode != HttpStatusCode.OK; patience++)
        {
            await Task.Delay(100);
        }

        Assert.Contains("MakeDevice.Routing.dll", await LoadedAsync(host.Id));
        return job;
    }

    private static async Task AssertNothingUnneededAsync(ServeProcess host)
    {

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
