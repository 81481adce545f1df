using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Verification;

/// <summary>Holes against copper, each other and what was asked for, with places and measures.</summary>
public sealed class HoleCheckTests
{
    private const CopperLayer Front = CopperLayer.Front, Back = CopperLayer.Back;

    [Theory]
    [InlineData(0.124, true)]
    [InlineData(0.125, false)]
    public void A_plated_hole_keeps_foreign_copper_away_on_either_layer(double gap, bool fails)
    {
        // Its own pad is on the front alone; on the back the bare wall stands beside a track.
        var report = TestBoard.Good().Zone(2, -1, -6, 1, -4).Disc(Front, 0, -5, 0.6).Plated(0, -5, 0.3)
            .Via("SDA", 2, 0).Track("SDA", Back, 0.125, (2, 0), (1.5, -3), (0.2125 + gap, -3.5), (0.2125 + gap, -6.5)).Verify();
        Assert.Equal(fails, report.Findings.Any(finding => finding.Kind == FindingKind.HoleClearance));
        Assert.Equal(gap * 1e6, report.Holes.ToCopper!.Value, 1.0);
        if (fails)
        {
            var finding = report.Findings.Single(finding => finding.Kind == FindingKind.HoleClearance);
            Assert.Equal((Severity.Error, Back, TestBoard.At(0, -5), 125_000.0, "SDA"), (finding.Severity, finding.Layer, finding.At, finding.Required!.Value, Assert.Single(finding.Nets)));
            Assert.Equal(124_000, finding.Measured!.Value, 1.0);
        }
    }

    [Fact]
    public void A_modules_hole_may_be_near_its_own_copper_and_nobody_elses()
    {
        Assert.DoesNotContain(
            TestBoard.Good().Disc(Front, -6, -5, 0.6).Plated(-6, -5, 0.3).Stroke(Back, 0.2, (-5.7, -6), (-5.7, -4)).Verify().Findings,
            finding => finding.Kind == FindingKind.HoleClearance);
        Assert.Contains(
            TestBoard.Good().Zone(2, -2, -8, 2, 8).Disc(Front, -2.4, -5, 0.6).Plated(-2.4, -5, 0.3).Stroke(Back, 0.1, (-1.95, -6), (-1.95, -4)).With(board => board.Rules = DesignRules.Default with { HoleClearance = 300_000 }).Verify().Findings,
            finding => finding is { Kind: FindingKind.HoleClearance, Severity: Severity.Error });
    }

    [Theory]
    [InlineData(0.124, true)]
    [InlineData(0.125, false)]
    public void A_hole_that_is_not_plated_keeps_copper_away(double gap, bool fails)
    {
        var report = TestBoard.Good().NonPlated(0, 4.0625 + gap + 0.5, 1).Verify();
        Assert.Equal(fails, report.Findings.Any(finding => finding is { Kind: FindingKind.NonPlatedHoleClearance, Layer: Front }));
        Assert.Equal(gap * 1e6, report.Holes.NonPlatedToCopper!.Value, 1.0);
    }

    [Fact]
    public void A_slot_that_is_not_plated_keeps_copper_away_along_its_length()
    {
        var finding = Assert.Single(TestBoard.Good().NonPlatedSlot((-1, 4.6), (1, 4.6), 1).Verify().Findings);
        Assert.Equal((FindingKind.NonPlatedHoleClearance, 37_500), (finding.Kind, Math.Round(finding.Measured!.Value)));
        Assert.Equal("Copper is nearer to a hole that is not plated than the hole clearance.", finding.Message);
        Assert.Equal("Copper lies over a hole that is not plated.", Assert.Single(TestBoard.Good().NonPlatedSlot((-1, 4.2), (1, 4.2), 1).Verify().Findings).Message);
    }

    [Fact]
    public void Of_a_modules_own_copper_and_routed_copper_at_its_hole_the_routed_counts()
    {
        var board = TestBoard.Good().Pad(Front, -6, 6, 2, 2).NonPlated(-6, 6, 1).Track("SCL", Front, 0.125, (-3, 4), (-3, 7.2), (-5.4, 7.2), (-5.4, 6.2));
        var finding = board.Verify().Findings.Single(finding => finding.Kind == FindingKind.NonPlatedHoleClearance);
        Assert.Equal((Severity.Error, "SCL"), (finding.Severity, Assert.Single(finding.Nets)));
        Assert.InRange(finding.Measured!.Value, 69_000, 71_000);
    }

    [Fact]
    public void Holes_are_counted_and_measured()
    {
        var holes = TestBoard.Good().Via("SDA", 0, 0).Via("SDA", 0, -1).NonPlated(0, -6, 1).NonPlated(0, -7.19, 1).Verify().Holes;
        Assert.Equal((2, 2), (holes.Plated, holes.NonPlated));
        Assert.Equal(190_000, Assert.NotNull(holes.Between), 1.0);
        Assert.Equal(50_000, Assert.NotNull(holes.AnnularRing), 1.0);
        Assert.Null(holes.NonPlatedToCopper);
        Assert.Equal(new HoleSummary(0, 0, null, null, null, null), TestBoard.Good().Verify().Holes);
    }

