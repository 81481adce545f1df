using System.Net;
using System.Text.Json;
using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>A disk that is full and stays so: every job ends all the same, with a code, and what was told stays true.</summary>
[Collection(ServedApp.OneAtATime)]
public sealed class FullDiskTests
{
    private const int Jobs = 8;

    [OnSmallDisk]
    public async Task Every_job_ends_while_the_disk_is_full_and_its_end_outlives_the_process()
    {
        using var disk = new SmallDisk();
        await using var app = await StartAsync(disk);
        var ids = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(i => app.SubmitAsync(Boards.Variant("dense", $"full {i}"))));
        disk.Fill();

        var ends = await Task.WhenAll(ids.Select(app.EndOfAsync));

        Assert.All(ends, AssertDoneOrCoded);
        Assert.Contains(ends, end => end.GetProperty("status").GetString() == "failed");
        disk.MakeRoom();
        await app.KillAsync();
        await app.StartProcessAsync();
        Assert.Equal(ends.Select(Told), (await Task.WhenAll(ids.Select(app.EndOfAsync))).Select(Told));
        Assert.NotEmpty(await app.ZipAsync(await app.SubmitAsync(Boards.Variant("small", "afterwards"))));
    }

    [OnSmallDisk]
    public async Task A_job_can_be_cancelled_on_a_full_disk()
    {
        using var disk = new SmallDisk();
        await using var app = await StartAsync(disk, patienceSeconds: "600");
        var job = await app.SubmitAsync(Boards.Variant("dense", "to be cancelled"));
        disk.Fill();
        await Task.Delay(300); // it meets the full disk

        using var cancelled = await app.Http.DeleteAsync($"api/jobs/{job}");

        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
        Assert.Equal("cancelled JOB_CANCELLED", Told(await app.EndOfAsync(job)));
    }

    [OnSmallDisk]
    public async Task Where_the_history_alone_has_no_room_a_start_is_refused_and_leaves_nothing()
    {
        using var disk = new SmallDisk();
        using var folder = new TemporaryFolder();
        var storage = Path.Combine(folder.Path, "store");
        await using var app = await ServedApp.StartAsync(storage, ("Journal", Path.Combine(disk.Path, "journal")));
        disk.Fill();

        using var response = await app.Http.PostAsync("api/jobs", new StringContent("{}", null, "application/json"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Empty(Directory.EnumerateFiles(storage, "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(disk.Path, "journal", "live")));
    }

    private static Task<ServedApp> StartAsync(SmallDisk disk, string patienceSeconds = "2") => ServedApp.StartAsync(
        Path.Combine(disk.Path, "store"),
        ("Journal", Path.Combine(disk.Path, "journal")),
        ("WritePatienceSeconds", patienceSeconds),
        ("RetrySeconds", "0.2"),
        ("ReuseResults", "false"));

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
