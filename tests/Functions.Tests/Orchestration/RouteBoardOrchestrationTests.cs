using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Orchestration;
using MakeDevice.Functions.Tests.Support;

namespace MakeDevice.Functions.Tests.Orchestration;

public sealed class RouteBoardOrchestrationTests
{
    private static readonly JobInput Input = new(KeepAliveSeconds: 0, MaxRunningSeconds: 600, RetrySeconds: 1, ReuseResults: true);

    [Fact]
    public void A_board_goes_through_every_stage_once()
    {
        var context = new ScriptedContext(Input, new ScriptedBoard().Run);
        var result = context.Run();

        Assert.Equal(JobOutcome.Done, result.Status);
        Assert.Equal("b.zip", result.Artifact);
        Assert.Equal(new SocketCount(80, 80), result.Sockets);
        Assert.Equal(new CopperCount(12.5, 3), result.Copper);
        Assert.Equal(1, context.CountOf(ActivityNames.Prepare));
        Assert.Equal(4 + 3 + 2, context.CountOf(ActivityNames.Route));
        Assert.Equal(3, context.CountOf(ActivityNames.Advance));
        Assert.Equal(0, context.CountOf(ActivityNames.Fabricate));
        Assert.Equal(1, context.CountOf(ActivityNames.Package));
        Assert.Equal(0, context.CountOf(ActivityNames.KeepPartial));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_order_in_which_activities_complete_does_not_matter(int seed)
    {
        var random = new Random(seed);
        var inOrder = new ScriptedContext(Input, new ScriptedBoard().Run);
        var shuffled = new ScriptedContext(Input, new ScriptedBoard().Run) { Next = random.Next };
        var expected = inOrder.Run();
        Assert.Equivalent(expected with { Seconds = 0, PreviewVersion = 0 }, shuffled.Run() with { Seconds = 0, PreviewVersion = 0 });
        Assert.Equal(Work(inOrder), Work(shuffled));

        static IEnumerable<string> Work(ScriptedContext context) => context.Calls
            .Select(c => c.Name is ActivityNames.Package ? c.Name : $"{c.Name} {c.Input}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Many_files_are_made_in_groups_at_once_before_they_are_packed()
    {
        var context = new ScriptedContext(Input, new ScriptedBoard { FileGroups = [["a", "b"], ["c"], ["d"]] }.Run);
        Assert.Equal(JobOutcome.Done, context.Run().Status);
        Assert.Equal(3, context.CountOf(ActivityNames.Fabricate));
        Assert.Equal(1 + 2 * 3 + 2, context.Waits);
        Assert.Contains(JobPhase.Packing, context.Statuses.Select(s => s.Status.Phase));
    }

    [Fact]
    public void A_board_that_is_routed_without_any_work_goes_on_at_once()
    {
        var board = new ScriptedBoard { Steps = 1, Items = 0 };
        var context = new ScriptedContext(Input, board.Run);
        Assert.Equal(JobOutcome.Done, context.Run().Status);
        Assert.Equal([ActivityNames.Prepare, ActivityNames.Advance, ActivityNames.Package], context.Calls.Select(c => c.Name));
    }

    [Fact]
    public void The_same_history_makes_the_same_calls()
    {
        var first = new ScriptedContext(Input, new ScriptedBoard().Run) { Next = new Random(7).Next };
        var again = new ScriptedContext(Input, new ScriptedBoard().Run) { Next = new Random(7).Next };
        first.Run();
        again.Run();
        Assert.Equal(first.Calls, again.Calls);
        Assert.Equal(first.Statuses.Select(s => s.Json), again.Statuses.Select(s => s.Json));
    }

    [Fact]
    public void Invalid_input_ends_the_job_without_a_repetition()
    {
        var board = new ScriptedBoard { PrepareStop = new StageStop(JobOutcome.Invalid, ["MODULE_NOT_FOUND module=a", "PROJECT_INVALID path=$ error=b"]) };
        var context = new ScriptedContext(Input, board.Run);
        var result = context.Run();
        Assert.Equal(JobOutcome.Invalid, result.Status);
        Assert.Equal(["MODULE_NOT_FOUND module=a", "PROJECT_INVALID path=$ error=b"], result.Issues);
        Assert.Null(result.Artifact);
        Assert.Equal([ActivityNames.Prepare], context.Calls.Select(c => c.Name));
        Assert.Equal(JobPhase.Ended, context.Statuses[^1].Status.Phase);
    }

    [Fact]
    public void A_storage_fault_is_repeated_with_growing_waits()
    {
        var board = new ScriptedBoard();
        var faults = 0;
        var context = new ScriptedContext(Input, (name, task) =>
            name == ActivityNames.Advance && ++faults <= 3 ? throw new IOException("storage is away") : board.Run(name, task));
        var result = context.Run();
        Assert.Equal(JobOutcome.Done, result.Status);
        Assert.Equal(3 + 3, context.CountOf(ActivityNames.Advance));
        Assert.InRange(result.Seconds, 0.7 * (1 + 2 + 4), 20);
    }

    [Fact]
    public void A_storage_that_stays_away_ends_the_job_with_a_code()
    {
        var board = new ScriptedBoard();
        var context = new ScriptedContext(Input, (name, task) => name == ActivityNames.Advance ? throw new IOException("away") : board.Run(name, task));
        var result = context.Run();
        Assert.Equal(JobOutcome.Failed, result.Status);
        Assert.Equal(["INFRASTRUCTURE_FAILURE stage=Advance"], result.Issues);
        Assert.Equal(8, context.CountOf(ActivityNames.Advance));
        Assert.InRange(result.Seconds, 60, 120); // about a minute and a half
    }

    [Fact]
    public void A_board_that_fails_its_check_is_not_delivered()
    {
        var context = new ScriptedContext(Input, new ScriptedBoard { VerifyIssues = ["VERIFICATION_FAILED kind=short"] }.Run);
        var result = context.Run();
        Assert.Equal(JobOutcome.NotVerified, result.Status);
        Assert.Equal(["VERIFICATION_FAILED kind=short"], result.Issues);
        Assert.Null(result.Artifact);
        Assert.Equal(0, context.CountOf(ActivityNames.Fabricate));
        Assert.Equal(0, context.CountOf(ActivityNames.Package));
    }

    [Fact]
    public void A_board_with_an_open_socket_is_not_delivered()
    {
        var result = new ScriptedContext(Input, new ScriptedBoard { Unconnected = 2, VerifyIssues = ["ROUTING_UNCONNECTED_SOCKETS"] }.Run).Run();
        Assert.Equal(JobOutcome.NotRouted, result.Status);
        Assert.Equal(new SocketCount(80, 78), result.Sockets);
        Assert.Equal(["m1"], result.FailedModuleIds);
    }

    [Fact]
    public void Issues_that_stop_nothing_stay_in_the_result()
    {
        var result = new ScriptedContext(Input, new ScriptedBoard { PrepareIssues = ["ROUTING_UNPAIRED_TRANSMITTER net=SWDIO"] }.Run).Run();
        Assert.Equal(JobOutcome.Done, result.Status);
        Assert.Equal(["ROUTING_UNPAIRED_TRANSMITTER net=SWDIO"], result.Issues);
        Assert.Equal([("warning", "ROUTING_UNPAIRED_TRANSMITTER")], result.IssueDetails.Select(detail => (detail.Severity, detail.Code)));
    }

    [Fact]
    public void A_result_that_is_there_already_is_taken_over()
    {
        var earlier = new JobResult { Artifact = "b.zip", Reused = true, PreviewVersion = 9 };
        var context = new ScriptedContext(Input, (name, task) => new Prepared { Reused = earlier });
        var result = context.Run();
        Assert.True(result.Reused);
        Assert.Equal("b.zip", result.Artifact);
        Assert.Single(context.Calls);
        Assert.Equal((100, 9), (context.Statuses[^1].Status.Progress, context.Statuses[^1].Status.PreviewVersion));
    }

    [Fact]
    public void A_stage_that_was_told_to_stop_keeps_the_partial_result()
    {
        var board = new ScriptedBoard();
        var context = new ScriptedContext(Input, (name, task) =>
            name == ActivityNames.Advance ? new Advanced { Stop = new StageStop(JobOutcome.Cancelled, []) } : board.Run(name, task));
        Assert.Equal(JobOutcome.Cancelled, context.Run().Status);
        Assert.Equal(1, context.CountOf(ActivityNames.KeepPartial));
        Assert.Equal(0, context.CountOf(ActivityNames.Package));
    }

    [Fact]
    public void A_job_that_runs_too_long_is_told_to_stop_and_keeps_its_partial_result_once()
    {
        var context = new ScriptedContext(Input, new ScriptedBoard().Run) { Hangs = name => name == ActivityNames.Route };
        var result = context.Run();
        Assert.Equal(JobOutcome.TimedOut, result.Status);
        Assert.Equal(["JOB_TIMED_OUT"], result.Issues);
        Assert.InRange(result.Seconds, 600, 600 + Input.StopSeconds + 1);
        Assert.Equal((1, 1), (context.CountOf(ActivityNames.AskToStop), context.CountOf(ActivityNames.KeepPartial)));
    }

    /// <summary>Whenever the deadline strikes, a board that is finished is delivered; otherwise its routing is kept, once.</summary>
    [Fact]
    public void No_deadline_throws_away_a_finished_board()
    {
        var outcomes = new HashSet<string>();
        for (var deadline = 0.5; deadline < 20; deadline++)
        {
            var sound = false;
            var board = new ScriptedBoard();
            var context = new ScriptedContext(Input with { MaxRunningSeconds = deadline }, (name, task) =>
            {
                var result = board.Run(name, task);
                sound |= result is Advanced { Board: not null };
                return result;
            })
            {
                Duration = TimeSpan.FromSeconds(1),
            };
            var status = context.Run().Status;
            outcomes.Add(status);
            Assert.Equal(sound ? JobOutcome.Done : JobOutcome.TimedOut, status);
            Assert.Equal(sound ? 0 : 1, context.CountOf(ActivityNames.KeepPartial));
        }

        Assert.Equal(2, outcomes.Count);
    }

    [Fact]
    public void Waiting_for_a_free_machine_is_no_running_time()
    {
        var wait = TimeSpan.FromHours(1);
        var context = new ScriptedContext(Input with { MaxRunningSeconds = 100 }, new ScriptedBoard { Begun = ScriptedContext.Start + wait }.Run)
        {
            FirstDuration = wait,
            Duration = TimeSpan.FromSeconds(5),
        };
        Assert.Equal(JobOutcome.Done, context.Run().Status);
    }

    [Theory]
    [InlineData(-1000)]
    [InlineData(1000)]
    public void A_clock_that_is_wrong_on_one_machine_stops_no_job_and_keeps_none_running(int minutes)
    {
        var begun = ScriptedContext.Start + TimeSpan.FromMinutes(minutes);
        Assert.Equal(JobOutcome.Done, new ScriptedContext(Input, new ScriptedBoard { Begun = begun }.Run).Run().Status);
        var hanging = new ScriptedContext(Input, new ScriptedBoard { Begun = begun }.Run) { Hangs = name => name == ActivityNames.Route };
        Assert.InRange(hanging.Run().Seconds, 600, 600 + Input.StopSeconds + 1);
    }

    [Fact]
    public void A_job_that_nobody_polls_is_cancelled()
    {
        var board = new ScriptedBoard();
        var looks = 0;
        var context = new ScriptedContext(
            Input with { KeepAliveSeconds = 30 },
            (name, task) => name == ActivityNames.IsAbandoned ? ++looks == 3 : board.Run(name, task)) { Hangs = name => name == ActivityNames.Route };
        var result = context.Run();
        Assert.Equal(JobOutcome.Cancelled, result.Status);
        Assert.InRange(result.Seconds, 90, 90 + Input.StopSeconds + 1);
    }

    [Theory]
    [InlineData(ActivityNames.Prepare)]
    [InlineData(ActivityNames.Route)]
    [InlineData(ActivityNames.Advance)]
    public void A_job_that_is_cancelled_begins_no_further_stage_and_cleans_up_itself(string during)
    {
        var board = new ScriptedBoard();
        ScriptedContext? context = null;
        context = new ScriptedContext(Input, (name, task) =>
        {
            if (name == during && context!.CountOf(ActivityNames.AskToStop) == 0)
            {
                context.Raise(JobEvents.Cancel);
            }

            return board.Run(name, task);
        });
        var result = context.Run();
        Assert.Equal((JobOutcome.Cancelled, "JOB_CANCELLED"), (result.Status, Assert.Single(result.Issues)));
        Assert.Equal(1, context.CountOf(ActivityNames.KeepPartial));
        Assert.Equal(0, context.CountOf(ActivityNames.Package));
        Assert.InRange(result.Seconds, 0, 5);
    }

    [Fact]
    public void A_job_of_an_unknown_version_ends_with_a_code()
    {
        var context = new ScriptedContext(Input, new ScriptedBoard().Run) { OfVersion = "0.9" };
        var result = context.Run();
        Assert.Equal((JobOutcome.Failed, "JOB_VERSION_UNKNOWN version=0.9"), (result.Status, Assert.Single(result.Issues)));
        Assert.Empty(context.Calls);
        Assert.Equal(JobOutcome.Done, new ScriptedContext(Input, new ScriptedBoard().Run) { OfVersion = "" }.Run().Status);
    }

    [Fact]
    public void Jobs_are_started_with_the_version_that_the_code_has()
    {
        using var host = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFolders.Root, "host.json")));
        var durable = host.RootElement.GetProperty("extensions").GetProperty("durableTask");
        Assert.Equal(JobVersion.Current, durable.GetProperty("defaultVersion").GetString());
        Assert.Equal("CurrentOrOlder", durable.GetProperty("versionMatchStrategy").GetString());
    }

