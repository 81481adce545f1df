using System.Globalization;
using System.Text.RegularExpressions;
using MakeDevice.Functions.Tests.Support;

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
