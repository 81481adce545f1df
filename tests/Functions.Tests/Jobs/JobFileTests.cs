using System.Text;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Modules;
using MakeDevice.Functions.Orchestration;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Tests.Http;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Tests.Jobs;

public sealed class JobFileTests
{
    [Fact]
    public void Copper_survives_the_way_between_activities()
    {
        var board = new RoutedBoard(
            [
                new Track("GND", TrackKind.Bus, CopperLayer.Back, 250_000, [new Point(-1, long.MaxValue), new Point(0, 0), new Point(5, -7)]),
                new Track("SWDIO_3", TrackKind.Track, CopperLayer.Front, 125_000, []),
            ],
            [new Via("Ω", new Point(3, 4), 400_000, 300_000), new Via("GND", new Point(5, 6), 400_000, 300_000) { IsStitch = true }],
            [7, 0, 300])
        {
            Pours = [new Pour("GND", CopperLayer.Back, [new Point(0, 0), new Point(9, 0), new Point(0, 9)])],
        };
        var read = RoutedBoardFile.Read(RoutedBoardFile.Write(board));
        for (var i = 0; i < board.Tracks.Length; i++)
        {
            Assert.Equal(board.Tracks[i].Points.Items.ToArray(), read.Tracks[i].Points.Items.ToArray());
            Assert.Equal(board.Tracks[i] with { Points = [] }, read.Tracks[i] with { Points = [] });
        }

        Assert.Equal(board.Tracks.Length, read.Tracks.Length);
        Assert.Equal(board.Vias.ToArray(), read.Vias.ToArray());
        Assert.Equal(board.Unconnected.ToArray(), read.Unconnected.ToArray());
        Assert.True(board.Pours.SequenceEqual(read.Pours));
        Assert.Null(read.StrainWithoutPour);
        var strain = new SupplyStrain(0.1234, 1.5);
        Assert.Equal(strain, RoutedBoardFile.Read(RoutedBoardFile.Write(board with { StrainWithoutPour = strain })).StrainWithoutPour);
    }

    [Fact]
    public void Copper_of_a_job_without_stitching_vias_is_read_as_before()
    {
        byte[] before = [2, 0, 1, 3, (byte)'G', (byte)'N', (byte)'D', .. BitConverter.GetBytes(3L), .. BitConverter.GetBytes(4L), 0x80, 0xB5, 0x18, 0xE0, 0xA7, 0x12, 0, 0];
        Assert.Equal(new Via("GND", new Point(3, 4), 400_000, 300_000), Assert.Single(RoutedBoardFile.Read(before).Vias));
    }

