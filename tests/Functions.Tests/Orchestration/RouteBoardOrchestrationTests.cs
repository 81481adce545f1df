using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;

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
        Assert.Equal(2 * (4 + 3 + 2), context.CountOf(ActivityNames.RouteBatch));
        Assert.Equal(2 * 3, context.CountOf(ActivityNames.MergeRound));
        Assert.Equal(1, context.CountOf(ActivityNames.Repair));
        Assert.Equal(1, context.CountOf(ActivityNames.Verify));
        Assert.Equal(ScriptedBoard.Artifacts.Length, context.CountOf(ActivityNames.Fabricate));
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
            .Where(c => c.Name != ActivityNames.RenderPreview).Select(c => c.Name is ActivityNames.Package ? c.Name : $"{c.Name} {c.Input}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public void A_side_goes_on_while_the_other_waits()
    {
        // The newest activity completes first, so one side runs all its rounds before the other's first batches return.
        var context = new ScriptedContext(Input, new ScriptedBoard().Run) { Next = count => count - 1 };
        Assert.Equal(JobOutcome.Done, context.Run().Status);
        var merges = context.Calls.Where(c => c.Name == ActivityNames.MergeRound).Select(c => c.Input.Contains("left", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, merges.TakeWhile(left => left == merges[0]).Count());
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
            name == ActivityNames.Repair && ++faults <= 3 ? throw new IOException("storage is away") : board.Run(name, task));
        var result = context.Run();
        Assert.Equal(JobOutcome.Done, result.Status);
        Assert.Equal(4, context.CountOf(ActivityNames.Repair));
        Assert.InRange(result.Seconds, 1 + 2 + 4, 20);
    }

    [Fact]
    public void A_storage_that_stays_away_ends_the_job_with_a_code()
    {
        var board = new ScriptedBoard();
        var context = new ScriptedContext(Input, (name, task) => name == ActivityNames.Verify ? throw new IOException("away") : board.Run(name, task));
        var result = context.Run();
        Assert.Equal(JobOutcome.Failed, result.Status);
        Assert.Equal(["INFRASTRUCTURE_FAILURE stage=Verify"], result.Issues);
        Assert.Equal(6, context.CountOf(ActivityNames.Verify));
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
        Assert.Equal(1, context.CountOf(ActivityNames.KeepPartial));
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
            name == ActivityNames.Repair ? new Repaired(0, 0, 0) { Stop = new StageStop(JobOutcome.Cancelled, []) } : board.Run(name, task));
        Assert.Equal(JobOutcome.Cancelled, context.Run().Status);
        Assert.Equal(1, context.CountOf(ActivityNames.KeepPartial));
        Assert.Equal(0, context.CountOf(ActivityNames.Fabricate));
    }

    [Fact]
    public void A_job_that_runs_too_long_is_stopped_with_its_partial_result()
    {
        var context = new ScriptedContext(Input, new ScriptedBoard().Run) { Hangs = name => name == ActivityNames.RouteBatch };
        var result = context.Run();
        Assert.Equal(JobOutcome.TimedOut, result.Status);
        Assert.Equal(["JOB_TIMED_OUT"], result.Issues);
        Assert.InRange(result.Seconds, 600, 601);
        Assert.Equal(1, context.CountOf(ActivityNames.KeepPartial));
    }

    [Fact]
    public void A_job_that_nobody_polls_is_cancelled()
    {
        var board = new ScriptedBoard();
        var looks = 0;
        var context = new ScriptedContext(
            Input with { KeepAliveSeconds = 30 },
            (name, task) => name == ActivityNames.IsAbandoned ? ++looks == 3 : board.Run(name, task)) { Hangs = name => name == ActivityNames.RouteBatch };
        var result = context.Run();
        Assert.Equal(JobOutcome.Cancelled, result.Status);
        Assert.InRange(result.Seconds, 90, 91);
    }

    [Fact]
    public void A_job_of_the_modern_endpoints_needs_no_polls()
    {
        var context = new ScriptedContext(Input, new ScriptedBoard().Run) { Duration = TimeSpan.FromSeconds(5) };
        Assert.Equal(JobOutcome.Done, context.Run().Status);
        Assert.Equal(0, context.CountOf(ActivityNames.IsAbandoned));
    }

    [Fact]
    public void A_picture_that_fails_harms_nothing()
    {
        var board = new ScriptedBoard();
        var context = new ScriptedContext(Input, (name, task) =>
            name == ActivityNames.RenderPreview && !((PreviewTask)task).Final ? throw new IOException("away") : board.Run(name, task))
        {
            Duration = TimeSpan.FromMilliseconds(300),
        };
        Assert.Equal(JobOutcome.Done, context.Run().Status);
        Assert.True(context.CountOf(ActivityNames.RenderPreview) > 1);
    }

    [Fact]
    public void Pictures_are_drawn_while_a_large_board_routes()
    {
        var context = new ScriptedContext(Input, new ScriptedBoard { Batches = 8, Rounds = 6 }.Run) { Duration = TimeSpan.FromMilliseconds(50) };
        context.Run();
        var routing = context.Statuses.Where(s => s.Status.Phase == JobPhase.Routing).Select(s => s.Status.PreviewVersion).Distinct().ToList();
        Assert.True(routing.Count >= 3, $"versions while routing: {string.Join(',', routing)}");
        Assert.Equal(routing.Order(), routing);
    }
}
