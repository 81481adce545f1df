using System.Collections.Frozen;
using MakeDevice.Functions.Storage;
using MakeDevice.Hub;
using MakeDevice.Local.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Local.Tests.Hosting;

/// <summary>A host listens before its hub is open: what needs no hub does not wait for it, the rest does, and hears why there is none.</summary>
public sealed class HubOpeningTests
{
    [Fact]
    public async Task AFunctionThatTakesTheClient_WaitsForTheHub_AndAnotherDoesNot()
    {
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddSingleton<Notebook>().BuildServiceProvider();
        List<HostFunction> functions = FunctionFinder.Find(typeof(HubOpeningTests).Assembly, "Local.Tests.Hosting");
        TaskCompletionSource<HubClient> hub = new();
        FunctionRunner runner = new(services, hub.Task);

        await RunAsync("Tick", new TimerInfo());
        Task waiting = RunAsync("StartSum", null);
        Assert.False(waiting.IsCompleted);

        hub.SetException(new StoreRefusedException("HUB_IN_USE", "path=somewhere"));
        Assert.Equal("HUB_IN_USE", (await Assert.ThrowsAsync<StoreRefusedException>(() => waiting)).Code);

        Task RunAsync(string name, object? trigger) =>
            runner.InvokeAsync(functions.Single(function => function.Name == name), trigger, FrozenDictionary<string, string>.Empty, CancellationToken.None);
    }

    [Fact]
    public async Task AHostWhoseHubIsRefused_DoesNotStart()
    {
        string folder = Directory.CreateTempSubdirectory("host-").FullName;
        using (new HubFile(Path.Combine(folder, "hub")))
        {
            Assert.Equal("HUB_IN_USE", (await Assert.ThrowsAsync<StoreRefusedException>(() => HostFixture.StartAsync(folder: folder))).Code);
        }

        await using HostFixture host = await HostFixture.StartAsync(folder: folder);
    }
}
