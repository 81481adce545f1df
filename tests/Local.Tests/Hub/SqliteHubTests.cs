using DurableTask.Core.Exceptions;
using MakeDevice.Hub;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Local.Tests.Hub;

/// <summary>What DurableTask.Core asks of a hub, through its own dispatchers: order, timers, retries, events, ends, and going on after a stop.</summary>
public sealed class SqliteHubTests
{
    [Fact]
    public async Task AnOrchestration_CallsActivities_AndItsEndAndHistoryStay()
    {
        await using HubFixture hub = await Sums().StartAsync();
        string id = await hub.BeginAsync("Sum", new[] { 1, 2, 3 });
        Assert.Equal(12, (await hub.EndAsync(id)).ReadOutputAs<int>());

        await hub.RestartAsync();

        OrchestrationMetadata after = (await hub.Client.GetInstanceAsync(id, true))!;
        Assert.Equal((OrchestrationRuntimeStatus.Completed, 12), (after.RuntimeStatus, after.ReadOutputAs<int>()));
        Assert.Equal("\"adding\"", after.SerializedCustomStatus);
        List<DurableTask.Core.History.HistoryEvent> history = await hub.Client.ReadHistoryAsync((await hub.Client.FindAsync(id))!);
        Assert.Equal(3, history.Count(item => item is DurableTask.Core.History.TaskCompletedEvent));
        Assert.Equal(3, hub.Runs.Count);
    }

    [Fact]
    public async Task OfWaitingActivities_ThoseOfTheOldestInstanceAreFirst()
    {
        TaskCompletionSource gate = new();
        await using HubFixture hub = await new HubFixture(workers: 1)
            .Activity<string, bool>("Work", async name =>
            {
                await (name == "blocker" ? gate.Task : Task.CompletedTask);
                return true;
            })
            .Orchestrator<string, bool>("AtOnce", (context, name) => context.CallActivityAsync<bool>("Work", name))
            .Orchestrator<string, bool>("WhenTold", async (context, name) =>
            {
                await context.WaitForExternalEvent<bool>("go");
                return await context.CallActivityAsync<bool>("Work", name);
            })
            .StartAsync();
        await hub.BeginAsync("AtOnce", "blocker");
        string old = await hub.BeginAsync("WhenTold", "old");
        string young = await hub.BeginAsync("AtOnce", "young");
        await hub.UntilAsync(() => hub.Hub.QueuedActivities == 1 && hub.Runs.Count == 1); // the young one's waits
        await hub.Client.RaiseEventAsync(old, "go", true);
        await hub.UntilAsync(() => hub.Hub.QueuedActivities == 2);

        gate.SetResult();
        await hub.EndAsync(young);

        Assert.Equal(new[] { "Work blocker", "Work old", "Work young" }, hub.Runs.ToArray());
    }

