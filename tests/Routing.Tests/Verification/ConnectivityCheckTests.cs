using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Verification;

/// <summary>Which part of a net counts as the net, what else is told of its sockets, and where nets meet.</summary>
public sealed class ConnectivityCheckTests
{
    private const CopperLayer Front = CopperLayer.Front, Back = CopperLayer.Back;

    /// <summary>Four sockets of a net: two joined on the left, one on the right, one above.</summary>
    private static TestBoard Parted() => TestBoard.Empty()
        .Pad(Front, 3, 4).Socket(1, "SDA", 3, 4)
        .Pad(Front, -3, 0).Socket(0, "SDA", -3, 0)
        .Pad(Front, 3, 0).Socket(1, "SDA", 3, 0)
        .Pad(Front, -3, 4).Socket(0, "SDA", -3, 4)
        .Track("SDA", Front, 0.125, (-3, 0), (-3, 4));

    [Fact]
    public void The_piece_with_most_sockets_is_the_net_and_each_other_is_an_open()
    {
        var findings = Parted().Verify().Findings;
        Assert.Equal([FindingKind.Open, FindingKind.Open], findings.Select(finding => finding.Kind));
        Assert.Equal([TestBoard.At(3, 0), TestBoard.At(3, 4)], findings.Select(finding => finding.At));
        Assert.All(findings, finding => Assert.Equal("Net SDA lies in 3 pieces; 1 of its 4 sockets are apart from the rest here.", finding.Message));
        Assert.Equal([0, 2], Open(Parted()));
        Assert.Equal((4, 3), (Parted().Verify().Nets[0].Sockets, Parted().Verify().Nets[0].Pieces));
    }

    [Fact]
    public void Sockets_that_routing_gave_up_are_not_what_a_net_is()
    {
        // The larger piece was given up: the net is the one socket that routing claims to have joined.
        var findings = Parted().Unconnected(1).Unconnected(3).Unconnected(2).Verify().Findings;
        Assert.Equal([FindingKind.Unconnected, FindingKind.Unconnected], findings.Select(finding => finding.Kind));
        Assert.All(findings, finding => Assert.Equal(Severity.Warning, finding.Severity));
        Assert.Equal(["Net SDA: socket SDA could not be routed.", "Net SDA: socket SDA could not be routed."], findings.Select(finding => finding.Message));
        Assert.Equal([1, 2, 3], Open(Parted().Unconnected(1).Unconnected(3).Unconnected(2)));
        Assert.Contains(Parted().Unconnected(0).Verify().Findings, finding => finding.Kind == FindingKind.Open);
    }

    [Fact]
    public void Of_equal_pieces_the_first_sockets_is_the_net()
    {
        var board = TestBoard.Empty().Pad(Front, 3, 0).Socket(1, "SDA", 3, 0).Pad(Front, -3, 0).Socket(0, "SDA", -3, 0);
        Assert.Equal([1], Open(board));
        Assert.Equal(TestBoard.At(-3, 0), Assert.Single(board.Verify().Findings).At);
    }

    [Fact]
    public void Nets_are_told_in_the_order_of_their_names()
    {
        var board = TestBoard.Empty()
            .Pad(Front, 3, 0).Socket(1, "B", 3, 0).Pad(Front, -3, 0).Socket(0, "B", -3, 0)
            .Pad(Front, 3, 4).Socket(1, "A", 3, 4).Pad(Front, -3, 4).Socket(0, "A", -3, 4);
        Assert.Equal([1, 3], Open(board));
        Assert.Equal(["A", "B"], board.Verify().Nets.Select(net => net.Net));
    }

    [Fact]
    public void A_socket_without_copper_is_no_piece_but_parts_its_net()
    {
        var board = TestBoard.Empty().Pad(Front, 3, 0).Socket(1, "SDA", 3, 0).Socket(0, "SDA", -3, 0);
        Assert.Equal([FindingKind.SocketWithoutCopper], board.Verify().Findings.Select(finding => finding.Kind));
        Assert.Equal("Socket SDA has no copper.", board.Verify().Findings[0].Message);
        Assert.Equal(2, board.Verify().Nets[0].Pieces);
    }

    [Fact]
    public void A_bomb_has_no_open_sockets_to_tell()
    {
        var board = Parted();
        for (var i = 0; i < 60_000; i++)
        {
            board.Disc(Front, 0, -6 + i * 1e-6, 0.5);
        }

        Assert.Empty(BoardVerifier.OpenSockets(board.Input()));
    }

    [Fact]
    public void Two_nets_that_meet_once_are_one_finding_and_two_that_meet_twice_are_one_too()
    {
        TestBoard Bridged(params double[] at)
        {
            var board = TestBoard.Good();
            foreach (var x in at)
            {
                board.Stroke(Front, 0.2, (x, 0), (x, 4));
            }

            return board;
        }

        var once = Assert.Single(Bridged(0).Verify().Findings);
        Assert.Equal((FindingKind.Short, Front), (once.Kind, once.Layer));
        Assert.Equal(0, once.At.X);
        Assert.Equal("Nets SCL, SDA are one piece of copper; SCL meets the others here.", once.Message);
        var twice = Assert.Single(Bridged(-1, 1).Verify().Findings);
        Assert.Equal(1_000_000, Math.Abs(twice.At.X));
    }

