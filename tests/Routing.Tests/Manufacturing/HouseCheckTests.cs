using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Manufacturing;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Routing.Tests.Verification;

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
        var large = TestBoard.Good().With(board => board.Board = new(600 * Units.Millimetre, 20 * Units.Millimetre, 0, false, false));
        Assert.Contains("board-side", Kinds(large, HouseGrade.CannotBeMade));
        Assert.Contains("board-side", Kinds(large, HouseGrade.Price));
    }

    [Fact]
    public void Narrow_bridges_of_mask_and_thin_lines_of_legend_are_found()
    {
        GerberLayer mask = new([], [Square(-7), Square(-5.95)]), legend = new([], [Stroke(0.1), Stroke(0.2)]);
        var found = HouseCheck.Run(FabricationProfiles.Jlcpcb, new(TestBoard.Good().Input(), mask, GerberLayer.Empty, legend, GerberLayer.Empty));
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
    public void Every_house_says_where_its_limits_were_read() => Assert.All(FabricationProfiles.All, house => Assert.Matches("20[0-9][0-9]", house.Published.Source));

    private static ImmutableArray<HouseFinding> Run(TestBoard board) => HouseCheck.Run(
        FabricationProfiles.Jlcpcb, new(board.Input(), GerberLayer.Empty, GerberLayer.Empty, GerberLayer.Empty, GerberLayer.Empty));

    private static IEnumerable<string> Kinds(TestBoard board, params HouseGrade[] grades) => Run(board).Where(finding => grades.Contains(finding.Grade)).Select(finding => finding.Kind);
}
