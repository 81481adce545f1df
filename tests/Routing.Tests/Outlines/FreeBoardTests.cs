using System.Text;
using System.Text.Json.Nodes;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Routing.Tests.Options;

namespace MakeDevice.Routing.Tests.Outlines;

/// <summary>Boards of other shapes than a rectangle, from their project to their files.</summary>
public class FreeBoardTests
{
    private const string Hexagon =
        """[{"x":-50,"y":0},{"x":-25,"y":-43.301},{"x":25,"y":-43.301},{"x":50,"y":0},{"x":25,"y":43.301},{"x":-25,"y":43.301}]""";

    /// <summary>A rectangle with a notch from the top as deep as its middle, round at its end.</summary>
    private const string Notched =
        """
        [{"x":-50,"y":-45,"r":5},{"x":-4,"y":-45},{"x":-4,"y":6,"bulgeAfter":-1},{"x":4,"y":6},{"x":4,"y":-45},{"x":50,"y":-45,"r":5},{"x":50,"y":45,"r":5},{"x":-50,"y":45,"r":5}]
        """;

    private static readonly (string Module, double X, double Y)[] OnHexagon =
        [("sample_rp2040", -14, 0), ("sample_i2c_thermometer", 12, -24), ("sample_i2c_motion", 30, 2), ("sample_i2c_pullups", 14, 24)];

    private static readonly (string Module, double X, double Y)[] AroundNotch =
        [("sample_rp2040", -28, -10), ("sample_i2c_thermometer", 20, -34), ("sample_i2c_motion", 34, -10), ("sample_i2c_pullups", 20, 30)];

