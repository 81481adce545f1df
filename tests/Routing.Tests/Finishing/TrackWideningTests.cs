using MakeDevice.Routing.Finishing;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Options;

namespace MakeDevice.Routing.Tests.Finishing;

public class TrackWideningTests
{
    private const string Power = """{"netClasses":[{"name":"power","nets":["GND","JD_PWR","+3V3"],"trackWidth":0.4}]}""";

    [Theory]
    [InlineData(Topology.Bus, 1, 8, 1.0, false)]
    [InlineData(Topology.Bus, 2, 20, 0.0, false)]
    [InlineData(Topology.Bus, 5, 10, 0.5, true)]
    [InlineData(Topology.Tree, 3, 12, 0.2, true)]
    public void Wide_tracks_keep_every_rule_and_stay_joined(Topology topology, int seed, int modules, double slack, bool anyAngle)
    {
        var rules = OptionBoards.Rules(Power) with { Topology = topology };
        var board = SyntheticBoards.Random(seed, modules, step: anyAngle ? 10_000 : 250_000, rules: rules, slack: slack, anyAngle: anyAngle);
        var (raw, finished) = FinishedBoards.Of(board);
        Assert.Empty(CopperChecks.Faults(board, finished));
        var wide = finished.Tracks.Where(track => track.Width == 400_000).ToList();
        Assert.All(wide, track => Assert.Contains(track.Net, new[] { "GND", "JD_PWR" }));
        Assert.All(wide, track => Assert.InRange(FinishedBoards.Length(track), 400_000, long.MaxValue));
        Assert.InRange(wide.Sum(FinishedBoards.Length), 0.3 * OfPower(raw).Sum(FinishedBoards.Length), double.MaxValue);
        Assert.Equal(FinishedBoards.Length(TrackMitre.Apply(RoutePlanner.Plan(board).Plan, raw)), FinishedBoards.Length(finished), 3.0);

        static IEnumerable<Track> OfPower(RoutedBoard routed) => routed.Tracks.Where(track => track.Net is "GND" or "JD_PWR");
    }

    [SharedTheory]
    [InlineData("i2c04")]
    [InlineData("jvm04")]
    [InlineData("i2c20")]
    public void Real_boards_stay_sound(string project)
    {
        var (board, routed) = OptionBoards.Shared(project, Power);
        OptionBoards.AssertSound(board, routed);
        Assert.Contains(routed.Tracks, track => track.Width == 400_000);
    }

    [Fact]
    public void A_neck_is_left_where_something_stands_in_the_way()
    {
        var rules = DesignRules.Default with { NetClasses = [new("power", ["A"], 500_000, 125_000)] };
        var track = new Track("A", TrackKind.Track, CopperLayer.Front, 125_000, [At(-10, 0), At(10, 0)]);
        var via = new Via("B", At(0, 0.45), 400_000, 300_000);
        var pieces = TrackWidening.Apply(EmptyPlan.Of(rules, "A", "B"), new([track], [via], [])).Tracks;
        Assert.Equal([500_000, 125_000, 500_000], pieces.Select(piece => piece.Width));
        Assert.Equal([pieces[1].Points[0], pieces[2].Points[0]], [pieces[0].Points[^1], pieces[1].Points[^1]]);
        Assert.InRange(FinishedBoards.Length(pieces[1]), 500_000, 2_500_000);
    }

    /// <summary>The layer of sockets does not say on which side a socket's copper is.</summary>
    [Fact]
    public void A_socket_on_the_other_layer_is_not_touched()
    {
        var rules = DesignRules.Default with { NetClasses = [new("power", ["A"], 500_000, 125_000)] };
        var track = new Track("A", TrackKind.Track, CopperLayer.Front, 125_000, [At(-10, 0), At(10, 0)]);
        var socket = new Obstacle(ObstacleKind.Copper, Layers.Back, 2, 0, new Capsule(At(0, 0.25), At(0, 0.25), 62_500));
        var pieces = TrackWidening.Apply(EmptyPlan.Of(rules, "A", "B") with { Obstacles = [socket] }, new([track], [], [])).Tracks;
        Assert.Equal([500_000, 125_000, 500_000], pieces.Select(piece => piece.Width));
    }

    [Fact]
    public void Nothing_is_done_where_no_class_asks_for_it()
    {
        var routed = new RoutedBoard([new("A", TrackKind.Track, CopperLayer.Front, 125_000, [At(-10, 0), At(10, 0)])], [], []);
        Assert.Same(routed, CopperFinisher.Finish(EmptyPlan.Of(DesignRules.Default, "A"), routed));
    }

    private static Point At(double x, double y) => Point.FromMillimetres(x, y);
}
