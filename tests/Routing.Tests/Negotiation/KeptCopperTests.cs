using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Explanation;

namespace MakeDevice.Routing.Tests.Negotiation;

public class KeptCopperTests
{
    private static readonly RoutingPlan Plan = TreePlan.Of(RoutePlanner.Plan(SyntheticBoards.Random(3, 6, rules: DesignRules.Default with { Topology = Topology.Tree })).Plan);

    [Fact]
    public void Copper_of_the_same_board_is_read_back_whole_and_drawn_as_it_was()
    {
        var earlier = Route();
        using var layout = Read(earlier, out var kept);
        Assert.True(layout.IsJoined);
        Assert.All(Enumerable.Range(0, layout.Nets.Length), net => Assert.True(kept.IsWhole(net)));
        var drawn = layout.Copper();
        Assert.Equal(earlier.CopperLength, drawn.CopperLength, tolerance: 1_000);
        Assert.Equal(earlier.Vias.ToHashSet(), drawn.Vias.ToHashSet());
    }

    [Fact]
    public void What_lies_off_the_grid_or_beyond_the_board_is_not_taken()
    {
        var earlier = Route();
        var net = earlier.Tracks[0].Net;
        var index = Plan.Nets.Single(planned => planned.Name == net).Id - 1;
        foreach (var by in new[] { new Point(30_000, 10_000), new Point(900 * Units.Millimetre, 0) })
        {
            var moved = earlier with
            {
                Tracks = [.. earlier.Tracks.Select(track => track.Net == net ? track with { Points = [.. track.Points.Select(point => point + by)] } : track)],
            };
            using var layout = Read(moved, out var kept);
            Assert.False(kept.IsWhole(index));
            Assert.True(layout.Nets[index].LabelComponents() > 1);
            Assert.All(Enumerable.Range(0, layout.Nets.Length).Where(other => other != index), other => Assert.True(kept.IsWhole(other)));
        }
    }

    /// <summary>Where a track is no longer than a leg may be, what is closed at its other end is not taken for a part of the leg at this one.</summary>
    [Theory]
    [InlineData(Topology.Bus)]
    [InlineData(Topology.Tree)]
    public void A_track_between_two_sockets_that_stand_close_together_is_kept_on_finer_grids_too(Topology topology)
    {
        var board = WalledBoards.Place(
            DesignRules.Default with { Topology = topology },
            new Block("left", [(-10, -4, -0.75, 4)], [.. Enumerable.Range(0, 3).Select(i => ($"N{i}", -0.9, 2.0 * i - 2))]),
            new Block("right", [(0.75, -4, 10, 4)], [.. Enumerable.Range(0, 3).Select(i => ($"N{i}", 0.9, 2.0 * i - 2))]));
        using var router = new BoardRouter(RoutePlanner.Plan(board).Plan);
        var routed = router.Route(1, null, default);
        Assert.Empty(routed.Unconnected);
        foreach (var parts in new[] { 1, 5 })
        {
            var own = RoutePlanner.Plan(board).Plan;
            var plan = topology == Topology.Tree ? TreePlan.Of(own) : own;
            plan = plan with { Lattice = plan.Lattice.Divided(parts) };
            using var ground = new Ground(plan);
            using var layout = Layout.Of(plan, ground, routed);
            Assert.True(layout.IsJoined);
            Assert.Equal(routed.CopperLength, layout.Copper().CopperLength, tolerance: 1_000);
        }
    }

    private static RoutedBoard Route() => new BoardRouter(Plan).Route(1, null, default);

    private static Layout Read(RoutedBoard earlier, out KeptCopper kept)
    {
        using var ground = new Ground(Plan);
        var copper = kept = new KeptCopper(Plan, ground.Grid, ground.Index, earlier);
        var layout = new Layout(TreeBoard.Of(Plan, ground, copper.Legs, more: false));
        copper.Lay(layout);
        return layout;
    }
}
