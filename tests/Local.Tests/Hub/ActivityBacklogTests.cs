using DurableTask.Core;
using DurableTask.Core.History;
using MakeDevice.Functions.Jobs;
using MakeDevice.Hub;
using Microsoft.DurableTask;

namespace Local.Tests.Hub;

/// <summary>Who gets the next worker: on a clock that the test moves, and once through DurableTask.Core's own dispatcher.</summary>
public sealed class ActivityBacklogTests : IDisposable
{
    private const int Workers = 2;
    private static readonly DateTime Noon = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly ManualClock _clock = new();
    private readonly ActivityBacklog _backlog;
    private long _number;

    public ActivityBacklogTests() => _backlog = new ActivityBacklog(Workers, _clock);

    public void Dispose() => _backlog.Dispose();

    [Fact]
    public async Task ASmallJob_DoesNotWaitBehindLongOnes_AndLongOnesTakeNoMoreThanTheWorkers()
    {
        Add("hard-1", 0, WorkTags.Long);
        Add("hard-2", 1, WorkTags.Long);
        Add("hard-3", 2, WorkTags.Long);
        Assert.Equal("hard-1", await TakeAsync());
        Assert.Equal("hard-2", await TakeAsync());
        Assert.Null(await TakeAsync());

        for (int stage = 0; stage < 4; stage++)
        {
            long small = Add("small", 3, WorkTags.Short);
            Assert.Equal("small", await TakeAsync());
            Assert.Null(await TakeAsync());
            _backlog.End(small);
        }

        _backlog.End(1);
        Assert.Equal("hard-3", await TakeAsync());
    }

    [Fact]
    public async Task ShortWork_ComesBeforeLongWork_ThatIsOlder()
    {
        Add("hard", 0, WorkTags.Long);
        Add("small", 1, WorkTags.Short);

        Assert.Equal(("small", "hard"), (await TakeAsync(), await TakeAsync()));
    }

    [Fact]
    public async Task WithoutLongWork_ThereAreAsManyAtOnceAsWorkers_TheOldestFirst()
    {
        Add("third", 3, WorkTags.Short);
        Add("first", 1, WorkTags.Short);
        Add("second", 2, WorkTags.Short);

        Assert.Equal(("first", "second", (string?)null), (await TakeAsync(), await TakeAsync(), await TakeAsync()));
    }

    [Fact]
    public async Task WhatControlsAJob_WaitsForNoLongWork_NotEvenItsOwn()
    {
        Add("hard", 0, WorkTags.Long);
        Add("hard", 0, WorkTags.Long);
        Add("hard", 0, WorkTags.Long);
        Assert.Equal("hard", await TakeAsync());
        Assert.Equal("hard", await TakeAsync());

        long stop = Add("hard", 0, null);

        Assert.Equal(stop, (await _backlog.TakeAsync(TimeSpan.Zero, default))!.Number);
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task AJobThatTurnsOutLong_IsALongOneFromThenOn()
    {
        await RunAsync("posed", 0, TimeSpan.FromSeconds(30));
        Add("posed", 0, WorkTags.Short);
        Add("small", 1, WorkTags.Short);

        Assert.Equal(("small", "posed"), (await TakeAsync(), await TakeAsync()));
    }

    [Fact]
    public async Task AClientWithManyJobs_DoesNotKeepAnotherWaiting()
    {
        for (int job = 0; job < 6; job++)
        {
            await RunAsync($"many-{job}", job, TimeSpan.FromSeconds(5), "greedy");
        }

        for (int job = 0; job < 6; job++)
        {
            Add($"many-{job}", job, WorkTags.Short, "greedy");
        }

        Add("one", 9, WorkTags.Short, "modest");

        Assert.Equal("one", await TakeAsync());
        Assert.Equal("many-0", await TakeAsync());
    }

    [Fact]
    public async Task OfTwoLongJobs_TheOneThatHadLessComesFirst_UntilTheOtherHasWaitedAsLong()
    {
        await RunAsync("old", 0, TimeSpan.FromMinutes(5));
        Add("old", 0, WorkTags.Long);
        Add("new", 9, WorkTags.Long);
        Assert.Equal("new", await TakeAsync());

        _clock.Advance(TimeSpan.FromMinutes(6));
        Add("newer", 10, WorkTags.Long);
        Assert.Equal("old", await TakeAsync());
    }

    [Fact]
    public async Task AnEndedJob_LeavesNothingBehind()
    {
        Add("gone", 0, WorkTags.Short);
        long running = Add("gone", 0, WorkTags.Short);
        await TakeAsync();
        _backlog.Forget("gone");
        _backlog.End(running);

        Assert.Equal(0, _backlog.Count);
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task ThroughTheDispatcher_ASmallJobEnds_WhileLongWorkHasAllWorkers()
    {
        TaskCompletionSource gate = new();
        await using HubFixture hub = await new HubFixture(Workers)
            .Activity<string, bool>("Work", async name =>
            {
                await (name.StartsWith("hard", StringComparison.Ordinal) ? gate.Task : Task.CompletedTask);
                return true;
            })
            .Orchestrator<string, bool>("Job", async (context, name) =>
            {
                TaskOptions options = TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(1))) with
                {
                    Tags = new Dictionary<string, string> { [WorkTags.Work] = name!.StartsWith("hard", StringComparison.Ordinal) ? WorkTags.Long : WorkTags.Short },
                };
                return await context.CallActivityAsync<bool>("Work", name, options) && await context.CallActivityAsync<bool>("Work", name, options);
            })
            .StartAsync();
        for (int job = 0; job < 4; job++)
        {
            await hub.BeginAsync("Job", $"hard {job}");
        }

        await hub.UntilAsync(() => hub.Runs.Count == Workers);
        await hub.EndAsync(await hub.BeginAsync("Job", "small"));

        // Which of the hard ones came first is up to the orchestrator's episodes; they still have every worker.
        Assert.Equal(2, hub.Runs.Count(run => run == "Work small"));
        Assert.Equal(Workers, hub.Runs.Count(run => run.StartsWith("Work hard", StringComparison.Ordinal)));
        gate.SetResult();
    }

    private async Task RunAsync(string job, int age, TimeSpan work, string client = "")
    {
        long number = Add(job, age, WorkTags.Short, client);
        Assert.Equal(job, await TakeAsync());
        _clock.Advance(work);
        _backlog.End(number);
    }

    private async Task<string?> TakeAsync() => (await _backlog.TakeAsync(TimeSpan.Zero, default))?.InstanceId;

    private long Add(string job, int age, string? work, string client = "")
    {
        TaskScheduledEvent task = new(0, "Work", null, "") { Tags = work is null ? null : new Dictionary<string, string> { [WorkTags.Work] = work } };
        HubMessage activity = new(++_number, default, new TaskMessage { OrchestrationInstance = new OrchestrationInstance { InstanceId = job }, Event = task });
        _backlog.Add(activity, new LiveInstance(Noon.AddSeconds(age), "x", []) { Client = client });
        return _number;
    }
}
