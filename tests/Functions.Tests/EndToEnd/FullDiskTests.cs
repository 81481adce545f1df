using System.Net;
using System.Text.Json;
using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>A disk that is full: nothing is lost, nothing untrue is told, and jobs go on when there is room.</summary>
[Collection(ServedApp.OneAtATime)]
public sealed class FullDiskTests
{
    private const int Jobs = 8;

    [OnSmallDisk]
    public async Task Every_job_ends_when_there_is_room_again_and_its_end_outlives_the_process()
    {
        using var disk = new SmallDisk();
        await using var app = await StartAsync(disk);
        var ids = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(i => app.SubmitAsync(Boards.Variant("dense", $"full {i}"))));
        disk.Fill();
        await Task.Delay(1000); // they meet the full disk
        disk.MakeRoom();

        var ends = await Task.WhenAll(ids.Select(app.EndOfAsync));

        Assert.All(ends, AssertDoneOrCoded);
        await app.KillAsync();
        await app.StartProcessAsync();
        Assert.Equal(ends.Select(Told), (await Task.WhenAll(ids.Select(app.EndOfAsync))).Select(Told));
        Assert.NotEmpty(await app.ZipAsync(await app.SubmitAsync(Boards.Variant("small", "afterwards"))));
    }

    [OnSmallDisk]
    public async Task What_cannot_be_recorded_is_refused_and_can_be_asked_again()
    {
        using var disk = new SmallDisk();
        await using var app = await StartAsync(disk);
        var job = await app.SubmitAsync(Boards.Variant("dense", "to be cancelled"));
        disk.Fill();
        using var refused = await app.Http.DeleteAsync($"api/jobs/{job}");
        disk.MakeRoom();
        using var cancelled = await app.Http.DeleteAsync($"api/jobs/{job}");

        Assert.Contains(refused.StatusCode, new[] { HttpStatusCode.ServiceUnavailable, HttpStatusCode.Conflict, HttpStatusCode.Gone });
        Assert.Contains(Told(await app.EndOfAsync(job)), new[] { "cancelled JOB_CANCELLED", "done " });
    }

    [OnSmallDisk]
    public async Task Where_the_history_alone_has_no_room_a_start_is_refused_and_leaves_nothing()
    {
        using var disk = new SmallDisk();
        using var folder = new TemporaryFolder();
        var storage = Path.Combine(folder.Path, "store");
        await using var app = await ServedApp.StartAsync(storage, ("Hub", Path.Combine(disk.Path, "hub")));
        disk.Fill();

        using var response = await app.Http.PostAsync("api/jobs", new StringContent("{}", null, "application/json"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Empty(Directory.EnumerateFiles(storage, "*", SearchOption.AllDirectories));
        Assert.Equal("[]", await app.Http.GetStringAsync("runtime/webhooks/durabletask/instances"));
    }

    private static Task<ServedApp> StartAsync(SmallDisk disk) => ServedApp.StartAsync(
        Path.Combine(disk.Path, "store"), ("Hub", Path.Combine(disk.Path, "hub")), ("RetrySeconds", "0.2"), ("ReuseResults", "false"));

    private static void AssertDoneOrCoded(JsonElement end)
    {
        if (end.GetProperty("status").GetString() != "done")
        {
            Assert.Matches("^failed (STORAGE_UNAVAILABLE error=|INFRASTRUCTURE_FAILURE stage=)", Told(end));
        }
    }

    private static string Told(JsonElement end) =>
        $"{end.GetProperty("status").GetString()} {string.Join(';', end.GetProperty("output").GetProperty("issues").EnumerateArray().Select(i => i.GetString()))}";
}
