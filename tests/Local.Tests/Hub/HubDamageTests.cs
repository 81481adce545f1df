using System.Collections.Concurrent;
using DurableTask.Core;
using MakeDevice.Functions.Storage;
using MakeDevice.Hub;
using MakeDevice.Tests;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Hub;

/// <summary>
/// A damaged store is told by a code at the start, or what is damaged of it is set aside and told, and everything else goes on: no job runs for ever, none is lost without a word.
/// </summary>
public sealed class HubDamageTests(HubDamageTests.Store store) : IClassFixture<HubDamageTests.Store>
{
    private const int Variants = 216;

    /// <summary>Every fifth where not all are tried, so that each way of damage comes.</summary>
    private static readonly int Step = Series.IsLong ? 1 : 5;

    [Fact]
    public async Task NoDamageIsLostInSilence()
    {
        ConcurrentBag<string> outcomes = [];
        for (int seed = 0; seed < Variants; seed += Step)
        {
            using TemporaryCopy copy = new(store.Folder);
            string damage = new StoreMutator(Path.Combine(copy.Folder, HubFile.Name), seed).Damage();
            outcomes.Add(await CheckAsync(copy.Folder, $"seed {seed}, {damage}"));
        }

        Assert.Contains("refused", outcomes);
        Assert.Contains("set aside", outcomes);
        Assert.Contains("whole", outcomes);
    }

    [Theory]
    [InlineData("UPDATE instances SET state = 'torn' WHERE id = 'ended-1'")]
    [InlineData("UPDATE instances SET state = replace(state, '\"OrchestrationStatus\":1', '\"OrchestrationStatus\":0') WHERE id = 'ended-1'")]
    [InlineData("UPDATE instances SET status = 0 WHERE id = 'ended-1'")]
    [InlineData("UPDATE instances SET status = 42 WHERE id = 'ended-1'")]
    public async Task ADamagedEndedJob_HasFailed_AndCanBePurged(string damage)
    {
        using TemporaryCopy copy = new(store.Folder);
        Alter(copy.Folder, damage);
        using SqliteHub hub = new(copy.Folder, 1);
        HubClient client = Client(hub);

        OrchestrationMetadata found = (await client.GetInstanceAsync("ended-1", true))!;

        Assert.Equal((OrchestrationRuntimeStatus.Failed, "JOB_RECORD_DAMAGED"), (found.RuntimeStatus, found.FailureDetails!.ErrorType));
        Assert.Contains("ended-1", (await ListAsync(client)).Select(instance => instance.InstanceId));
        Assert.Equal(1, (await client.PurgeInstanceAsync("ended-1")).PurgedInstanceCount);
        Assert.Null(await client.GetInstanceAsync("ended-1"));
    }

    [Theory]
    [InlineData("DELETE FROM activities")]
    [InlineData("DELETE FROM messages WHERE instance = 'live-1'")]
    [InlineData("DELETE FROM history WHERE instance = 'live-1' AND number = 1")]
    [InlineData("UPDATE history SET event = '{' WHERE instance = 'live-1' AND number = 0")]
    [InlineData("UPDATE history SET event = replace(event, '\"Waits\"', '\"Weits\"') WHERE instance = 'live-1'")]
    [InlineData("UPDATE messages SET execution = 'x' WHERE instance = 'live-1'")]
    [InlineData("UPDATE instances SET id = 'live-x' WHERE id = 'live-1'")]
    public async Task ADamagedLiveJob_EndsAsFailed_IsLoggedAndKept_AndTheOthersGoOn(string damage)
    {
        using TemporaryCopy copy = new(store.Folder);
        Alter(copy.Folder, damage);
        Log log = new();
        using (SqliteHub hub = new(copy.Folder, 1, log))
        {
            string damaged = damage.Contains("activities", StringComparison.Ordinal) ? "working" : "live-1";
            Assert.Equal(OrchestrationStatus.Failed, Assert.Single(await hub.Client.GetOrchestrationStateAsync(damaged, false)).OrchestrationStatus);
            Assert.Contains(log.Lines, line => line.StartsWith($"JOB_RECORD_DAMAGED job={damaged} ", StringComparison.Ordinal));
            Assert.NotNull(hub.Live.Find("live-2"));
            Assert.Null(hub.Live.Find(damaged));
        }

        using HubConnection file = new(Path.Combine(copy.Folder, HubFile.Name));
        Assert.True(file.Number("SELECT count(*) FROM set_aside") > 0);
    }