    [Theory]
    [InlineData("""{"b":1,"a":[1,{"y":2.50,"x":"ü"}]}""", """{"a":[1,{"x":"\u00FC","y":2.50}],"b":1}""")]
    [InlineData(" { } ", "{}")]
    [InlineData("not json", "not json")]
    [InlineData("""{"\ud800":1}""", """{"\ud800":1}""")]
    public void Canonical_json_forgets_formatting_only(string json, string canonical) =>
        Assert.Equal(canonical, Encoding.UTF8.GetString(CanonicalJson.Of(Encoding.UTF8.GetBytes(json)).Span));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"job\":\"0123456789ABCDEFGHIJab\"}")]
    [InlineData("{\"job\":\"../../etc\",\"result\":{\"artifact\":\"a.zip\"}}")]
    public async Task A_torn_entry_of_an_earlier_result_is_none(string torn)
    {
        using var app = new FakeApp();
        await app.Store.PutAsync($"{JobFiles.Results}/key", Encoding.UTF8.GetBytes(torn), default);

        Assert.Null(await app.Get<ResultIndex>().ReuseAsync("key", JobId.New(), default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789ABCDEFGHIJab")]
    [InlineData("0123456789ABCDEFGHIJab 00")]
    [InlineData("garbage")]
    public async Task A_torn_idempotency_key_starts_a_job_and_stands_for_it_from_then_on(string torn)
    {
        using var app = new FakeApp();
        var keys = app.Get<IdempotencyKeys>();
        CallerKey key = new("caller", "order");
        await keys.ClaimAsync(key, "{}"u8.ToArray(), null, default);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(app.Storage, JobFiles.Keys)));
        await File.WriteAllTextAsync(file, torn);

        var job = await keys.ClaimAsync(key, "{}"u8.ToArray(), null, default);

        Assert.True(JobId.IsValid(job));
        Assert.Equal(job, await keys.ClaimAsync(key, "{}"u8.ToArray(), null, default));
        Assert.Null(await keys.ClaimAsync(key, "{ }"u8.ToArray(), null, default));
    }

    [Fact]
    public async Task Modules_are_the_same_from_a_store_as_from_a_folder()
    {
        using var app = new FakeApp();
        foreach (var file in Directory.GetFiles(RepositoryFolders.SampleModules, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(RepositoryFolders.SampleModules, file).Replace('\\', '/');
            await app.Store.PutAsync(name, await File.ReadAllBytesAsync(file), default);
        }

        var blobs = new BlobModuleLibrary(app.Store, app.Clock);
        var folder = new FolderModuleLibrary(RepositoryFolders.SampleModules);
        var keys = await folder.ListAsync(default);
        Assert.NotEmpty(keys);
        Assert.Equal(keys, await blobs.ListAsync(default));
        foreach (var key in keys)
        {
            Assert.Equal((await folder.FindAsync(key, default))!.ContentHash, (await blobs.FindAsync(key, default))!.ContentHash);
        }

        var first = await blobs.FindAsync(keys[0], default);
        Assert.Same(first, await blobs.FindAsync(keys[0], default));
        Assert.Null(await blobs.FindAsync(new ModuleKey("none", "1"), default));
        Assert.Null(await blobs.FindAsync(new ModuleKey("../x", "1"), default));
    }

    [Fact]
    public async Task A_replaced_package_is_seen_within_ten_seconds()
    {
        using var app = new FakeApp();
        var key = new ModuleKey("tiny", "1");
        await app.Store.PutAsync("tiny_1/tiny_1.json", "{}"u8.ToArray(), default);
        var library = new BlobModuleLibrary(app.Store, app.Clock);
        var before = await library.FindAsync(key, default);
        await Task.Delay(10);
        await app.Store.PutAsync("tiny_1/tiny_1.json", "{ }"u8.ToArray(), default);
        Assert.Same(before, await library.FindAsync(key, default));
        app.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.NotEqual(before!.ContentHash, (await library.FindAsync(key, default))!.ContentHash);
    }

    [Fact]
    public async Task The_hourly_purge_forgets_what_is_older_than_the_retention()
    {
        using var app = new FakeApp(("RetentionHours", "24"));
        foreach (var name in new[] { "jobs/old/project.json", "jobs/old/artifacts/b.zip", "keys/old", "results/old" })
        {
            await app.Store.PutAsync(name, "x"u8.ToArray(), default);
        }

        app.Clock.Advance(TimeSpan.FromHours(23));
        await PurgeAsync(app);
        Assert.NotNull(await app.Store.FindAsync("jobs/old/project.json", default));

        app.Clock.Advance(TimeSpan.FromHours(2));
        await PurgeAsync(app);
        Assert.Equal(app.Clock.GetUtcNow() - TimeSpan.FromHours(24), app.Client.Filter!.CreatedTo);
        Assert.DoesNotContain(OrchestrationRuntimeStatus.Running, app.Client.Filter.Statuses!);
        await foreach (var file in app.Store.ListAsync("", default))
        {
            Assert.Fail($"{file.Name} is still there.");
        }
    }

    [Theory]
    [InlineData("RetentionHours", "0")]
    [InlineData("RetentionHours", "-1")]
    [InlineData("MaxRunningSeconds", "soon")]
    [InlineData("KeepAliveSeconds", "NaN")]
    [InlineData("RetrySeconds", "1e300")]
    public void A_wrong_limit_is_refused_at_the_start(string key, string value) =>
        Assert.Contains(key, Assert.Throws<InvalidOperationException>(() => TestOptions.With("x", (key, value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("/var/data", false)]
    [InlineData("C:\\data", false)]
    [InlineData("UseDevelopmentStorage=true", true)]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=b", true)]
    [InlineData("https://a.blob.core.windows.net", true)]
    public void Storage_is_told_by_its_form(string storage, bool blobs) => Assert.Equal(blobs, ArtifactStores.IsBlobStorage(storage));

    private static Task PurgeAsync(FakeApp app) => app.Function<PurgeFunction>().RunAsync(new TimerInfo(), app.Client, new FakeContext());
}
