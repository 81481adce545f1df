using System.Diagnostics;
using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Orchestration;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Tests.EndToEnd;
using MakeDevice.Functions.Tests.Http;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.Routing;

namespace MakeDevice.Functions.Tests.Orchestration;

/// <summary>The orchestrator with its real activities: whatever order and however often they run, the zip is the core's.</summary>
public sealed class RealActivitiesTests : IDisposable
{
    private const string Job = "0123456789abcdefABCDEF";

    private static readonly JobInput Input = new(0, 600, 1, ReuseResults: false);

    /// <summary>Of a job that is done in place where that holds.</summary>
    private static readonly JobInput InPlace = Input with { InPlaceSeconds = 600 };

    private readonly FakeApp _app = new();

    public void Dispose() => _app.Dispose();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public async Task Repeated_and_reordered_results_make_the_same_bytes(int times, int seed)
    {
        var project = await StoreAsync("typical");
        var context = new ScriptedContext(Input, new RealActivities(_app, Job) { Times = times }.Run) { Next = new Random(seed).Next };
        var result = context.Run();
        Assert.True(result.Status == JobOutcome.Done, string.Join(" | ", result.Issues));
        Assert.Equal(await Boards.ExpectedZipAsync(project), await _app.Store.ReadAsync(new JobFiles(Job).Artifact(result.Artifact!), default));
        Assert.Equal(result.Sockets!.Total, result.Sockets.Connected);
        Assert.True(result.Copper!.LengthMm > 0);
    }

    [Fact]
    public async Task What_an_earlier_job_solved_is_not_solved_again_and_changes_no_byte()
    {
        await StoreAsync("typical");
        new ScriptedContext(Input, new RealActivities(_app, Job).Run).Run();
        var solved = _app.Get<SolvedProblems>().Cache!;
        var (misses, hits) = (solved.Use.Misses, solved.Use.Hits);

        const string Next = "abcdefABCDEF0123456789";
        var renamed = Boards.Variant("typical", "another name");
        await _app.Store.PutAsync(new JobFiles(Next).Project, renamed, default);
        var result = new ScriptedContext(Input, new RealActivities(_app, Next).Run).Run();
        Assert.Equal(await Boards.ExpectedZipAsync(renamed), await _app.Store.ReadAsync(new JobFiles(Next).Artifact(result.Artifact!), default));
        Assert.Equal((misses, hits + misses), (solved.Use.Misses, solved.Use.Hits));
    }

    [Theory]
    [InlineData("RoutingCacheMegabytes", "0")]
    [InlineData("ReuseResults", "false")]
    public async Task Nothing_is_kept_where_the_options_say_so(string option, string value)
    {
        using var app = new FakeApp((option, value));
        Assert.Null(app.Get<SolvedProblems>().Cache);
        var project = Boards.Variant("small", "nothing kept");
        await app.Store.PutAsync(new JobFiles(Job).Project, project, default);
        var result = new ScriptedContext(Input, new RealActivities(app, Job).Run).Run();
        Assert.Equal(await Boards.ExpectedZipAsync(project), await app.Store.ReadAsync(new JobFiles(Job).Artifact(result.Artifact!), default));
    }