    [Fact]
    public void The_least_ring_is_that_of_routings_own_vias()
    {
        var holes = TestBoard.Good().Via("SDA", 0, 0, 0.5).Via("SDA", 0, -1, 0.42).Disc(Front, -6, 6, 0.4).Disc(Back, -6, 6, 0.4).Plated(-6, 6, 0.3).Verify().Holes;
        Assert.Equal(60_000, Assert.NotNull(holes.AnnularRing), 1.0);
        Assert.Equal(60_000, Assert.NotNull(TestBoard.Good().Via("SDA", 0, 0, 0.42).Disc(Front, -6, 6, 0.4).Disc(Back, -6, 6, 0.4).Plated(-6, 6, 0.3)
            .With(board => board.Rules = DesignRules.Default with { AnnularRing = 90_000 }).Verify().Holes.AnnularRing), 1.0);
    }

    [Theory]
    [InlineData(0.0485, true)]
    [InlineData(0.0486, true)]
    [InlineData(0.0484, false)]
    public void A_ring_may_lack_what_drawing_a_pad_in_chords_takes(double ring, bool passes) => Assert.Equal(
        passes, TestBoard.Good().Via("SDA", 0, 0, 0.3 + 2 * ring).Verify().Findings.IsEmpty);

    [Fact]
    public void Two_holes_that_nearly_touch_are_told_between_them_and_once()
    {
        var finding = Assert.Single(TestBoard.Good().NonPlated(0, -6, 1).NonPlated(1.1, -6, 1).Verify().Findings);
        Assert.Equal((FindingKind.HoleToHole, Severity.Error, TestBoard.At(0.55, -6)), (finding.Kind, finding.Severity, finding.At));
        Assert.Equal((100_000, 200_000.0), (Math.Round(finding.Measured!.Value), finding.Required!.Value));
        Assert.Equal("Two holes are nearer than the rules allow.", finding.Message);
        Assert.Empty(TestBoard.Good().NonPlated(0, -6, 1).NonPlated(0.9, -7.0, 1).With(b => b.Rules = DesignRules.Default with { HoleToHole = 345_000 }).Verify().Findings);
        Assert.Single(TestBoard.Good().NonPlated(0, -6, 1).NonPlated(0.9, -7.0, 1).With(b => b.Rules = DesignRules.Default with { HoleToHole = 346_000 }).Verify().Findings);
        Assert.Equal("Two holes overlap.", Assert.Single(TestBoard.Good().NonPlated(0, -6, 1).NonPlated(0.5, -6, 1).Verify().Findings).Message);
    }

    [Fact]
    public void A_slot_over_a_hole_is_no_double_of_it()
    {
        var kinds = TestBoard.Good().Pad(Front, -6, 6, 3, 3).Pad(Back, -6, 6, 3, 3).Plated(-6, 6, 0.5).PlatedSlot((-6, 6), (-5.5, 6), 0.5).Verify().Findings.Select(finding => finding.Kind);
        Assert.Equal([FindingKind.HoleToHole], kinds);
    }

    [Fact]
    public void A_slot_belongs_to_a_module_where_both_ends_do()
    {
        // The ring is a module's own business, unless the slot leaves it.
        TestBoard Slot(double to) => TestBoard.Good().Zone(2, -2, -8, 2, 8).Pad(Front, -2.5, -6, 1.4, 0.54).Pad(Back, -2.5, -6, 1.4, 0.54).PlatedSlot((-2.8, -6), (to, -6), 0.5);
        Assert.All(Slot(-2.3).Verify().Findings.Where(finding => finding.Kind == FindingKind.AnnularRing), finding => Assert.Equal(Severity.Info, finding.Severity));
        Assert.Contains(Slot(-1.9).Verify().Findings, finding => finding is { Kind: FindingKind.AnnularRing, Severity: Severity.Error });
    }

    [Fact]
    public void A_mounting_hole_that_was_asked_for_must_be_drilled_at_its_place_in_its_size()
    {
        var hole = new MountingHole("top-left", TestBoard.At(0, 7), 3_200_000, 6_400_000);
        TestBoard Board() => TestBoard.Good().With(board => board.MountingHoles = [hole]);
        var finding = Assert.Single(Board().Verify().Findings, finding => finding.Kind == FindingKind.MissingHole);
        Assert.Equal((Severity.Error, hole.At, 3_200_000.0), (finding.Severity, finding.At, finding.Required!.Value));
        Assert.DoesNotContain(Board().NonPlated(0, 7, 3.2).Verify().Findings, found => found.Kind == FindingKind.MissingHole);
        Assert.Contains(Board().NonPlated(0, 7, 3.1).Verify().Findings, found => found.Kind == FindingKind.MissingHole);
        Assert.Contains(Board().NonPlated(0, 7.1, 3.2).Verify().Findings, found => found.Kind == FindingKind.MissingHole);
    }

