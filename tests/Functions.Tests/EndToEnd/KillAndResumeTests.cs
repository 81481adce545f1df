using System.Diagnostics;
using System.Text.Json;
using MakeDevice.Tests;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>The process is killed in the middle of a job; started again on the same data it must end with the undisturbed bytes.</summary>
[Collection(ServedApp.OneAtATime)]
public sealed class KillAndResumeTests
{
    /// <summary>All of a job's phases; those in between only in the long series.</summary>
    public static TheoryData<string> Phases => Series.IsLong ? ["preparing", "routing", "verifying", "fabricating", "packing"] : ["routing", "packing"];

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Killed_in_a_phase_a_job_ends_with_the_undisturbed_bytes(string phase)
    {
        await using var app = await ServedApp.StartAsync(null, ("ReuseResults", "false"), ("InPlaceSeconds", "0")); // every phase is an activity of its own
        var project = Boards.Variant("dense", $"killed while {phase}");
        var job = await app.SubmitAsync(project);
        await UntilAsync(app, job, phase);
        await app.KillAsync();
        await app.StartProcessAsync();
        Assert.Equal(await Boards.ExpectedZipAsync(project), await app.ZipAsync(job));
    }

    [Fact]
    public async Task Killed_again_and_again_no_job_is_lost()
    {
        await using var app = await ServedApp.StartAsync();
        var projects = Enumerable.Range(0, 6).Select(i => Boards.Variant("typical", $"survivor {i}")).ToArray();
        var ids = await Task.WhenAll(projects.Select(p => app.SubmitAsync(p)));
        for (var i = 0; i < 4; i++)
        {
            await Task.Delay(60 * i);
            await app.KillAsync();
            await app.StartProcessAsync();
        }

        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(await Boards.ExpectedZipAsync(projects[i]), await app.ZipAsync(ids[i]));
        }
    }

    [Fact]
    public async Task Killed_at_random_while_20_jobs_run_every_job_ends_with_its_bytes()
    {
        await using var app = await ServedApp.StartAsync(null, ("ReuseResults", "false"), ("StartsPerMinute", "0"));
        byte[][] projects = [Boards.Variant("small", "one of twenty"), Boards.Variant("typical", "one of twenty")];
        var expected = await Task.WhenAll(projects.Select(p => Boards.ExpectedZipAsync(p)));
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => app.SubmitAsync(projects[i % 2])));
        var random = new Random(20);
        for (var i = 0; i < Series.Of(3, 8); i++)
        {
            await Task.Delay(random.Next(50, 800));
            await app.KillAsync();
            await app.StartProcessAsync();
        }

        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(expected[i % 2], await app.ZipAsync(ids[i]));
        }
    }

    /// <summary>Waits until the job is in the phase or past it; polls as fast as it can, since a phase lasts milliseconds.</summary>
    private static async Task UntilAsync(ServedApp app, string job, string phase)
    {
        string[] order = ["preparing", "routing", "verifying", "fabricating", "packing", "done"];
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(30))
        {
            using var response = await app.Http.GetAsync($"api/jobs/{job}");
            var status = (await ServedApp.JsonAsync(response)).GetProperty("customStatus");
            if (status.ValueKind == JsonValueKind.Object && Array.IndexOf(order, status.GetProperty("phase").GetString()) >= Array.IndexOf(order, phase))
            {
                return;
            }
        }
    }
}
