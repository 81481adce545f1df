using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>Hosts with one storage account share the jobs, and those of a host that is killed go on with the other.</summary>
public sealed class SharedHubTests
{
    [OnAzurite]
    public async Task Two_hosts_share_the_jobs_and_one_killed_all_are_done_with_their_bytes()
    {
        using var azurite = await Azurite.StartAsync();
        var settings = SharedHub.Settings(azurite);
        await using var first = await ServedApp.StartAsync(azurite.Connection, settings);
        await using var second = await ServedApp.StartAsync(azurite.Connection, settings);
        byte[][] projects = [Boards.Variant("small", "shared"), Boards.Variant("typical", "shared")];
        var expected = await Task.WhenAll(projects.Select(p => Boards.ExpectedZipAsync(p)));
        var ids = await Task.WhenAll(Enumerable.Range(0, SharedHub.Jobs).Select(i => (i % 3 == 0 ? second : first).SubmitAsync(projects[i % 2])));
        await SharedHub.UntilWorkingAsync(first);
        await SharedHub.UntilWorkingAsync(second);

        await second.KillAsync();

        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(expected[i % 2], await first.ZipAsync(ids[i]));
        }
    }
}
