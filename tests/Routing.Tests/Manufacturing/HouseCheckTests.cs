using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Manufacturing;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Routing.Tests.Verification;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Manufacturing;

public class HouseCheckTests
{
    [Fact]
    public void A_good_board_has_nothing_beyond_a_limit() => Assert.Empty(Kinds(TestBoard.Good(), HouseGrade.BeyondLimit, HouseGrade.CannotBeMade));

    /// <summary>Each within module 0, where the check of the copper only notes what it finds.</summary>
    private static readonly Dictionary<string, Action<TestBoard>> Faults = new()
    {
        { "track-width", board => board.Stroke(CopperLayer.Front, 0.08, (-7, -5), (-6, -5)) },
        { "clearance", board => board.Pad(CopperLayer.Front, -7, -5).Pad(CopperLayer.Front, -5.95, -5) },
        { "annular-ring", board => board.Disc(CopperLayer.Front, -6, -6, 0.52).Disc(CopperLayer.Back, -6, -6, 0.52).Plated(-6, -6, 0.5) },
        { "hole-to-hole", board => board.Via("SDA", -6, -6).Via("SDA", -5.6, -6) },
        { "pad-hole-to-hole", board => board.NonPlated(-6, -6, 0.6).NonPlated(-5.1, -6, 0.6) },
        { "non-plated-hole", board => board.NonPlated(-6, -6, 0.4) },
        { "plated-slot", board => board.PlatedSlot((-6, -6), (-5, -6), 0.4).Pad(CopperLayer.Front, -5.5, -6, 2, 1).Pad(CopperLayer.Back, -5.5, -6, 2, 1) },
        { "drill-width", board => board.NonPlated(-5, -5, 6.5) },
    };

    [Theory]
    [MemberData(nameof(Beyond))]
    public void What_is_beyond_a_limit_is_found_in_modules_too(string kind) =>
        Assert.Contains(kind, Kinds(TestBoard.Good().With(Faults[kind]), HouseGrade.BeyondLimit));

    public static TheoryData<string> Beyond => [.. Faults.Keys];

    [Fact]
    public void What_has_no_tool_cannot_be_made()
    {
        Assert.Contains("drill", Kinds(TestBoard.Good().NonPlated(-6, -6, 0.1), HouseGrade.CannotBeMade));
        var large = TestBoard.Good().With(board => board.Board = new(700 * Units.Millimetre, 20 * Units.Millimetre, 0, false, false));
        Assert.Contains("board-side", Kinds(large, HouseGrade.CannotBeMade));
        Assert.Contains("board-side", Kinds(large, HouseGrade.Price));
    }

    [Fact]
    public void Narrow_bridges_of_mask_and_thin_lines_of_legend_are_found()
    {
        GerberLayer mask = new([], [Square(-7), Square(-5.95)]), legend = new([], [Stroke(0.1), Stroke(0.2)]);
        var found = Run(TestBoard.Good(), mask, legend);
        Assert.Equal(50_000, Assert.Single(found, finding => finding.Kind == "mask-bridge").Found, 100.0);
        Assert.Equal(HouseGrade.Look, Assert.Single(found, finding => finding.Kind == "legend-line").Grade);
        Assert.Equal((1, 100_000.0, 150_000.0), Assert.Single(found.Where(finding => finding.Kind == "legend-line").Select(finding => (finding.Count, finding.Found, finding.Limit))));

        static GraphicObject Square(double x) => new Flash(TestBoard.At(x, 0), new RectangleAperture(1_000_000, 1_000_000, 0, AttributeSet.None), Polarity.Dark, AttributeSet.None);
        static GraphicObject Stroke(double width) => new Line(
            TestBoard.At(0, 0), TestBoard.At(1, 0), new CircleAperture(Units.FromMillimetres(width), 0, AttributeSet.None), Polarity.Dark, AttributeSet.None);
    }

    [Fact]
    public void Findings_are_issues_and_stand_in_the_report()
    {
        var issues = HouseIssues.Of("JLCPCB", [.. Run(TestBoard.Good().NonPlated(-6, -6, 0.1).NonPlated(-6, -3, 0.4)), new("drill", HouseGrade.Price, 1, 200_000, 300_000, null, "small drills")]);
        Assert.Equal([Severity.Error, Severity.Warning, Severity.Info], issues.Select(issue => issue.Severity).Distinct());
        Assert.All(issues, issue => Assert.DoesNotContain('?', issue.Message));
        var (board, routed) = RealBoards.Sample("typical");
        using var report = System.Text.Json.JsonDocument.Parse(BoardStages.Verify(board, routed).Report);
        Assert.NotEmpty(report.RootElement.GetProperty("manufacturing").GetProperty("source").GetString()!);
        Assert.NotEmpty(report.RootElement.GetProperty("electrical").GetProperty("nets").EnumerateArray());
    }

