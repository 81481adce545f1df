using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Options;
using MakeDevice.Routing.Tests.Verification;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Finishing;

public class CopperPourTests
{
    private const string Ground = """{"pour":{"net":"GND","clearance":0.3}}""";

    [Theory]
    [InlineData(Topology.Bus, 1, 6, false)]
    [InlineData(Topology.Bus, 2, 10, true)]
    [InlineData(Topology.Tree, 3, 8, false)]
    public void A_pour_keeps_every_distance(Topology topology, int seed, int modules, bool anyAngle)
    {
        var board = Random(topology, seed, modules, anyAngle);
        var finished = FinishedBoards.Of(board).Finished;
        Assert.Empty(CopperChecks.Faults(board, finished));
        Assert.Equal([CopperLayer.Front, CopperLayer.Back], finished.Pours.Select(pour => pour.Layer).Distinct());
        Assert.Empty(finished.Pours.SelectMany(pour => Faults(board, finished, pour)));
    }

    [Theory]
    [InlineData(Topology.Bus, 1, 6, false)]
    [InlineData(Topology.Bus, 2, 10, true)]
    [InlineData(Topology.Tree, 3, 8, true)]
    public void Every_stitching_via_keeps_every_distance_and_lies_in_both_pours(Topology topology, int seed, int modules, bool anyAngle)
    {
        var board = Random(topology, seed, modules, anyAngle);
        var finished = FinishedBoards.Of(board).Finished;
        var stitches = finished.Vias.Where(via => via.IsStitch).ToList();
        Assert.NotEmpty(stitches);
        Assert.Empty(stitches.SelectMany(via => Faults(board, finished, via)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(10)]
    public void Stitching_vias_stand_on_the_pitch_or_not_at_all(int pitch)
    {
        var rules = OptionBoards.Rules("""{"pour":{"net":"GND","stitchPitch":PITCH}}""".Replace("PITCH", $"{pitch}", StringComparison.Ordinal));
        var finished = FinishedBoards.Of(SyntheticBoards.Random(1, 6, rules: rules)).Finished;
        var stitches = finished.Vias.Where(via => via.IsStitch).ToList();
        Assert.Equal(pitch == 0, stitches.Count == 0);
        var bounds = finished.Pours.SelectMany(pour => pour.Outline).Aggregate(Box.Empty, (box, at) => box.Include(at));
        Assert.True(pitch == 0 || stitches.Count <= 2 * Math.Ceiling(bounds.Width / 1e6 / pitch + 1) * Math.Ceiling(bounds.Height / 1e6 / pitch + 1));
    }

    [Theory]
    [InlineData("JLCPCB", 300_000, 400_000)]
    [InlineData("Aisler", 300_000, 700_000)] // 0.25 mm costs extra there
    [InlineData("Eurocircuits", 250_000, 600_000)]
    public void Stitching_vias_have_a_hole_that_costs_nothing_extra(string house, long hole, long diameter)
    {
        var via = StitchingVia.Of(DesignRulesReader.ForHouse(house).Rules);
        Assert.Equal((hole, diameter), (via.ViaHole, via.ViaDiameter));
    }

    [SharedTheory]
    [InlineData("i2c04")]
    [InlineData("jvm06")]
    public void No_piece_of_a_pour_floats(string project)
    {
        var (board, routed) = OptionBoards.Shared(project, Ground);
        var copper = new VerifiedCopper(BoardFabricator.Check(board, routed));
        var ofNet = copper.SocketItems.Where((_, i) => board.Sockets[i].Net == "GND").OfType<int>().Select(copper.Pieces.PieceOf).ToHashSet();
        var pours = Enumerable.Range(0, copper.Pieces.Items.Length).Where(i => copper.Item(i).RoutedNet == "GND" && copper.Item(i).Shapes.Span[0].Shape is Polygon).ToList();
        Assert.Equal(routed.Pours.Length, pours.Count);
        Assert.All(pours, pour => Assert.Contains(copper.Pieces.PieceOf(pour), ofNet));
        Assert.Contains(routed.Vias, via => via.IsStitch);
    }

    [Fact]
    public void Every_piece_is_joined_to_the_net()
    {
        var finished = FinishedBoards.Of(Random(Topology.Bus, 4, 8, anyAngle: false)).Finished;
        Assert.All(finished.Pours, pour => Assert.True(
            finished.Tracks.Any(track => track.Net == "GND" && track.Layer == pour.Layer && Meets(pour, track))
            || finished.Vias.Any(via => via.Net == "GND" && Inside(pour, via.At))));
    }

    [Fact]
    public void The_same_board_gives_the_same_pour()
    {
        var board = Random(Topology.Bus, 5, 8, anyAngle: true);
        var one = FinishedBoards.Of(board).Finished.Pours;
        Assert.True(one.SequenceEqual(FinishedBoards.Of(board).Finished.Pours));
        Assert.NotEmpty(one);
    }

    [SharedTheory]
    [InlineData("i2c02")]
    [InlineData("i2c08")]
    [InlineData("jvm04")]
    public void Real_boards_stay_sound(string project)
    {
        var (board, routed) = OptionBoards.Shared(project, Ground);
        OptionBoards.AssertSound(board, routed);

        // Of the net's sockets some are in front on each of these boards; on a layer that only the pad of a via comes to, a pour would join nothing.
        Assert.Contains(CopperLayer.Front, routed.Pours.Select(pour => pour.Layer));
        Assert.All(routed.Pours, pour => Assert.True(
            routed.Tracks.Any(track => track.Net == "GND" && track.Layer == pour.Layer) || routed.Vias.Any(via => via.Net == "GND")));
    }

    [Theory]
    [InlineData("connectors")]
    public void Samples_stay_sound(string sample)
    {
        var (board, routed) = OptionBoards.Sample(sample, Ground);
        OptionBoards.AssertSound(board, routed);
        Assert.NotEmpty(routed.Pours);
    }

    [Fact]
    public void A_net_that_the_board_does_not_have_pours_nothing()
    {
        var board = SyntheticBoards.Random(1, 3, rules: OptionBoards.Rules("""{"pour":{"net":"VCC"}}"""));
        Assert.Empty(FinishedBoards.Of(board).Finished.Pours);
        Assert.Equal("POUR_NET_UNKNOWN net=VCC", PourCheck.Check(board).Single().ToString());
        Assert.Empty(PourCheck.Check(Random(Topology.Bus, 1, 3, anyAngle: false)));
    }

    [Fact]
    public void The_check_sees_a_pour_that_shorts_is_near_or_is_missing()
    {
        var board = TestBoard.Good().Via("SDA", 0, 0);
        board.Pours = [Square("SDA", -1, -1, 1, 1)];
        Assert.Contains(board.Verify().Findings, finding => finding.Kind == FindingKind.MissingTrack);

        board.Area(CopperLayer.Front, (-1, -1), (1, -1), (1, 1), (-1, 1));
        Assert.Empty(board.Verify().Findings);

        board.Pours = [Square("SDA", -1, -1, 1, 3.9)];
        board.Area(CopperLayer.Front, (-1, -1), (1, -1), (1, 3.9), (-1, 3.9));
        Assert.Contains(board.Verify().Findings, finding => finding.Kind == FindingKind.Clearance && finding.Nets.SequenceEqual(["SCL", "SDA"]));

        board.Area(CopperLayer.Front, (-1, -1), (1, -1), (1, 4), (-1, 4));
        Assert.Contains(board.Verify().Findings, finding => finding.Kind == FindingKind.Short);
    }

    [Fact]
    public void The_check_finds_a_pour_in_a_zone()
    {
        var board = TestBoard.Good().Area(CopperLayer.Front, (-2.5, -2), (0, -2), (0, 1), (-2.5, 1));
        board.Pours = [Square("SDA", -2.5, -2, 0, 1)];
        Assert.Contains(board.Verify().Findings, finding => finding.Kind == FindingKind.TrackInZone && finding.Nets.SequenceEqual(["SDA"]));
    }

    private static Pour Square(string net, double left, double bottom, double right, double top) =>
        new(net, CopperLayer.Front, [TestBoard.At(left, bottom), TestBoard.At(right, bottom), TestBoard.At(right, top), TestBoard.At(left, top)]);

    private static PlacedBoard Random(Topology topology, int seed, int modules, bool anyAngle) => SyntheticBoards.Random(
        seed, modules, step: anyAngle ? 10_000 : 250_000, rules: OptionBoards.Rules(Ground) with { Topology = topology }, anyAngle: anyAngle);

    private static bool Meets(Pour pour, Track track) => track.Points.Any(at => Inside(pour, at))
        || track.Points.Zip(track.Points.Skip(1)).Any(step => Contour(pour).Any(edge => Segments.Meet(edge.A, edge.B, step.First, step.Second)));

    /// <summary>Distances from the pour's contour, and containment, to all that it must keep away from; written from the rules alone.</summary>
    private static IEnumerable<string> Faults(PlacedBoard board, RoutedBoard routed, Pour pour)
    {
        foreach (var (net, a, b, radius) in Foreign(board, routed, pour))
        {
            var gap = Contour(pour).Min(edge => Segments.SegmentToSegment(edge.A, edge.B, a, b)) - radius;
            if (gap < 300_000 - 5 || Inside(pour, a))
            {
                yield return $"the pour is {gap} from {net} at {a}";
            }
        }

        foreach (var zone in board.Zones)
        {
            var polygon = new Polygon(zone.Corners.Items);
            if (pour.Outline.Any(at => Shapes.Contains(polygon, at)) || zone.Corners.Any(corner => Inside(pour, corner)))
            {
                yield return $"the pour is in the zone of module {zone.Module}";
            }
        }

        var inner = board.Project.Board.Bounds.Inflate(-board.Rules.Pour!.FromEdge(board.Rules));
        if (pour.Outline.Any(at => !inner.Contains(at)))
        {
            yield return "the pour is at the edge";
        }
    }

    /// <summary>What a stitching via must keep, written from the rules alone.</summary>
    private static IEnumerable<string> Faults(PlacedBoard board, RoutedBoard routed, Via via)
    {
        foreach (var layer in Enum.GetValues<CopperLayer>())
        {
            if (!routed.Pours.Any(pour => pour.Layer == layer && Inside(pour, via.At)))
            {
                yield return $"the via at {via.At} is not in the pour of {layer}";
            }

            foreach (var (net, a, b, radius) in Foreign(board, routed, new(via.Net, layer, [])))
            {
                if (Segments.PointToSegment(via.At, a, b) - radius - via.Diameter / 2.0 is var gap && gap < 300_000 - 5)
                {
                    yield return $"the via at {via.At} is {gap} from {net}";
                }
            }
        }

        if (routed.Vias.Any(other => other != via && other.At.DistanceTo(via.At) - (other.Hole + via.Hole) / 2.0 < board.Rules.HoleToHole - 1))
        {
            yield return $"the hole at {via.At} is near another";
        }

        if (board.Zones.Any(zone => Shapes.DistanceToPoint(new Polygon(zone.Corners.Items), via.At) < via.Diameter / 2.0))
        {
            yield return $"the via at {via.At} is in a zone";
        }

        if (!board.Project.Board.Bounds.Inflate(-board.Rules.Pour!.FromEdge(board.Rules) - via.Diameter / 2).Contains(via.At))
        {
            yield return $"the via at {via.At} is at the edge";
        }
    }

    private static IEnumerable<(string Net, Point A, Point B, double Radius)> Foreign(PlacedBoard board, RoutedBoard routed, Pour pour) =>
        routed.Tracks.Where(track => track.Net != pour.Net && track.Layer == pour.Layer)
            .SelectMany(track => track.Points.Zip(track.Points.Skip(1), (a, b) => (track.Net, a, b, track.Width / 2.0)))
            .Concat(routed.Vias.Where(via => via.Net != pour.Net).Select(via => (via.Net, via.At, via.At, via.Diameter / 2.0)))
            .Concat(board.Sockets.Where(socket => socket.Net != pour.Net && socket.Layer == pour.Layer).Select(socket => (socket.Net, socket.At, socket.At, 0.0)));

    private static bool Inside(Pour pour, Point p) =>
        Contour(pour).Count(edge => edge.A.Y > p.Y != edge.B.Y > p.Y && Segments.Orientation(edge.A, edge.B, p) > 0 == edge.B.Y > edge.A.Y) % 2 == 1;

    private static IEnumerable<(Point A, Point B)> Contour(Pour pour) => pour.Outline.Select((at, i) => (at, pour.Outline[(i + 1) % pour.Outline.Count]));
}
