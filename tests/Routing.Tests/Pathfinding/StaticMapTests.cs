using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class StaticMapTests
{
    private static readonly RoutingPlan Plan = RoutePlanner.Plan(SyntheticBoards.Random(5, 6, rules: DesignRules.Default)).Plan;
    private static readonly RoutingGrid Grid = new(Plan);

    [Fact]
    public void What_is_free_lies_clear_of_the_edge_and_of_zones_and_beside_the_other_sides_buses()
    {
        using var alone = StaticMap.OfTracks(Plan, Grid, CopperLayer.Front, reserveBuses: false);
        using var beside = StaticMap.OfTracks(Plan, Grid, CopperLayer.Front, reserveBuses: true);
        using var vias = StaticMap.OfVias(Plan, Grid, []);
        int[] free = [.. Enumerable.Range(0, Grid.Count).Where(node => alone.Owner[node] == 0)];
        var zones = Plan.Obstacles.Where(obstacle => obstacle.Kind == ObstacleKind.Zone).ToList();
        Assert.InRange(free.Length, Grid.Count / 4, Grid.Count);
        Assert.All(free, node =>
        {
            Assert.True(EdgeDistance.OfCopper(Plan.Outline, Grid.At(node)) >= Plan.Rules.RoutedEdgeClearance + Plan.Rules.TrackWidth / 2.0 - 0.5);
            Assert.True(zones.TrueForAll(zone => Shapes.DistanceToPoint(zone.Shape, Grid.At(node)) >= Plan.Rules.TrackWidth / 2.0 - 0.5));
        });
        Assert.All(free.Where(node => vias.Owner[node] == 0), node =>
            Assert.True(EdgeDistance.OfCopper(Plan.Outline, Grid.At(node)) >= Plan.Rules.RoutedEdgeClearance + Plan.Rules.ViaDiameter / 2.0 - 0.5));

        var right = Plan.Nets.Where(net => net.Side == Side.Right).Min(net => net.BusX);
        Assert.Contains(free, node => Grid.At(node).X >= right);
        Assert.DoesNotContain(free.Where(node => beside.Owner[node] == 0), node => Grid.At(node).X >= right);
    }
}
