using MakeDevice.Routing.Finishing;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Options;

namespace MakeDevice.Routing.Tests.Finishing;

public class TrackCentringTests
{
    [Theory]
    [InlineData(Topology.Bus, 1, 8, 250_000)]
    [InlineData(Topology.Bus, 2, 12, 100_000)]
    [InlineData(Topology.Tree, 3, 8, 250_000)]
    public void Runs_move_without_longer_copper_or_smaller_distances(Topology topology, int seed, int modules, long grid)
    {
        var rules = OptionBoards.Rules("""{"centreTracks":true,"powerWidth":0}""") with { Topology = topology, Grid = grid };
        var board = SyntheticBoards.Random(seed, modules, rules: rules, slack: 0.2);
        var plan = RoutePlanner.Plan(board).Plan;
        var (raw, finished) = FinishedBoards.Of(board);
        var mitred = TrackMitre.Apply(plan, raw);
        Assert.Empty(CopperChecks.Faults(board, finished));
        Assert.False(mitred.Tracks.SequenceEqual(finished.Tracks));
        Assert.InRange(FinishedBoards.Length(finished), 0, FinishedBoards.Length(mitred) + finished.Tracks.Length);
        Assert.Equal(FinishedBoards.SharpCorners(mitred), FinishedBoards.SharpCorners(finished));
    }

    [Fact]
    public void A_run_moves_to_the_middle_of_its_corridor()
    {
        // Two vias, the one above nearer to the run, which two diagonals hold.
        var track = new Track("A", TrackKind.Track, CopperLayer.Front, 125_000, [At(-6, -1), At(-5, 0), At(5, 0), At(6, 1)]);
        Via[] vias = [new("B", At(0, 0.4), 400_000, 300_000), new("B", At(0, -0.5), 400_000, 300_000)];
        var rules = DesignRules.Default with { CentreTracks = true };
        var moved = TrackCentring.Apply(EmptyPlan.Of(rules, "A", "B"), new([track], [.. vias], [])).Tracks.Single();
        Assert.InRange(moved.Points[1].Y, At(0, -0.07).Y, At(0, -0.03).Y);
        Assert.Equal(moved.Points[1].Y, moved.Points[2].Y);
        Assert.Equal((track.Points[0], track.Points[3]), (moved.Points[0], moved.Points[3]));
        Assert.Equal(FinishedBoards.Length(track), FinishedBoards.Length(moved), 2.0);
    }

    [Fact]
    public void What_is_joined_does_not_move()
    {
        var track = new Track("A", TrackKind.Track, CopperLayer.Front, 125_000, [At(-6, -1), At(-5, 0), At(5, 0), At(6, 1)]);
        Via[] vias = [new("B", At(0, 0.5), 400_000, 300_000), new("A", At(2, 0), 400_000, 300_000)];
        var routed = new RoutedBoard([track], [.. vias], []);
        var rules = DesignRules.Default with { CentreTracks = true };
        Assert.True(routed.Tracks.SequenceEqual(TrackCentring.Apply(EmptyPlan.Of(rules, "A", "B"), routed).Tracks));
    }

    private static Point At(double x, double y) => Point.FromMillimetres(x, y);
}