    [Fact]
    public async Task A_panel_is_made_once_and_forgotten_with_all_that_was_kept_of_it()
    {
        using var app = new FakeApp(("RetentionHours", "24"));
        var files = new JobFiles(Job);
        var board = await Boards.ExpectedZipAsync(Boards.Variant("small", "in a panel"));
        async Task<JobResult> RunAsync(JobFiles files)
        {
            await app.Store.PutAsync(files.Project, """{"panel":{"columns":2,"rows":2}}"""u8.ToArray(), default);
            await app.Store.PutAsync(files.Board, board, default);
            return new ScriptedContext(Input with { ReuseResults = true }, new RealActivities(app, files.Job).Run) { Orchestrator = MakePanelOrchestration.RunAsync }.Run();
        }

        var made = await RunAsync(files);
        Assert.Equal((JobOutcome.Done, "panel.zip", false), (made.Status, made.Artifact, made.Reused));
        Assert.False((await RunAsync(files)).Reused); // its own: as after a kill
        Assert.True((await RunAsync(new JobFiles("abcdefABCDEF0123456789"))).Reused);

        async Task<List<string>> LeftAfterAsync(double hours)
        {
            app.Clock.Advance(TimeSpan.FromHours(hours));
            await app.Function<PurgeFunction>().RunAsync(new(), app.Client, new FakeContext());
            List<string> left = [];
            await foreach (var file in app.Store.ListAsync("", default))
            {
                left.Add(file.Name);
            }

            return left;
        }

        var kept = await LeftAfterAsync(23.9);
        Assert.Contains(files.Artifact("panel.zip"), kept);
        Assert.Contains(files.Board, kept);
        Assert.Contains(kept, name => name.StartsWith(JobFiles.Results, StringComparison.Ordinal));
        Assert.Empty(await LeftAfterAsync(0.2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_job_begins_with_another_job_s_routing(int times)
    {
        await StoreAsync("typical");
        Assert.Equal(JobOutcome.Done, new ScriptedContext(Input with { ReuseResults = true }, new RealActivities(_app, Job).Run).Run().Status);
        var state = (await _app.Store.ReadAsync(new JobFiles(Job).RoutingState, default))!;
        Assert.True(BoardStages.IsRoutingState(state));

        const string Next = "abcdefABCDEF0123456789";
        var moved = Boards.Moved("typical", module: 3, x: 1);
        await _app.Store.PutAsync(new JobFiles(Next).Project, moved, default);
        var input = Input with { Previous = Job, ReuseResults = true };
        var result = new ScriptedContext(input, new RealActivities(_app, Next) { Times = times }.Run).Run();
        Assert.True(result.Status == JobOutcome.Done, string.Join(" | ", result.Issues));
        Assert.False(result.Reused);
        Assert.Equal(await Boards.ExpectedZipAsync(moved, state), await _app.Store.ReadAsync(new JobFiles(Next).Artifact(result.Artifact!), default));
        var recorded = 0;
        await foreach (var _ in _app.Store.ListAsync(JobFiles.Results, default))
        {
            recorded++;
        }

        Assert.Equal(1, recorded);
    }

    [Fact]
    public async Task A_previous_job_that_is_gone_means_from_scratch()
    {
        var project = await StoreAsync("typical");
        var result = new ScriptedContext(Input with { Previous = "abcdefABCDEF0123456789", ReuseResults = true }, new RealActivities(_app, Job).Run).Run();
        Assert.Equal(JobOutcome.Done, result.Status);
        Assert.Equal(await Boards.ExpectedZipAsync(project), await _app.Store.ReadAsync(new JobFiles(Job).Artifact(result.Artifact!), default));
    }

    [Fact]
    public async Task Without_reuse_no_routing_state_is_kept_and_none_is_used()
    {
        var project = await StoreAsync("typical");
        var other = new JobFiles("abcdefABCDEF0123456789");
        await _app.Store.PutAsync(other.RoutingState, "never read"u8.ToArray(), default);
        var result = new ScriptedContext(Input with { Previous = other.Job }, new RealActivities(_app, Job).Run).Run();
        Assert.Equal(await Boards.ExpectedZipAsync(project), await _app.Store.ReadAsync(new JobFiles(Job).Artifact(result.Artifact!), default));
        Assert.Null(await _app.Store.ReadAsync(new JobFiles(Job).RoutingState, default));
        Assert.Null(await _app.Store.ReadAsync(new JobFiles(Job).Previous, default));
    }

    [Fact]
    public async Task What_the_package_lacks_is_told_beside_the_result()
    {
        using var modules = new TemporaryFolder();
        CopyFolder(RepositoryFolders.SampleModules, modules.Path);
        await File.WriteAllBytesAsync(
            Path.Combine(modules.Path, "sample_button_1.0", "firmware", "sample_button_1.0.bin"), new byte[1 << 20]); // larger than its place
        using var app = new FakeApp(("Modules", modules.Path));
        await app.Store.PutAsync(new JobFiles(Job).Project, Boards.Variant("typical", "no firmware"), default);
        var result = new ScriptedContext(Input, new RealActivities(app, Job).Run).Run();
        Assert.Equal(JobOutcome.Done, result.Status);
        Assert.NotNull(result.Artifact);
        Assert.Contains(result.Issues, issue => issue.StartsWith("FIRMWARE_GENERATION_FAILED ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_travels_through_the_history_is_small()
    {
        await StoreAsync("dense");
        var context = new ScriptedContext(Input, new RealActivities(_app, Job).Run);
        Assert.Equal(JobOutcome.Done, context.Run().Status);
        Assert.All(context.Calls, c => Assert.InRange(c.Input.Length, 2, 4000));
    }

    [Fact]
    public async Task A_job_writes_only_into_its_own_folder_and_the_index()
    {
        await StoreAsync("small");
        new ScriptedContext(Input, new RealActivities(_app, Job).Run).Run();
        await foreach (var file in _app.Store.ListAsync("", default))
        {
            Assert.True(file.Name.StartsWith($"jobs/{Job}/", StringComparison.Ordinal) || file.Name.StartsWith("results/", StringComparison.Ordinal), file.Name);
        }

        Assert.Equal([_app.Storage], Directory.GetFileSystemEntries(_app.Outside));
    }

    [Fact]
    public async Task A_cancelled_job_keeps_what_its_finished_items_had_routed()
    {
        await StoreAsync("typical");
        var activities = new RealActivities(_app, Job);
        ScriptedContext? context = null;
        context = new ScriptedContext(Input, (name, task) =>
        {
            if (name == ActivityNames.Route)
            {
                context!.Raise(JobEvents.Cancel);
            }

            return activities.Run(name, task);
        });
        Assert.Equal(JobOutcome.Cancelled, context.Run().Status);
        Assert.True(await _app.Get<Cancellation>().IsAskedAsync(Job, default));
        var partial = await _app.Store.ReadAsync(new JobFiles(Job).Artifact(PartialResult.Name), default);
        Assert.NotNull(partial);
        using var json = System.Text.Json.JsonDocument.Parse(partial);
        Assert.NotEqual(0, json.RootElement.GetProperty("tracks").GetArrayLength());
        Assert.Null(await _app.Store.ReadAsync(new JobFiles(Job).Routed, default));
    }

    /// <summary>What a user waits for, and what an operator pays for: in place, and where everything is shared out.</summary>
    [Theory]
    [InlineData(600, 1, 1)]
    [InlineData(0, 12, 6)]
    public async Task A_typical_board_costs_few_activities_waits_and_blobs_and_throws_nothing(double inPlace, int activities, int waits)
    {
        await StoreAsync("typical");
        var thrown = new ThrownExceptions();
        var start = Stopwatch.GetTimestamp();
        using (thrown)
        {
            var context = new ScriptedContext(Input with { ReuseResults = true, InPlaceSeconds = inPlace }, new RealActivities(_app, Job).Run);
            Assert.Equal(JobOutcome.Done, context.Run().Status);
            Assert.InRange(context.Calls.Count, 1, activities);
            Assert.InRange(context.Waits, 1, waits);
            Assert.DoesNotContain(context.Calls, call => call.Name == ActivityNames.IsAbandoned);
        }

        Assert.Empty(thrown.Types);
        var files = new List<string>();
        await foreach (var file in _app.Store.ListAsync("", default))
        {
            files.Add(file.Name);
        }

        var artifacts = files.Count(name => name.StartsWith(new JobFiles(Job).Artifacts, StringComparison.Ordinal));
        Assert.InRange(files.Count - artifacts, 1, 10);
        Assert.Equal(files.Count, _app.Store.Puts); // each is written once
        Assert.InRange(_app.Store.Reads, 1, 20);

        // The cancel mark is looked for where work takes long, as it may on a busy machine, and nowhere else.
        Assert.InRange(_app.Store.Looks, 0, (int)(Stopwatch.GetElapsedTime(start) / Cancellation.Interval));
    }

    [Theory]
    [InlineData("small", 1)]
    [InlineData("typical", 1)]
    [InlineData("typical", 2)]
    [InlineData("dense", 1)]
    public async Task In_place_a_board_becomes_the_same_by_one_activity(string sample, int times)
    {
        var project = await StoreAsync(sample);
        var shared = new ScriptedContext(Input, new RealActivities(_app, Job).Run).Run();
        var context = new ScriptedContext(InPlace with { ReuseResults = times > 1 }, new RealActivities(_app, Job) { Times = times }.Run);

        // But for the number of its picture: in place none is drawn before the last.
        Assert.Equivalent(shared with { Seconds = 0, PreviewVersion = 0 }, context.Run() with { Seconds = 0, PreviewVersion = 0 });

        Assert.Equal(ActivityNames.Prepare, Assert.Single(context.Calls).Name);
        Assert.Equal(await Boards.ExpectedZipAsync(project), await _app.Store.ReadAsync(new JobFiles(Job).Artifact(shared.Artifact!), default));
    }

    [Fact]
    public async Task In_place_the_last_status_tells_the_sockets_and_the_picture()
    {
        await StoreAsync("typical");
        var context = new ScriptedContext(InPlace, new RealActivities(_app, Job).Run);
        var result = context.Run();
        var (_, status, _) = context.Statuses[^1];
        Assert.Equal(result.Sockets!.Total, status.Sides.Left.Connected + status.Sides.Right.Connected);
        Assert.Equal((JobPhase.Done, result.PreviewVersion), (status.Phase, status.PreviewVersion));
        Assert.NotNull(await PreviewFile.ReadAsync(_app.Store, new JobFiles(Job), result.PreviewVersion, default));
    }

    [Fact]
    public async Task In_place_another_job_s_routing_is_begun_with_and_kept_for_the_next()
    {
        await StoreAsync("typical");
        new ScriptedContext(InPlace with { ReuseResults = true }, new RealActivities(_app, Job).Run).Run();
        var state = (await _app.Store.ReadAsync(new JobFiles(Job).RoutingState, default))!;

        const string Next = "abcdefABCDEF0123456789";
        var moved = Boards.Moved("typical", module: 3, x: 1);
        await _app.Store.PutAsync(new JobFiles(Next).Project, moved, default);
        var result = new ScriptedContext(InPlace with { Previous = Job, ReuseResults = true }, new RealActivities(_app, Next).Run).Run();
        Assert.Equal(await Boards.ExpectedZipAsync(moved, state), await _app.Store.ReadAsync(new JobFiles(Next).Artifact(result.Artifact!), default));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(600)]
    public async Task A_pour_by_itself_comes_in_place_and_shared_out_from_scratch_and_from_another_job(double inPlaceSeconds)
    {
        const string Next = "abcdefABCDEF0123456789";
        byte[] first = Boards.Strained(Boards.Variant("typical", "first")), moved = Boards.Strained(Boards.Moved("typical", module: 3, x: 1));
        var input = Input with { InPlaceSeconds = inPlaceSeconds, ReuseResults = true };
        await _app.Store.PutAsync(new JobFiles(Job).Project, first, default);
        await _app.Store.PutAsync(new JobFiles(Next).Project, moved, default);

        var result = new ScriptedContext(input, new RealActivities(_app, Job).Run).Run();
        Assert.Contains(result.Issues, issue => issue.StartsWith("POUR_ADDED net=GND ", StringComparison.Ordinal));
        Assert.Equal(await Boards.ExpectedZipAsync(first), await _app.Store.ReadAsync(new JobFiles(Job).Artifact(result.Artifact!), default));

        var state = (await _app.Store.ReadAsync(new JobFiles(Job).RoutingState, default))!;
        result = new ScriptedContext(input with { Previous = Job }, new RealActivities(_app, Next).Run).Run();
        Assert.Contains(result.Issues, issue => issue.StartsWith("POUR_ADDED net=GND ", StringComparison.Ordinal));
        Assert.Equal(await Boards.ExpectedZipAsync(moved, state), await _app.Store.ReadAsync(new JobFiles(Next).Artifact(result.Artifact!), default));
    }

    [Fact]
    public async Task What_takes_longer_than_it_may_in_place_is_shared_out()
    {
        var project = await StoreAsync("dense");
        var context = new ScriptedContext(Input with { InPlaceSeconds = 1e-6 }, new RealActivities(_app, Job).Run);
        var result = context.Run();
        Assert.True(context.CountOf(ActivityNames.Route) > 0);
        Assert.Equal(await Boards.ExpectedZipAsync(project), await _app.Store.ReadAsync(new JobFiles(Job).Artifact(result.Artifact!), default));
    }

    [Fact]
    public async Task A_board_with_open_sockets_is_explained_by_an_activity_of_its_own_and_ends_the_same()
    {
        await _app.Store.PutAsync(new JobFiles(Job).Project, Boards.Walled(), default);
        var shared = new ScriptedContext(Input, new RealActivities(_app, Job).Run).Run();
        var context = new ScriptedContext(InPlace, new RealActivities(_app, Job).Run);

        Assert.Equivalent(shared with { Seconds = 0 }, context.Run() with { Seconds = 0 });

        Assert.Equal(JobOutcome.NotRouted, shared.Status);
        Assert.Equal(1, context.CountOf(ActivityNames.Advance));
        Assert.Equal(0, context.CountOf(ActivityNames.Package));
    }

    [Fact]
    public async Task A_job_that_is_told_to_stop_while_it_is_made_in_place_stops()
    {
        await StoreAsync("dense");
        var making = Task.Run(() => new RealActivities(_app, Job).Run(ActivityNames.Prepare, new PrepareTask(Reuse: false, InPlaceSeconds: 600)));
        await _app.Get<Cancellation>().AskAsync(Job, default);
        while (!making.IsCompleted)
        {
            await _app.Get<Cancellation>().AskAsync(Job, default); // until the stage has begun
            await Task.Delay(1);
        }

        var prepared = Assert.IsType<Prepared>(await making);
        Assert.Equal(JobOutcome.Cancelled, prepared.Stop?.Status);
        Assert.Null(prepared.Artifact);
    }

    [Fact]
    public void A_project_that_was_purged_ends_the_job_with_a_code()
    {
        var result = new ScriptedContext(Input, new RealActivities(_app, Job).Run).Run();
        Assert.Equal((JobOutcome.Failed, "JOB_PURGED"), (result.Status, Assert.Single(result.Issues)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"id":"a","name":"b","size":{"width":1e999,"height":-5},"modules":[{"name":"../../etc","version":"passwd"}]}""")]
    [InlineData("""{"\ud800":1}""")]
    public async Task A_hostile_project_ends_as_invalid(string json)
    {
        await _app.Store.PutAsync(new JobFiles(Job).Project, System.Text.Encoding.UTF8.GetBytes(json), default);
        var context = new ScriptedContext(Input, new RealActivities(_app, Job).Run);
        var result = context.Run();
        Assert.Equal(JobOutcome.Invalid, result.Status);
        Assert.NotEmpty(result.Issues);
        Assert.Single(context.Calls);
    }

    private async Task<byte[]> StoreAsync(string sample)
    {
        var project = Boards.Variant(sample, $"real {sample}");
        await _app.Store.PutAsync(new JobFiles(Job).Project, project, default);
        return project;
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
