using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Verification;

/// <summary>Copper and holes at the board's edge, and the edge itself, with places and measures.</summary>
public sealed class EdgeCheckTests
{
    private const CopperLayer Front = CopperLayer.Front, Back = CopperLayer.Back;

    [Fact]
    public void The_keep_out_along_the_edge_binds_what_routing_adds_and_not_a_modules_copper()
    {
        var rules = DesignRules.Default with { EdgeKeepOut = 1_000_000 };
        TestBoard Board() => TestBoard.Good().With(board => board.Rules = rules);
        var routed = Assert.Single(Board().Via("SDA", 0, 0).Track("SDA", Back, 0.25, (0, 0), (0, -9)).Verify().Findings);
        Assert.Equal((FindingKind.EdgeClearance, Severity.Error, 875_000.0, 1_000_000.0), (routed.Kind, routed.Severity, routed.Measured!.Value, routed.Required!.Value));
        Assert.InRange(routed.At.DistanceTo(TestBoard.At(0, -9.5625)), 0, 1_000);
        Assert.Empty(Board().Pad(Front, -6, 9).Verify().Findings);
        var module = Assert.Single(Board().Zone(2, -1, 8, 1, 10).Pad(Front, 0, 9.3).Verify().Findings);
        Assert.Equal((FindingKind.EdgeClearance, Severity.Error, 200_000.0, 300_000.0), (module.Kind, module.Severity, module.Measured!.Value, module.Required!.Value));
    }

    [Fact]
    public void Each_piece_and_each_module_is_told_of_once_at_its_worst_place()
    {
        var board = TestBoard.Good()
            .Via("SDA", 0, 0).Track("SDA", Back, 0.25, (0, 0), (0, -9.7), (3, -9.75), (3, -9.6))
            .Via("SCL", 0, 4).Track("SCL", Back, 0.25, (0, 4), (9.65, 4));
        var findings = board.Verify().Findings;
        Assert.Equal([FindingKind.EdgeClearance, FindingKind.EdgeClearance], findings.Select(finding => finding.Kind));
        Assert.Equal(["SDA", "SCL"], findings.Select(finding => Assert.Single(finding.Nets)));
        Assert.Equal([125_000, 225_000], findings.Select(finding => Math.Round(finding.Measured!.Value)));
        Assert.Equal(125_000, board.Verify().Layers[1].EdgeClearance!.Value, 1.0);
        Assert.Null(TestBoard.Good().Verify().Layers[1].EdgeClearance);
    }

