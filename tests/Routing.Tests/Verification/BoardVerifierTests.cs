using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Verification;

public class BoardVerifierTests
{
    private const CopperLayer Front = CopperLayer.Front, Back = CopperLayer.Back;

    [Fact]
    public void A_good_board_has_no_findings_and_its_measures_are_right()
    {
        var report = TestBoard.Good().Via("SDA", 0, 0).Track("SDA", Back, 0.25, (0, 0), (0, -4)).Verify();
        Assert.Empty(report.Findings);
        Assert.Empty(report.Issues);
        Assert.True(report.Passed);
        Assert.Equal(["SCL", "SDA"], report.Nets.Select(net => net.Net));
        Assert.Equal(new NetSummary("SDA", 2, 1, 3_437_500, 10_000_000, 1), report.Nets[1]);
        Assert.Equal(2, report.Layers[0].Pieces);
        Assert.Equal(1, report.Layers[1].Pieces);
        Assert.Equal(50_000, report.Holes.AnnularRing);
    }

    [Fact]
    public void A_via_pad_that_overlaps_a_foreign_track_by_12_5_micrometres_is_a_short_right_there()
    {
        var finding = Single(TestBoard.Good().Via("SDA", 0, 3.75).Track("SDA", Back, 0.25, (0, 3.75), (0, 0)).Via("SDA", 0, 0));
        Assert.Equal((FindingKind.Short, Severity.Error, Front), (finding.Kind, finding.Severity, finding.Layer));
        Assert.Equal(["SCL", "SDA"], finding.Nets);
        Assert.InRange(finding.At.DistanceTo(TestBoard.At(0, 3.944)), 0, 20_000);
    }

    [Fact]
    public void Touching_is_a_short_and_half_a_micrometre_apart_is_a_clearance()
    {
        Assert.Contains(Kinds(Beside(0)), kind => kind == FindingKind.Short);
        Assert.Equal([FindingKind.Clearance], Kinds(Beside(0.0005)));
    }

    [Theory]
    [InlineData(0.124, true)]
    [InlineData(0.125, false)]
    public void Clearance_fails_at_124_and_passes_at_125(double gap, bool fails)
    {
        var report = Beside(gap).Verify();
        Assert.Equal(fails, report.Findings.Any(finding => finding.Kind == FindingKind.Clearance));
        Assert.Equal(!fails, report.Passed);
        Assert.Equal(gap * 1e6, report.Layers[0].Clearance!.Value, 1.0);
        Assert.Equal(gap * 1e6, report.Nets.Single(net => net.Net == "SDA").Clearance!.Value, 1.0);
        if (fails)
        {
            var finding = Assert.Single(report.Findings);
            Assert.Equal(["SCL", "SDA"], finding.Nets);
            Assert.Equal(124_000, finding.Measured!.Value, 1.0);
            Assert.Equal(125_000, finding.Required);
            Assert.Equal("VERIFICATION_FAILED kind=clearance count=1 first=[SCL,SDA]F_Cu(-1,3.8755)", Assert.Single(report.Issues).ToString());
        }
    }

    [Fact]
    public void A_net_class_asks_for_its_own_clearance()
    {
        var rules = DesignRules.Default with { NetClasses = [new NetClass("fast", ["SC*"], 125_000, 200_000)] };
        var finding = Single(Beside(0.19).With(board => board.Rules = rules));
        Assert.Equal((FindingKind.Clearance, 200_000), (finding.Kind, finding.Required));
        Assert.Empty(Beside(0.2).With(board => board.Rules = rules).Verify().Findings);
    }

    [Fact]
    public void A_via_too_near_a_track_of_the_other_layer_is_found_there()
    {
        var board = TestBoard.Good()
            .Via("SDA", 0, 0)
            .Via("SCL", -1, 4).Track("SCL", Back, 0.125, (-1, 4), (0.35, 4), (0.35, -4));
        var finding = Single(board);
        Assert.Equal((FindingKind.Clearance, Back), (finding.Kind, finding.Layer));
        Assert.Equal(87_500, finding.Measured!.Value, 1.0);
    }

    [Fact]
    public void A_module_hole_without_a_pad_keeps_tracks_away()
    {
        var board = TestBoard.Good().Zone(2, -1, -6, 1, -4).Disc(Front, 0, -5, 0.6).Plated(0, -5, 0.3).Track("SDA", Back, 0.125, (0.3, 0), (0.3, -3.5), (0.3, -6.5)).Via("SDA", 0.3, 0);
        var kinds = Kinds(board);
        Assert.Contains(FindingKind.HoleClearance, kinds);
        Assert.DoesNotContain(FindingKind.Clearance, kinds);
    }

