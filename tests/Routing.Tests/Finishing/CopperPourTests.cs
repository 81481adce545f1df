using System.Collections.Immutable;
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

        var inner = board.Project.Board.Bounds.Inflate(-board.Rules.EdgeClearance);
        if (pour.Outline.Any(at => !inner.Contains(at)))
        {
            yield return "the pour is at the edge";
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
