using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Options;

namespace MakeDevice.Routing.Tests.Batches;

public class ClassRouterTests
{
    private const string Strict = """{"netClasses":[{"nets":["JD_DATA"],"clearance":0.3},{"nets":["SWDIO*"],"clearance":0.2}]}""";
    private const string Mixed = """{"netClasses":[{"nets":["SWDIO*","RESET"],"topology":"tree"},{"nets":["GND"],"clearance":0.2,"trackWidth":0.3}]}""";

    [Theory]
    [InlineData(Strict, Topology.Bus, 1, 6)]
    [InlineData(Strict, Topology.Bus, 2, 12)]
    [InlineData(Strict, Topology.Tree, 3, 10)]
    [InlineData("""{"netClasses":[{"nets":["GND","JD_PWR"],"topology":"bus"}]}""", Topology.Tree, 5, 8)]
    public void Every_class_has_its_clearance_and_every_net_is_joined(string rules, Topology topology, int seed, int modules)
    {
        var board = SyntheticBoards.Random(seed, modules, rules: OptionBoards.Rules(rules) with { Topology = topology });
        var (routed, plan) = BoardStages.Route(board, 2, null, default);
        Assert.Empty(plan.Issues);
        Assert.Empty(routed.Unconnected);
        Assert.Empty(CopperChecks.Faults(board, routed));
        Assert.Empty(TooNear(board, routed));
    }

    /// <summary>Where trees cannot get around the buses, all nets are trees; on these boards they can.</summary>
    [Theory]
    [InlineData(8, 5, 3, true)]
    [InlineData(25, 4, 3, true)]
    [InlineData(1, 8, 1, true)]
    [InlineData(3, 8, 1, true)]
    [InlineData(6, 12, 1, false)]
    public void Nets_of_one_class_are_trees_beside_the_others_on_buses(int seed, int modules, double slack, bool usesTrunk)
    {
        var board = SyntheticBoards.Random(seed, modules, rules: OptionBoards.Rules(Mixed), slack: slack);
        var routed = BoardStages.Route(board, 1, null, default).Routed;
        Assert.Empty(CopperChecks.Faults(board, routed));
        Assert.Empty(TooNear(board, routed));
        Assert.Empty(routed.Unconnected);
        var buses = routed.Tracks.Where(track => track.Kind == TrackKind.Bus).Select(track => track.Net).ToHashSet();
        Assert.Equal(usesTrunk, buses.Contains("JD_PWR")); // a trunk is used where it pays
        Assert.DoesNotContain(buses, net => net == "RESET" || net.StartsWith("SWDIO", StringComparison.Ordinal));
    }

    [Fact]
    public void The_result_does_not_depend_on_workers_or_on_stages()
    {
        var board = SyntheticBoards.Random(6, 8, rules: OptionBoards.Rules(Mixed));
        var one = BoardStages.Route(board, 1, null, default).Routed;
        foreach (var other in new[] { BoardStages.Route(board, 4, null, default).Routed, StagedRoute.Of(board).Routed })
        {
            Assert.True(one.Tracks.SequenceEqual(other.Tracks));
            Assert.True(one.Vias.SequenceEqual(other.Vias));
        }
    }

    [SharedTheory]
    [InlineData("i2c08", """{"netClasses":[{"nets":["SDA","SCL"],"clearance":0.25}]}""")]
    [InlineData("jvm04", """{"netClasses":[{"nets":["JD_DATA"],"clearance":0.2,"trackWidth":0.2}]}""")]
    public void Real_boards_are_sound(string project, string rules)
    {
        var (board, routed) = OptionBoards.Shared(project, rules);
        OptionBoards.AssertSound(board, routed);
    }

    /// <summary>Buses' tracks are laid first; they leave every socket of a tree a way out. A trunk is there where it pays, and never of a tree.</summary>
    [SharedTheory]
    [InlineData("i2c04", Topology.Bus, false)]
    [InlineData("i2c20", Topology.Bus, true)]
    [InlineData("jvm06", Topology.Bus, true)]
    [InlineData("i2c08", Topology.Tree, true)]
    [InlineData("jvm04", Topology.Tree, false)]
    public void Both_topologies_are_kept_on_real_boards(string project, Topology data, bool hasTrunk)
    {
        var (one, other) = data == Topology.Tree ? ("bus", "tree") : ("tree", "bus");
        var (board, routed) = OptionBoards.Shared(project, $$"""{"topology":"{{one}}","netClasses":[{"nets":["SDA","SCL","JD_DATA"],"topology":"{{other}}"}]}""");
        OptionBoards.AssertSound(board, routed);
        var buses = routed.Tracks.Where(track => track.Kind == TrackKind.Bus).ToList();
        Assert.Equal(hasTrunk, buses.Count > 0);
        Assert.All(buses, bus => Assert.Equal(Topology.Bus, board.Rules.TopologyOf(bus.Net)));
    }

    /// <summary>Pairs of routed copper, and sockets, nearer than the greater of their nets' clearances.</summary>
    private static IEnumerable<string> TooNear(PlacedBoard board, RoutedBoard routed)
    {
        var tracks = routed.Tracks.SelectMany(track => track.Points.Zip(track.Points.Skip(1), (a, b) => new Piece(track.Net, track.Layer, new(a, b, track.Width / 2))));
        var vias = routed.Vias.Select(via => new Piece(via.Net, null, new(via.At, via.At, via.Diameter / 2)));
        var copper = tracks.Concat(vias).ToList();
        var sockets = board.Sockets.Select(socket => new Piece(socket.Net, socket.Layer, new(socket.At, socket.At, 0)));
        return from a in copper
               from b in copper.Concat(sockets)
               where a.Net != b.Net && (a.Layer is null || b.Layer is null || a.Layer == b.Layer)
               let need = Math.Max(board.Rules.ClearanceOf(a.Net), board.Rules.ClearanceOf(b.Net))
               where Shapes.Distance(a.Shape, b.Shape, need) < need - 5
               select $"{a.Net} and {b.Net} at {a.Shape.A}";
    }

    /// <param name="Layer">Null for both.</param>
    private sealed record Piece(string Net, CopperLayer? Layer, Capsule Shape);
}
