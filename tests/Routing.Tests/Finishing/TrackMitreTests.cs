using MakeDevice.Routing.Finishing;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Tests;

namespace MakeDevice.Routing.Tests.Finishing;

public class TrackMitreTests
{
    /// <summary>The board of twenty modules has hardly room for its tracks: it takes a minute to route.</summary>
    public static TheoryData<Topology, int, int> DenseBoards => Series.IsLong
        ? new() { { Topology.Bus, 1, 8 }, { Topology.Bus, 2, 20 }, { Topology.Tree, 3, 12 } }
        : new() { { Topology.Bus, 1, 8 }, { Topology.Tree, 3, 12 } };

    [Theory]
    [MemberData(nameof(DenseBoards))]
    public void Corners_are_cut_and_every_rule_is_kept(Topology topology, int seed, int modules)
    {
        var board = SyntheticBoards.Random(seed, modules, rules: DesignRules.Default with { Topology = topology, PowerWidth = 0 }, slack: 0.2);
        var (raw, finished) = FinishedBoards.Of(board);
        Assert.Empty(CopperChecks.Faults(board, finished));
        Assert.InRange(FinishedBoards.SharpCorners(finished), 0, FinishedBoards.SharpCorners(raw));
        Assert.InRange(FinishedBoards.Length(finished), 0, FinishedBoards.Length(raw));
        Assert.Equal(raw.Vias, finished.Vias);
    }

    [Fact]
    public void A_corner_becomes_a_diagonal()
    {
        var track = Mitred(At(0, 0), At(4, 0), At(4, 4));
        Assert.Equal(4, track.Points.Count);
        Assert.Equal(0, FinishedBoards.SharpCorners(new([track], [], [])));
        Assert.Equal((At(0, 0), At(4, 4)), (track.Points[0], track.Points[3]));
    }

    [Fact]
    public void A_turn_back_becomes_turns_of_45_degrees()
    {
        var track = Mitred(At(0, 0), At(4, 0), At(0, 4));
        Assert.Equal(0, FinishedBoards.SharpCorners(new([track], [], [])));
    }

    [Fact]
    public void What_joins_at_the_corner_stays_joined()
    {
        var corner = new Track("A", TrackKind.Track, CopperLayer.Front, 125_000, [At(0, 0), At(4, 0), At(4, 4)]);
        var other = corner with { Points = [At(4, 0), At(8, 0)] };
        var routed = new RoutedBoard([corner, other], [], []);
        Assert.True(routed.Tracks.SequenceEqual(TrackMitre.Apply(Plan(), routed).Tracks));
    }

    [Fact]
    public void What_joins_near_the_corner_limits_the_cut()
    {
        var corner = new Track("A", TrackKind.Track, CopperLayer.Front, 125_000, [At(0, 0), At(4, 0), At(4, 4)]);
        var via = new Via("A", At(3, 0), 400_000, 300_000);
        var cut = TrackMitre.Apply(Plan(), new([corner], [via], [])).Tracks[0];
        Assert.Equal(4, cut.Points.Count);
        Assert.InRange(cut.Points[1].X, At(3, 0).X, At(4, 0).X - 1);
    }

    [Fact]
    public void A_foreign_track_in_the_corner_limits_the_cut()
    {
        var corner = new Track("A", TrackKind.Track, CopperLayer.Front, 125_000, [At(0, 0), At(4, 0), At(4, 4)]);
        var foreign = new Via("B", At(3, 1), 400_000, 300_000);
        var cut = TrackMitre.Apply(Plan(), new([corner], [foreign], [])).Tracks[0];
        Assert.InRange(Segments.PointToSegment(foreign.At, cut.Points[1], cut.Points[2]), 387_499, 2_000_000);
        Assert.Equal(4, cut.Points.Count);
    }

    private static Track Mitred(params Point[] points) =>
        TrackMitre.Apply(Plan(), new([new("A", TrackKind.Track, CopperLayer.Front, 125_000, new([.. points]))], [], [])).Tracks[0];

    private static RoutingPlan Plan() => EmptyPlan.Of(DesignRules.Default, "A", "B");

    private static Point At(double x, double y) => Point.FromMillimetres(x, y);
}