    [Fact]
    public void A_short_by_a_hole_lies_on_no_layer()
    {
        // Front and back cross, and a hole that nobody asked for joins them.
        var board = TestBoard.Empty()
            .Pad(Front, -3, 0).Socket(0, "SDA", -3, 0).Pad(Front, 3, 0).Socket(1, "SDA", 3, 0).Track("SDA", Front, 0.5, (-3, 0), (3, 0))
            .Pad(Back, -3, 4).Socket(0, "SCL", -3, 4, Back).Pad(Back, 3, -4).Socket(1, "SCL", 3, -4, Back).Track("SCL", Back, 0.5, (-3, 4), (0, 0), (3, -4))
            .Plated(0, 0, 0.3);
        var finding = Assert.Single(board.Verify().Findings);
        Assert.Equal((FindingKind.Short, null), (finding.Kind, finding.Layer));
        Assert.InRange(finding.At.DistanceTo(default), 0, 260_000);
    }

    [Fact]
    public void A_pad_of_two_nets_is_a_short_at_the_pad()
    {
        var finding = Assert.Single(TestBoard.Empty().Pad(Front, -3, 0).Socket(0, "A", -3.2, 0).Socket(0, "B", -2.8, 0).Verify().Findings);
        Assert.Equal((FindingKind.Short, Front), (finding.Kind, finding.Layer));
        Assert.InRange(finding.At.DistanceTo(TestBoard.At(-3, 0)), 0, 710_000);
        Assert.Equal(["A", "B"], finding.Nets);
    }

    [Fact]
    public void A_lost_via_and_a_lost_pour_are_missed()
    {
        var via = TestBoard.Good().Via("SDA", 0, 0).Input();
        var lost = BoardVerifier.Verify(via with { Back = new([], []) }).Findings;
        Assert.Equal([(FindingKind.MissingTrack, (CopperLayer?)Back, TestBoard.At(0, 0))], lost.Select(finding => (finding.Kind, finding.Layer, finding.At)));
        Assert.Equal("A track or via of SDA is not in the final copper.", lost[0].Message);

        Point[] corners = [TestBoard.At(-1, -9), TestBoard.At(1, -9), TestBoard.At(1, -8.5), TestBoard.At(-1, -8.5)];
        var pour = new Pour("SDA", Front, new([.. corners]));
        var missed = Assert.Single(TestBoard.Good().With(board => board.Pours = [pour]).Verify().Findings);
        Assert.Equal((FindingKind.MissingTrack, Front, "SDA"), (missed.Kind, missed.Layer, Assert.Single(missed.Nets)));
        Assert.Empty(TestBoard.Good().With(board => board.Pours = [pour]).Area(Front, [.. corners.Select(p => (p.X / 1e6, p.Y / 1e6))]).Verify().Findings);
    }

    [Fact]
    public void A_track_drawn_the_other_way_round_is_the_same_track() =>
        Assert.Empty(TestBoard.Good().Stroke(Back, 0.125, (0, 2), (0, 1)).Claim("SDA", Back, 0.125, (0, 1), (0, 2)).Verify().Findings);

    [Fact]
    public void A_track_of_another_width_or_layer_is_another_track()
    {
        Assert.Contains(TestBoard.Good().Stroke(Back, 0.13, (0, 2), (0, 1)).Claim("SDA", Back, 0.125, (0, 1), (0, 2)).Verify().Findings, finding => finding.Kind == FindingKind.MissingTrack);
        Assert.Contains(TestBoard.Good().Stroke(Front, 0.125, (0, 2), (0, 1)).Claim("SDA", Back, 0.125, (0, 1), (0, 2)).Verify().Findings, finding => finding is { Kind: FindingKind.MissingTrack, Layer: Back });
    }

    [Fact]
    public void Foreign_copper_is_told_once_for_each_of_a_modules_pieces()
    {
        var board = TestBoard.Good().Pad(Front, -4, 0, 0.4, 0.4).Pad(Front, -5, 0, 0.4, 0.4).Stroke(Front, 0.2, (-5, 0), (-5, 2)).Track("SDA", Front, 0.125, (-3, 0), (-5, 0));
        var findings = board.Verify().Findings;
        Assert.Equal([FindingKind.ForeignCopper, FindingKind.ForeignCopper], findings.Select(finding => finding.Kind));
        Assert.All(findings, finding => Assert.Equal("Routed copper of SDA meets module copper that has no socket of it.", finding.Message));
    }