    [Fact]
    public async Task WhatIsPurged_GivesItsRoomBack()
    {
        await using HubFixture hub = await new HubFixture().Orchestrator<string, int>("Length", (_, text) => Task.FromResult(text!.Length)).StartAsync();
        string[] ids = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => hub.BeginAsync("Length", new string('x', 50_000))));
        await Task.WhenAll(ids.Select(hub.EndAsync));
        await hub.RestartAsync();
        Assert.InRange(FileLength(hub), 4_000_000, long.MaxValue);

        await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(DateTimeOffset.UnixEpoch));
        await hub.RestartAsync();

        Assert.InRange(FileLength(hub), 1, 100_000);
    }

    [Fact]
    public async Task ATimer_OutlivesARestart()
    {
        await using HubFixture hub = await new HubFixture()
            .Orchestrator<string, bool>("Wait", async (context, _) =>
            {
                DateTime due = context.CurrentUtcDateTime.AddSeconds(1.5);
                await context.CreateTimer(due, default);
                return context.CurrentUtcDateTime >= due;
            })
            .StartAsync();
        string id = await hub.BeginAsync("Wait");
        await hub.StatusAsync(id, OrchestrationRuntimeStatus.Running);

        await hub.RestartAsync();

        Assert.True((await hub.EndAsync(id)).ReadOutputAs<bool>());
    }

    [Fact]
    public async Task AFailingActivity_IsRepeated_AndItsLastFailureIsTold()
    {
        int calls = 0;
        TaskOptions retries = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(20)));
        await using HubFixture hub = await new HubFixture()
            .Activity<int, int>("Fails", limit => ++calls <= limit ? throw new IOException($"failure {calls}") : Task.FromResult(calls))
            .Orchestrator<int, int>("Try", (context, limit) => context.CallActivityAsync<int>("Fails", limit, retries)!)
            .StartAsync();

        Assert.Equal(3, (await hub.EndAsync(await hub.BeginAsync("Try", 2))).ReadOutputAs<int>());
        OrchestrationMetadata failed = await hub.EndAsync(await hub.BeginAsync("Try", 100));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Contains("failure 6", failed.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(6, calls);
    }

    [Fact]
    public async Task EventsThatComeBeforeTheyAreWaitedFor_AreKept_InOrder_OverARestart()
    {
        await using HubFixture hub = await new HubFixture()
            .Orchestrator<string, string>("Listen", async (context, _) =>
            {
                string all = await context.WaitForExternalEvent<string>("first");
                for (int i = 0; i < 2; i++)
                {
                    all += await context.WaitForExternalEvent<string>("more");
                }

                return all;
            })
            .StartAsync();
        string id = await hub.BeginAsync("Listen");
        await hub.Client.RaiseEventAsync(id, "more", "b");
        await hub.Client.RaiseEventAsync(id, "more", "c");
        await hub.StatusAsync(id, OrchestrationRuntimeStatus.Running);
        await hub.RestartAsync();
        await hub.Client.RaiseEventAsync(id, "first", "a");

        Assert.Equal("abc", (await hub.EndAsync(id)).ReadOutputAs<string>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.RaiseEventAsync(id, "more", "d"));
        await Assert.ThrowsAsync<ArgumentException>(() => hub.Client.RaiseEventAsync("nobody", "more", "d"));
    }

    [Fact]
    public async Task ATerminatedInstance_EndsAtOnce_AndItsWaitingActivitiesNeverRun()
    {
        TaskCompletionSource gate = new();
        await using HubFixture hub = await new HubFixture(workers: 1)
            .Activity<int, bool>("Work", async _ =>
            {
                await gate.Task;
                return true;
            })
            .Orchestrator<string, bool>("Many", async (context, _) => (await Task.WhenAll(Enumerable.Range(0, 5).Select(n => context.CallActivityAsync<bool>("Work", n)))).All(done => done))
            .StartAsync();
        string id = await hub.BeginAsync("Many");
        await hub.UntilAsync(() => hub.Runs.Count == 1);

        await hub.Client.TerminateInstanceAsync(id, "enough");
        OrchestrationMetadata end = await hub.EndAsync(id);
        gate.SetResult();
        await hub.UntilAsync(() => hub.Hub.QueuedActivities == 0);

        Assert.Equal((OrchestrationRuntimeStatus.Terminated, "enough"), (end.RuntimeStatus, end.ReadOutputAs<string>()));
        Assert.Single(hub.Runs);
        await hub.RestartAsync();
        Assert.Equal(0, hub.Hub.QueuedActivities);
    }

    [Fact]
    public async Task ASuspendedInstance_GoesOnWhenItIsResumed()
    {
        await using HubFixture hub = await new HubFixture()
            .Orchestrator<string, string>("Listen", (context, _) => context.WaitForExternalEvent<string>("go")!)
            .StartAsync();
        string id = await hub.BeginAsync("Listen");
        await hub.Client.SuspendInstanceAsync(id, "pause");
        await hub.StatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await hub.Client.RaiseEventAsync(id, "go", "heard");
        await hub.RestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await hub.Client.GetInstanceAsync(id))!.RuntimeStatus);

        await hub.Client.ResumeInstanceAsync(id, "on");

        Assert.Equal("heard", (await hub.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task AnIdThatIsInUse_IsRefused_AndOneThatHasEndedStartsAnew()
    {
        await using HubFixture hub = await new HubFixture()
            .Orchestrator<string, string>("Listen", async (context, input) => input + await context.WaitForExternalEvent<string>("go"))
            .StartAsync();
        await hub.BeginAsync("Listen", "one ", "id");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => hub.BeginAsync("Listen", "two ", "id"));
        await hub.Client.RaiseEventAsync("id", "go", "x");
        Assert.Equal("one x", (await hub.EndAsync("id")).ReadOutputAs<string>());
        await hub.BeginAsync("Listen", "two ", "id");
        await hub.Client.RaiseEventAsync("id", "go", "y");

        Assert.Equal("two y", (await hub.EndAsync("id")).ReadOutputAs<string>());
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "Listen", "three", new StartOrchestrationOptions("id").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("@entity")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\u0001b")]
    public async Task AnIdThatAzureWouldNotTake_IsRefused(string id)
    {
        await using HubFixture hub = await Sums().StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => hub.BeginAsync("Sum", new[] { 1 }, id));
        await Assert.ThrowsAsync<ArgumentException>(() => hub.BeginAsync("NoSuchOrchestrator"));
    }

    [Fact]
    public async Task OnlyEndedInstances_ArePurged_ByIdAndByFilter()
    {
        await using HubFixture hub = await Sums()
            .Orchestrator<string, string>("Listen", (context, _) => context.WaitForExternalEvent<string>("go")!)
            .StartAsync();
        foreach (string id in new[] { "a", "b", "c" })
        {
            await hub.EndAsync(await hub.BeginAsync("Sum", new[] { 1 }, id));
        }

        await hub.BeginAsync("Listen", "", "waits");
        await hub.BeginAsync("Listen", "", "ended");
        await hub.Client.TerminateInstanceAsync("ended");
        await hub.EndAsync("ended");
        DateTimeOffset now = DateTimeOffset.UtcNow;

        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync("waits")).PurgedInstanceCount);
        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync("a")).PurgedInstanceCount);
        Assert.Equal(0, (await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(now.AddHours(-2), now.AddHours(-1)))).PurgedInstanceCount);
        Assert.Equal(1, (await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(now.AddHours(-1), now, [OrchestrationRuntimeStatus.Terminated]))).PurgedInstanceCount);
        Assert.Equal(2, (await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(now.AddHours(-1), now))).PurgedInstanceCount);
        List<string> left = [];
        await foreach (OrchestrationMetadata found in hub.Client.GetAllInstancesAsync())
        {
            left.Add(found.InstanceId);
        }

        Assert.Equal(["waits"], left);
    }

    [Fact]
    public async Task SubOrchestrations_AndNewGenerations_CarryTheirResults()
    {
        await using HubFixture hub = await Sums()
            .Orchestrator<int, int>("Twice", async (context, n) => await context.CallSubOrchestratorAsync<int>("Sum", new[] { n }))
            .Orchestrator<int, int>("Count", (context, n) =>
            {
                if (n < 4)
                {
                    context.ContinueAsNew(n + 1);
                }

                return Task.FromResult(n);
            })
            .StartAsync();

        Assert.Equal(14, (await hub.EndAsync(await hub.BeginAsync("Twice", 7))).ReadOutputAs<int>());
        string counted = await hub.BeginAsync("Count", 0);
        Assert.Equal(4, (await hub.EndAsync(counted)).ReadOutputAs<int>());
        Assert.Single(await hub.Client.ReadHistoryAsync((await hub.Client.FindAsync(counted))!), item => item is DurableTask.Core.History.ExecutionStartedEvent);
    }

    [Fact]
    public async Task CutOffAnywhere_EveryInstanceEndsWithItsOwnResult()
    {
        Random random = new(7);
        await using HubFixture hub = await new HubFixture(workers: 2)
            .Activity<int, int>("Add", async n =>
            {
                await Task.Delay(n % 7);
                return n + 1;
            })
            .Orchestrator<int, int>("Chain", async (context, n) =>
            {
                for (int i = 0; i < 6; i++)
                {
                    n = await context.CallActivityAsync<int>("Add", n);
                }

                return n;
            })
            .StartAsync();
        string[] ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => hub.BeginAsync("Chain", 100 * n, $"i{n}")));
        for (int i = 0; i < 8; i++)
        {
            await Task.Delay(random.Next(60));
            await hub.RestartAsync();
        }

        for (int n = 0; n < ids.Length; n++)
        {
            Assert.Equal((100 * n) + 6, (await hub.EndAsync(ids[n])).ReadOutputAs<int>());
        }
    }

    private static HubFixture Sums() => new HubFixture()
        .Activity<int, int>("Double", n => Task.FromResult(2 * n))
        .Orchestrator<int[], int>("Sum", async (context, numbers) =>
        {
            context.SetCustomStatus("adding");
            return (await Task.WhenAll(numbers!.Select(n => context.CallActivityAsync<int>("Double", n)))).Sum();
        });

    private static long FileLength(HubFixture hub) => new FileInfo(Path.Combine(hub.Folder, HubFile.Name)).Length;
}
