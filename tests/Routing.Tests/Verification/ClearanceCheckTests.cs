using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Verification;

/// <summary>Distances between pieces: which rule binds a pair, to which nanometre, and which place of it is told.</summary>
public sealed class ClearanceCheckTests
{
    private const CopperLayer Front = CopperLayer.Front;

    /// <summary>One net keeps more distance; other pairs need not.</summary>
    private static readonly DesignRules Classes = DesignRules.Default with { NetClasses = [new NetClass("fast", ["SCL"], 125_000, 300_000)] };

    [Theory]
    [InlineData(0.125, false)]
    [InlineData(0.12499, false)]
    [InlineData(0.124989, true)]
    public void Less_by_the_rounding_of_turned_coordinates_is_no_fault_whatever_other_nets_need(double gap, bool fails)
    {
        foreach (var rules in new[] { DesignRules.Default, Classes })
        {
            var found = Gaps(Strokes(0, 0.2 + gap).With(board => board.Rules = rules));
            Assert.Equal(fails ? [(Severity.Error, "Pieces of copper are nearer than the clearance.")] : [], found.Select(finding => (finding.Severity, finding.Message)));
        }
    }

    [Fact]
    public void A_modules_own_copper_is_held_to_the_boards_clearance_and_not_to_its_nets_class()
    {
        TestBoard Own(double gap) => TestBoard.Good().Stroke(Front, 0.2, (-6, 4), (-3, 4)).Stroke(Front, 0.2, (-6, 4.2 + gap), (-5, 4.2 + gap)).With(board => board.Rules = Classes);
        Assert.Empty(Gaps(Own(0.2)));
        var finding = Assert.Single(Gaps(Own(0.1)));
        Assert.Equal((Severity.Info, 125_000.0, "Copper of one module is nearer to itself than the clearance."), (finding.Severity, finding.Required!.Value, finding.Message));
    }

    [Fact]
    public void Every_pair_is_told_of_also_where_both_have_one_piece_in_common()
    {
        // The last is drawn between the others.
        var found = Gaps(Strokes(-0.3, 0.3, 0)).OrderBy(finding => finding.At.Y).ToList();
        Assert.Equal([-150_000, 150_000], found.Select(finding => finding.At.Y + 6_000_000));
    }

    [Theory]
    [InlineData(0.05, 0.1)]
    [InlineData(0.1, 0.05)]
    public void Of_a_pair_that_is_too_near_twice_the_worst_place_is_told(double left, double right)
    {
        // Two bumps of one piece against a straight one.
        var board = Strokes(0).Stroke(Front, 0.2, (-1, -5.4), (1, -5.4)).Stroke(Front, 0.2, (-1, -5.4), (-1, -5.8 + left)).Stroke(Front, 0.2, (1, -5.4), (1, -5.8 + right));
        var finding = Assert.Single(Gaps(board));
        Assert.Equal((50_000.0, left < right ? -1_000_000 : 1_000_000), (Math.Round(finding.Measured!.Value), finding.At.X));
    }

    [Fact]
    public void A_nets_clearance_is_that_of_its_nearest_neighbour()
    {
        var nets = TestBoard.Good().Stroke(Front, 0.2, (-1, 4.3625), (1, 4.3625)).Stroke(Front, 0.2, (-1, 3.6875), (1, 3.6875)).Verify().Nets;
        Assert.Equal(150_000, nets.Single(net => net.Net == "SCL").Clearance!.Value, 1.0);
    }

    private static List<Finding> Gaps(TestBoard board) => [.. board.Verify().Findings.Where(finding => finding.Kind == FindingKind.Clearance)];

    /// <summary>Strokes between the modules, 0.2 mm wide, at these heights above y = -6.</summary>
    private static TestBoard Strokes(params double[] heights) =>
        heights.Aggregate(TestBoard.Good(), (board, y) => board.Stroke(Front, 0.2, (-1, -6 + y), (1, -6 + y)));
}