    [Fact]
    public void A_missing_track_opens_its_net_unless_routing_gave_the_socket_up()
    {
        TestBoard Parted() => TestBoard.Empty()
            .Pad(Front, -3, 0).Socket(0, "SDA", -3, 0)
            .Pad(Front, 3, 0).Socket(1, "SDA", 3, 0);
        var open = Single(Parted());
        Assert.Equal((FindingKind.Open, Severity.Error), (open.Kind, open.Severity));
        var report = Parted().Unconnected(1).Verify();
        Assert.Equal((FindingKind.Unconnected, Severity.Warning), (report.Findings.Single().Kind, report.Findings.Single().Severity));
        Assert.Empty(report.Issues);
        Assert.Equal(2, report.Nets.Single().Pieces);
    }

    [Fact]
    public void A_net_of_one_socket_needs_nothing_but_copper()
    {
        Assert.Empty(TestBoard.Empty().Pad(Front, -3, 0).Socket(0, "INT", -3, 0).Verify().Findings);
        var finding = Single(TestBoard.Empty().Pad(Back, -3, 0).Socket(0, "INT", -3, 0));
        Assert.Equal((FindingKind.SocketWithoutCopper, -3_000_000), (finding.Kind, finding.At.X));
        Assert.Empty(TestBoard.Empty().Pad(Back, -3, 0).Socket(0, "INT", -3, 0, layer: null).Verify().Findings);
    }

    [Fact]
    public void Plated_holes_and_slots_join_the_layers_and_others_do_not()
    {
        TestBoard Crossing() => TestBoard.Empty()
            .Pad(Front, -3, 0).Socket(0, "SDA", -3, 0)
            .Pad(Back, 3, 0).Socket(1, "SDA", 3, 0, Back)
            .Track("SDA", Front, 0.4, (-3, 0), (0, 0)).Track("SDA", Back, 0.4, (0, 0), (3, 0));
        Assert.Contains(FindingKind.Open, Kinds(Crossing()));
        Assert.Contains(FindingKind.Open, Kinds(Crossing().NonPlated(0, 0, 0.3)));
        Assert.DoesNotContain(FindingKind.Open, Kinds(Crossing().Plated(0, 0, 0.3)));
        Assert.DoesNotContain(FindingKind.Open, Kinds(Crossing().PlatedSlot((0, -0.5), (0, 0.5), 0.3)));
        Assert.Empty(Crossing().Via("SDA", 0, 0).Verify().Findings);
    }

    [Fact]
    public void A_lost_track_is_missed_even_where_the_net_holds_without_it()
    {
        var report = TestBoard.Good().Claim("SDA", Back, 0.125, (0, 1), (0, 2)).Verify();
        Assert.Equal((FindingKind.MissingTrack, Back), (report.Findings.Single().Kind, report.Findings.Single().Layer));
    }

    [Fact]
    public void A_track_that_meets_module_copper_without_a_socket_is_found()
    {
        var finding = Single(TestBoard.Good().Pad(Front, -4, 0.5, 0.4, 2).Track("SDA", Front, 0.125, (-3, 0), (-4, 0)));
        Assert.Equal((FindingKind.ForeignCopper, Front), (finding.Kind, finding.Layer));
        Assert.InRange(finding.At.DistanceTo(TestBoard.At(-3.8, 0)), 0, 450_000);
    }

    [Fact]
    public void A_joint_thinner_than_a_track_is_a_warning_unless_another_joint_holds()
    {
        // The track's round end reaches 12.5 µm into the pad.
        TestBoard Grazing(double end) => TestBoard.Empty()
            .Pad(Front, -3, 0).Socket(0, "SDA", -3, 0).Pad(Front, 3, 0).Socket(1, "SDA", 3, 0)
            .Track("SDA", Front, 0.125, (-3, 0), (end, 0));
        var finding = Single(Grazing(2.45));
        Assert.Equal((FindingKind.ThinJoint, Severity.Warning, Front), (finding.Kind, finding.Severity, finding.Layer));
        Assert.Equal(2 * Math.Sqrt(62_500.0 * 62_500 - 50_000.0 * 50_000), finding.Measured!.Value, 1.0);
        Assert.InRange(finding.At.DistanceTo(TestBoard.At(2.5, 0)), 0, 20_000);
        Assert.Empty(Grazing(2.5).Verify().Findings);
        Assert.Empty(Grazing(2.45).Track("SDA", Front, 0.125, (0, 0), (0, 0.4), (3, 0.4)).Verify().Findings);
    }

