using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Routing.Tests.Options;
using MakeDevice.Tests;

namespace MakeDevice.Routing.Tests.Negotiation;

public class TreeTopologyTests
{
    private const string Tree = """{"topology":"tree"}""";

    public static TheoryData<int, int, double> Sizes => Series.IsLong ? new() { { 1, 3, 0 }, { 2, 8, 0 }, { 3, 14, 0 }, { 4, 20, 1 } } : new() { { 1, 3, 0 }, { 2, 8, 0 }, { 3, 14, 0 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Trees_keep_every_rule_and_join_every_net(int seed, int modules, double slack)
    {
        var board = SyntheticBoards.Random(seed, modules, rules: OptionBoards.Rules(Tree), slack: slack);
        AssertSound(board, Route(board, workers: 1));
    }

    [Theory]
    [InlineData(11, 8, 250_000)]
    [InlineData(12, 12, 100_000)]
    [InlineData(13, 1, 50_000)]
    public void Off_grid_and_turned_modules_are_routed_exactly_on_any_grid(int seed, int modules, long grid)
    {
        var rules = OptionBoards.Rules(Tree) with { Grid = grid };
        var board = SyntheticBoards.Random(seed, modules, step: 10_000, rules: rules, anyAngle: true);
        AssertSound(board, Route(board, workers: 2));
    }

    [Fact]
    public void Wider_tracks_and_vias_are_kept_apart()
    {
        var rules = OptionBoards.Rules("""{"topology":"tree","profile":"Aisler","trackWidth":0.2,"clearance":0.15,"grid":0.1}""");
        var board = SyntheticBoards.Random(6, 6, rules: rules);
        AssertSound(board, Route(board, workers: 1));
    }

    [Fact]
    public void The_result_does_not_depend_on_workers_or_on_stages()
    {
        var board = SyntheticBoards.Random(5, 12, rules: OptionBoards.Rules(Tree), slack: 0);
        var one = Route(board, workers: 1);
        foreach (var other in new[] { Route(board, workers: 4), StagedRoute.Of(board).Routed })
        {
            Assert.True(one.Tracks.SequenceEqual(other.Tracks));
            Assert.True(one.Vias.SequenceEqual(other.Vias));
        }
    }

    [Fact]
    public void Sides_of_a_tree_are_open_until_it_is_routed()
    {
        var plan = BoardStages.Plan(SyntheticBoards.Random(1, 3, rules: OptionBoards.Rules(Tree)));
        var start = BoardStages.Begin(plan.Plan, null, 1, default);
        Assert.Equal(plan.Batches.Sum(batch => batch.Sockets.Length), start.Left.Sockets + start.Right.Sockets);
        Assert.Equal((0, 0), (start.Left.Joined, start.Right.Joined));
        Assert.Single(start.Work);
        Assert.Empty(BoardStages.CopperSoFar(start.State, []).Tracks);
    }

    [Fact]
    public void Progress_counts_every_socket_of_both_sides()
    {
        var board = SyntheticBoards.Random(2, 8, rules: OptionBoards.Rules(Tree));
        var told = new List<RouteProgress>();
        BoardStages.Route(board, 1, told.Add, default);
        Assert.Equal(RoutePlanner.Plan(board).Plan.Sockets.Length, told[^1].Connected + told[^2].Connected);
        Assert.All(told, state => Assert.InRange(state.Connected, 0, state.Sockets));
    }

    [SharedTheory]
    [InlineData("i2c02", 160, 6)]
    [InlineData("i2c04", 183, 8)]
    [InlineData("i2c08", 675, 32)]
    [InlineData("i2c20", 1341, 37)]
    [InlineData("jvm02", 100, 6)]
    [InlineData("jvm04", 471, 19)]
    [InlineData("jvm06", 1374, 82)]
    public void Real_boards_are_sound_and_need_no_more_copper_than_with_the_best_rival(string name, double millimetres, int vias)
    {
        // What is routed: second vias of supply nets come after it.
        var (board, routed) = OptionBoards.Shared(name, """{"topology":"tree","powerWidth":0}""");
        OptionBoards.AssertSound(board, routed);
        Assert.InRange(routed.CopperLength / Units.Millimetre, 1, millimetres);
        Assert.InRange(routed.Vias.Length, 0, vias);
    }

    /// <summary>Gaps of 1 mm: one layer and greedy repair leave sockets open; negotiated, the board completes.</summary>
    [SharedFact]
    public void A_tight_board_of_buses_is_completed_over_both_layers()
    {
        var project = BoardStages.ReadProject(SharedData.Project("hard/h07_tight_1mm.json")).Project!;
        var board = RealBoards.Place(project, SharedData.Modules);
        var (routed, _) = BoardStages.Route(board, 2, null, default);
        OptionBoards.AssertSound(board, routed);
    }

    [Fact]
    public void A_socket_on_the_layer_of_its_track_needs_no_via()
    {
        var board = SyntheticBoards.Random(1, 3, rules: OptionBoards.Rules(Tree));
        var sockets = board.Sockets.Select(socket => socket.At).ToHashSet();
        Assert.DoesNotContain(Route(board, workers: 1).Vias, via => sockets.Contains(via.At));
    }

    private static void AssertSound(PlacedBoard board, RoutedBoard routed)
    {
        Assert.Empty(CopperChecks.Faults(board, routed));
        Assert.Empty(routed.Unconnected);
    }

    private static RoutedBoard Route(PlacedBoard board, int workers)
    {
        var (routed, plan) = BoardStages.Route(board, workers, null, default);
        Assert.Empty(plan.Issues);
        return routed;
    }
}
