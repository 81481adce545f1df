using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class RoutingGridTests
{
    private const long Pitch = 250_000;
    private static readonly RoutingGrid Grid = new(new(-1_000_000, 500_000, 4_000_000, 3_000_000), Pitch);

    [Fact]
    public void Every_node_is_found_at_its_point_and_none_between_or_beyond()
    {
        Assert.Equal((21, 11), (Grid.Columns, Grid.Rows));
        Assert.All(Enumerable.Range(0, Grid.Count), node => Assert.Equal(node, Grid.Find(Grid.At(node))));
        Assert.Equal(-1, Grid.Find(new(-1_000_000, 500_001)));
        Assert.Equal(-1, Grid.Find(new(-1_250_000, 500_000)));
        Assert.Equal(-1, Grid.Find(new(4_250_000, 500_000)));
        Assert.Equal(-1, Grid.Find(new(4_000_000, 3_250_000)));
    }

    [Theory]
    [InlineData(0, 1_000_000, 0, 1_000_000)]
    [InlineData(-30_000, 610_000, 2_170_000, 610_000)]
    [InlineData(0, 0, 2_000_000, 2_000_000)]
    [InlineData(-9_000_000, 0, -8_000_000, 0)]
    public void Nodes_near_a_line_are_those_nearer_than_the_distance(long x1, long y1, long x2, long y2)
    {
        const double Distance = 387_500;
        Point a = new(x1, y1), b = new(x2, y2);
        var near = Enumerable.Range(0, Grid.Count).Where(node => Segments.PointToSegment(Grid.At(node), a, b) < Distance - 0.5);
        Assert.Equal(near, Grid.NodesNear([a, b], Distance));
    }

    [Fact]
    public void Nodes_on_a_piece_are_told_as_far_as_there_are_such_nodes()
    {
        Assert.Equal([Grid.Node(0, 2), Grid.Node(1, 2)], Grid.NodesOn(new(-2_000_000, 1_000_000), new(-700_000, 1_000_000)));
        Assert.Equal([Grid.Node(1, 1), Grid.Node(0, 0)], Grid.NodesOn(new(-750_000, 750_000), new(-1_250_000, 250_000)));
        Assert.Empty(Grid.NodesOn(new(0, 510_000), new(1_000_000, 510_000)));
    }
}
