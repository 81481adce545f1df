using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Tests;

namespace MakeDevice.Routing.Tests.Options;

/// <summary>Any rules that are accepted give legal copper or a coded refusal, on every board: on grids that no track pitch divides, with wide tracks, large vias and trunks of all kinds.</summary>
public class RuleMatrixTests
{
    private static readonly double[] Grids = [0.05, 0.1, 0.125, 0.2, 0.25, 0.3, 0.375, 0.4, 0.5, 1];
    private static readonly double[] Clearances = [0.125, 0.1, 0.2, 0.3];
    private static readonly double[] Tracks = [0.125, 0.1, 0.25, 0.4];
    private static readonly (double Diameter, double Hole)?[] Vias = [null, (0.6, 0.3), (0.3, 0.2), (0.9, 0.5)];
    private static readonly (string Rule, double Value)?[] Trunks = [null, ("busWidth", 0.5), ("busPitch", 1), ("busEdgeDistance", 1.2), ("busPitch", 0.3)];

    /// <summary>Small boards: one module stands off every grid, one is turned, and sockets lie 1 to 2 mm apart.</summary>
    private static readonly ImmutableArray<Project> Boards =
    [
        Project(34, 26, ("sample_i2c_thermometer", -7.3, 6.12, 0), ("sample_i2c_motion", 6.4, 5, 90), ("sample_i2c_pullups", 0.21, -6.5, 0)),
        Project(40, 30, ("sample_i2c_motion", -9, -8, 30), ("sample_i2c_motion", 8.5, 8.05, 180), ("sample_i2c_thermometer", 9, -7.9, 270)),
        Sample("small"),
    ];

    [Fact]
    public void Every_combination_gives_legal_copper_or_a_code()
    {
        // Every grid with every clearance and every track; vias, trunks, topology and board change from one to the next.
        var combinations = Grids.SelectMany((grid, i) => Clearances.SelectMany((clearance, j) => Tracks.Select((track, k) => (
            Board: (i + 2 * j + k) % 5 is 0 ? 2 : (i + j + k) % 2,
            Rules: Json(grid, clearance, track, Vias[(i + j + k) % Vias.Length], Trunks[(2 * i + j + 3 * k) % Trunks.Length], (i / 2 + j + k) % 2 == 0 ? "bus" : "tree")))));
        var every = Series.IsLong ? 1 : 5;
        var outcomes = combinations.Where((_, number) => number % every == 0).AsParallel().WithDegreeOfParallelism(2).Select(c => OutcomeOf(Boards[c.Board], c.Rules)).ToList();
        Assert.True(outcomes.Count(outcome => outcome == Outcome.Complete) > outcomes.Count / 2, string.Join(' ', outcomes.CountBy(outcome => outcome)));
    }

    [Fact]
    public void So_does_any_other()
    {
        var millimetres = (int least, int most) => Gen.Choose(least, most).Select(micrometres => micrometres / 1000.0);
        var rules =
            from grid in millimetres(50, 1000)
            from clearance in millimetres(100, 400)
            from track in millimetres(100, 500)
            from hole in millimetres(150, 600)
            from ring in millimetres(50, 300)
            from via in Gen.Elements(true, false)
            from trunk in Gen.Elements(Trunks)
            from topology in Gen.Elements("bus", "tree")
            select Json(grid, clearance, track, via ? (Math.Round(hole + 2 * ring, 3), hole) : null, trunk, topology);
        var config = Config.QuickThrowOnFailure.WithMaxTest(Series.Of(10, 60)).WithReplay(20_261_130, 5);
        Check.One(config, Prop.ForAll(rules.ToArbitrary(), json => OutcomeOf(Boards[json.Length % 2], json) is Outcome.Complete or Outcome.Open or Outcome.Refused));
    }

    /// <summary>A measure that is set alone drags those along that are not, and the board can still be made.</summary>
    [Theory]
    [InlineData("""{"clearance":0.2}""")]
    [InlineData("""{"clearance":0.4}""")]
    [InlineData("""{"viaDiameter":0.6}""")]
    [InlineData("""{"viaDiameter":1.2}""")]
    [InlineData("""{"viaHole":0.5}""")]
    [InlineData("""{"annularRing":0.2}""")]
    [InlineData("""{"trackWidth":0.4}""")]
    [InlineData("""{"edgeClearance":0.5}""")]
    [InlineData("""{"busWidth":1}""")]
    [InlineData("""{"holeClearance":0.4}""")]
    [InlineData("""{"holeToHole":0.6}""")]
    [InlineData("""{"grid":0.375}""")]
    [InlineData("""{"grid":0.4}""")]
    [InlineData("""{"grid":0.5}""")]
    public void A_rule_given_alone_makes_the_sample(string json) => Assert.Equal(Outcome.Complete, OutcomeOf(Boards[2], json));

    /// <summary>What the series have found: ways of two turned sockets that crossed off the coarse graph's nodes, and a bridge between two vias that was narrower than a track.</summary>
    [Theory]
    [InlineData("""{"grid":0.375,"clearance":0.125,"trackWidth":0.4,"topology":"bus","viaDiameter":0.6,"viaHole":0.3,"busWidth":0.5}""")]
    [InlineData("""{"grid":0.284,"clearance":0.248,"trackWidth":0.425,"topology":"bus","busWidth":0.5}""")]
    public void What_was_not_sound_is(string json) => Assert.All(Boards, board => Assert.Equal(Outcome.Complete, OutcomeOf(board, json)));

    private static Outcome OutcomeOf(Project project, string json)
    {
        var (rules, refusals) = DesignRulesReader.Read("JLCPCB", Encoding.UTF8.GetBytes(json));
        Assert.Equal(rules is null, !refusals.IsEmpty);
        Assert.All(refusals, issue => Assert.Equal("RULES_INVALID", issue.Code));
        if (rules is null)
        {
            return Outcome.Refused;
        }

        var board = RealBoards.Place(project, Path.Combine(RealBoards.Samples, "modules"), rules);
        var (routed, plan) = BoardStages.Route(board, 1, null, default);
        if (plan.Issues.Any(RoutePlanner.ForbidsRouting))
        {
            return Outcome.Refused;
        }

        var issues = BoardStages.Verify(board, routed).Issues;
        Assert.True(issues.All(issue => issue.Code == "ROUTING_UNCONNECTED_SOCKETS"), $"{json} {string.Join('\n', issues)}");
        return routed.Unconnected.IsEmpty ? Outcome.Complete : Outcome.Open;
    }

    private static string Json(double grid, double clearance, double track, (double Diameter, double Hole)? via, (string Rule, double Value)? trunk, string topology)
    {
        var json = new JsonObject { ["grid"] = grid, ["clearance"] = clearance, ["trackWidth"] = track, ["topology"] = topology };
        if (via is { } pad)
        {
            (json["viaDiameter"], json["viaHole"]) = (pad.Diameter, pad.Hole);
        }

        if (trunk is { } measure)
        {
            json[measure.Rule] = measure.Value;
        }

        return json.ToJsonString();
    }

    private static Project Project(double width, double height, params (string Module, double X, double Y, double Degrees)[] modules) =>
        TestProjects.Board(width, height, modules) with { Board = new(Units.FromMillimetres(width), Units.FromMillimetres(height), Units.FromMillimetres(2), false, false) };

    private static Project Sample(string name) => BoardStages.ReadProject(File.ReadAllBytes(Path.Combine(RealBoards.Samples, "projects", name + ".MakeDevice"))).Project!;

    private enum Outcome
    {
        Complete,
        Open,
        Refused,
    }
}
