using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Tests;

namespace MakeDevice.Routing.Tests.Lattice;

/// <summary>Large boards are routed again from what they were: what is still legal stays, and all of it is legal.</summary>
public class WholeBoardRerouteTests
{
    [Fact]
    public void The_same_board_keeps_its_copper_byte_for_byte()
    {
        var (plan, _, first) = RoutedOnce.Of(WholeBoards.Board(2));
        var second = BoardStages.Route(plan, first.State(), 1, null, default);
        Assert.True(second.IsRerouted);
        RerouteTests.AssertSame(first.Routed, second.Routed);
        RerouteTests.AssertSame(second.Routed, BoardStages.Route(plan, second.State(), 2, null, default).Routed);
    }

    [Fact]
    public void A_moved_module_leaves_most_of_the_copper_where_it_was()
    {
        var board = WholeBoards.Board(1);
        var state = RoutedOnce.Of(board).Result.State();
        var earlier = PreviousRouting.Read(state)!.Routed.Tracks.ToHashSet();
        var (moves, rerouted, tracks, kept) = (0, 0, 0, 0);
        for (var module = 1; module < WholeBoards.Modules; module += Series.IsLong ? 3 : 12)
        {
            var moved = RerouteTests.Move(board, module, new(500_000, 0));
            var result = BoardStages.Route(BoardStages.PlanInMemory(moved), state, 1, null, default);
            Assert.Empty(result.Routed.Unconnected);
            Assert.Empty(CopperChecks.Faults(moved, result.Routed));
            RerouteTests.AssertSame(result.Routed, BoardStages.Route(BoardStages.PlanInMemory(moved), state, 3, null, default).Routed);
            moves++;
            if (result.IsRerouted)
            {
                rerouted++;
                var now = PreviousRouting.Read(result.State())!.Routed.Tracks;
                (tracks, kept) = (tracks + now.Length, kept + now.Count(earlier.Contains));
            }
        }

        // Where the lattice does not join all any more, the board is routed from scratch.
        Assert.InRange(rerouted, (moves / 2) + 1, moves);
        Assert.InRange(kept, tracks * 2 / 3, tracks);
    }

    public static TheoryData<int> Forgeries => [.. Enumerable.Range(1, Series.Of(1, 3))];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void Copper_that_nobody_routed_is_dropped_or_legal(int seed)
    {
        var board = WholeBoards.Board(3);
        var honest = PreviousRouting.Read(RoutedOnce.Of(board).Result.State())!;
        for (var changes = 1; changes < Series.Of(4, 7); changes++)
        {
            var forged = honest with { Routed = RerouteTests.Forge(honest.Routed, new Random(seed), changes) };
            var result = BoardStages.Route(BoardStages.PlanInMemory(board), forged.Write(), 1, null, default);
            Assert.Empty(CopperChecks.Faults(board, result.Routed));
            Assert.Empty(result.Routed.Unconnected);
        }
    }
}
