using MakeDevice.Local.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Local.Tests.Durable;

/// <summary>A journal on a disk without a byte of room: <c>/dev/full</c> in its place, which refuses every write as such a disk does.</summary>
public sealed class UnwritableJournalTests
{
    private const string Id = "job";

    [Fact]
    public async Task AnInstanceThatCannotBeRecorded_IsNotCalledRunning_AndEndsWhenThereIsRoom()
    {
        TaskCompletionSource gate = new();
        await using EngineFixture fixture = await WorkingAsync(gate.Task, TimeSpan.FromMilliseconds(300));
        string journal = TakeRoom(fixture);
        gate.SetResult();
        await fixture.UntilAsync(() => Refuses(fixture));

        await Assert.ThrowsAsync<IOException>(() => fixture.Client.GetInstanceAsync(Id, true));
        await Assert.ThrowsAsync<IOException>(() => fixture.Client.TerminateInstanceAsync(Id));
        MakeRoom(journal);

        OrchestrationMetadata end = await fixture.EndAsync(Id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("System.IO.IOException", end.FailureDetails!.ErrorType);
        Assert.Equal("STORAGE_UNAVAILABLE error=the history could not be written", end.FailureDetails.ErrorMessage);
        await fixture.RestartAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await fixture.Client.GetInstanceAsync(Id))!.RuntimeStatus);
    }

    [Fact]
    public async Task RoomWithinThePatience_AndTheInstanceGoesOn()
    {
        await using EngineFixture fixture = await WaitingAsync(TimeSpan.FromMinutes(1));
        string journal = TakeRoom(fixture);
        await Assert.ThrowsAsync<IOException>(() => fixture.Client.RaiseEventAsync(Id, "go", "unheard"));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await fixture.Client.GetInstanceAsync(Id))!.RuntimeStatus);

        MakeRoom(journal);
        await fixture.Client.RaiseEventAsync(Id, "go", "heard");

        Assert.Equal("heard", (await fixture.EndAsync(Id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task AnAnswerThatCouldNotBeWritten_IsNotLost()
    {
        TaskCompletionSource gate = new();
        await using EngineFixture fixture = await WorkingAsync(gate.Task, TimeSpan.FromMinutes(1));
        string journal = TakeRoom(fixture);
        gate.SetResult();
        await Task.Delay(1500); // at least one more try
        MakeRoom(journal);

        Assert.Equal(42, (await fixture.EndAsync(Id)).ReadOutputAs<int>());
        Assert.Single(fixture.Runs);
    }

    [Fact]
    public async Task KilledBeforeTheEndCouldBeRecorded_ItGoesOnAtTheNextStart()
    {
        await using EngineFixture fixture = await WaitingAsync(TimeSpan.Zero);
        string journal = TakeRoom(fixture);
        await Assert.ThrowsAsync<IOException>(() => fixture.Client.RaiseEventAsync(Id, "go", "unheard"));
        await fixture.UntilAsync(() => Refuses(fixture));

        await fixture.Engine.DisposeAsync();
        MakeRoom(journal);
        fixture.WritePatience = TimeSpan.FromMinutes(1);
        fixture.Start();
        await fixture.Client.RaiseEventAsync(Id, "go", "heard");

        Assert.Equal("heard", (await fixture.EndAsync(Id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ALiveJournal_HoldsRoomForItsEnd_AndGivesItBack()
    {
        await using EngineFixture fixture = await WaitingAsync(TimeSpan.FromMinutes(1));
        byte[] live = File.ReadAllBytes(fixture.JournalOf(Id));
        Assert.All(live[^1024..], b => Assert.Equal(0, b));

        await fixture.Client.TerminateInstanceAsync(Id);
        await fixture.EndAsync(Id);

        Assert.NotEqual(0, File.ReadAllBytes(fixture.JournalOf(Id))[^1]);
    }

    /// <summary>An instance whose activity ends with the gate.</summary>
    private static async Task<EngineFixture> WorkingAsync(Task gate, TimeSpan patience)
    {
        EngineFixture fixture = new EngineFixture { WritePatience = patience }
            .Activity<int, int>("Slow", async (n, token) =>
            {
                await gate.WaitAsync(token);
                return n + 1;
            })
            .Orchestrator("Job", async context => await context.CallActivityAsync<int>("Slow", 41))
            .Start();
        await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Job", null, new StartOrchestrationOptions(Id));
        await fixture.UntilAsync(() => !fixture.Runs.IsEmpty);
        return fixture;
    }

    /// <summary>An instance that waits for an event.</summary>
    private static async Task<EngineFixture> WaitingAsync(TimeSpan patience)
    {
        EngineFixture fixture = new EngineFixture { WritePatience = patience }
            .Orchestrator("Job", async context => await context.WaitForExternalEvent<string>("go"))
            .Start();
        await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Job", null, new StartOrchestrationOptions(Id));
        await fixture.UntilAsync(() => Journal.Read(fixture.JournalOf(Id)).Events is [.., TurnEnded]);
        return fixture;
    }

    private static string TakeRoom(EngineFixture fixture)
    {
        string journal = fixture.JournalOf(Id);
        File.Move(journal, journal + ".away");
        File.CreateSymbolicLink(journal, "/dev/full");
        return journal;
    }

    private static void MakeRoom(string journal) => File.Move(journal + ".away", journal, overwrite: true);

    private static bool Refuses(EngineFixture fixture)
    {
        try
        {
            fixture.Engine.Find(Id);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