    [Fact]
    public void A_pour_is_no_modules_copper_and_may_meet_only_its_nets_sockets()
    {
        TestBoard Pour() => TestBoard.Empty()
            .Pad(Front, -3, 0).Socket(0, "GND", -3, 0).Pad(Front, 3, 0).Socket(1, "GND", 3, 0)
            .Area(Front, (-9, -0.2), (9, -0.2), (9, 0.2), (-9, 0.2));
        Assert.Empty(Pour().Verify().Findings);
        Assert.Equal([FindingKind.ForeignCopper], Kinds(Pour().Pad(Front, -6, 0)));
        Assert.Equal(Severity.Error, Single(Pour().Pad(Front, -6, 0.8)).Severity);
    }

    [Fact]
    public void A_via_that_meets_hidden_module_copper_is_found_by_its_hole()
    {
        var board = TestBoard.Good().Zone(2, -1, -1, 1, 1).Area(Back, (-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)).Via("SDA", 0, 0);
        Assert.Equal([FindingKind.ForeignCopper, FindingKind.TrackInZone, FindingKind.TrackInZone], Kinds(board));
    }

    [Fact]
    public void What_a_module_joins_inside_itself_is_its_own_business()
    {
        var board = TestBoard.Good().Pad(Front, -6, 0).Stroke(Front, 0.2, (-6, 0), (-6, 3)).Pad(Front, -6, 3).Pad(Front, -6, -1.1).Pad(Front, -5, 3);
        var finding = Single(board);
        Assert.Equal((FindingKind.Clearance, Severity.Info), (finding.Kind, finding.Severity));
        Assert.True(board.Verify().Passed);
        Assert.Equal(100_000, board.Verify().Layers[0].ModuleClearance!.Value, 1.0);
    }

    [Fact]
    public void Copper_of_two_modules_too_near_is_nobodys_own_business()
    {
        var board = TestBoard.Empty().Zone(2, -2, -8, 2, 8).Pad(Front, -2.55, 0).Pad(Front, -1.45, 0);
        Assert.Equal((FindingKind.Clearance, Severity.Error), (Single(board).Kind, Single(board).Severity));
    }

    [Theory]
    [InlineData(0.299, true)]
    [InlineData(0.3, false)]
    public void Edge_clearance_fails_just_below_the_rule(double gap, bool fails)
    {
        var report = TestBoard.Good().Via("SDA", 0, 0).Track("SDA", Back, 0.25, (0, 0), (0, -9.875 + gap)).Verify();
        Assert.Equal(fails, report.Findings.Any(finding => finding.Kind == FindingKind.EdgeClearance));
        Assert.Equal(gap * 1e6, report.Layers[1].EdgeClearance!.Value, 1.0);
        if (fails)
        {
            Assert.Equal((Back, "SDA"), (report.Findings.Single().Layer!.Value, report.Findings.Single().Nets[0]));
        }
    }

    [Fact]
    public void Copper_over_the_edge_or_beyond_it_is_outside()
    {
        Assert.Equal([FindingKind.CopperOutsideBoard], Kinds(TestBoard.Good().Track("SDA", Back, 0.25, (0, 0), (0, -11)).Via("SDA", 0, 0)));
        Assert.Equal([FindingKind.CopperOutsideBoard], Kinds(TestBoard.Good().Pad(Front, 15, 0)));
    }

    [Fact]
    public void A_connector_may_reach_over_the_edge()
    {
        TestBoard Connector() => TestBoard.Good().Zone(3, -4, 8, 4, 10).Pad(Front, 0, 9.8, 1, 1.2).Plated(3, 10, 0.5).Pad(Front, 3, 9.5, 0.8, 1.5);
        Assert.Contains(Connector().Verify().Findings, finding => finding is { Kind: FindingKind.CopperOutsideBoard, Severity: Severity.Error });
        Assert.Contains(Connector().Verify().Findings, finding => finding is { Kind: FindingKind.HoleOutsideBoard, Severity: Severity.Error });
        var allowed = Connector().With(board => board.EdgeModules = [3]).Verify();
        Assert.True(allowed.Passed);
        Assert.Contains(allowed.Findings, finding => finding is { Kind: FindingKind.CopperOutsideBoard, Severity: Severity.Info });
    }