    [Fact]
    public void Jobs_that_failed_together_do_not_come_back_together()
    {
        TimeSpan[] waits = [.. Enumerable.Range(0, 200).Select(i => new StageRetries($"job{i}", Input).Next().Retry!.Policy!.FirstRetryInterval)];
        Assert.All(waits, wait => Assert.InRange(wait.TotalSeconds, 0.75, 1.25));
        Assert.True(waits.Distinct().Count() > 190);
        Assert.Equal(waits[0], new StageRetries("job0", Input).Next().Retry!.Policy!.FirstRetryInterval);
    }

    [Fact]
    public void A_job_of_the_modern_endpoints_needs_no_polls()
    {
        var context = new ScriptedContext(Input, new ScriptedBoard().Run) { Duration = TimeSpan.FromSeconds(5) };
        Assert.Equal(JobOutcome.Done, context.Run().Status);
        Assert.Equal(0, context.CountOf(ActivityNames.IsAbandoned));
    }

    [Fact]
    public void Pictures_are_drawn_while_a_large_board_routes()
    {
        var context = new ScriptedContext(Input, new ScriptedBoard { Items = 8, Steps = 6 }.Run) { Duration = TimeSpan.FromMilliseconds(50) };
        context.Run();
        var routing = context.Statuses.Where(s => s.Status.Phase == JobPhase.Routing).Select(s => s.Status.PreviewVersion).Distinct().ToList();
        Assert.True(routing.Count >= 3, $"versions while routing: {string.Join(',', routing)}");
        Assert.Equal(routing.Order(), routing);
    }
}