    [Theory]
    [InlineData(-2, true)]
    [InlineData(-1.9375, false)]
    [InlineData(-1.94, true)]
    [InlineData(-1.938, false)]
    public void A_track_may_touch_a_zones_border(double y, bool enters)
    {
        var board = TestBoard.Good().Zone(2, -1, -4, 1, -2).Via("SDA", 1.5, 0).Track("SDA", Back, 0.125, (1.5, 0), (1.5, y), (-1.5, y));
        Assert.Equal(enters ? [FindingKind.TrackInZone] : [], board.Verify().Findings.Select(finding => finding.Kind));
    }

    [Fact]
    public void A_pour_stays_out_of_every_zone_even_of_modules_with_its_net()
    {
        Point[] corners = [TestBoard.At(-2.5, -1), TestBoard.At(0, -1), TestBoard.At(0, 1), TestBoard.At(-2.5, 1)];
        TestBoard Poured(double left)
        {
            Point[] shape = [TestBoard.At(left, -1), corners[1], corners[2], TestBoard.At(left, 1)];
            return TestBoard.Good().With(board => board.Pours = [new Pour("SDA", Front, new([.. shape]))]).Area(Front, [.. shape.Select(p => (p.X / 1e6, p.Y / 1e6))]);
        }

        var finding = Assert.Single(Poured(-2.5).Verify().Findings, finding => finding.Kind == FindingKind.TrackInZone);
        Assert.Equal("The pour of SDA enters the zone of module 0.", finding.Message);
        Assert.DoesNotContain(Poured(-2).Verify().Findings, found => found.Kind == FindingKind.TrackInZone);
        Assert.Contains(Poured(-2.002).Verify().Findings, found => found.Kind == FindingKind.TrackInZone);
    }

    [Fact]
    public void Thin_tracks_are_told_together_by_net_layer_and_width()
    {
        var findings = TestBoard.Good()
            .Track("SDA", Front, 0.1, (0, 0), (0, -2)).Track("SDA", Front, 0.1, (0, -2), (1, -2)).Track("SDA", Front, 0.12, (1, -2), (1, -3)).Verify().Findings;
        Assert.Equal([FindingKind.TrackWidth, FindingKind.TrackWidth], findings.Select(finding => finding.Kind));
        Assert.Equal(["2 tracks of SDA are thinner than the rules allow.", "1 tracks of SDA are thinner than the rules allow."], findings.Select(finding => finding.Message));
        Assert.Equal([TestBoard.At(0, 0), TestBoard.At(1, -2)], findings.Select(finding => finding.At));
        Assert.Equal([100_000.0, 120_000.0], findings.Select(finding => finding.Measured!.Value));
    }

    [Theory]
    [InlineData(-0.5, true)]
    [InlineData(-0.52, false)]
    public void A_modules_pad_may_reach_half_a_millimetre_out_of_its_zone(double overhang, bool isIts)
    {
        // Two pads a tenth apart: a module's own business, unless one of them is not its own.
        var right = -2 - overhang;
        var board = TestBoard.Empty().Pad(Front, right - 1, 0, 2, 1).Pad(Front, right - 1, 1.1, 2, 1);
        var finding = Assert.Single(board.Verify().Findings);
        Assert.Equal((FindingKind.Clearance, isIts ? Severity.Info : Severity.Error), (finding.Kind, finding.Severity));
        Assert.Equal(100_000, Math.Round(isIts ? board.Verify().Layers[0].ModuleClearance!.Value : board.Verify().Layers[0].Clearance!.Value));
        Assert.Null(isIts ? board.Verify().Layers[0].Clearance : board.Verify().Layers[0].ModuleClearance);
    }

    [Fact]
    public void A_net_far_from_all_others_has_its_true_distance_and_one_alone_has_none()
    {
        var far = TestBoard.Empty().Disc(Front, -9, -9, 0.5).Socket(0, "A", -9, -9).Disc(Front, 9, 9, 0.5).Socket(1, "B", 9, 9);
        var apart = Math.Sqrt(2) * 18_000_000 - 500_000;
        Assert.All(far.Verify().Nets, net => Assert.Equal(apart, net.Clearance!.Value, 1.0));
        Assert.Null(Assert.Single(TestBoard.Empty().Disc(Front, -9, -9, 0.5).Socket(0, "A", -9, -9).Verify().Nets).Clearance);
        Assert.Null(Assert.Single(TestBoard.Empty().Pad(Front, -6, 0).Socket(0, "A", -6, 0).Pad(Front, -6, 4).Verify().Nets).Clearance);
    }

    [Fact]
    public void A_nets_clearance_is_its_least_over_both_layers()
    {
        var board = TestBoard.Good()
            .Via("SDA", 0, 0).Track("SDA", Back, 0.125, (0, 0), (0, -3)).Via("SCL", -1.5, 4).Track("SCL", Back, 0.125, (-1.5, 4), (0.3, 2.5), (0.3, -3)).Track("SCL", Front, 0.125, (0, 4), (0, 0.5));
        var nets = board.Verify().Nets;
        Assert.All(nets, net => Assert.Equal(37_500, net.Clearance!.Value, 1.0));
    }

    private static int[] Open(TestBoard board) => [.. BoardVerifier.OpenSockets(board.Input())];
}