    [Fact]
    public void An_open_outline_is_found_unless_a_connector_opens_it()
    {
        TestBoard Opened() => TestBoard.Good().WithoutEdge().Edge((8, 10), (10, 10), (10, -10), (-10, -10), (-10, 10), (-8, 10));
        Assert.Equal([FindingKind.OutlineOpen, FindingKind.OutlineOpen], Kinds(Opened()));
        var declared = new BoardOutline(20_000_000, 20_000_000, 0, TopConnector: true, BottomConnector: false);
        Assert.Empty(Opened().With(board => board.Board = declared).Verify().Findings);
        Assert.Equal([FindingKind.CopperOutsideBoard], Kinds(Opened().With(board => board.Board = declared).Pad(Front, 0, 12)));
        var wrong = declared with { TopConnector = false, BottomConnector = true };
        Assert.Equal([FindingKind.OutlineOpen, FindingKind.OutlineOpen], Kinds(Opened().With(board => board.Board = wrong)));
    }

    [Fact]
    public void A_rounded_corner_is_an_edge_too()
    {
        var pen = new CircleAperture(150_000, 0, AttributeSet.None);
        var rounded = TestBoard.Empty().WithoutEdge().Edge((-10, 5), (-10, -10), (10, -10), (10, 10), (-5, 10)).Input();
        rounded = rounded with
        {
            Outline = rounded.Outline with
            {
                Objects = rounded.Outline.Objects.Add(new Arc(TestBoard.At(-5, 10), TestBoard.At(-10, 5), TestBoard.At(-5, 5), false, pen, Polarity.Dark, AttributeSet.None)),
            },
            Front = TestBoard.Empty().Pad(Front, -9.3, 9.3, 0.2, 0.2).Input().Front,
        };
        var finding = Assert.Single(BoardVerifier.Verify(rounded).Findings);
        Assert.Equal(FindingKind.CopperOutsideBoard, finding.Kind);
        Assert.Empty(BoardVerifier.Verify(rounded with { Front = TestBoard.Empty().Pad(Front, -8, 8, 0.2, 0.2).Input().Front }).Findings);
    }

    [Fact]
    public void Copper_over_a_hole_that_is_not_plated_is_found_unless_it_is_a_modules_own()
    {
        var over = Single(TestBoard.Good().NonPlated(0, 4, 1));
        Assert.Equal((FindingKind.NonPlatedHoleClearance, Severity.Error, 0.0), (over.Kind, over.Severity, over.Measured!.Value));
        var near = Single(TestBoard.Good().NonPlated(0, 4.6, 1));
        Assert.Equal(37_500, near.Measured!.Value, 1.0);
        Assert.Empty(TestBoard.Good().NonPlated(0, 4.7, 1).Verify().Findings);
        var own = Single(TestBoard.Good().Pad(Front, -6, 6, 2, 2).NonPlated(-6, 6, 1));
        Assert.Equal(Severity.Info, own.Severity);
        var both = TestBoard.Good().Pad(Front, -6, 6, 2, 2).NonPlated(-6, 6, 1).Track("SCL", Front, 0.125, (-3, 4), (-3, 6.2), (-5.6, 6.2));
        Assert.Contains(both.Verify().Findings, finding => finding is { Kind: FindingKind.NonPlatedHoleClearance, Severity: Severity.Error });
    }

    [Theory]
    [InlineData(0.499, true)]
    [InlineData(0.5, false)]
    public void Holes_keep_their_distance_whatever_their_net(double pitch, bool fails)
    {
        var report = TestBoard.Good().Via("SDA", 0, 0).Via("SDA", pitch, 0).Verify();
        Assert.Equal(fails, report.Findings.Any(finding => finding is { Kind: FindingKind.HoleToHole, Severity: Severity.Error }));
        Assert.Equal((pitch - 0.3) * 1e6, report.Holes.Between!.Value, 1.0);
    }

    [Fact]
    public void Overlapping_and_doubled_holes_are_told_apart_and_a_modules_own_are_information()
    {
        var overlap = Single(TestBoard.Good().Via("SDA", 0, 0).Via("SDA", 0.25, 0));
        Assert.Equal((FindingKind.HoleToHole, 0.0), (overlap.Kind, overlap.Measured!.Value));
        Assert.Equal(TestBoard.At(0.125, 0), overlap.At);
        Assert.Equal([FindingKind.DuplicateHole], Kinds(TestBoard.Good().Via("SDA", 0, 0).Plated(0, 0, 0.3)));
        Assert.Equal(Severity.Info, Single(TestBoard.Good().Pad(Front, -6, 6, 3, 3).Pad(Back, -6, 6, 3, 3).Plated(-6, 6, 0.3).Plated(-6, 6.35, 0.3)).Severity);
        Assert.Equal(Severity.Error, Single(TestBoard.Good().NonPlated(0, -6, 1).NonPlated(1.1, -6, 1)).Severity);
    }

