using MakeDevice.Local.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Local.Tests.Durable;

/// <summary>What a crash may leave behind, and what comes of it.</summary>
public sealed class RecoveryTests
{
    private const string Expected = "\"a1,b2,c3|child 5|word\"";

    /// <summary>The journal of a job that uses everything, cut anywhere, ends in the same output.</summary>
    [Fact]
    public async Task AJournalCutAtEveryRecord_AndAtRandomBytes_EndsTheSame()
    {
        (byte[] journal, List<long> records) = await RecordedJobAsync();
        Random random = new(20);
        IEnumerable<long> anywhere = Enumerable.Range(0, 80).Select(_ => random.NextInt64(records[0], journal.Length));

        foreach (long at in records.Concat(anywhere).Distinct().Order())
        {
            string output = await ResumeAsync(journal[..(int)at]);
            Assert.True(Expected == output, $"cut at byte {at}: {output}");
        }
    }

    [Fact]
    public async Task AJournalWithAFlippedByte_GoesOnFromTheLastSoundRecord()
    {
        (byte[] journal, List<long> records) = await RecordedJobAsync();
        Random random = new(4711);
        for (int i = 0; i < 40; i++)
        {
            byte[] damaged = (byte[])journal.Clone();
            damaged[random.Next((int)records[0], damaged.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Equal(Expected, await ResumeAsync(damaged));
        }
    }

    [Fact]
    public async Task AStartThatWasNotWhollyWritten_NeverWas()
    {
        (byte[] journal, List<long> records) = await RecordedJobAsync();
        await using EngineFixture fixture = Job();
        Plant(fixture, journal[..(int)(records[0] - 1)]);

        fixture.Start();

        Assert.Null(await fixture.Client.GetInstanceAsync("job"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(fixture.Folder, "live")));
    }

    [Fact]
    public async Task AfterARestart_OnlyWhatIsMissingIsRunAgain()
    {
        TaskCompletionSource gate = new();
        await using EngineFixture fixture = new EngineFixture()
            .Activity<int, int>("Step", async (n, token) =>
            {
                if (n == 2)
                {
                    await gate.Task.WaitAsync(token);
                }

                return n * 10;
            })
            .Orchestrator("Job", async context =>
                (await Task.WhenAll(Enumerable.Range(0, 3).Select(n => context.CallActivityAsync<int>("Step", n)))).Sum())
            .Start();
        string id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Job");
        await fixture.UntilAsync(() => Journal.Read(fixture.JournalOf(id)).Events.OfType<TaskCompleted>().Count() == 2);

        await fixture.RestartAsync();
        await fixture.UntilAsync(() => fixture.Runs.Count == 4);
        gate.SetResult();

        Assert.Equal(30, (await fixture.EndAsync(id)).ReadOutputAs<int>());
        Assert.Equal(["0", "1", "2", "2"], fixture.Runs.Select(run => run.Input).Order());
    }

    [Fact]
    public async Task ATimer_GoesOnAfterARestart()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Wait", async context =>
            {
                DateTime before = context.CurrentUtcDateTime;
                await context.CreateTimer(TimeSpan.FromMilliseconds(400), CancellationToken.None);
                return (context.CurrentUtcDateTime - before).TotalMilliseconds;
            })
            .Start();
        string id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await fixture.Client.WaitForInstanceStartAsync(id);

        await fixture.RestartAsync();

        Assert.InRange((await fixture.EndAsync(id)).ReadOutputAs<double>(), 400, 20_000);
    }

