using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Verification;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Options;

public class EdgeKeepOutTests
{
    [SharedTheory]
    [InlineData("i2c04", 1.0)]
    [InlineData("jvm04", 2.5)]
    [InlineData("i2c20", 2.0)]
    public void Nothing_routed_enters_the_keep_out(string project, double width)
    {
        var (board, routed) = OptionBoards.Shared(project, FormattableString.Invariant($$"""{"edgeKeepOut":{{width}}}"""));
        OptionBoards.AssertSound(board, routed);
        Assert.InRange(OptionBoards.LeastFromSides(board, routed), (long)(width * 1e6), long.MaxValue);
    }

    [Fact]
    public void A_board_with_a_connector_keeps_it_too()
    {
        var (board, routed) = OptionBoards.Sample("connectors", """{"edgeKeepOut":1}""");
        OptionBoards.AssertSound(board, routed);
        Assert.InRange(OptionBoards.LeastFromSides(board, routed), 1_000_000, long.MaxValue);
    }

    [Fact]
    public void Buses_move_inwards_and_their_zone_with_them()
    {
        var board = SyntheticBoards.Random(3, 6);
        var narrow = Buses(board);
        var wide = Buses(board with { Rules = board.Rules with { EdgeKeepOut = 2 * Units.Millimetre } });
        Assert.InRange(wide.First - narrow.First, 1_700_000, 1_950_000);
        Assert.Equal(wide.First - narrow.First, wide.Zone - narrow.Zone);

        static (long First, long Zone) Buses(PlacedBoard board)
        {
            var nets = NetPlanner.Plan(board, RoutingLattice.For(board, board.Rules.Grid));
            return (nets.Where(net => net.Side == Side.Left).Min(net => net.BusX), NetPlanner.BusZoneWidth(board, nets, Side.Left));
        }
    }

    [Theory]
    [InlineData(1.0, 0)]
    [InlineData(1.2, 1)]
    public void The_check_finds_routed_copper_in_it_and_leaves_modules_alone(double width, int findings)
    {
        var board = TestBoard.Good().Pad(CopperLayer.Front, -7.9, 8.9).Via("SDA", 0, 0).Track("SDA", CopperLayer.Back, 0.25, (0, 0), (0, -8.875));
        board.Rules = board.Rules with { EdgeKeepOut = Units.FromMillimetres(width) };
        var found = board.Verify().Findings.Where(finding => finding.Kind == FindingKind.EdgeClearance).ToList();
        Assert.Equal(findings, found.Count);
        Assert.All(found, finding => Assert.Equal((1e6, width * 1e6), (Math.Round(finding.Measured!.Value), finding.Required)));
    }

    [Fact]
    public void A_socket_in_it_is_told_of()
    {
        var ten = TestModules.Square("ten", 10, ("GND", 5, 0));
        var project = TestProjects.Board(60, 40, ("ten", 23, 0, 0), ("ten", -23, 0, 0));
        var rules = DesignRules.Default with { EdgeKeepOut = 2_500_000 };
        Assert.Equal(
            ["MODULE_TOO_CLOSE_TO_BOARD_EDGE moduleId=id0-long moduleIdShort=id0- moduleName=ten"],
            BoardPlacer.Place(project, TestModules.Library(ten), rules).Issues.Select(issue => issue.ToString()));
    }
}
