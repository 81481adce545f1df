using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Orchestration;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Tests.Support;
using MakeDevice.Hub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>Hosts with one storage account, the emulator's: they share the jobs, and those of a host that is killed go on with the other.</summary>
[Collection(ServedApp.MostlyWaiting)]
public sealed partial class SharedHubTests
{
    private const int Jobs = 20;

    [OnAzurite]
    public async Task Two_hosts_share_the_jobs_and_one_killed_all_are_done_with_their_bytes()
    {
        using var azurite = await Azurite.StartAsync();
        (string, string)[] settings = [("Hub", azurite.Connection), ("ReuseResults", "false"), ("StartsPerMinute", "0")];
        await using var first = await ServedApp.StartAsync(azurite.Connection, settings);
        await using var second = await ServedApp.StartAsync(azurite.Connection, settings);
        byte[][] projects = [Boards.Variant("small", "shared"), Boards.Variant("typical", "shared")];
        var expected = await Task.WhenAll(projects.Select(p => Boards.ExpectedZipAsync(p)));
        var ids = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(i => (i % 3 == 0 ? second : first).SubmitAsync(projects[i % 2])));
        await UntilWorkingAsync(first);
        await UntilWorkingAsync(second);

        await second.KillAsync();

        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(expected[i % 2], await first.ZipAsync(ids[i]));
        }
    }

    [OnAzurite]
    public async Task A_host_killed_while_its_jobs_run_ends_them_when_it_is_started_again()
    {
        using var azurite = await Azurite.StartAsync();
        await using var app = await ServedApp.StartAsync(azurite.Connection, ("Hub", azurite.Connection), ("ReuseResults", "false"), ("StartsPerMinute", "0"));
        var project = Boards.Variant("small", "killed on Azurite");
        var ids = await Task.WhenAll(Enumerable.Range(0, Jobs).Select(_ => app.SubmitAsync(project)));
        await UntilWorkingAsync(app);

        await app.KillAsync();
        await app.StartProcessAsync();

        var expected = await Boards.ExpectedZipAsync(project);
        foreach (var id in ids)
        {
            Assert.Equal(expected, await app.ZipAsync(id));
        }
    }

    /// <summary>As while a new version is rolled out: the older host works beside jobs that are not its own, and what it leaves undone goes on with the newer one.</summary>
    [OnAzurite]
    public async Task A_host_of_an_older_version_leaves_the_newer_ones_jobs_and_its_own_go_on_with_the_newer()
    {
        using var azurite = await Azurite.StartAsync();
        (string, string)[] settings = [("Hub", azurite.Connection), ("ReuseResults", "false"), ("StartsPerMinute", "0")];
        var project = Boards.Variant("small", "of two versions");
        string[] newer;
        var olders = new List<string>();
        await using (var older = await ServedApp.StartAsync(azurite.Connection, [.. settings, (ServedApp.JobVersion, "1.0"), ("InPlaceSeconds", "0")]))
        {
            newer = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartWithTheCodesVersionAsync(azurite.Connection, project)));
            var own = await older.SubmitAsync(project);
            Assert.Equal(await Boards.ExpectedZipAsync(project), await older.ZipAsync(own));
            foreach (var job in newer)
            {
                using var response = await older.Http.GetAsync($"api/jobs/{job}");
                var left = await ServedApp.JsonAsync(response);
                Assert.Equal(("running", JsonValueKind.Null), (left.GetProperty("status").GetString(), left.GetProperty("customStatus").ValueKind));
            }

            olders.AddRange(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => older.SubmitAsync(project))));
            await older.KillAsync();
        }

        await using var next = await ServedApp.StartAsync(azurite.Connection, settings);
        foreach (var job in newer.Concat(olders))
        {
            Assert.Equal(await Boards.ExpectedZipAsync(project), await next.ZipAsync(job));
        }
    }

    /// <summary>Starts a job as a host of this build does, without being one.</summary>
    private static async Task<string> StartWithTheCodesVersionAsync(string connection, byte[] project)
    {
        var job = JobId.New();
        await ArtifactStores.Open(TestOptions.With(connection)).PutAsync(new JobFiles(job).Project, project, default);
        await using var hub = new HubClient(AzureHub.Open(new HubPlace(null, connection), "MakeDevice", 1, NullLoggerFactory.Instance), JsonDataConverter.Default, _ => true, JobVersion.Current);
        var input = new JobInput(0, 600, 1, ReuseResults: false) { InPlaceSeconds = 3 };
        return await hub.ScheduleNewOrchestrationInstanceAsync(RouteBoardOrchestration.Name, input, new StartOrchestrationOptions(job));
    }

    /// <summary>Waits until the host has run activities of its own.</summary>
    private static async Task UntilWorkingAsync(ServedApp app)
    {
        for (var patience = 0; patience < 1200; patience++)
        {
            var page = await app.Http.GetStringAsync("metrics");
            if (Activities().Matches(page).Any(m => double.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture) > 0))
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail("The host has worked on nothing.");
    }

    [GeneratedRegex("""^durable_activity_duration_seconds_count\{.*\} (\d+)$""", RegexOptions.Multiline)]
    private static partial Regex Activities();
}
