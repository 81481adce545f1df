using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using MakeDevice.Functions.Tests.Storage;
using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>A board from the request to the zip, over HTTP, on both storages.</summary>
public sealed class WholeFlowTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Theory, OnFolder, OnBlobs]
    public async Task The_modern_api_makes_the_cores_own_bytes(string kind)
    {
        await using var app = await StartAsync(kind);
        var project = Boards.Variant("typical", $"flow {kind}");
        var job = await app.SubmitAsync(project);
        var zip = await app.ZipAsync(job);
        Assert.Equal(await Boards.ExpectedZipAsync(project), zip);

        var list = JsonDocument.Parse(await app.Http.GetStringAsync($"api/jobs/{job}/artifacts")).RootElement.GetProperty("artifacts");
        using var package = new ZipArchive(new MemoryStream(zip));
        Assert.Equal(
            package.Entries.Select(e => e.Name).Concat([$"flow_{kind}.zip", $"flow_{kind}-gerbers.zip"]).Order(StringComparer.Ordinal),
            list.EnumerateArray().Select(artifact => artifact.GetProperty("name").GetString()!).Order(StringComparer.Ordinal));
        foreach (var entry in package.Entries)
        {
            using var content = new MemoryStream();
            await using var stream = await entry.OpenAsync();
            await stream.CopyToAsync(content);
            Assert.Equal(content.ToArray(), await app.Http.GetByteArrayAsync($"api/jobs/{job}/artifacts/{Uri.EscapeDataString(entry.Name)}"));
        }

        Assert.Contains("<svg", await app.Http.GetStringAsync($"api/jobs/{job}/preview/front.svg"), StringComparison.Ordinal);
        Assert.Contains("<svg", await app.Http.GetStringAsync($"api/jobs/{job}/preview/back.svg"), StringComparison.Ordinal);
    }

    [Theory, OnFolder, OnBlobs]
    public async Task The_existing_front_ends_api_makes_the_same_bytes(string kind)
    {
        await using var app = await StartAsync(kind);
        var project = Boards.Variant("small", $"compatible {kind}");
        var started = await app.PostAsync("routingStart", new { endpoint = "routingStart", project = Encoding.UTF8.GetString(project) });
        var jobId = started.GetProperty("result").GetProperty("jobId").GetString();

        var progress = new List<double>();
        JsonElement answer;
        do
        {
            answer = await app.PostAsync("routingProgress", new { endpoint = "routingProgress", jobId });
            Assert.False(answer.TryGetProperty("error", out _), answer.ToString());
            progress.Add(answer.GetProperty("result").GetProperty("progress").GetDouble());
            await Task.Delay(20);
        }
        while (!answer.GetProperty("result").GetProperty("completed").GetBoolean());

        Assert.Equal(progress.Order(), progress);
        Assert.Equal(100, progress[^1]);
        Assert.Contains("<svg", Encoding.UTF8.GetString(answer.GetProperty("result").GetProperty("routingImageFront").GetBytesFromBase64()), StringComparison.Ordinal);
        var artifact = await app.PostAsync("pcbArtifact", new { endpoint = "pcbArtifact", jobId, uploadToFabHouse = false });
        Assert.Equal(await Boards.ExpectedZipAsync(project), artifact.GetProperty("result").GetProperty("zipFile").GetBytesFromBase64());
    }

    [Theory, OnFolder, OnBlobs]
    public async Task Equal_input_is_not_routed_twice_and_keeps_its_own_id(string kind)
    {
        await using var app = await StartAsync(kind);
        var project = Boards.Variant("small", "again");
        var first = await app.SubmitAsync(project);
        await app.ZipAsync(first);
        var pretty = JsonSerializer.SerializeToUtf8Bytes(JsonDocument.Parse(project), Indented);
        var second = await app.SubmitAsync(pretty);
        Assert.NotEqual(first, second);
        var again = await app.ZipAsync(second);
        Assert.Equal(await Boards.ExpectedZipAsync(pretty), again);
        Assert.True((await app.EndOfAsync(second)).GetProperty("output").GetProperty("reused").GetBoolean());

        // Each job has its own files: purging one leaves the other.
        using var purged = await app.Http.DeleteAsync($"api/jobs/{first}/history");
        Assert.Equal(HttpStatusCode.OK, purged.StatusCode);
        using var gone = await app.Http.GetAsync($"api/jobs/{first}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal(again, await app.ZipAsync(second));
    }

    [Theory, OnFolder, OnBlobs]
    public async Task A_moved_module_begins_with_the_job_before(string kind)
    {
        await using var app = await StartAsync(kind);
        var before = await app.SubmitAsync(RepositoryFolders.SampleProject("typical"));
        Assert.False((await app.EndOfAsync(before)).GetProperty("output").GetProperty("rerouted").GetBoolean());
        var moved = Boards.Moved("typical", module: 3, x: 1);
        var first = await app.SubmitAsync(moved, previous: before);
        Assert.True((await app.EndOfAsync(first)).GetProperty("output").GetProperty("rerouted").GetBoolean());
        var again = await app.SubmitAsync(moved, previous: before);
        Assert.False((await app.EndOfAsync(again)).GetProperty("output").GetProperty("reused").GetBoolean());
        Assert.Equal(await app.ZipAsync(first), await app.ZipAsync(again));
    }

    [Fact]
    public async Task An_invalid_project_ends_with_every_issue()
    {
        await using var app = await ServedApp.StartAsync();
        var end = await app.EndOfAsync(await app.SubmitAsync(RepositoryFolders.SampleProject("invalid")));
        Assert.Equal("invalid", end.GetProperty("status").GetString());
        Assert.NotEmpty(end.GetProperty("output").GetProperty("issues").EnumerateArray());
        Assert.All(end.GetProperty("output").GetProperty("issues").EnumerateArray(), i => Assert.Matches("^[A-Z_]+( |$)", i.GetString()));
    }

    [Fact]
    public async Task A_replayed_start_is_one_job()
    {
        await using var app = await ServedApp.StartAsync();
        var project = Boards.Variant("small", "replayed");
        string[] ids = [];
        for (var key = 0; key < 20; key++)
        {
            // The race is a short one: tried often, on a key of its own each time.
            ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => app.SubmitAsync(project, $"the-key-{key}")));
            Assert.Single(ids.Distinct());
        }

        Assert.Equal(await Boards.ExpectedZipAsync(project), await app.ZipAsync(ids[0]));
        Assert.Equal(ids[0], await app.SubmitAsync(project, "the-key-19"));
    }

    [Fact]
    public async Task A_job_that_nobody_polls_is_cancelled_or_done()
    {
        await using var app = await ServedApp.StartAsync(null, ("KeepAliveSeconds", "0.5"), ("MaxRunningSeconds", "30"));
        var started = await app.PostAsync("routingStart", new { endpoint = "routingStart", project = Encoding.UTF8.GetString(Boards.Variant("dense", "left")) });
        var end = await app.EndOfAsync(started.GetProperty("result").GetProperty("jobId").GetString()!);
        Assert.Contains(end.GetProperty("status").GetString(), new[] { "cancelled", "done" });
    }

    private async Task<ServedApp> StartAsync(string kind)
    {
        if (kind == StoreKind.Folder)
        {
            return await ServedApp.StartAsync();
        }

        var options = await fixture.OptionsAsync(kind);
        return await ServedApp.StartAsync(options.Storage, ("Container", options.Container));
    }
}
