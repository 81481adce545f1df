using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Explanation;
using MakeDevice.Tests;

namespace MakeDevice.Routing.Tests.Batches;

/// <summary>The loop of steps: what a host sees of it.</summary>
public class StagedRouterTests
{
    /// <summary>A plan, its first step and the results of that: worked once, looked at by several tests.</summary>
    private static readonly Lazy<(PlacedBoard Board, byte[] Plan, RoutingStep Step, List<byte[]> Results)> Worked = new(() =>
    {
        var board = SyntheticBoards.Random(5, 16);
        var plan = BoardStages.Plan(board).Plan;
        var step = BoardStages.Begin(plan, null, 1, default);
        return (board, plan, step, Results(plan, step));
    });

    [Fact]
    public void Every_batch_of_every_side_is_an_item_of_the_first_step()
    {
        var plan = BoardStages.Plan(SyntheticBoards.Random(5, 16));
        var step = BoardStages.Begin(plan.Plan, null, 1, default);
        Assert.Equal(plan.Batches.Length, step.Work.Length);
        Assert.Equal(plan.Batches.Select(batch => (long)batch.Sockets.Length), step.Work.Select(item => item.Estimate));
        Assert.Equal(Enumerable.Range(0, step.Work.Length), step.Work.Select(item => item.Index));
        Assert.Equal(plan.Batches.Where(batch => batch.Side == Side.Left).Sum(batch => batch.Sockets.Length), step.Left.Sockets);
        Assert.False(step.IsOver);
    }

    public static TheoryData<int, int> Sizes => Series.IsLong ? new() { { 5, 16 }, { 4, 20 }, { 7, 40 } } : new() { { 5, 16 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Steps_give_the_bytes_of_one_process(int seed, int modules)
    {
        var board = SyntheticBoards.Random(seed, modules);
        var staged = StagedRoute.Of(board);
        var whole = RoutedOnce.Of(board).Result;
        Assert.Equal(RoutedBoardFile.Write(whole.Routed), RoutedBoardFile.Write(staged.Routed));
        Assert.Equal(whole.State(), staged.State());
    }

    /// <summary>The gap holds a track only between two lines of the grid: the first attempt fails there, and the one on the finest grid joins all.</summary>
    [Theory]
    [InlineData(Topology.Bus)]
    [InlineData(Topology.Tree)]
    public void Every_attempt_to_join_what_stayed_open_is_a_step_of_its_own(Topology topology)
    {
        var board = WalledBoards.Chamber(0.2, 2, DesignRules.Default with { Topology = topology }, 5);
        var plan = BoardStages.Plan(board).Plan;
        var (step, open) = (BoardStages.Begin(plan, null, 1, default), new List<int>());
        while (!step.IsOver)
        {
            step = BoardStages.Continue(plan, step.State, Results(plan, step), 1, default);
            open.Add(step.Left.Sockets + step.Right.Sockets - step.Left.Joined - step.Right.Joined);
            Assert.Equal(open[^1], BoardStages.CopperSoFar(step.State, []).Unconnected.Length);
            Assert.Equal(step.IsOver ? [] : ["open sockets"], step.Work.Select(item => item.Label));
        }

        Assert.Equal([true, false], open.Select(count => count > 0));
        Assert.Equal(StagedRoute.Of(board).State(), BoardStages.Finish(board, plan, step.State, 1).State());
        Assert.Equal(BoardStages.Route(BoardStages.PlanInMemory(board), null, 2, null, default).State(), StagedRoute.Of(board).State());
    }

    [Fact]
    public void The_last_step_counts_what_is_joined()
    {
        var (_, plan, step, results) = Worked.Value;
        var end = BoardStages.Continue(plan, step.State, results, 1, default);
        while (!end.IsOver)
        {
            end = BoardStages.Continue(plan, end.State, Results(plan, end), 1, default);
        }

        Assert.Equal((end.Left.Sockets, end.Right.Sockets), (end.Left.Joined, end.Right.Joined));
        Assert.Equal(end.Left.Batches, end.Left.Done);
        Assert.True(end.Left.Round > 0);
    }

    [Fact]
    public void Copper_of_results_that_are_there_can_be_shown()
    {
        var (_, _, step, results) = Worked.Value;
        Assert.Empty(BoardStages.CopperSoFar(step.State, []).Tracks);
        var some = BoardStages.CopperSoFar(step.State, [results[0]]).Tracks.Length;
        var all = BoardStages.CopperSoFar(step.State, results).Tracks.Length;
        Assert.InRange(some, 1, all);
    }

    [Fact]
    public void A_missing_result_a_wrong_item_and_foreign_bytes_are_refused()
    {
        var (board, plan, step, results) = Worked.Value;
        Assert.Throws<ArgumentException>(() => BoardStages.Continue(plan, step.State, results[1..], 1, default));
        Assert.Throws<ArgumentException>(() => BoardStages.Work(plan, step.State, step.Work.Length, 1, default));
        Assert.Throws<ArgumentException>(() => BoardStages.Work(plan, step.State, -1, 1, default));
        Assert.Throws<ArgumentException>(() => BoardStages.Finish(board, plan, step.State, 1));
        Assert.Throws<InvalidDataException>(() => BoardStages.Continue(plan, [1, 2, 3], results, 1, default));
        Assert.Throws<InvalidDataException>(() => BoardStages.Continue(plan, step.State, [.. results[..^1], results[^1][..5]], 1, default));
        var end = BoardStages.Continue(plan, step.State, results, 1, default);
        while (!end.IsOver)
        {
            Assert.Throws<ArgumentException>(() => BoardStages.Continue(plan, end.State, [], 1, default));
            end = BoardStages.Continue(plan, end.State, Results(plan, end), 1, default);
        }

        Assert.Equal(end.State, BoardStages.Continue(plan, end.State, [], 1, default).State);
        Assert.Throws<InvalidDataException>(() => BoardStages.Finish(board, plan, end.State[..9], 1));
    }

    [Fact]
    public void A_damaged_previous_routing_is_none()
    {
        var board = SyntheticBoards.Random(3, 8);
        var routed = StagedRoute.Of(board, [1, 2, 3]);
        Assert.Equal(StagedRoute.Of(board).State(), routed.State());
        Assert.False(routed.IsRerouted);
    }

    private static List<byte[]> Results(byte[] plan, RoutingStep step) =>
        [.. step.Work.Select(item => BoardStages.Work(plan, step.State, item.Index, 1, default))];
}
