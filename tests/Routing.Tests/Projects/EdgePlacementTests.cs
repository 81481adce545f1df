using System.Collections.Immutable;
using System.Text;
using MakeDevice.Routing.Editor;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Routing.Verification;
using static MakeDevice.Routing.Tests.TestModules;

namespace MakeDevice.Routing.Tests;

/// <summary>What placement sees at the board's edge: rounded corners, copper and holes beyond their zones, connectors that stand elsewhere.</summary>
public class EdgePlacementTests
{
    private static readonly CircleAperture Pen = new(100_000, 0, AttributeSet.None);

    /// <summary>A board of 60 x 40 mm whose corners are rounded by 5 mm: what lies d mm from both sides of one lies 5 - √2 (5 - d) mm deep.</summary>
    private static readonly BoardOutline Rounded = new(60_000_000, 40_000_000, 5_000_000, false, false);

    [Fact]
    public void A_rounded_rectangle_measures_as_the_same_shape_drawn_with_arcs()
    {
        var free = BoardOutline.Of(new FreeOutline(BoardContour.Of(TestBoards.Of(Rounded)).Loops[0]));
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            Point a = Near(random), b = a + new Point(random.Next(-3_000_000, 3_000_000), random.Next(-3_000_000, 3_000_000));
            AssertSame(EdgeDistance.Of(Rounded, a), EdgeDistance.Of(free, a));
            var stroke = new Capsule(a, b, random.Next(0, 800_000));
            var zone = Polygon.Of(Box.Around(a, b).Inflate(10_000)).Place(new Placement(default, random.Next(0, 8)));
            foreach (var shape in (Shape[])[stroke, zone])
            {
                var (one, other) = (EdgeDistance.Of(Rounded, shape), EdgeDistance.Of(free, shape));
                Assert.True(Math.Abs(one) < 2_000 || one > 0 == other > 0, $"{shape}: {one}, {other}");
                AssertSame(Math.Max(0, one), Math.Max(0, other));
            }
        }

        static Point Near(Random random) => new(random.Next(20_000_000, 31_000_000), random.Next(10_000_000, 21_000_000));

