using DurableTask.Core.Exceptions;
using MakeDevice.Local.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Local.Tests.Durable;

public sealed class OrchestrationTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task FanOutAndFanIn_SumsWhatItsActivitiesReturn()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Activity<int, int>("Square", n => n * n)
            .Orchestrator("Sum", async context =>
            {
                int count = context.GetInput<int>();
                int[] squares = await Task.WhenAll(Enumerable.Range(1, count).Select(n => context.CallActivityAsync<int>("Square", n)));
                return squares.Sum();
            })
            .Start();

        OrchestrationMetadata end = await fixture.RunAsync("Sum", 10);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal(385, end.ReadOutputAs<int>());
        Assert.Equal(10, end.ReadInputAs<int>());
        Assert.Equal(10, fixture.Runs.Count);
    }

    [Fact]
    public async Task AnActivityThatFails_IsRetriedWithGrowingWaits_ThenFails()
    {
        List<DateTime> attempts = [];
        await using EngineFixture fixture = new EngineFixture(workers: 1)
            .Activity<string, int>("Broken", _ =>
            {
                attempts.Add(DateTime.UtcNow);
                throw new InvalidDataException("no such layer");
            })
            .Orchestrator("Try", async context =>
                await context.CallActivityAsync<int>("Broken", "x", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(60), 2))))
            .Start();

        OrchestrationMetadata end = await fixture.RunAsync("Try");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal(3, attempts.Count);
        Assert.True(attempts[1] - attempts[0] >= TimeSpan.FromMilliseconds(60));
        Assert.True(attempts[2] - attempts[1] >= TimeSpan.FromMilliseconds(120));
        Assert.Contains("Task 'Broken' (#4) failed with an unhandled exception: no such layer", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.True(end.FailureDetails.IsCausedBy<TaskFailedException>());
        Assert.True(end.FailureDetails.InnerFailure!.IsCausedBy<IOException>() || end.FailureDetails.InnerFailure.IsCausedBy<InvalidDataException>());
    }

    [Fact]
    public async Task ARetryPolicy_CanRefuseAFailure()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Activity<string, int>("Broken", _ => throw new ArgumentException("bad input"))
            .Orchestrator("Try", async context =>
            {
                RetryPolicy policy = new(5, Soon) { HandleFailure = failure => !failure.IsCausedBy<ArgumentException>() };
                return await context.CallActivityAsync<int>("Broken", "x", TaskOptions.FromRetryPolicy(policy));
            })
            .Start();

        await fixture.RunAsync("Try");

        Assert.Single(fixture.Runs);
    }

    [Fact]
    public async Task ARetryHandler_DecidesByAttempt()
    {
        int runs = 0;
        await using EngineFixture fixture = new EngineFixture()
            .Activity<string, int>("Flaky", _ => ++runs < 3 ? throw new IOException("blob") : runs)
            .Orchestrator("Try", async context =>
                await context.CallActivityAsync<int>("Flaky", "x", TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 5)))
            .Start();

        Assert.Equal(3, (await fixture.RunAsync("Try")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task TheOrchestratorsException_ReachesTheCaller()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Bad", _ => throw new FormatException("PROJECT_INVALID path=size"))
            .Start();

        OrchestrationMetadata end = await fixture.RunAsync("Bad");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("System.FormatException", end.FailureDetails!.ErrorType);
        Assert.Equal("PROJECT_INVALID path=size", end.SerializedOutput);
    }

    [Fact]
    public async Task AnUnknownActivity_FailsByName()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Call", async context => await context.CallActivityAsync<int>("Nowhere"))
            .Start();

        Assert.Contains("'Nowhere' doesn't exist", (await fixture.RunAsync("Call")).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATimer_FiresNotBeforeItsTime_AndMovesTheClock()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Wait", async context =>
            {
                DateTime before = context.CurrentUtcDateTime;
                await context.CreateTimer(TimeSpan.FromMilliseconds(80), CancellationToken.None);
                return (context.CurrentUtcDateTime - before).TotalMilliseconds;
            })
            .Start();

        Assert.InRange((await fixture.RunAsync("Wait")).ReadOutputAs<double>(), 80, 10_000);
    }

    [Fact]
    public async Task Events_AreKeptUntilAwaited_InOrder()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Two", async context =>
            {
                await context.WaitForExternalEvent<bool>("go");
                return await context.WaitForExternalEvent<string>("Word") + await context.WaitForExternalEvent<string>("word");
            })
            .Start();

        string id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Two");
        await fixture.Client.RaiseEventAsync(id, "word", "a");
        await fixture.Client.RaiseEventAsync(id, "WORD", "b");
        await fixture.Client.RaiseEventAsync(id, "go", true);

        Assert.Equal("ab", (await fixture.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task AnEventThatDoesNotCome_TimesOut()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Impatient", async context =>
            {
                try
                {
                    return await context.WaitForExternalEvent<string>("never", Soon);
                }
                catch (OperationCanceledException)
                {
                    return "timed out";
                }
            })
            .Orchestrator("Patient", async context => await context.WaitForExternalEvent<string>("soon", TimeSpan.FromMinutes(5)))
            .Start();

        Assert.Equal("timed out", (await fixture.RunAsync("Impatient")).ReadOutputAs<string>());
        string id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Patient");
        await fixture.Client.RaiseEventAsync(id, "soon", "here");
        Assert.Equal("here", (await fixture.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task CustomStatus_IsSeenWhileRunning_AndRefusedAbove16Kb()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Report", async context =>
            {
                context.SetCustomStatus(new { phase = "route", progress = 40 });
                await context.WaitForExternalEvent<bool>("go");
                context.SetCustomStatus(new string('x', 8191));
                return 0;
            })
            .Start();

        string id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Report");
        await fixture.UntilAsync(() => fixture.Engine.Find(id)!.CustomStatus is not null);
        Assert.Equal("""{"phase":"route","progress":40}""", fixture.Engine.Find(id)!.CustomStatus);

        await fixture.Client.RaiseEventAsync(id, "go", true);
        OrchestrationMetadata end = await fixture.EndAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("must not exceed 16 KB", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminate_EndsAtOnce_AndCancelsWhatRuns()
    {
        TaskCompletionSource running = new();
        TaskCompletionSource cancelled = new();
        await using EngineFixture fixture = new EngineFixture()
            .Activity<int, int>("Endless", async (_, token) =>
            {
                running.SetResult();
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    cancelled.SetResult();
                }

                return 0;
            })
            .Orchestrator("Job", async context => await context.CallActivityAsync<int>("Endless", 1))
            .Start();

        string id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Job");
        await running.Task;
        await fixture.Client.TerminateInstanceAsync(id, "user went away");
        OrchestrationMetadata end = await fixture.EndAsync(id);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Equal("user went away", end.ReadOutputAs<string>());
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Client.TerminateInstanceAsync(id));
        await Assert.ThrowsAsync<InvalidOperationException>(() => fixture.Client.RaiseEventAsync(id, "late", 1));
        await Assert.ThrowsAsync<ArgumentException>(() => fixture.Client.TerminateInstanceAsync("unknown"));
    }

    [Fact]
    public async Task Suspend_HoldsResultsBack_UntilResume()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Activity<int, int>("Double", n => 2 * n)
            .Orchestrator("Job", async context =>
            {
                int n = await context.WaitForExternalEvent<int>("n");
                return await context.CallActivityAsync<int>("Double", n);
            })
            .Start();

        string id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Job");
        await fixture.Client.SuspendInstanceAsync(id, "coffee");
        await fixture.Client.RaiseEventAsync(id, "n", 21);
        await Task.Delay(50);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, fixture.Engine.Find(id)!.Status);
        Assert.Empty(fixture.Runs);

        await fixture.Client.ResumeInstanceAsync(id);
        Assert.Equal(42, (await fixture.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task SubOrchestrations_ReturnAndFail()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Child", context => context.GetInput<int>() < 0
                ? throw new ArgumentException("negative")
                : Task.FromResult<object?>($"{context.GetInput<int>()} of {context.Parent!.InstanceId}"))
            .Orchestrator("Parent", async context =>
            {
                string answer = await context.CallSubOrchestratorAsync<string>("Child", 7);
                try
                {
                    await context.CallSubOrchestratorAsync("Child", -1, new SubOrchestrationOptions(instanceId: "negative-child"));
                }
                catch (TaskFailedException failed)
                {
                    answer += " " + failed.FailureDetails.ErrorMessage;
                }

                return answer;
            })
            .Start();

        OrchestrationMetadata end = await fixture.RunAsync("Parent", null, "family");

        Assert.Equal("7 of family negative", end.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await fixture.Client.GetInstanceAsync("negative-child", true))!.RuntimeStatus);
        Assert.Equal(3, (await fixture.Client.PurgeInstanceAsync("family", new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount);
    }

    [Fact]
    public async Task ContinueAsNew_StartsOver_AndKeepsEvents()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Count", async context =>
            {
                int sum = context.GetInput<int>() + await context.WaitForExternalEvent<int>("add");
                if (sum < 6)
                {
                    context.ContinueAsNew(sum);
                    return null;
                }

                return sum;
            })
            .Start();

        string id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Count", 0);
        await Task.WhenAll(Enumerable.Range(1, 3).Select(n => fixture.Client.RaiseEventAsync(id, "add", n)));

        Assert.Equal(6, (await fixture.EndAsync(id)).ReadOutputAs<int>());
        Assert.Equal(2, fixture.Engine.Find(id)!.Started.Generation);
    }

    [Fact]
    public async Task AnIdInUse_IsRefused_AnEndedOneIsReplaced()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Job", async context => await context.WaitForExternalEvent<string>("go"))
            .Start();

        await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Job", null, new StartOrchestrationOptions("one"));
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => fixture.Client.ScheduleNewOrchestrationInstanceAsync("Job", null, new StartOrchestrationOptions("one")));
        await fixture.Client.RaiseEventAsync("one", "go", "first");
        await fixture.EndAsync("one");
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => fixture.Client.ScheduleNewOrchestrationInstanceAsync(
            "Job", new StartOrchestrationOptions("one").WithDedupeStatuses(OrchestrationRuntimeStatus.Completed)));

        await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Job", null, new StartOrchestrationOptions("one"));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await fixture.Client.WaitForInstanceStartAsync("one")).RuntimeStatus);
        await fixture.Client.RaiseEventAsync("one", "go", "second");
        Assert.Equal("second", (await fixture.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task OfManyStartsOfOneId_OneWins()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Job", async context => await context.WaitForExternalEvent<string>("go"))
            .Start();

        bool[] won = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(async () =>
        {
            try
            {
                await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Job", null, new StartOrchestrationOptions("same"));
                return true;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return false;
            }
        })));

        Assert.Single(won, true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a\nb")]
    [InlineData("@entity@1")]
    public async Task AnIdThatAzureWouldNotTake_IsRefused(string id)
    {
        await using EngineFixture fixture = new EngineFixture().Orchestrator("Job", _ => Task.FromResult<object?>(1)).Start();

        await Assert.ThrowsAsync<ArgumentException>(
            () => fixture.Client.ScheduleNewOrchestrationInstanceAsync("Job", null, new StartOrchestrationOptions(id)));
        Assert.Empty(Directory.EnumerateFiles(fixture.Folder, "*.journal", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task AScheduledStart_WaitsForItsTime_ButTakesEventsBefore()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Later", async context => await context.WaitForExternalEvent<string>("early"))
            .Start();

        DateTimeOffset at = DateTimeOffset.UtcNow.AddMilliseconds(150);
        string id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Later", null, new StartOrchestrationOptions(StartAt: at));
        await fixture.Client.RaiseEventAsync(id, "early", "bird");
        Assert.Equal(OrchestrationRuntimeStatus.Pending, fixture.Engine.Find(id)!.Status);

        OrchestrationMetadata end = await fixture.EndAsync(id);
        Assert.Equal("bird", end.ReadOutputAs<string>());
        Assert.True(end.LastUpdatedAt >= at);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AwaitingSomethingThatIsNotDurable_Fails(bool configureAwait)
    {
        await using EngineFixture fixture = new EngineFixture()
            .Activity<int, int>("Work", async (n, _) =>
            {
                await Task.Delay(300);
                return n;
            })
            .Orchestrator("Bad", async context =>
            {
                Task<int> work = context.CallActivityAsync<int>("Work", 1);
                await Task.Delay(5).ConfigureAwait(configureAwait);
                context.SetCustomStatus("never");
                return await work;
            })
            .Start();

        OrchestrationMetadata end = await fixture.RunAsync("Bad");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("invalid asynchronous invocation", end.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DuplicatedAndReorderedAnswers_ChangeNothing()
    {
        List<TaskCompletionSource<int>> gates = [.. Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource<int>())];
        await using EngineFixture fixture = new EngineFixture()
            .Activity<int, int>("Gate", (n, _) => gates[n].Task)
            .Orchestrator("All", async context =>
                string.Join(",", await Task.WhenAll(Enumerable.Range(0, 4).Select(n => context.CallActivityAsync<int>("Gate", n)))))
            .Start();

        string id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("All");
        await fixture.UntilAsync(() => fixture.Runs.Count == 4);
        OrchestrationInstance instance = fixture.Engine.FindLive(id)!;
        instance.Deliver(new TaskCompleted(3, "33"), 0);
        instance.Deliver(new TaskCompleted(3, "44"), 0);
        instance.Deliver(new TaskCompleted(99, "1"), 0);
        instance.Deliver(new TimerFired(98), 0);
        instance.Deliver(new TaskCompleted(0, "0"), 7); // of a generation that never was
        for (int n = 3; n >= 0; n--)
        {
            gates[n].SetResult(n);
            await Task.Delay(5);
        }

        Assert.Equal("0,1,2,33", (await fixture.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task NewGuid_IsVersion5_AndDiffersByCall()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Ids", context => Task.FromResult<object?>(new[] { context.NewGuid(), context.NewGuid() }))
            .Start();

        Guid[] ids = (await fixture.RunAsync("Ids")).ReadOutputAs<Guid[]>()!;

        Assert.NotEqual(ids[0], ids[1]);
        Assert.All(ids, id => Assert.Equal(5, id.Version));
    }

    [Fact]
    public async Task Purge_RemovesOnlyWhatHasEnded()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Quick", _ => Task.FromResult<object?>("done"))
            .Orchestrator("Slow", async context => await context.WaitForExternalEvent<string>("go"))
            .Start();
        await fixture.RunAsync("Quick", null, "a");
        await fixture.RunAsync("Quick", null, "b");
        await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Slow", null, new StartOrchestrationOptions("c"));

        Assert.Equal(1, (await fixture.Client.PurgeInstanceAsync("a")).PurgedInstanceCount);
        Assert.Equal(0, (await fixture.Client.PurgeInstanceAsync("a")).PurgedInstanceCount);
        Assert.Equal(0, (await fixture.Client.PurgeInstanceAsync("c")).PurgedInstanceCount);
        Assert.Null(await fixture.Client.GetInstanceAsync("a"));
        Assert.Equal(0, (await fixture.Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(CreatedTo: DateTimeOffset.UtcNow.AddHours(-1)))).PurgedInstanceCount);
        Assert.Equal(1, (await fixture.Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Completed]))).PurgedInstanceCount);
        Assert.NotNull(await fixture.Client.GetInstanceAsync("c"));
    }

    [Fact]
    public async Task Listings_ArePagedAndFiltered()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Quick", _ => Task.FromResult<object?>("done"))
            .Orchestrator("Slow", async context => await context.WaitForExternalEvent<string>("go"))
            .Start();
        for (int i = 0; i < 5; i++)
        {
            await fixture.RunAsync("Quick", i, $"quick-{i}");
        }

        await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Slow", 9, new StartOrchestrationOptions("slow-0"));
        await fixture.Client.WaitForInstanceStartAsync("slow-0");

        List<int> pages = [];
        List<string> ids = [];
        await foreach (Page<OrchestrationMetadata> page in fixture.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 4)).AsPages())
        {
            pages.Add(page.Values.Count);
            ids.AddRange(page.Values.Select(v => v.InstanceId));
        }

        Assert.Equal([4, 2], pages);
        Assert.Equal(["quick-0", "quick-1", "quick-2", "quick-3", "quick-4", "slow-0"], ids);
        OrchestrationQuery running = new(Statuses: [OrchestrationRuntimeStatus.Running], FetchInputsAndOutputs: true);
        List<OrchestrationMetadata> live = [];
        await foreach (OrchestrationMetadata one in fixture.Client.GetAllInstancesAsync(running))
        {
            live.Add(one);
        }

        Assert.Equal(9, Assert.Single(live).ReadInputAs<int>());
    }

    [Fact]
    public async Task AHundredInstances_DoNotDisturbEachOther()
    {
        await using EngineFixture fixture = new EngineFixture(workers: 2)
            .Activity<int[], int>("Add", pair => pair[0] + pair[1])
            .Orchestrator("Chain", async context =>
            {
                int own = context.GetInput<int>();
                int sum = 0;
                for (int i = 0; i < 5; i++)
                {
                    int[] parts = await Task.WhenAll(
                        context.CallActivityAsync<int>("Add", new[] { sum, own }), context.CallActivityAsync<int>("Add", new[] { own, i }));
                    sum = parts[0];
                    context.SetCustomStatus(sum);
                }

                return sum;
            })
            .Start();

        OrchestrationMetadata[] ends = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => Task.Run(() => fixture.RunAsync("Chain", n))));

        Assert.Equal(Enumerable.Range(0, 100).Select(n => 5 * n), ends.Select(end => end.ReadOutputAs<int>()));
        Assert.Empty(fixture.Engine.Live);
    }
}
