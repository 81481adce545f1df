using System.Text.Json;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Routing.Tests.Verification;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Options;

public class MountingHoleTests
{
    private const string Screws = """{"mountingHoles":{"diameter":3.2,"keepOut":6.4,"inset":4}}""";

    private static readonly MountingHoles Holes = new(3_200_000, 6_400_000, 4_000_000);

    [SharedTheory]
    [InlineData("i2c04")]
    [InlineData("jvm06")]
    [InlineData("i2c20")]
    public void Copper_stays_out_of_their_keep_outs(string project)
    {
        var (board, routed) = OptionBoards.Shared(project, Screws);
        OptionBoards.AssertSound(board, routed);
        foreach (var hole in board.MountingHoles)
        {
            Assert.All(routed.Vias, via => Assert.True(via.At.DistanceTo(hole.At) >= (via.Diameter + hole.KeepOut) / 2.0));
            Assert.All(routed.Tracks, track => Assert.All(
                track.Points.Zip(track.Points.Skip(1)),
                step => Assert.True(Segments.PointToSegment(hole.At, step.First, step.Second) >= (track.Width + hole.KeepOut) / 2.0 - 1)));
        }
    }

    [Fact]
    public void They_are_in_every_file_that_shows_holes()
    {
        var (board, routed) = OptionBoards.Sample("typical", Screws);
        OptionBoards.AssertSound(board, routed);
        var corner = board.MountingHoles[0];
        Assert.Equal(new Point(board.Project.Board.Bounds.Left + 4_000_000, board.Project.Board.Bounds.Bottom + 4_000_000), corner.At);
        Assert.Contains(new DrillHole(corner.At, 3_200_000, "MechanicalDrill"), BoardDrills.NonPlated(board).Hits);
        foreach (var mask in new[] { ModuleLayer.FrontMask, ModuleLayer.BackMask })
        {
            Assert.Contains(
                LayerMerger.Merge(board, routed, mask).Objects.OfType<Flash>(), flash => flash.At == corner.At && flash.Aperture is CircleAperture { Diameter: 3_400_000 });
        }

        Assert.Contains("D3200UA00", RealBoards.Text(board, routed, ".d356"), StringComparison.Ordinal);
        var (front, back) = BoardStages.Preview(board, routed);
        var (plainFront, plainBack) = BoardStages.Preview(board with { Rules = DesignRules.Default }, routed);
        Assert.True(front.Length > plainFront.Length && back.Length > plainBack.Length);
        using var report = JsonDocument.Parse(BoardStages.Verify(board, routed).Report);
        Assert.Equal(
            ["bottom-left", "bottom-right", "top-right", "top-left"],
            report.RootElement.GetProperty("mountingHoles").EnumerateArray().Select(hole => hole.GetProperty("corner").GetString()));
    }

    [Fact]
    public void A_module_over_one_is_told_of_with_the_hole() => Assert.Equal(
        ["MODULE_OVERLAPPING_MOUNTING_HOLE moduleId=id0-long moduleIdShort=id0- moduleName=ten hole=bottom-left"],
        Issues(TestProjects.Board(60, 40) with { Modules = One(-19, -9) }));

    [Theory]
    [InlineData(-17.8, 0)]
    [InlineData(-17.81, 1)]
    public void Touching_is_no_overlap(double x, int issues) => Assert.Equal(issues, Issues(TestProjects.Board(60, 40) with { Modules = One(x, -11.0) }).Length);

    [Theory]
    [InlineData(60, 40, 0, 0)]
    [InlineData(14.3, 40, 0, 1)]
    [InlineData(60, 40, 10, 1)]
    [InlineData(60, 40, 5, 0)]
    public void Holes_that_do_not_fit_the_board_are_refused(double width, double height, double radius, int issues)
    {
        var project = TestProjects.Board(width, height, ("ten", 0, 0, 0));
        project = project with { Board = project.Board with { CornerRadius = Units.FromMillimetres(radius) } };
        Assert.Equal(issues, Issues(project).Count(issue => issue.StartsWith("MOUNTING_HOLES_DO_NOT_FIT", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_plan_travels_with_them()
    {
        var board = SyntheticBoards.Random(3, 6);
        var plan = RoutePlanner.Plan(board with { Rules = board.Rules with { MountingHoles = Holes } }).Plan;
        var read = PlanCodec.Read(PlanCodec.Write(plan));
        Assert.Equal(Holes, read.Rules.MountingHoles);
        Assert.Equal(4, read.Obstacles.Count(obstacle => obstacle is { Kind: ObstacleKind.Zone, Module: -1 }));
    }

    [Fact]
    public void The_check_finds_a_hole_that_is_missing_and_copper_that_is_too_near()
    {
        var hole = new MountingHole("bottom-left", new(0, -9_000_000), 1_000_000, 2_000_000);
        var input = TestBoard.Good().NonPlated(0, -9, 1).Via("SDA", 0, 0).Track("SDA", CopperLayer.Back, 0.25, (0, 0), (0, -7.9)).Input();
        Assert.Equal([FindingKind.MountingHoleKeepOut], Kinds(input with { MountingHoles = [hole] }));
        Assert.Equal([FindingKind.MissingHole], Kinds(input with { MountingHoles = [hole with { KeepOut = 1_500_000, Diameter = 1_200_000 }] }));
        Assert.Empty(Kinds(input with { MountingHoles = [hole with { KeepOut = 1_900_000 }] }));

        static IEnumerable<FindingKind> Kinds(VerificationInput input) => BoardVerifier.Verify(input).Findings.Select(finding => finding.Kind);
    }

    [Fact]
    public void Only_the_diameter_need_be_said() =>
        Assert.Equal(new MountingHoles(3_000_000, 6_000_000, 3_000_000), OptionBoards.Rules("""{"mountingHoles":{"diameter":3}}""").MountingHoles);

    [Theory]
    [InlineData("""{"mountingHoles":3}""", "$.mountingHoles error=must be an object")]
    [InlineData("""{"mountingHoles":{"diameter":3,"inlet":1}}""", "$.mountingHoles.inlet error=is no rule")]
    [InlineData("""{"mountingHoles":{"diameter":99}}""", "$.mountingHoles.diameter error=must be from 0.5 to 20")]
    [InlineData("""{"mountingHoles":{"diameter":3,"keepOut":3.1}}""", "$.mountingHoles.keepOut error=must be at least 3.25: diameter and two of holeClearance, is 3.1")]
    public void Malformed_ones_are_refused(string json, string issue) => Assert.Contains(
        "RULES_INVALID path=" + issue,
        DesignRulesReader.Read("JLCPCB", System.Text.Encoding.UTF8.GetBytes(json)).Issues.Select(found => found.ToString()));

    private static System.Collections.Immutable.ImmutableArray<ModuleInstance> One(double x, double y) => TestProjects.Board(60, 40, ("ten", x, y, 0)).Modules;

    private static string[] Issues(Project project)
    {
        var ten = TestModules.Square("ten", 10, ("GND", 5, 0));
        return [.. BoardPlacer.Place(project, TestModules.Library(ten), DesignRules.Default with { MountingHoles = Holes }).Issues.Select(issue => issue.ToString())];
    }
}