    [Fact]
    public void Every_number_of_every_house_says_where_it_was_read()
    {
        foreach (var house in FabricationProfiles.All.Select(profile => profile.Published))
        {
            var limits = typeof(HouseLimits).GetProperties().Where(property => property.PropertyType == typeof(HouseLimit)).Select(property => (HouseLimit?)property.GetValue(house)).OfType<HouseLimit>()
                .Concat(house.Prices.Select(step => step.At)).ToList();
            Assert.True(limits.Count >= 5);
            Assert.All(limits.Select(limit => limit.Source).Append(house.Source), source => Assert.Matches(@"\.(com|net|fr|hu)/.*20[0-9][0-9]-|^not confirmed on the house's own page: ", source));
        }
    }

    [Fact]
    public void A_finding_says_where_its_limit_was_read()
    {
        var found = Run(TestBoard.Good().NonPlated(-6, -6, 0.1).With(Faults["annular-ring"]));
        Assert.NotEmpty(found);
        Assert.All(found, finding => Assert.Contains("jlcpcb", finding.Source, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0.8, true)]
    [InlineData(1.0, false)]
    public void Low_letters_of_the_legend_are_found_whichever_way_they_run(double height, bool areLow)
    {
        // The height of capitals counts with the pen.
        const long Pen = 150_000;
        foreach (var degrees in new[] { 0.0, 90, 180 })
        {
            var strokes = StrokeFont.Strokes("RGB led 12", Units.FromMillimetres(height) - Pen).Select(stroke => stroke.Select(new Placement(TestBoard.At(3, 2), degrees).Apply).ToList());
            var legend = new GerberLayer([], [.. strokes.SelectMany(stroke => stroke.Zip(stroke.Skip(1).DefaultIfEmpty(stroke[0])), (_, piece) => (GraphicObject)new Line(
                piece.First, piece.Second, new CircleAperture(Pen, 0, AttributeSet.None), Polarity.Dark, AttributeSet.None))]);
            var found = Run(TestBoard.Good(), legend: legend).Where(finding => finding.Kind == "legend-height").ToList();
            Assert.Equal(areLow ? [(HouseGrade.Look, 1_000_000.0)] : [], found.Select(finding => (finding.Grade, finding.Limit)));
            Assert.All(found, finding => Assert.Equal(height * 1e6, finding.Found, 20_000.0));
        }
    }

    [Theory]
    [InlineData(45, 1, true)] // a branch
    [InlineData(30, 3, true)]
    [InlineData(90, 3, false)]
    [InlineData(135, 3, false)]
    [InlineData(45, 0.2, false)] // too short for a corner
    public void A_corner_between_tracks_that_is_sharp_and_open_is_an_acid_trap(double degrees, double length, bool isTrap)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var board = TestBoard.Good().Stroke(CopperLayer.Front, 0.2, (-8, -8), (-3, -8)).Stroke(CopperLayer.Front, 0.2, (-8, -8), (-8 + length * cos, -8 + length * sin));
        Assert.Equal(isTrap, Kinds(board, HouseGrade.Look).Contains("acid-trap"));
        var branch = TestBoard.Good().Stroke(CopperLayer.Front, 0.2, (-8, -8), (-3, -8)).Stroke(CopperLayer.Front, 0.2, (-6, -8), (-6 + length * cos, -8 + length * sin));
        Assert.Equal(isTrap || (degrees == 135 && length > 1), Kinds(branch, HouseGrade.Look).Contains("acid-trap"));
    }

