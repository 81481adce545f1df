using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Options;

namespace MakeDevice.Routing.Tests.Batches;

public class ShorterBranchesTests
{
    private const string Compact = """{"compact":true}""", Coarse = """{"compact":false}""";

    /// <summary>Two thirds of the predecessor's copper at most, half on most boards, and no more vias: without the second ones of supply nets and those of a pour, which it had not.</summary>
    [SharedTheory]
    [InlineData("i2c02", 177, 9)]
    [InlineData("i2c04", 240, 16)]
    [InlineData("i2c08", 844, 31)]
    [InlineData("i2c20", 1742, 76)]
    [InlineData("jvm02", 253, 14)]
    [InlineData("jvm04", 714, 32)]
    [InlineData("jvm06", 1580, 50)]
    public void Real_boards_need_much_less_copper_than_with_the_predecessor_and_no_more_vias(string name, double millimetres, int vias)
    {
        var (board, routed) = OptionBoards.Shared(name, "{}");
        OptionBoards.AssertSound(board, routed);
        Assert.InRange(routed.CopperLength / Units.Millimetre, 1, millimetres);
        Assert.InRange(OptionBoards.Shared(name, """{"powerWidth":0,"pour":false}""").Routed.Vias.Length, 0, vias);
    }

    [SharedTheory]
    [InlineData("i2c08")]
    [InlineData("jvm04")]
    public void A_compact_board_is_sound_and_needs_less_copper_than_on_the_coarse_graph(string name)
    {
        var (board, routed) = OptionBoards.Shared(name, Compact);
        OptionBoards.AssertSound(board, routed);
        Assert.InRange(routed.CopperLength / Units.Millimetre, 1, 0.9 * OptionBoards.Shared(name, Coarse).Routed.CopperLength / Units.Millimetre);
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
}
