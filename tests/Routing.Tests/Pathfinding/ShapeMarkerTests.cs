using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class ShapeMarkerTests
{
    private const long Pitch = 250_000;
    private const ushort Net = 3;

    private static readonly RoutingGrid Grid = new(new(0, 0, 10_000_000, 8_000_000), Pitch);

    /// <summary>A stroke, an upright box, one turned by 45° and a thin one between the lines.</summary>
    public static TheoryData<int> All => new(0, 1, 2, 3);

    [Theory]
    [MemberData(nameof(All))]
    public void Nodes_and_edges_are_taken_by_their_distance_from_a_shape(int which)
    {
        const double Reach = 310_000;
        var shape = Shape(which);
        using var map = Marked(shape, Reach, ShapeMarker.Mark);
        using var nodes = Marked(shape, Reach, ShapeMarker.MarkNodes);
        for (var node = 0; node < Grid.Count; node++)
        {
            int column = Grid.Column(node), row = Grid.Row(node);
            if (column == 0 || row == 0 || column == Grid.Columns - 1 || row == Grid.Rows - 1)
            {
                continue;
            }

            var isNear = Shapes.DistanceToPoint(shape, Grid.At(node)) < Reach - 0.5;
            Assert.Equal(isNear ? Net : 0, map.Owner[node]);
            Assert.Equal(isNear ? Net : 0, nodes.Owner[node]);
            Assert.Equal(0, nodes.Flags[node]);
            for (var direction = 0; direction < 4; direction++)
            {
                var to = node + Grid.Delta[direction];
                var passes = Shapes.DistanceToSegment(shape, Grid.At(node), Grid.At(to), Reach) < Reach - 0.5;
                Assert.True(!map.IsEdgeClosed(node, to, direction) || passes);
                Assert.True(map.IsEdgeClosed(node, to, direction) || !passes || map.Owner[node] != 0 || map.Owner[to] != 0);
            }
        }
    }

    [Fact]
    public void An_upright_rectangle_is_told_from_others()
    {
        Assert.Equal(new Box(2_000_000, 2_000_000, 5_000_000, 4_000_000), ShapeMarker.UprightBox(Shape(1)));
        Assert.Null(ShapeMarker.UprightBox(Shape(0)));
        Assert.Null(ShapeMarker.UprightBox(Shape(2)));
    }

    private static Shape Shape(int which) => which switch
    {
        0 => new Capsule(new(2_030_000, 2_110_000), new(6_000_000, 5_000_000), 200_000),
        1 => new Polygon([new(2_000_000, 2_000_000), new(5_000_000, 2_000_000), new(5_000_000, 4_000_000), new(2_000_000, 4_000_000)]),
        2 => new Polygon([new(4_000_000, 1_500_000), new(6_500_000, 4_000_000), new(4_000_000, 6_500_000), new(1_500_000, 4_000_000)]),
        _ => new Polygon([new(3_100_000, 1_600_000), new(3_140_000, 1_600_000), new(3_140_000, 6_000_000), new(3_100_000, 6_000_000)]),
    };

    private static CopperMap Marked(Shape shape, double reach, Action<RoutingGrid, CopperMap, Shape, double, ushort> mark)
    {
        var map = CopperMap.Rent(Grid.Count);
        map.Clear();
        mark(Grid, map, shape, reach, Net);
        return map;
    }
}