    [Fact]
    public void A_sharp_corner_within_a_pad_is_no_acid_trap()
    {
        var board = TestBoard.Good().Pad(CopperLayer.Front, -8, -8, 1.5, 1.5).Stroke(CopperLayer.Front, 0.2, (-8, -8), (-3, -8)).Stroke(CopperLayer.Front, 0.2, (-8, -8), (-4, -4));
        Assert.DoesNotContain("acid-trap", Kinds(board, HouseGrade.Look));
        var trap = Assert.Single(Run(TestBoard.Good().Stroke(CopperLayer.Front, 0.2, (-8, -8), (-3, -8)).Stroke(CopperLayer.Front, 0.2, (-8, -8), (-4, -4))), finding => finding.Kind == "acid-trap");
        Assert.Equal((45.0, 90.0, HouseUnit.Degree, TestBoard.At(-8, -8)), (trap.Found, trap.Limit, trap.Unit, trap.At));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(0, false)]
    public void A_pad_that_hangs_on_its_pour_by_one_spoke_is_starved(int spokes, bool isStarved)
    {
        var board = TestBoard.Empty().Socket(0, "GND", -5, -5).Pad(CopperLayer.Front, -5, -5).Area(CopperLayer.Front, (-9, -9), (-1, -9), (-1, -6), (-9, -6)).Area(CopperLayer.Front, (-9, -4), (-1, -4), (-1, -1), (-9, -1));
        foreach (var y in new[] { -6.5, -3.5 }.Take(spokes))
        {
            board.Stroke(CopperLayer.Front, 0.25, (-5, -5), (-5, y));
        }

        Assert.Equal(isStarved, Kinds(board, HouseGrade.Look).Contains("starved-thermal"));
    }

    [Theory]
    [InlineData(0.2, true)]
    [InlineData(0.9, false)] // no spoke: the pour meets the pad itself
    public void A_pad_that_its_pour_meets_at_one_narrow_place_is_starved(double width, bool isStarved)
    {
        var board = TestBoard.Empty().Pad(CopperLayer.Front, -5, -5)
            .Area(CopperLayer.Front, (-9, -9), (-5.8, -9), (-5.8, -5 - width / 2), (-5.3, -5 - width / 2), (-5.3, -5 + width / 2), (-5.8, -5 + width / 2), (-5.8, -1), (-9, -1));
        Assert.Equal(isStarved, Kinds(board, HouseGrade.Look).Contains("starved-thermal"));
    }

    [Theory]
    [InlineData("ComponentDrill", 1.2, true)]
    [InlineData("ComponentDrill", 1.4, false)]
    [InlineData("ViaDrill", 1.2, false)]
    [InlineData(null, 1.2, false)]
    public void A_part_s_hole_needs_more_copper_about_it_than_a_via(string? function, double pad, bool isTooThin)
    {
        var board = TestBoard.Good().Disc(CopperLayer.Front, -6, -6, pad).Disc(CopperLayer.Back, -6, -6, pad).Plated(-6, -6, 0.8, function);
        Assert.Equal(isTooThin, Kinds(board, HouseGrade.Look).Contains("pad-annular-ring"));
        Assert.DoesNotContain("annular-ring", Kinds(board, HouseGrade.BeyondLimit));
    }

    [Theory]
    [InlineData(1.1, true)]
    [InlineData(1.2, false)]
    public void Copper_about_a_part_s_hole_below_the_absolute_minimum_is_beyond_a_limit_and_told_once(double pad, bool isBeyond)
    {
        var board = TestBoard.Good().Disc(CopperLayer.Front, -6, -6, pad).Disc(CopperLayer.Back, -6, -6, pad).Plated(-6, -6, 0.8, "ComponentDrill");
        Assert.Equal([isBeyond ? HouseGrade.BeyondLimit : HouseGrade.Look], Run(board).Where(finding => finding.Kind == "pad-annular-ring").Select(finding => finding.Grade));
    }

    /// <summary>The check takes what is below a house's limit from what the check of the copper found below the rules.</summary>
    [Fact]
    public void No_house_has_rules_that_ask_for_less_than_its_limits() => Assert.All(FabricationProfiles.All.Append(FabricationProfiles.Strictest), house => Assert.All(
        RuleMeasure.All.Where(measure => measure.IsCapability), measure => Assert.True(measure.Of(house.Rules) >= measure.Of(house.Limits), $"{house.Name} {measure.Name}")));

    private static ImmutableArray<HouseFinding> Run(TestBoard board, GerberLayer? mask = null, GerberLayer? legend = null)
    {
        var copper = new Lazy<VerifiedCopper>(() => new(board.Input()));
        return HouseCheck.Run(FabricationProfiles.Jlcpcb, new(mask ?? GerberLayer.Empty, GerberLayer.Empty, legend ?? GerberLayer.Empty, GerberLayer.Empty), copper, BoardVerifier.Verify(copper));
    }

    private static IEnumerable<string> Kinds(TestBoard board, params HouseGrade[] grades) => Run(board).Where(finding => grades.Contains(finding.Grade)).Select(finding => finding.Kind);
}
