using Microsoft.DurableTask.Client;

namespace Local.Tests.Hub;

/// <summary>Hosts of two versions on one folder, one after the other: a job of the newer is not run by the older, and is not lost.</summary>
public sealed class VersionMixtureTests
{
    [Fact]
    public async Task AJobOfANewerVersion_WaitsForItsHost_AndTheOlderOneGoesOnWithItsOwn()
    {
        await using HubFixture hub = await new HubFixture { Version = "2.0" }
            .Orchestrator<string, string>("Job", async (context, name) =>
            {
                await context.WaitForExternalEvent<bool>("go");
                return $"{name} {context.Version} {await context.CallActivityAsync<string>("Work", name)}";
            })
            .Activity<string, string>("Work", _ => Task.FromResult<string?>("done"))
            .StartAsync();
        await hub.StatusAsync(await hub.BeginAsync("Job", "newer", "newer"), OrchestrationRuntimeStatus.Running);

        hub.Version = "1.0";
        await hub.RestartAsync();
        await hub.Client.RaiseEventAsync("newer", "go", true);
        await hub.BeginAsync("Job", "older", "older");
        await hub.Client.RaiseEventAsync("older", "go", true);
        Assert.Equal("older 1.0 done", (await hub.EndAsync("older")).ReadOutputAs<string>());

        // It is looked at now and then, and not as often as the machine can.
        int lines = hub.Log.Lines;
        await Task.Delay(TimeSpan.FromSeconds(2));
        Assert.InRange(hub.Log.Lines - lines, 0, 100);
        Assert.Equal(["Work older"], hub.Runs);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await hub.Client.GetInstanceAsync("newer"))!.RuntimeStatus);

        hub.Version = "2.0";
        await hub.RestartAsync();
        Assert.Equal("newer 2.0 done", (await hub.EndAsync("newer")).ReadOutputAs<string>());
    }
}
