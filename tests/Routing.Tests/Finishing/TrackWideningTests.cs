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

    [Theory]
    [InlineData(Topology.Bus, 1, 8, 1.0, false)]
    [InlineData(Topology.Bus, 2, 20, 0.0, false)]
    [InlineData(Topology.Tree, 3, 12, 0.2, true)]
    public void Supply_nets_are_widened_by_themselves_and_lose_nothing(Topology topology, int seed, int modules, double slack, bool anyAngle)
    {
        var rules = DesignRules.Default with { Topology = topology };
        var board = SyntheticBoards.Random(seed, modules, step: anyAngle ? 10_000 : 250_000, rules: rules, slack: slack, anyAngle: anyAngle);
        var (raw, finished) = FinishedBoards.Of(board);
        Assert.Empty(CopperChecks.Faults(board, finished));
        Assert.Equal(raw.Unconnected, finished.Unconnected);
        var before = CopperFinisher.Finish(RoutePlanner.Plan(board with { Rules = rules with { PowerWidth = 0 } }).Plan, raw);
        var wide = finished.Tracks.Take(finished.Tracks.Length - 2 * (finished.Vias.Length - raw.Vias.Length)).ToList();

        // The centre lines are those without widening, cut into pieces.
        Assert.Equal(FinishedBoards.Length(before), wide.Sum(FinishedBoards.Length), 3.0);
        Assert.Equal(before.Tracks.Where(track => !rules.IsPower(track.Net)), wide.Where(track => !rules.IsPower(track.Net)));
        Assert.Contains(wide, track => track.Width == 500_000);
        Assert.All(finished.Vias.Skip(raw.Vias.Length), via => Assert.True(rules.IsPower(via.Net)));
    }

    [SharedTheory]
    [InlineData("i2c04")]
    [InlineData("jvm04")]
    public void Real_boards_with_wide_supplies_are_sound(string project)
    {
        var (board, routed) = OptionBoards.Shared(project, "{}");
        OptionBoards.AssertSound(board, routed);
        Assert.Contains(routed.Tracks, track => track.Width == 500_000);
    }

    [Fact]
    public void A_supply_net_takes_the_greatest_of_its_widths_that_fits()
    {
        var track = new Track("GND", TrackKind.Track, CopperLayer.Front, 125_000, [At(-10, 0), At(10, 0)]);
        var via = new Via("B", At(0, 0.55), 400_000, 300_000);
        var pieces = TrackWidening.Apply(EmptyPlan.Of(DesignRules.Default, "GND", "B"), new([track], [via], [])).Tracks;
        Assert.Equal([500_000, 375_000, 500_000], pieces.Select(piece => piece.Width));
    }

    [Fact]
    public void A_second_via_stands_where_both_layers_and_the_drills_have_room()
    {
        // Something of another net to the right, a hole above.
        var first = new Via("GND", At(0, 0), 400_000, 300_000);
        var foreign = new Track("B", TrackKind.Track, CopperLayer.Back, 125_000, [At(0.6, -3), At(0.6, 3)]);
        var hole = new Obstacle(ObstacleKind.Hole, Layers.Both, 1, 0, new Capsule(At(0, 0.9), At(0, 0.9), 300_000));
        var plan = EmptyPlan.Of(DesignRules.Default, "GND", "B") with { Obstacles = [hole] };
        var doubled = ViaDoubling.Apply(plan, new([foreign], [first], []));
        Assert.Equal([first, first with { At = At(-0.5, 0) }], doubled.Vias.ToArray());
        Assert.Equal([CopperLayer.Front, CopperLayer.Back], doubled.Tracks.Skip(1).Select(track => track.Layer));
        Assert.All(doubled.Tracks.Skip(1), track => Assert.Equal([At(0, 0), At(-0.5, 0)], track.Points));
        var off = plan with { Rules = DesignRules.Default with { PowerWidth = 0 } };
        Assert.Empty(ViaDoubling.Apply(off, new([foreign], [first], [])).Tracks.Skip(1));
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
