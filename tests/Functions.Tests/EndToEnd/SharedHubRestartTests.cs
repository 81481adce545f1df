using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Functions.Tests.EndToEnd;

/// <summary>The only host of a storage account is killed, and started again.</summary>
public sealed class SharedHubRestartTests
{
    [OnAzurite]
    public async Task A_host_killed_while_its_jobs_run_ends_them_when_it_is_started_again()
    {
        using var azurite = await Azurite.StartAsync();
        await using var app = await ServedApp.StartAsync(azurite.Connection, SharedHub.Settings(azurite));
        var project = Boards.Variant("small", "killed on Azurite");
        var ids = await Task.WhenAll(Enumerable.Range(0, SharedHub.Jobs).Select(_ => app.SubmitAsync(project)));
        await SharedHub.UntilWorkingAsync(app);

        await app.KillAsync();
        await app.StartProcessAsync();

        var expected = await Boards.ExpectedZipAsync(project);
        foreach (var id in ids)
        {
            Assert.Equal(expected, await app.ZipAsync(id));
        }
    }
}
