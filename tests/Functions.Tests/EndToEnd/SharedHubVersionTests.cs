using System.Text.Json;
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

/// <summary>Hosts of two versions with one storage account.</summary>
public sealed class SharedHubVersionTests
{
    /// <summary>As while a new version is rolled out: the older host works beside jobs that are not its own, and what it leaves undone goes on with the newer one.</summary>
    [OnAzurite]
    public async Task A_host_of_an_older_version_leaves_the_newer_ones_jobs_and_its_own_go_on_with_the_newer()
    {
        using var azurite = await Azurite.StartAsync();
        var settings = SharedHub.Settings(azurite);
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
        await using var hub = new HubClient(AzureHub.Open(new HubPlace(null, connection), "MakeDevice", 1, NullLoggerFactory.Instance), null, JsonDataConverter.Default, _ => true, JobVersion.Current);
        var input = new JobInput(0, 600, 1, ReuseResults: false) { InPlaceSeconds = 3 };
        return await hub.ScheduleNewOrchestrationInstanceAsync(RouteBoardOrchestration.Name, input, new StartOrchestrationOptions(job));
    }
}