    [Fact]
    public async Task WhatIsWhole_RunsToItsEnd()
    {
        await using HubFixture hub = Store.Functions(new TaskCompletionSource());
        foreach (string file in Directory.GetFiles(store.Folder))
        {
            File.Copy(file, Path.Combine(hub.Folder, Path.GetFileName(file)), overwrite: true);
        }

        Alter(hub.Folder, "UPDATE history SET event = '{' WHERE instance = 'live-1' AND number = 0");
        await hub.StartAsync();
        await hub.Client.RaiseEventAsync("live-2", "go", true);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.EndAsync("live-2")).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await hub.EndAsync("live-1")).RuntimeStatus);
    }

    private static async Task<string> CheckAsync(string folder, string damage)
    {
        Log log = new();
        try
        {
            using SqliteHub hub = new(folder, 1, log);
            HubClient client = Client(hub);
            foreach (OrchestrationMetadata instance in await ListAsync(client))
            {
                Assert.True(instance.IsCompleted || hub.Live.Find(instance.InstanceId) is not null, $"{damage}: {instance.InstanceId} would run for ever");
                Assert.True(!instance.IsCompleted || (await client.PurgeInstanceAsync(instance.InstanceId)).PurgedInstanceCount == 1, $"{damage}: {instance.InstanceId} cannot be deleted");
            }
        }
        catch (StoreRefusedException refused)
        {
            // At the start; or at work, where the damage lies in a page that nothing read before.
            Assert.True(refused.Code is "HUB_DAMAGED" or "HUB_VERSION_UNSUPPORTED", $"{damage}: {refused.Message}");
            return "refused";
        }
        catch (Exception other) when (other is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{damage}: no code tells it", other);
        }

        return log.Lines.IsEmpty ? "whole" : "set aside";
    }

    private static HubClient Client(SqliteHub hub) => new(hub.Client, null, Microsoft.DurableTask.Converters.JsonDataConverter.Default, _ => true, "");

    private static async Task<List<OrchestrationMetadata>> ListAsync(HubClient client)
    {
        List<OrchestrationMetadata> all = [];
        await foreach (OrchestrationMetadata instance in client.GetAllInstancesAsync())
        {
            all.Add(instance);
        }

        return all;
    }

    private static void Alter(string folder, string sql)
    {
        using HubConnection file = new(Path.Combine(folder, HubFile.Name));
        Assert.True(file.Execute(sql) > 0, $"nothing was damaged by {sql}");
    }

    private sealed class Log : ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));
    }

    private sealed class TemporaryCopy : IDisposable
    {
        public TemporaryCopy(string folder)
        {
            foreach (string file in Directory.GetFiles(folder))
            {
                File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
            }
        }

        public string Folder { get; } = Directory.CreateTempSubdirectory("damage-").FullName;

        public void Dispose() => Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A hub's folder with jobs that have ended, that wait for an event and a timer, and one whose activity was cut off.</summary>
    public sealed class Store : IAsyncLifetime
    {
        private readonly TaskCompletionSource _never = new();
        private HubFixture? _hub;

        public string Folder => _hub!.Folder;

        internal static HubFixture Functions(TaskCompletionSource gate) => new HubFixture(workers: 2)
            .Activity<int, int>("Double", number => Task.FromResult(2 * number))
            .Activity<int, int>("Works", async number =>
            {
                await gate.Task;
                return number;
            })
            .Orchestrator<int, int>("Ends", (context, number) => context.CallActivityAsync<int>("Double", number)!)
            .Orchestrator<int, int>("Working", (context, number) => context.CallActivityAsync<int>("Works", number)!)
            .Orchestrator<int, int>("Waits", async (context, number) =>
            {
                int doubled = await context.CallActivityAsync<int>("Double", number);
                using CancellationTokenSource waited = new();
                Task timer = context.CreateTimer(context.CurrentUtcDateTime.AddHours(20), waited.Token);
                await Task.WhenAny(context.WaitForExternalEvent<bool>("go"), timer);
                waited.Cancel();
                return doubled;
            });

        public async Task InitializeAsync()
        {
            _hub = await Functions(_never).StartAsync();
            for (int i = 1; i <= 4; i++)
            {
                await _hub.EndAsync(await _hub.BeginAsync("Ends", i, $"ended-{i}"));
                string live = await _hub.BeginAsync("Waits", i, $"live-{i}");
                await _hub.UntilAsync(async () => (await _hub.Client.ReadHistoryAsync((await _hub.Client.FindAsync(live))!)).Any(item => item is DurableTask.Core.History.TimerCreatedEvent));
            }

            await _hub.BeginAsync("Working", 1, "working");
            await _hub.UntilAsync(() => _hub.Runs.Contains("Works 1"));
            await _hub.StopAsync();
        }

        public Task DisposeAsync()
        {
            Directory.Delete(Folder, recursive: true);
            return Task.CompletedTask;
        }
    }
}