        // Chords lie up to a micrometre within arcs.
        static void AssertSame(double one, double other) => Assert.InRange(one - other, -2_000, 2_000);
    }

    /// <summary>A corner's first chord leaves the edge at once: what lies beside the corner, not in it, may be nearest to that.</summary>
    [Theory]
    [InlineData(0.02)]
    [InlineData(0.3)]
    [InlineData(1.5)]
    [InlineData(5)]
    [InlineData(20)]
    public void What_routing_keeps_from_rounded_corners_is_there_where_they_are_drawn_as_chords(double radius)
    {
        var rounded = Rounded with { CornerRadius = (long)(radius * 1e6) };
        var free = BoardOutline.Of(new FreeOutline(BoardContour.Of(TestBoards.Of(rounded)).Loops[0]));
        var random = new Random(7);
        for (var i = 0; i < 4_000; i++)
        {
            // Along the right edge about the end of the corner, and along the top edge.
            var (depth, along) = (random.Next(100_000, 900_000), rounded.CornerRadius + random.Next(-60_000, 60_000));
            var at = i % 2 == 0 ? new Point(30_000_000 - depth, 20_000_000 - along) : new Point(30_000_000 - along, 20_000_000 - depth);
            var kept = EdgeDistance.OfCopper(rounded, at);
            Assert.InRange(kept, EdgeDistance.Of(free, at) - 7_000, EdgeDistance.Of(free, at) + 1);
        }
    }

    [Fact]
    public void Beyond_a_free_outline_is_told_how_far()
    {
        var free = BoardOutline.Of(new FreeOutline(BoardContour.Of(TestBoards.Of(Rounded)).Loops[0]));
        Assert.Equal(-750_000, EdgeDistance.Of(free, new Capsule(new(30_250_000, 0), new(25_000_000, 0), 500_000)), 1.0);
        Assert.Equal(-2_000_000, EdgeDistance.Of(free, Polygon.Of(BoxOf(28, -3, 32, 3))), 1.0);
    }

    [Theory]
    [InlineData(25, 0, 0, null)]
    [InlineData(25.8, 0, 0, "MODULE_TOO_CLOSE_TO_BOARD_EDGE")]
    [InlineData(25, 15, 0, "MODULE_TOO_CLOSE_TO_BOARD_EDGE")]
    [InlineData(24.5, 14.5, 0, "MODULE_TOO_CLOSE_TO_BOARD_EDGE")]
    [InlineData(24, 14, 0, null)]
    [InlineData(26.1, 16.1, 0, "MODULE_OVERHANGING_BOARD_EDGE")]
    public void A_zone_in_a_rounded_corner_is_told_of(double x, double y, double turn, string? code) =>
        Assert.Equal(Codes(code), Check(Rounded, (Square("eight", 8, ("GND", 0, 0)), x, y, turn)).Select(issue => issue.Code));

    [Theory]
    [InlineData(22, 12, null)]
    [InlineData(25, 15, "MODULE_OVERHANGING_BOARD_EDGE")]
    [InlineData(24.65, 14.65, "MODULE_OVERHANGING_BOARD_EDGE")]
    [InlineData(24.45, 14.45, "MODULE_COPPER_TOO_CLOSE_TO_BOARD_EDGE")]
    [InlineData(24.35, 14.35, "MODULE_TOO_CLOSE_TO_BOARD_EDGE")]
    public void Copper_in_a_rounded_corner_is_an_error(double x, double y, string? code)
    {
        // A pad of 0.5 mm 3.75 mm from the centre of a zone of 8 x 8 mm, towards the corner: its centre is (3.75, 3.75).
        var module = With(Square("eight", 8, ("GND", 0, 0)), front: [TestBoards.Pad(3.75, 3.75, "GND", "U1", "1")]);
        var issues = Check(Rounded, (module, x, y, 0));
        Assert.Equal(Codes(code), issues.Select(issue => issue.Code));
        Assert.All(issues, issue => Assert.Contains("moduleId=id0-long", issue.ToString(), StringComparison.Ordinal));
        Assert.Equal(code is null or "MODULE_TOO_CLOSE_TO_BOARD_EDGE", issues.All(issue => issue.Severity != Severity.Error));
    }

    [Fact]
    public void A_hole_over_the_edge_is_an_error_where_its_zone_is_inside()
    {
        var module = With(Square("four", 4, ("GND", 0, 0)), holes: [new DrillHole(Point.FromMillimetres(2.5, 0), 1_000_000, null)]);
        Assert.Empty(Check(Rounded, (module, 26.9, 0, 0)));
        var issue = Assert.Single(Check(Rounded, (module, 27.1, 0, 0)));
        Assert.Equal("MODULE_OVERHANGING_BOARD_EDGE", issue.Code);
        Assert.Equal("A hole of the module four (id0-) reaches 0.1 mm over the edge of the board.", issue.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(33)]
    public void Copper_that_reaches_out_of_its_zone_is_measured_where_it_is(double turn)
    {
        var outline = Rounded with { CornerRadius = 0 };
        var module = With(Square("four", 4, ("GND", 0, 0)), front: [TestBoards.Pad(2, 0, "GND", "U1", "1")]);
        var at = new Placement(default, turn).Apply(Point.FromMillimetres(2, 0));
        double reach = Math.Max(Units.ToMillimetres(at.X) + 0.25, 2 * (Math.Cos(turn * Math.PI / 180) + Math.Sin(turn * Math.PI / 180)));
        Assert.DoesNotContain(Check(outline, (module, 30 - 0.301 - reach, 0, turn)), issue => issue.Severity == Severity.Error);
        if (turn == 0)
        {
            var issue = Assert.Single(Check(outline, (module, 30 - 0.299 - reach, 0, turn)));
            Assert.Equal("MODULE_COPPER_TOO_CLOSE_TO_BOARD_EDGE moduleId=id0-long moduleIdShort=id0- moduleName=four distanceMm=0.299 wantedMm=0.3", issue.ToString());
        }
    }

    [Fact]
    public void What_is_made_for_the_edge_may_reach_it_with_its_copper()
    {
        var edgy = With(Square("eight", 8, ("GND", 0, 0)).Edgy(), front: [TestBoards.Pad(3.9, 0, "GND", "U1", "1")]);
        Assert.Empty(Check(Rounded, (edgy, 26, 0, 0)));

        // In a rounded corner its copper is cut away, of which it should at least be told.
        var corner = With(Square("eight", 8, ("GND", 0, 0)).Edgy(), front: [TestBoards.Pad(3.9, 3.9, "GND", "U1", "1")]);
        Assert.Equal(["MODULE_TOO_CLOSE_TO_BOARD_EDGE"], Check(Rounded, (corner, 26, 16, 0)).Select(issue => issue.Code));
    }

    [Theory]
    [InlineData("connectors")]
    [InlineData("small")]
    [InlineData("typical")]
    [InlineData("dense")]
    [InlineData("angles")]
    [InlineData("lshape")]
    public async Task Samples_stand_where_they_may(string project)
    {
        var json = await File.ReadAllBytesAsync(Path.Combine(RealBoards.Samples, "projects", project + ".MakeDevice"));
        var check = await BoardStages.CheckAsync(json, new FolderModuleLibrary(Path.Combine(RealBoards.Samples, "modules")), default);
        Assert.True(check.CanRoute);
        Assert.DoesNotContain(check.Issues, issue => issue.Code.StartsWith("MODULE_", StringComparison.Ordinal));
    }

    [SharedFact]
    public async Task Shared_projects_stand_where_they_may()
    {
        var library = new FolderModuleLibrary(SharedData.Modules);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SharedData.Root!, "projects", "valid"), "*.json"))
        {
            var check = await BoardStages.CheckAsync(await File.ReadAllBytesAsync(file), library, default);
            Assert.True(check.CanRoute, file);
            Assert.DoesNotContain(check.Issues, issue => issue.Code.Contains("EDGE", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(-37.75, null)]
    [InlineData(-37.6, "MODULE_NOT_AT_BOARD_EDGE")]
    [InlineData(-20, "MODULE_NOT_AT_BOARD_EDGE")]
    public async Task A_connector_must_stand_at_the_edge_which_the_check_tells(double y, string? code)
    {
        var check = await CheckConnectorAsync(0, y, "");
        Assert.Equal(Codes(code), check.Issues.Select(issue => issue.Code));
        Assert.Equal(code is null, check.CanRoute);
        Assert.All(check.Issues, issue => Assert.Contains("moduleId=c moduleIdShort=c moduleName=sample_edge_connector distanceMm=", issue.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connector_that_reaches_into_a_rounded_corner_cannot_be_joined()
    {
        var check = await CheckConnectorAsync(26, -37.75, "\"cornerRadius\":8,");
        var issue = Assert.Single(check.Issues, issue => issue.Code == "MODULE_NOT_AT_BOARD_EDGE");
        Assert.False(check.CanRoute);
        Assert.Contains("sample_edge_connector (c)", issue.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_free_outline_leaves_a_connectors_outline_out_and_says_of_which()
    {
        var check = await CheckConnectorAsync(0, -37.7, """ "outline":[{"x":-37,"y":-42},{"x":37,"y":-42},{"x":37,"y":42},{"x":-37,"y":42}], """);
        Assert.Equal("MODULE_OUTLINE_LEFT_OUT moduleId=c moduleIdShort=c moduleName=sample_edge_connector", Assert.Single(check.Issues).ToString());
        Assert.True(check.CanRoute);
    }

    [Fact]
    public void A_connector_that_is_drawn_closed_would_mill_itself_away()
    {
        Point[] closed = [new(-2_000_000, -2_000_000), new(2_000_000, -2_000_000), new(2_000_000, 2_000_000), new(-2_000_000, 2_000_000), new(-2_000_000, -2_000_000)];
        var connector = TestBoards.Package("connector", edge: Strokes(closed), sockets: [("GND", default), ("NC", default)]);
        var other = TestBoards.Package("other", sockets: [("GND", default)]);
        var issue = Assert.Single(ConnectorPlacement.Issues(TestBoards.Of(connector, other)));
        Assert.Equal("MODULE_CUTOUT_UNDER_SOCKETS moduleId=id0 moduleIdShort=id0 moduleName=connector sockets=[GND]", issue.ToString());
        Assert.Empty(ConnectorPlacement.Issues(TestBoards.Of(connector, TestBoards.Package("other", sockets: [("VCC", default)]))));
    }

    [Theory]
    [InlineData("\"cornerRadius\":6,")]
    [InlineData(""" "outline":[{"x":-20,"y":-15,"r":1},{"x":20,"y":-15,"r":1},{"x":20,"y":15},{"x":-20,"y":15,"r":3}], """)]
    public async Task It_is_an_error_exactly_where_the_final_check_would_find_one(string shape)
    {
        var library = new FolderModuleLibrary(Path.Combine(RealBoards.Samples, "modules"));
        string[] names = ["sample_i2c_thermometer", "sample_i2c_motion", "sample_i2c_pullups", "sample_light_sensor"];
        var random = new Random(11);
        var (refused, accepted) = (0, 0);
        for (var i = 0; i < 60; i++)
        {
            // Into the corner, with the zone at most a millimetre from the right side and four from the upper one.
            var (name, turn) = (names[i % names.Length], random.Next(0, 8) * (i % 3 == 0 ? 15 : 90));
            var zone = (await Place(name, 0, 0, turn)).Board.Zones.Aggregate(Box.Empty, (box, zone) => box.Union(zone.Bounds));
            var (x, y) = (20_000_000 - zone.Right - random.Next(0, 1_000_000), zone.Top - 15_000_000 + random.Next(0, i % 2 == 0 ? 1_000_000 : 4_000_000));
            var (board, canRoute, issues) = await Place(name, Units.ToMillimetres(x), Units.ToMillimetres(y), turn);
            if (board.Zones.Min(zone => EdgeDistance.Of(board.Project.Board with { CornerRadius = 0 }, zone)) < 0)
            {
                Assert.False(canRoute);
                continue;
            }

            var copper = BoardFabricator.Copper(board, RoutedBoard.Empty);
            var report = BoardVerifier.Verify(VerificationInput.Of(board, RoutedBoard.Empty, copper.Front, copper.Back, copper.Outline, copper.Plated, copper.NonPlated));
            var found = report.Findings.Any(finding => finding is { Severity: Severity.Error, Kind: FindingKind.EdgeClearance or FindingKind.CopperOutsideBoard or FindingKind.HoleOutsideBoard });
            Assert.True(found == issues.Any(issue => issue.Severity == Severity.Error && issue.Code.EndsWith("BOARD_EDGE", StringComparison.Ordinal)), $"{name} {x} {y} {turn} {string.Join(' ', issues)}");
            (refused, accepted) = (refused + (found ? 1 : 0), accepted + (found ? 0 : 1));
        }

        Assert.True(refused > 3 && accepted > 3, $"{refused} {accepted}");

        async Task<(PlacedBoard Board, bool CanRoute, ImmutableArray<Issue> Issues)> Place(string name, double x, double y, int turn)
        {
            var json = FormattableString.Invariant($$"""
                {"name":"edge","size":{"width":40,"height":30},"pcbOptions":{ {{shape}} "fabricationHouse":"JLCPCB"},
                "modules":[{"id":"m","name":"{{name}}","version":"1.0","position":{"x":{{x}},"y":{{y}}},"rotation":{{turn}}}]}
                """);
            var project = BoardStages.ReadProject(Encoding.UTF8.GetBytes(json)).Project!;
            return BoardPlacer.PlaceWhole(project, (await BoardStages.LoadModulesAsync(project, library, default)).Packages, DesignRules.Default);
        }
    }

    private static Task<BoardCheck> CheckConnectorAsync(double x, double y, string options)
    {
        var json = FormattableString.Invariant($$"""
            {"name":"edge","size":{"width":74,"height":84},"pcbOptions":{ {{options}} "fabricationHouse":"JLCPCB"},"modules":[
              {"id":"c","name":"sample_edge_connector","version":"1.0","position":{"x":{{x}},"y":{{y}}},"rotation":0},
              {"id":"j","name":"sample_jacdaptor","version":"1.0","position":{"x":0,"y":10},"rotation":0}]}
            """);
        return BoardStages.CheckAsync(Encoding.UTF8.GetBytes(json), new FolderModuleLibrary(Path.Combine(RealBoards.Samples, "modules")), default);
    }

    private static string[] Codes(string? code) => code is null ? [] : [code];

    private static ImmutableArray<Issue> Check(BoardOutline outline, params (ModulePackage Package, double X, double Y, double Degrees)[] modules)
    {
        var project = TestProjects.Board(60, 40, [.. modules.Select(m => (m.Package.Key.Name, m.X, m.Y, m.Degrees))]) with { Board = outline };
        return BoardPlacer.PlaceWhole(project, Library([.. modules.Select(m => m.Package)]), DesignRules.Default).Issues;
    }

    private static ModulePackage With(ModulePackage package, GraphicObject[]? front = null, DrillHit[]? holes = null) => new()
    {
        Key = package.Key,
        ContentHash = package.ContentHash,
        Zones = package.Zones,
        Sockets = package.Sockets,
        CanExtendToBoardEdge = package.CanExtendToBoardEdge,
        Layers = package.Layers.SetItem(ModuleLayer.FrontCopper, new([], [.. front ?? []])),
        NonPlated = holes is null ? DrillFile.Empty : DrillFile.Empty with { Hits = [.. holes] },
    };

    private static GerberLayer Strokes(Point[] points) =>
        new([], [.. points.Zip(points.Skip(1)).Select(step => (GraphicObject)new Line(step.First, step.Second, Pen, Polarity.Dark, AttributeSet.None))]);
}