    [Fact]
    public void A_connectors_copper_near_the_edge_is_told_and_allowed()
    {
        TestBoard Board() => TestBoard.Good().Zone(3, -4, 8, 4, 10).Pad(Front, 0, 9.3);
        Assert.Equal(Severity.Error, Assert.Single(Board().Verify().Findings).Severity);
        var allowed = Assert.Single(Board().With(board => board.EdgeModules = [3]).Verify().Findings);
        Assert.Equal((FindingKind.EdgeClearance, Severity.Info), (allowed.Kind, allowed.Severity));
        Assert.StartsWith("Module copper", allowed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_piece_that_crosses_no_edge_is_outside_as_a_whole()
    {
        var finding = Assert.Single(TestBoard.Good().Track("SDA", Front, 0.25, (12, 0), (14, 0)).With(board => board.Pad(Front, 14, 0)).Verify().Findings, finding => finding.Kind == FindingKind.CopperOutsideBoard);
        Assert.Equal((0.0, "SDA"), (finding.Measured!.Value, Assert.Single(finding.Nets)));
        Assert.StartsWith("Routed copper", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9.7, false)]
    [InlineData(9.85, false)]
    [InlineData(9.9, true)]
    [InlineData(10, true)]
    [InlineData(10.1, true)]
    [InlineData(12, true)]
    public void A_hole_lies_inside_the_board_or_is_told(double x, bool told)
    {
        Assert.Equal(told, TestBoard.Good().NonPlated(x, 0, 0.25).Verify().Findings.Any(finding => finding is { Kind: FindingKind.HoleOutsideBoard, Severity: Severity.Error }));
        Assert.Equal(told, TestBoard.Good().Plated(x, 0, 0.25).Verify().Findings.Any(finding => finding is { Kind: FindingKind.HoleOutsideBoard, Severity: Severity.Error }));
    }

    [Fact]
    public void A_connectors_hole_may_lie_on_the_edge()
    {
        var board = TestBoard.Good().Zone(3, -4, 8, 4, 10).NonPlated(0, 9.95, 0.5);
        Assert.Equal(Severity.Error, Assert.Single(board.Verify().Findings).Severity);
        var allowed = Assert.Single(board.With(b => b.EdgeModules = [3]).Verify().Findings);
        Assert.Equal((FindingKind.HoleOutsideBoard, Severity.Info, TestBoard.At(0, 9.95)), (allowed.Kind, allowed.Severity, allowed.At));
    }

    [Fact]
    public void Loose_ends_are_told_each_from_left_to_right()
    {
        var findings = TestBoard.Good().WithoutEdge().Edge((-10, 10), (-10, -10), (10, -10), (10, 10)).Verify().Findings;
        Assert.Equal([(FindingKind.OutlineOpen, TestBoard.At(-10, 10)), (FindingKind.OutlineOpen, TestBoard.At(10, 10))], findings.Select(finding => (finding.Kind, finding.At)));
    }

    [Theory]
    [InlineData(0.0015, false)]
    [InlineData(0.003, true)]
    public void Ends_two_micrometres_apart_are_one_corner(double gap, bool open) => Assert.Equal(
        open, TestBoard.Good().WithoutEdge().Edge((-10 + gap, 10), (10, 10), (10, -10), (-10, -10), (-10, 10)).Verify().Findings.Any(finding => finding.Kind == FindingKind.OutlineOpen));

    [Fact]
    public void Without_an_outline_the_nominal_rectangle_is_the_board()
    {
        var board = TestBoard.Good().WithoutEdge();
        Assert.Empty(board.Verify().Findings);
        Assert.Equal(FindingKind.CopperOutsideBoard, Assert.Single(board.Pad(Front, 10.6, 0).Verify().Findings).Kind);
    }

    [Fact]
    public void A_stroke_that_is_drawn_twice_is_one_edge()
    {
        Assert.Empty(TestBoard.Good().Edge((10, -10), (10, 10)).Verify().Findings);
        Assert.Equal(FindingKind.CopperOutsideBoard, Assert.Single(TestBoard.Good().Edge((10, -10), (10, 10)).Pad(Front, 15, 0).Verify().Findings).Kind);
    }

    [Fact]
    public void Openings_at_both_ends_are_bridged_each_by_its_own_ends()
    {
        var both = new BoardOutline(20_000_000, 20_000_000, 0, TopConnector: true, BottomConnector: true);
        TestBoard Opened() => TestBoard.Good().WithoutEdge().Edge((8, 10), (10, 10), (10, -10), (8, -10)).Edge((-8, 10), (-10, 10), (-10, -10), (-8, -10)).With(board => board.Board = both);
        Assert.Empty(Opened().Verify().Findings);
        Assert.Equal(FindingKind.CopperOutsideBoard, Assert.Single(Opened().Pad(Front, 0, 12).Verify().Findings).Kind);
        Assert.Equal(FindingKind.CopperOutsideBoard, Assert.Single(Opened().Pad(Front, 0, -12).Verify().Findings).Kind);
        Assert.Empty(Opened().Pad(Front, 0, 9).Pad(Front, 0, -9).Verify().Findings);
    }

    [Theory]
    [InlineData(9, 10, true)]
    [InlineData(9.1, 10, false)]
    [InlineData(8, 2, true)]
    [InlineData(8, 1.9, false)]
    public void An_opening_is_as_wide_and_deep_as_a_connector(double x, double y, bool isOne)
    {
        var declared = new BoardOutline(20_000_000, 20_000_000, 0, TopConnector: true, BottomConnector: false);
        var board = TestBoard.Empty().WithoutEdge().Edge((x, y), (10, y), (10, -10), (-10, -10), (-10, y), (-x, y)).With(b => b.Board = declared);
        Assert.Equal(isOne, board.Verify().Findings.All(finding => finding.Kind != FindingKind.OutlineOpen));
        var below = TestBoard.Empty().WithoutEdge().Edge((x, -y), (10, -y), (10, 10), (-10, 10), (-10, -y), (-x, -y)).With(b => b.Board = declared with { TopConnector = false, BottomConnector = true });
        Assert.Equal(isOne, below.Verify().Findings.All(finding => finding.Kind != FindingKind.OutlineOpen));
    }

    [Theory]
    [InlineData(-9, 9.2, true)]
    [InlineData(-9.2, 9, true)]
    [InlineData(-7.5, 7.5, false)]
    public void Inside_follows_a_rounded_corner(double x, double y, bool outside)
    {
        var board = TestBoard.Empty().WithoutEdge().Edge((-10, 5), (-10, -10), (10, -10), (10, 10), (-5, 10)).EdgeArc((-5, 10), (-10, 5), (-5, 5), clockwise: false).Disc(Front, x, y, 0.2);
        Assert.Equal(outside ? [FindingKind.CopperOutsideBoard] : [], board.Verify().Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public void A_whole_circle_is_an_outline()
    {
        var round = TestBoard.Empty().WithoutEdge().EdgeArc((10, 0), (10, 0), (0, 0), clockwise: true);
        Assert.Empty(round.Disc(Front, 6, 6, 0.2).Verify().Findings);
        Assert.Equal(FindingKind.CopperOutsideBoard, Assert.Single(round.Disc(Front, 8, 8, 0.2).Verify().Findings).Kind);
    }

    [Fact]
    public void A_modules_copper_is_told_of_once_at_its_worst_place_and_far_copper_has_no_distance()
    {
        var report = TestBoard.Good().Zone(2, -2, -10, 2, -8).Pad(CopperLayer.Front, -1, -9.35, 0.5, 0.5).Pad(CopperLayer.Front, 1, -9.65, 0.5, 0.5)
            .With(board => board.Rules = DesignRules.Default with { EdgeClearance = 500_000 }).Verify();
        var finding = Assert.Single(report.Findings, finding => finding.Kind == FindingKind.EdgeClearance);
        Assert.Equal(100_000, finding.Measured!.Value, 1.0);
        Assert.All(TestBoard.Good().Verify().Layers, layer => Assert.Null(layer.EdgeClearance));
    }
}