    public static TheoryData<string> Shapes => ["L", "hexagon", "notch"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void It_is_routed_and_keeps_every_distance_from_the_drawn_edge(string shape)
    {
        var (board, routed) = Board(shape);
        OptionBoards.AssertSound(board, routed);
        var least = board.Rules.RoutedEdgeClearance - 1.0;
        Assert.All(routed.Tracks, track => Assert.All(track.Points, p => Assert.True(EdgeDistance.Of(board.Project.Board, p) - track.Width / 2.0 >= least)));
        Assert.All(routed.Vias, via => Assert.True(EdgeDistance.Of(board.Project.Board, via.At) - via.Diameter / 2.0 >= least));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_pour_stays_inside_too(string shape)
    {
        var (board, routed) = Board(shape, """{"pour":{}}""");
        OptionBoards.AssertSound(board, routed);
        Assert.NotEmpty(routed.Pours);
        Assert.All(routed.Pours.SelectMany(pour => pour.Outline), p => Assert.True(EdgeDistance.Of(board.Project.Board, p) >= board.Rules.RoutedEdgeClearance));
    }

    [Fact]
    public void The_outline_is_drawn_with_arcs_and_as_a_profile()
    {
        var (board, routed) = Board("L");
        var file = RealBoards.Text(board, routed, "-Edge_Cuts.gm1");
        Assert.Contains("TF.FileFunction,Profile,NP", file, StringComparison.Ordinal);
        Assert.Equal(5, file.Split('\n').Count(line => line.Contains('I') && line.Contains('J') && line.EndsWith("D01*", StringComparison.Ordinal)));
        Assert.Contains("G02*", file, StringComparison.Ordinal);
        Assert.Contains("G03*", file, StringComparison.Ordinal);
        var job = JsonNode.Parse(RealBoards.Text(board, routed, "-job.gbrjob"))!["GeneralSpecs"]!["Size"]!;
        Assert.Equal(88.55, (double)job["X"]!, 0.002);
        Assert.Equal(80.0, (double)job["Y"]!);
    }

    [Fact]
    public void Pictures_show_its_arcs()
    {
        var (board, _) = Board("L");
        var front = BoardPreview.Front(board, RoutedBoard.Empty);
        Assert.Equal(5, ContourPath.Of(BoardContour.Of(board).Loops).Count(c => c is 'A' or 'a'));
        Assert.Contains(ContourPath.Of(BoardContour.Of(board).Loops), front, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, -10, "MODULE_OVERHANGING_BOARD_EDGE")]
    [InlineData(0, -40, "MODULE_OVERHANGING_BOARD_EDGE")]
    [InlineData(-47.2, 0, "MODULE_OVERHANGING_BOARD_EDGE")]
    [InlineData(-7.2, 0, "MODULE_TOO_CLOSE_TO_BOARD_EDGE")]
    [InlineData(0, 13.45, "MODULE_COPPER_TOO_CLOSE_TO_BOARD_EDGE")]
    [InlineData(-46.4, 0, null)]
    [InlineData(0, 16, null)]
    [InlineData(-7.5, 0, null)]
    public async Task Modules_over_or_near_the_drawn_edge_are_told_of(double x, double y, string? code)
    {
        // The module is 6.5 mm high and 6 mm wide; the notch is 8 mm wide and ends at y = 10.
        var project = Project(Notched, [("sample_i2c_thermometer", x, y), ("sample_rp2040", 28, -10)]);
        var (packages, _) = await BoardStages.LoadModulesAsync(project, new FolderModuleLibrary(Path.Combine(RealBoards.Samples, "modules")), default);
        var issues = BoardStages.Place(project, packages, DesignRules.Default).Issues;
        Assert.Equal(code is null ? [] : [code], issues.Select(issue => issue.Code));
    }

    [Fact]
    public void A_plan_with_a_free_outline_survives_its_codec()
    {
        var plan = RoutePlanner.Plan(Board("notch").Board).Plan;
        var read = PlanCodec.Read(PlanCodec.Write(plan));
        Assert.Equal(plan.Outline, read.Outline);
        Assert.Equal(PlanCodec.Write(plan), PlanCodec.Write(read));
    }

    [Fact]
    public void Its_nets_are_trees_whatever_the_rules_say()
    {
        var (board, _) = Board("hexagon", """{"topology":"bus","netClasses":[{"name":"c","nets":["SDA"],"topology":"bus"}]}""");
        Assert.All(board.Sockets, socket => Assert.Equal(Topology.Tree, board.Rules.TopologyOf(socket.Net)));
        Assert.Contains("free outline", Assert.Single(BoardContour.Of(board).Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Legend_is_clipped_to_the_shape()
    {
        var project = Project(Notched, AroundNotch) with { GraphicsSvg = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 90"><rect x="-9" y="-9" width="200" height="200"/></svg>""" };
        var drawn = MakeDevice.Routing.Fabrication.Graphics.SvgSilkscreen.Read(project.GraphicsSvg, project.Board).Objects;
        var points = drawn.OfType<Routing.Gerber.Region>().SelectMany(region => region.Contours).SelectMany(contour => contour.Chords()).ToList();
        Assert.NotEmpty(points);
        Assert.All(points, p => Assert.True(EdgeDistance.Of(project.Board, p) > 0));
        Assert.Contains(points, p => p.Y > 40_000_000);
    }

    [Fact]
    public async Task Mounting_holes_beyond_it_do_not_fit()
    {
        var holes = DesignRules.Default with { MountingHoles = new MountingHoles(3_000_000, 6_000_000, 3_000_000) };
        var (packages, _) = await BoardStages.LoadModulesAsync(Project(Hexagon, OnHexagon), new FolderModuleLibrary(Path.Combine(RealBoards.Samples, "modules")), default);
        Assert.Contains(BoardStages.Place(Project(Hexagon, OnHexagon), packages, holes).Issues, issue => issue.Code == "MOUNTING_HOLES_DO_NOT_FIT");
        Assert.DoesNotContain(BoardStages.Place(Project(Notched, AroundNotch), packages, holes).Issues, issue => issue.Code == "MOUNTING_HOLES_DO_NOT_FIT");
    }

    private static (PlacedBoard Board, RoutedBoard Routed) Board(string shape, string rules = "{}")
    {
        var project = shape switch
        {
            "L" => BoardStages.ReadProject(File.ReadAllBytes(Path.Combine(RealBoards.Samples, "projects", "lshape.MakeDevice"))).Project!,
            "hexagon" => Project(Hexagon, OnHexagon),
            _ => Project(Notched, AroundNotch),
        };
        var board = RealBoards.Place(project, Path.Combine(RealBoards.Samples, "modules"), OptionBoards.Rules(rules));
        return (board, BoardStages.Route(board, 2, null, default).Routed);
    }

    private static Project Project(string outline, (string Module, double X, double Y)[] modules)
    {
        var json = new JsonObject
        {
            ["name"] = "free",
            ["size"] = new JsonObject { ["width"] = 100, ["height"] = 90 },
            ["pcbOptions"] = new JsonObject { ["outline"] = JsonNode.Parse(outline) },
            ["modules"] = new JsonArray([.. modules.Select((m, i) => (JsonNode)new JsonObject
            {
                ["id"] = $"m{i}", ["name"] = m.Module, ["version"] = "1.0", ["position"] = new JsonObject { ["x"] = m.X, ["y"] = m.Y }, ["rotation"] = 0,
            })]),
        };
        var (project, issues) = BoardStages.ReadProject(Encoding.UTF8.GetBytes(json.ToJsonString()));
        Assert.Empty(issues);
        return project!;
    }
}
