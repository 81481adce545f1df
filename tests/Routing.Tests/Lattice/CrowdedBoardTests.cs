using MakeDevice.Routing.Finishing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Finishing;
using MakeDevice.Tests;

namespace MakeDevice.Routing.Tests.Lattice;

/// <summary>Boards with hardly room for their tracks: their copper is legal as it is routed and as it is finished.</summary>
public class CrowdedBoardTests
{
    /// <summary>The large ones take the same way as the small ones, which are told to be large, in a second or two where they go on on their own grid, and in a minute where they are routed side by side.</summary>
    public static TheoryData<int, int> TooDense
    {
        get
        {
            var boards = new TheoryData<int, int> { { 3, 12 }, { 6, 12 }, { 6, 16 }, { 2, WholeBoards.Modules } };
            if (Series.IsLong)
            {
                boards.Add(1, 16);
                boards.Add(1, WholeBoards.Modules);
                boards.Add(5, WholeBoards.Modules);
            }

            return boards;
        }
    }

    /// <summary>Too dense for the lattice: some boards go on on their own grid, some are routed side by side.</summary>
    [Theory]
    [MemberData(nameof(TooDense))]
    public void What_a_lattice_cannot_hold_is_routed_otherwise(int seed, int modules)
    {
        var board = SyntheticBoards.Random(seed, modules, gap: 300_000, slack: 0.35, rules: DesignRules.Default with { PowerWidth = 0, Compact = false });
        var routed = WholeBoards.Route(board).Routed;
        Assert.Empty(CopperChecks.Faults(board, routed));
        Assert.InRange(routed.Unconnected.Length, 0, board.Sockets.Length / 20);

        // Corners are cut between tracks that lie close.
        var finished = CopperFinisher.Finish(RoutePlanner.Plan(board).Plan, routed);
        Assert.Empty(CopperChecks.Faults(board, finished));
        Assert.InRange(FinishedBoards.SharpCorners(finished), 0, FinishedBoards.SharpCorners(routed));
        Assert.InRange(FinishedBoards.Length(finished), 0, FinishedBoards.Length(routed));
        Assert.Equal(routed.Vias, finished.Vias);
    }
}