    [Fact]
    public async Task SuspensionAndStatus_SurviveARestart()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Job", async context =>
            {
                context.SetCustomStatus("waiting");
                return await context.WaitForExternalEvent<string>("go");
            })
            .Start();
        string id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Job");
        await fixture.Client.WaitForInstanceStartAsync(id);
        await fixture.Client.SuspendInstanceAsync(id);
        await fixture.Client.RaiseEventAsync(id, "go", "on");

        await fixture.RestartAsync();

        OrchestrationMetadata suspended = (await fixture.Client.GetInstanceAsync(id, true))!;
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, suspended.RuntimeStatus);
        Assert.Equal("waiting", suspended.ReadCustomStatusAs<string>());
        await fixture.Client.ResumeInstanceAsync(id);
        Assert.Equal("on", (await fixture.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task AParent_LearnsOfAChildThatEndedWhileTheParentWasNotTold()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Child", async context => await context.WaitForExternalEvent<string>("go"))
            .Orchestrator("Parent", async context =>
                await context.CallSubOrchestratorAsync<string>("Child", null, new SubOrchestrationOptions(instanceId: "child")))
            .Start();
        string id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Parent");
        await fixture.UntilAsync(() => fixture.Engine.FindLive("child") is not null);
        byte[] before = File.ReadAllBytes(fixture.JournalOf(id));
        await fixture.Client.RaiseEventAsync("child", "go", "grown up");
        await fixture.EndAsync(id);
        string done = fixture.JournalOf(id);
        await fixture.Engine.DisposeAsync();

        // As if the host had died before the parent's journal knew: its file is as it was, and not filed away.
        File.Delete(done);
        File.WriteAllBytes(Path.Combine(fixture.Folder, "live", Path.GetFileName(done)), before);
        fixture.Start();

        Assert.Equal("grown up", (await fixture.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task EndedInstances_AreReadFromDiskAfterARestart()
    {
        await using EngineFixture fixture = new EngineFixture()
            .Orchestrator("Quick", _ => Task.FromResult<object?>(new { bytes = 7 }))
            .Start();
        await fixture.RunAsync("Quick", "in", "x");

        await fixture.RestartAsync();

        OrchestrationMetadata end = (await fixture.Client.GetInstanceAsync("x", true))!;
        Assert.Equal("""{"bytes":7}""", end.SerializedOutput);
        Assert.Equal("in", end.ReadInputAs<string>());
        Assert.Empty(fixture.Engine.Live);
    }

    [Theory]
    [InlineData("renamed", "history has activity 'First' as decision 0, but the code made activity 'Other' as decision 0.")]
    [InlineData("fewer", "history has activity 'First' as decision 0, but the code made none.")]
    [InlineData("more", "the code made activity 'Extra' as decision 1, which history lacks.")]
    [InlineData("kind", "history has activity 'First' as decision 0, but the code made timer as decision 0.")]
    public async Task AnOrchestratorThatDecidesOtherwise_FailsClearly(string change, string message)
    {
        bool changed = false;
        await using EngineFixture fixture = new EngineFixture()
            .Activity<int, int>("First", n => n)
            .Activity<int, int>("Other", n => n)
            .Activity<int, int>("Extra", n => n)
            .Orchestrator("Job", async context =>
            {
                switch (changed ? change : "")
                {
                    case "renamed":
                        await context.CallActivityAsync<int>("Other", 0);
                        break;
                    case "fewer":
                        break;
                    case "kind":
                        await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                        break;
                    case "more":
                        await Task.WhenAll(context.CallActivityAsync<int>("First", 0), context.CallActivityAsync<int>("Extra", 0));
                        break;
                    default:
                        await context.CallActivityAsync<int>("First", 0);
                        break;
                }

                return await context.WaitForExternalEvent<string>("go");
            })
            .Start();
        string id = await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Job");
        await fixture.UntilAsync(() => Journal.Read(fixture.JournalOf(id)).Events is [.., TaskCompleted, TurnEnded]);

        changed = true;
        await fixture.RestartAsync();
        OrchestrationMetadata end = await fixture.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("Non-deterministic orchestrator: " + message, end.FailureDetails!.ErrorMessage);
    }

    [Fact]
    public async Task AnOrchestratorThatIsGone_FailsItsInstances()
    {
        string folder = Directory.CreateTempSubdirectory("engine-").FullName;
        await using (EngineFixture before = new EngineFixture(folder: folder)
            .Orchestrator("Old", async context => await context.WaitForExternalEvent<string>("go")).Start())
        {
            await before.Client.ScheduleNewOrchestrationInstanceAsync("Old", null, new StartOrchestrationOptions("x"));
        }

        await using EngineFixture after = new EngineFixture(folder: folder).Start();
        Assert.Contains("'Old' does not exist", (await after.EndAsync("x")).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoHostsOnOneFolder_AreRefused()
    {
        await using EngineFixture first = new EngineFixture().Start();

        IOException refused = Assert.Throws<IOException>(() => new EngineFixture(folder: first.Folder).Start());
        Assert.StartsWith("STORAGE_IN_USE ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AJournalThatCannotBeWritten_LosesNothing()
    {
        await using EngineFixture fixture = Job();
        fixture.Start();
        await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Everything", null, new StartOrchestrationOptions("job"));
        await fixture.UntilAsync(() => Journal.Read(fixture.JournalOf("job")).Events.OfType<ChildCompleted>().Any());
        string journal = fixture.JournalOf("job");

        File.Move(journal, journal + ".away"); // opening it fails, as on a full or vanished disk
        await Assert.ThrowsAnyAsync<IOException>(() => fixture.Client.RaiseEventAsync("job", "word", "lost"));
        File.Move(journal + ".away", journal);
        await fixture.Client.RaiseEventAsync("job", "word", "word");

        Assert.Equal(Expected, (await fixture.EndAsync("job")).SerializedOutput);
    }

    [Fact]
    public async Task LoggersOfTheContext_AreSilentInAReplay()
    {
        List<string> lines = [];
        using ListLoggers loggers = new(lines);
        string folder = Directory.CreateTempSubdirectory("engine-").FullName;
        EngineFixture functions = new EngineFixture(folder: folder).Orchestrator("Job", async context =>
        {
            ILogger log = context.CreateReplaySafeLogger("job");
            log.LogInformation("begun");
            string word = await context.WaitForExternalEvent<string>("go");
            log.LogInformation("got {Word}", word);
            return word;
        });
        await using (DurableEngine first = new(new EngineOptions(folder, 1, TimeSpan.FromMinutes(1)), functions, functions.Converter, loggers))
        {
            EngineClient client = new(first, () => null, null);
            await client.ScheduleNewOrchestrationInstanceAsync("Job", null, new StartOrchestrationOptions("x"));
            await client.WaitForInstanceStartAsync("x");
            for (int i = 0; i < 500 && lines.Count == 0; i++)
            {
                await Task.Delay(10);
            }
        }

        await using DurableEngine second = new(new EngineOptions(folder, 1, TimeSpan.FromMinutes(1)), functions, functions.Converter, loggers);
        second.Start();
        EngineClient again = new(second, () => null, null);
        await again.RaiseEventAsync("x", "go", "on");
        await again.WaitForInstanceCompletionAsync("x");

        lock (lines)
        {
            Assert.Equal(["begun", "got on"], lines);
        }
    }

    private static EngineFixture Job() => new EngineFixture()
        .Activity<string, string>("Number", letter => letter + (letter[0] - 'a' + 1))
        .Activity<int, int>("Flaky", n => n < 0 ? throw new IOException("blob") : n)
        .Orchestrator("Child", async context => $"child {await context.CallActivityAsync<int>("Flaky", context.GetInput<int>())}")
        .Orchestrator("Everything", async context =>
        {
            context.SetCustomStatus(new { phase = "fan out" });
            string[] parts = await Task.WhenAll(new[] { "a", "b", "c" }.Select(l => context.CallActivityAsync<string>("Number", l)));
            try
            {
                await context.CallActivityAsync<int>("Flaky", -1, TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMilliseconds(1))));
            }
            catch (TaskFailedException)
            {
                context.SetCustomStatus(new { phase = "failed as expected" });
            }

            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
            string child = await context.CallSubOrchestratorAsync<string>("Child", 5);
            string word = await context.WaitForExternalEvent<string>("word", TimeSpan.FromMinutes(10));
            return $"{string.Join(',', parts)}|{child}|{word}";
        });

    private static async Task<(byte[] Journal, List<long> Records)> RecordedJobAsync()
    {
        await using EngineFixture fixture = Job();
        fixture.Start();
        await fixture.Client.ScheduleNewOrchestrationInstanceAsync("Everything", null, new StartOrchestrationOptions("job"));
        await fixture.Client.RaiseEventAsync("job", "word", "word");
        Assert.Equal(Expected, (await fixture.EndAsync("job")).SerializedOutput);
        byte[] journal = File.ReadAllBytes(fixture.JournalOf("job"));
        List<long> records = [];
        for (int at = 8; at < journal.Length; at += 8 + BitConverter.ToInt32(journal, at))
        {
            records.Add(at + 8 + BitConverter.ToInt32(journal, at));
        }

        Assert.True(records.Count > 30);
        return (journal, records);
    }

    private static async Task<string> ResumeAsync(byte[] journal)
    {
        await using EngineFixture fixture = Job();
        Plant(fixture, journal);
        fixture.Start();
        if (fixture.Engine.FindLive("job") is not null && fixture.Engine.Store.ReadHistory("job").OfType<EventRaised>().FirstOrDefault() is null)
        {
            await fixture.Client.RaiseEventAsync("job", "word", "word");
        }

        return (await fixture.EndAsync("job")).SerializedOutput!;
    }

    private static void Plant(EngineFixture fixture, byte[] journal)
    {
        string live = Directory.CreateDirectory(Path.Combine(fixture.Folder, "live")).FullName;
        string name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("job"u8));
        File.WriteAllBytes(Path.Combine(live, name + ".journal"), journal);
    }

    private sealed class ListLoggers(List<string> lines) : ILoggerFactory, ILogger
    {
        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public ILogger CreateLogger(string categoryName) => categoryName == "job" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
