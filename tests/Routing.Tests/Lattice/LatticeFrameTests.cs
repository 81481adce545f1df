using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Lattice;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Lattice;

public class LatticeFrameTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nodes_stand_on_every_so_many_lines_of_the_rules_grid_between_the_buses(int coarseness)
    {
        using var router = new BoardRouter(RoutePlanner.Plan(SyntheticBoards.Random(4, 10, rules: DesignRules.Default)).Plan);
        var (left, right) = (router.SideOf(Side.Left), router.SideOf(Side.Right));
        Assert.True(LatticeFrame.Fits(left, right, coarseness));

        var frame = new LatticeFrame(left, right, coarseness);
        Assert.True(frame.Stride * left.Grid.Pitch >= coarseness * left.Plan.TrackPitch);
        Assert.Equal(frame.Stride * left.Grid.Pitch, frame.Grid.Pitch);
        for (var node = 0; node < frame.Grid.Count; node++)
        {
            Assert.Equal(frame.Grid.At(node), left.Grid.At(frame.FineNode(node)));
            Assert.Equal(node, frame.At(frame.FineNode(node)));
        }

        var between = frame.FineNode(0) + 1;
        Assert.True(frame.HasRow(between));
        Assert.Equal(frame.Stride == 1, frame.HasColumn(between));
        Assert.All(left.Plan.Nets.Where(net => net.Side == Side.Left), net => Assert.True(net.BusX < frame.Grid.X(0)));
        Assert.All(left.Plan.Nets.Where(net => net.Side == Side.Right), net => Assert.True(net.BusX > frame.Grid.X(frame.Grid.Columns - 1)));
    }

    [Fact]
    public void Rows_where_buses_are_entered_keep_vias_apart()
    {
        using var router = new BoardRouter(RoutePlanner.Plan(SyntheticBoards.Random(4, 10, rules: DesignRules.Default)).Plan);
        var (left, right) = (router.SideOf(Side.Left), router.SideOf(Side.Right));
        var frame = new LatticeFrame(left, right, coarseness: 1);
        foreach (var entries in frame.IsEntry)
        {
            var rows = Enumerable.Range(0, frame.Grid.Rows).Where(row => entries[row]).Select(frame.Grid.Y).ToList();
            Assert.True(rows.Count > 10);
            Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.True(pair.Second - pair.First >= left.Plan.Rules.ViaToTrack));
        }
    }
}