    [Fact]
    public void A_thin_annular_ring_is_found_on_each_layer_and_a_modules_own_is_information()
    {
        var thin = TestBoard.Good().Via("SDA", 0, 0, 0.35).Verify().Findings;
        Assert.Equal([Front, Back], thin.Select(finding => finding.Layer!.Value));
        Assert.All(thin, finding => Assert.Equal((FindingKind.AnnularRing, Severity.Error, 25_000.0), (finding.Kind, finding.Severity, finding.Measured!.Value)));
        Assert.All(TestBoard.Good().Disc(Front, -6, 6, 0.35).Disc(Back, -6, 6, 0.35).Plated(-6, 6, 0.3).Verify().Findings, finding => Assert.Equal(Severity.Info, finding.Severity));
    }

    [Fact]
    public void A_ring_is_measured_over_all_the_copper_around_a_hole()
    {
        // A square via pad of two halves, and a slot in a rectangle.
        var halves = TestBoard.Good().Pad(Front, -6.25, 6, 0.5, 1).Pad(Front, -5.75, 6, 0.5, 1).Pad(Back, -6, 6).Plated(-6, 6, 0.3);
        Assert.Empty(halves.Verify().Findings);
        TestBoard Slot(double height) => TestBoard.Good().Pad(Front, -6, 6, 2, height).Pad(Back, -6, 6, 2, height).PlatedSlot((-6.5, 6), (-5.5, 6), 0.5);
        Assert.Empty(Slot(0.7).Verify().Findings);
        var thin = Slot(0.54).Verify().Findings;
        Assert.Equal([FindingKind.AnnularRing, FindingKind.AnnularRing], thin.Select(finding => finding.Kind));
        Assert.InRange(thin[0].Measured!.Value, 19_000, 21_500);
        Assert.Equal(0, TestBoard.Good().Pad(Front, -6, 6, 2, 0.4).Pad(Back, -6, 6, 2, 2).PlatedSlot((-6.5, 6), (-5.5, 6), 0.5).Verify().Findings.Single().Measured!.Value, 200.0);
    }

    [Fact]
    public void A_plated_hole_without_copper_is_a_warning()
    {
        var finding = Single(TestBoard.Good().Plated(0, -6, 0.5));
        Assert.Equal((FindingKind.HoleWithoutCopper, Severity.Warning), (finding.Kind, finding.Severity));
    }

    [Fact]
    public void A_track_may_enter_only_zones_of_modules_with_its_net()
    {
        TestBoard With(double y) => TestBoard.Good().Zone(2, -1, -4, 1, -2).Via("SDA", 1.5, 0).Track("SDA", Back, 0.25, (1.5, 0), (1.5, y), (-1.5, y));
        Assert.Empty(With(-1.875).Verify().Findings);
        var inside = Single(With(-1.95));
        Assert.Equal((FindingKind.TrackInZone, Back, "SDA"), (inside.Kind, inside.Layer, inside.Nets[0]));
        Assert.Equal([FindingKind.TrackInZone], Kinds(With(-3)));
    }

    [Fact]
    public void A_thin_track_is_found()
    {
        var finding = Single(TestBoard.Good().Track("SDA", Front, 0.1, (0, 0), (0, -2)));
        Assert.Equal((FindingKind.TrackWidth, 100_000.0, 125_000.0), (finding.Kind, finding.Measured!.Value, finding.Required!.Value));
    }

    [Fact]
    public void Copper_within_a_large_area_belongs_to_it_and_copper_in_its_hole_does_not()
    {
        // A plane around the board's middle with a seam to a square hole.
        (double, double)[] plane =
        [
            .. Enumerable.Range(0, 40).Select(i => (-5.0 + i * 0.25, -7.0)), (5, -7), (5, 7), (-5, 7),
            (-5, 0), (-1, 0), (-1, 1), (1, 1), (1, -1), (-1, -1), (-1, 0), (-5, 0),
        ];
        TestBoard Plane() => TestBoard.Empty().Area(Front, plane).Socket(0, "GND", -4.99, -6.99).Socket(1, "GND", 4, 4);
        Assert.Empty(Plane().Disc(Front, 3, 3, 0.5).Socket(1, "GND", 3, 3).Verify().Findings);
        Assert.Empty(Plane().Disc(Front, 0, 0, 0.5).Socket(1, "SDA", 0, 0).Verify().Findings);
        Assert.Equal([FindingKind.Short], Kinds(Plane().Disc(Front, 3, 3, 0.5).Socket(1, "SDA", 3, 3)));
    }