    [Theory]
    [InlineData(7.2, true)]
    [InlineData(7.2625, false)]
    public void Routed_copper_stays_out_of_a_mounting_holes_keep_out(double y, bool enters)
    {
        // The track of SCL lies at y = 4 and is 0.125 wide: the disc of 6.4 mm reaches down to y - 3.2.
        var hole = new MountingHole("top-left", TestBoard.At(0, y), 1_000_000, 6_400_000);
        var findings = TestBoard.Good().NonPlated(0, y, 1).With(board => board.MountingHoles = [hole]).Verify().Findings;
        Assert.Equal(enters ? [FindingKind.MountingHoleKeepOut] : [], findings.Select(finding => finding.Kind));
        if (enters)
        {
            var finding = Assert.Single(findings);
            Assert.Equal((Severity.Error, Front, hole.At, "SCL", 3_200_000.0), (finding.Severity, finding.Layer, finding.At, Assert.Single(finding.Nets), finding.Required!.Value));
            Assert.Equal(3_137_500, finding.Measured!.Value, 1.0);
        }

        Assert.Empty(TestBoard.Good().Disc(Front, -2.5, y, 1).NonPlated(0, y, 1).With(board => board.MountingHoles = [hole with { KeepOut = 5_000_000 }]).Verify().Findings);
    }

    /// <summary>Whatever comes first, the least is told.</summary>
    [Theory]
    [InlineData(0.2, 0.3)]
    [InlineData(0.3, 0.2)]
    public void Of_several_holes_the_least_measures_are_told(double first, double second)
    {
        // Plated holes beside the track of SCL at y = 4, vias with other rings, and three holes in a row.
        TestBoard Beside(TestBoard board, double x, double gap) => board.Disc(Front, x, 4.2125 + gap, 0.3).Plated(x, 4.2125 + gap, 0.3);
        var toCopper = Beside(Beside(TestBoard.Good(), -1, first * 0.4), 1, second * 0.4).Verify().Holes;
        Assert.Equal(80_000, toCopper.ToCopper!.Value, 1.0);

        var rings = TestBoard.Good().Via("SDA", 0, 0, 0.3 + first).Via("SDA", 0, -1, 0.3 + second).Verify().Holes;
        Assert.Equal(100_000, rings.AnnularRing!.Value, 1.0);

        var between = TestBoard.Good().NonPlated(-1, -6, 0.5).NonPlated(-0.5 + first, -6, 0.5).NonPlated(first + second, -6, 0.5)
            .With(board => board.Rules = DesignRules.Default with { HoleToHole = 500_000 }).Verify().Holes;
        Assert.Equal(200_000, between.Between!.Value, 1.0);
    }

    [Fact]
    public void Holes_above_each_other_and_far_are_not_measured() =>
        Assert.Null(TestBoard.Good().NonPlated(0, -6, 1).NonPlated(0, 7, 1).Verify().Holes.Between);

    [Theory]
    [InlineData(0.12499, 0.19999, false)]
    [InlineData(0.124989, 0.199989, true)]
    public void Less_by_the_rounding_of_turned_coordinates_is_no_fault(double toCopper, double between, bool fails)
    {
        var holes = TestBoard.Good().NonPlated(0, -6, 1).NonPlated(1 + between, -6, 1).Verify();
        Assert.Equal(fails ? [FindingKind.HoleToHole] : [], holes.Findings.Select(finding => finding.Kind));
        var near = TestBoard.Good().Disc(Front, 0, 4.3, 0.3).Plated(0, 4.2125 + toCopper, 0.3).Verify().Findings;
        Assert.Equal(fails, near.Any(finding => finding.Kind == FindingKind.HoleClearance));
        var keepOut = new MountingHole("top-left", TestBoard.At(0, 7.2625 - (fails ? 0.000011 : 0.00001)), 1_000_000, 6_400_000);
        Assert.Equal(fails, TestBoard.Good().With(board => board.MountingHoles = [keepOut]).Verify().Findings.Any(finding => finding.Kind == FindingKind.MountingHoleKeepOut));
    }

    [Fact]
    public void Two_holes_at_one_place_are_called_that() => Assert.Equal(
        "Two holes are drilled at one place.", Assert.Single(TestBoard.Good().NonPlated(0, -6, 1).NonPlated(0, -6, 1).Verify().Findings).Message);

    [Fact]
    public void Of_what_enters_a_mounting_holes_keep_out_the_nearest_is_told()
    {
        var hole = new MountingHole("top-left", TestBoard.At(0, 7), 1_000_000, 6_400_000);
        var board = TestBoard.Good().NonPlated(0, 7, 1).Track("SCL", Front, 0.125, (-2.5, 4), (-2.5, 7)).Track("SCL", Front, 0.125, (2, 4), (2, 7)).Track("SCL", Front, 0.125, (2.8, 4), (2.8, 7))
            .With(board => board.MountingHoles = [hole]);
        var finding = Assert.Single(board.Verify().Findings, finding => finding.Kind == FindingKind.MountingHoleKeepOut);
        Assert.Equal(1_937_500, finding.Measured!.Value, 1.0);
    }
}
