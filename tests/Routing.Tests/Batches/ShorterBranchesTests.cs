using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Options;

namespace MakeDevice.Routing.Tests.Batches;

public class ShorterBranchesTests
{
    private const string Compact = """{"compact":true}""";

    /// <summary>Copper three quarters of the predecessor's, and its vias.</summary>
    [SharedTheory]
    [InlineData("i2c02", 357, 9)]
    [InlineData("i2c04", 480, 16)]
    [InlineData("i2c08", 1266, 31)]
    [InlineData("i2c20", 2613, 76)]
    [InlineData("jvm02", 505, 14)]
    [InlineData("jvm04", 1070, 32)]
    [InlineData("jvm06", 1778, 50)]
    public void Real_boards_need_a_quarter_less_copper_than_with_the_predecessor_and_no_more_vias(string name, double millimetres, int vias)
    {
        var (board, routed) = OptionBoards.Shared(name, "{}");
        OptionBoards.AssertSound(board, routed);
        Assert.InRange(routed.CopperLength / Units.Millimetre, 1, millimetres);
        Assert.InRange(routed.Vias.Length, 0, vias);
    }

    [SharedTheory]
    [InlineData("i2c08")]
    [InlineData("jvm04")]
    public void A_compact_board_is_sound_and_needs_much_less_copper(string name)
    {
        var (board, routed) = OptionBoards.Shared(name, Compact);
        OptionBoards.AssertSound(board, routed);
        Assert.InRange(routed.CopperLength / Units.Millimetre, 1, 0.75 * OptionBoards.Shared(name, "{}").Routed.CopperLength / Units.Millimetre);
    }

    [Theory]
    [InlineData(31, 8, 250_000, 250_000)]
    [InlineData(32, 8, 100_000, 10_000)]
    public void A_compact_board_is_the_same_for_any_workers_and_in_stages(int seed, int modules, long grid, long step)
    {
        var board = SyntheticBoards.Random(seed, modules, step: step, rules: OptionBoards.Rules(Compact) with { Grid = grid }, slack: 1.5);
        var one = BoardStages.Route(board, 1, null, default).Routed;
        Assert.Empty(one.Unconnected);
        Assert.Empty(CopperChecks.Faults(board, one));
        foreach (var other in new[] { BoardStages.Route(board, 4, null, default).Routed, StagedRoute.Of(board).Routed })
        {
            Assert.True(one.Tracks.SequenceEqual(other.Tracks));
            Assert.True(one.Vias.SequenceEqual(other.Vias));
        }
    }

    /// <summary>Modules far apart, whose tracks all go by way of the buses.</summary>
    [Theory]
    [InlineData(33, 6)]
    [InlineData(34, 9)]
    public void Long_branches_are_laid_again_and_nothing_is_lost(int seed, int modules)
    {
        var board = SyntheticBoards.Random(seed, modules, slack: 12);
        var plan = RoutePlanner.Plan(board).Plan;
        var sides = BusLayoutTests.Start(plan);
        var layout = BusLayout.Of(plan, sides[0].Side.Grid, sides[0].Side.Stencil, new(plan.Obstacles), sides);
        var before = layout.Copper();
        new BranchShortener(layout).Shorten(default);
        var after = layout.Copper();
        Assert.Empty(before.Unconnected);
        Assert.Empty(after.Unconnected);
        Assert.Empty(CopperChecks.Faults(board, after));
        Assert.InRange(after.CopperLength / Units.Millimetre, 1, 0.95 * before.CopperLength / Units.Millimetre);
    }
}