    [Fact]
    public void Three_nets_in_one_piece_are_found_where_they_meet()
    {
        var report = TestBoard.Good()
            .Pad(Front, -3, -4).Socket(0, "GND", -3, -4).Pad(Front, 3, -4).Socket(1, "GND", 3, -4).Track("GND", Front, 0.125, (-3, -4), (3, -4))
            .Track("SDA", Front, 0.125, (0, 0), (0, -4)).Track("SDA", Front, 0.125, (1, 0), (1, 4)).Verify();
        Assert.All(report.Findings, finding => Assert.Equal(["GND", "SCL", "SDA"], finding.Nets));
        Assert.Contains(report.Findings, finding => finding.At.DistanceTo(TestBoard.At(0, -4)) < 100_000);
        Assert.Contains(report.Findings, finding => finding.At.DistanceTo(TestBoard.At(1, 4)) < 100_000);
        Assert.Equal("short", Assert.Single(report.Issues).Fields.Split(' ')[0][5..]);
    }

    [Fact]
    public void A_short_through_a_module_without_any_claim_of_the_router_is_still_located()
    {
        // Copper that no one routed, as in a board of another maker: two nets and one stroke too many between them.
        var board = TestBoard.Empty()
            .Pad(Front, -3, 0).Socket(0, "SDA", -3, 0).Pad(Front, 3, 0).Socket(1, "SDA", 3, 0).Stroke(Front, 0.125, (-3, 0), (3, 0))
            .Pad(Front, -3, 4).Socket(0, "SCL", -3, 4).Pad(Front, 3, 4).Socket(1, "SCL", 3, 4).Stroke(Front, 0.125, (-3, 4), (3, 4))
            .Disc(Front, 0, 2, 4.1);
        var finding = Single(board);
        Assert.Equal(FindingKind.Short, finding.Kind);
        Assert.InRange(Math.Abs(finding.At.X), 0, 300_000);
    }

    [Fact]
    public void Copper_piled_up_in_one_place_ends_in_a_finding_and_not_in_hours()
    {
        var board = TestBoard.Good();
        for (var i = 0; i < 60_000; i++)
        {
            board.Disc(Front, 0, -6 + i * 1e-6, 0.5);
        }

        Assert.Equal([FindingKind.TooComplex], Kinds(board));
        Assert.False(board.Verify().Passed);
    }

    [Fact]
    public void The_report_is_written_as_json_in_millimetres_the_same_each_time()
    {
        var report = Beside(0.1).Verify();
        var json = Encoding.UTF8.GetString(ReportWriter.Write(report));
        Assert.Equal(json, Encoding.UTF8.GetString(ReportWriter.Write(Beside(0.1).Verify())));
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var finding = document.RootElement.GetProperty("findings")[0];
        Assert.False(document.RootElement.GetProperty("passed").GetBoolean());
        Assert.Equal(
            ("clearance", "error", "F_Cu", "-1", "3.8875", "0.1", "0.125"),
            (finding.GetProperty("kind").GetString(), finding.GetProperty("severity").GetString(), finding.GetProperty("layer").GetString(),
                finding.GetProperty("x").GetRawText(), finding.GetProperty("y").GetRawText(), finding.GetProperty("measured").GetRawText(),
                finding.GetProperty("required").GetRawText()));
        var net = document.RootElement.GetProperty("nets")[1];
        Assert.Equal(("SDA", "9.775", 0), (net.GetProperty("net").GetString(), net.GetProperty("length").GetRawText(), net.GetProperty("vias").GetInt32()));
    }

    /// <summary>The good board with a via and a track of SDA that ends at a distance from the track of SCL.</summary>
    private static TestBoard Beside(double gap) => TestBoard.Good().Track("SDA", Front, 0.125, (-1, 0), (-1, 4 - 0.125 - gap));

    private static Finding Single(TestBoard board) => Assert.Single(board.Verify().Findings);

    private static IEnumerable<FindingKind> Kinds(TestBoard board) => board.Verify().Findings.Select(finding => finding.Kind);
}
