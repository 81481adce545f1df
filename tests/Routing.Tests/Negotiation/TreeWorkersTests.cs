using FsCheck;
using FsCheck.Fluent;
using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Options;
using MakeDevice.Tests;

namespace MakeDevice.Routing.Tests.Negotiation;

public class TreeWorkersTests
{
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(Series.Of(4, 12)).WithReplay(20_261_124, 7);

    private static readonly Arbitrary<PlacedBoard> Boards = (
        from seed in Gen.Choose(1, 1_000_000)
        from modules in Gen.Choose(1, 5)
        from slack in Gen.Choose(0, 9)
        from grid in Gen.Elements(250_000L, 200_000, 100_000)
        select SyntheticBoards.Random(seed, modules, rules: OptionBoards.Rules("""{"topology":"tree"}""") with { Grid = grid }, slack: slack / 10.0)).ToArbitrary();

    /// <summary>On 0.25 mm the board's grid is the only one; on 0.1 mm a coarse one comes first.</summary>
    [Theory]
    [InlineData(21, 10, 250_000)]
    [InlineData(22, 6, 100_000)]
    public void Any_number_of_workers_gives_the_same_copper(int seed, int modules, long grid)
    {
        var board = SyntheticBoards.Random(seed, modules, rules: OptionBoards.Rules("""{"topology":"tree"}""") with { Grid = grid }, slack: 0.2);
        var one = Route(board, workers: 1);
        foreach (var workers in new[] { 2, 4 })
        {
            var other = Route(board, workers);
            Assert.True(one.Tracks.SequenceEqual(other.Tracks));
            Assert.True(one.Vias.SequenceEqual(other.Vias));
            Assert.True(one.Unconnected.SequenceEqual(other.Unconnected));
        }
    }

    /// <summary>Complete or not, copper is never in conflict, and what it joins is joined.</summary>
    [Fact]
    public void Copper_is_legal_on_any_small_board() => Check.One(Settings, Prop.ForAll(Boards, board => CopperChecks.Faults(board, Route(board, workers: 2)).Count == 0));

    private static RoutedBoard Route(PlacedBoard board, int workers) => new BoardRouter(RoutePlanner.Plan(board).Plan).Route(workers, null, default);
}
