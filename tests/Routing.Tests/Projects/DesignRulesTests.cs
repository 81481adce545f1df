using System.Text;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests;

public class DesignRulesTests
{
    [Theory]
    [InlineData("", "JLCPCB")]
    [InlineData("JLCPCB", "JLCPCB")]
    [InlineData(" aisler", "Aisler")]
    [InlineData("EUROCIRCUITS", "Eurocircuits")]
    [InlineData("PCBWay", "PCBWay")]
    public void Houses_are_found_by_name(string house, string profile)
    {
        var (rules, issues) = DesignRulesReader.ForHouse(house);
        Assert.Equal(profile, rules.Profile);
        Assert.Empty(issues);
    }

    [Fact]
    public void The_default_is_the_designs()
    {
        var rules = DesignRulesReader.ForHouse("JLCPCB").Rules;
        Assert.Equal((125_000, 125_000, 400_000, 300_000, 500_000, 250_000), (rules.TrackWidth, rules.Clearance, rules.ViaDiameter, rules.ViaHole, rules.BusPitch, rules.Grid));
    }

    [Fact]
    public void An_unknown_house_gets_the_strictest_rules_and_a_warning()
    {
        var (rules, issues) = DesignRulesReader.ForHouse("My Fab,\nInc");
        Assert.Equal("FABRICATION_HOUSE_UNKNOWN fabricationHouse=My_Fab__Inc rulesUsed=strictest", issues.Single().ToString());
        foreach (var profile in FabricationProfiles.All)
        {
            Assert.All(RuleMeasure.All.Where(measure => measure.IsCapability), measure => Assert.True(measure.Of(rules) >= measure.Of(profile.Limits)));
        }
    }

    [Fact]
    public void Every_profile_is_sound_by_itself()
    {
        foreach (var house in FabricationProfiles.All.Append(FabricationProfiles.Strictest))
        {
            // A rules file that states the profile's own measures passes every check that overrides must pass.
            var stated = string.Join(',', RuleMeasure.All.Select(m => $"\"{m.Name}\":{(m.Of(house.Rules) / 1e6).ToString(System.Globalization.CultureInfo.InvariantCulture)}"));
            var (rules, issues) = DesignRulesReader.Read(house.Name == "Strictest" ? "other" : house.Name, Encoding.UTF8.GetBytes($"{{{stated}}}"));
            Assert.Equal(house.Rules, rules);
            Assert.DoesNotContain(issues, i => i.Code == "RULES_INVALID");
        }
    }

    [Fact]
    public void Overrides_replace_single_measures()
    {
        var rules = Read("""{"profile":"PCBWay","grid":0.1,"trackWidth":0.2,"netClasses":[{"name":"power","nets":["GND","JD_*"],"trackWidth":0.3},{"nets":["X"],"clearance":0.25}]}""")!;
        Assert.Equal(("PCBWay", 100_000, 200_000, 600_000), (rules.Profile, rules.Grid, rules.TrackWidth, rules.ViaDiameter));
        Assert.Equal([300_000L, 300_000, 500_000, 200_000], new[] { "GND", "JD_PWR", "GND2", "X" }.Select(net => rules.WidthsOf(net).FirstOrDefault(rules.TrackWidth)));
        Assert.Equal([125_000L, 250_000], new[] { "GND", "X" }.Select(rules.ClearanceOf));
        Assert.Null(rules.ClassOf("Y"));
    }

    [Theory]
    [InlineData("{}", Topology.Bus)]
    [InlineData("{\"topology\":\"bus\"}", Topology.Bus)]
    [InlineData("{\"topology\":\"tree\"}", Topology.Tree)]
    public void A_file_chooses_the_topology(string json, Topology topology) => Assert.Equal(topology, Read(json)!.Topology);

    [Theory]
    [InlineData("{\"topology\":\"star\"}", "RULES_INVALID path=$.topology error=must be bus or tree")]
    [InlineData("{\"topology\":true}", "RULES_INVALID path=$.topology error=must be a text")]
    public void A_topology_that_is_none_is_refused(string json, string issue) => Assert.Equal([issue], Issues(json));

    [Fact]
    public void A_pour_has_sensible_measures_of_its_own()
    {
        Assert.Null(Read("""{"pour":false}""")!.Pour);
        Assert.Equal(Read("""{"pour":{}}""")!.Pour, Read("""{"pour":true}""")!.Pour);
        Assert.Equal(new PourRules("GND", 250_000, 250_000, 300_000, 250_000), Read("""{"pour":{}}""")!.Pour);
        Assert.Equal(
            new PourRules("+3V3", 400_000, 200_000, 500_000, 350_000),
            Read("""{"pour":{"net":"+3V3","clearance":0.4,"thermalGap":0.2,"thermalSpokes":0.5,"minWidth":0.35}}""")!.Pour);
        Assert.Equal([10_000_000, 0, 8_000_000], new[] { "{}", """{"stitchPitch":0}""", """{"stitchPitch":8}""" }.Select(pour => Read("{\"pour\":" + pour + "}")!.Pour!.StitchPitch));
        Assert.Equal([500_000, 300_000, 2_000_000], new[] { """{"pour":{}}""", """{"pour":{"edgeClearance":0.3}}""", """{"pour":{},"edgeKeepOut":2}""" }.Select(rules => Read(rules)!).Select(rules => rules.Pour!.FromEdge(rules)));
    }

    [Theory]
    [InlineData("{}", false, true)]
    [InlineData("""{"pour":null}""", false, true)]
    [InlineData("""{"pour":"auto"}""", false, true)]
    [InlineData("""{"pour":false}""", false, false)]
    [InlineData("""{"pour":true}""", true, true)]
    public void A_pour_comes_where_it_helps_never_or_always(string json, bool always, bool byItself) =>
        Assert.Equal((always, byItself), (Read(json)!.Pour is not null, Read(json)!.PoursByItself));

    [Theory]
    [InlineData("""{"pour":"automatic"}""", "RULES_INVALID path=$.pour error=must be auto, true, false or an object")]
    [InlineData("""{"pour":1}""", "RULES_INVALID path=$.pour error=must be auto, true, false or an object")]
    [InlineData("""{"pour":{"gap":1}}""", "RULES_INVALID path=$.pour.gap error=is no rule")]
    [InlineData("""{"pour":{"clearance":0.1}}""", "RULES_INVALID path=$.pour.clearance error=must be from 0.125 to 5")]
    [InlineData("""{"pour":{"stitchPitch":1.5}}""", "RULES_INVALID path=$.pour.stitchPitch error=must be 0 for none, or at least 2")]
    [InlineData("""{"pour":{"edgeClearance":0.25}}""", "RULES_INVALID path=$.pour.edgeClearance error=must be from 0.3 to 100")]
    [InlineData("""{"pour":{"stitchPitch":60}}""", "RULES_INVALID path=$.pour.stitchPitch error=must be from 0 to 50")]
    public void A_pour_that_cannot_be_is_refused(string json, string issue) => Assert.Contains(issue, Issues(json));

    [Fact]
    public void Everything_wrong_is_reported_at_once() => Assert.Equal(
        [
            "RULES_INVALID path=$.trackWith error=is no rule",
            "RULES_INVALID path=$.grid error=must be from 0.05 to 1",
            "RULES_INVALID path=$.clearance error=must be a number",
            "RULES_INVALID path=$.viaHole error=is below what JLCPCB makes, 0.15 mm",
            "RULES_INVALID path=$.netClasses[0].nets error=is missing, must be an array",
            "RULES_INVALID path=$.netClasses[1].nets[0] error=must be a text",
            "RULES_INVALID path=$.netClasses[1].trackWidth error=must be from 0.125 to 5",
            "RULES_INVALID path=$.netClasses[2] error=must be an object",
        ],
        Issues("""{"trackWith":1,"grid":0,"clearance":"x","viaHole":0.1,"netClasses":[{},{"nets":[1],"trackWidth":0.1},3]}"""));

    [Theory]
    [InlineData("""{"viaDiameter":0.5,"holeClearance":0.4}""", "RULES_INVALID path=$.viaDiameter error=must be at least 0.85: viaHole and twice what holeClearance is more than clearance, is 0.5")]
    [InlineData("""{"viaDiameter":0.35}""", "RULES_INVALID path=$.viaDiameter error=must be at least 0.4: viaHole and two of annularRing, is 0.35")]
    [InlineData("""{"busWidth":0.5,"busPitch":0.6}""", "RULES_INVALID path=$.busPitch error=must be at least 0.625: half a via, clearance and half a bus, is 0.6")]
    [InlineData("""{"edgeClearance":0.5,"busEdgeDistance":0.6}""", "RULES_INVALID path=$.busEdgeDistance error=must be at least 0.7: half a via and edgeClearance, is 0.6")]
    [InlineData("""{"topology":"tree","netClasses":[{"nets":["A"],"topology":"bus"}],"busPitch":0.3}""", "RULES_INVALID path=$.busPitch error=must be at least 0.45: half a via, clearance and half a bus, is 0.3")]
    [InlineData("""{"mountingHoles":{"diameter":3,"keepOut":3.1}}""", "RULES_INVALID path=$.mountingHoles.keepOut error=must be at least 3.25: diameter and two of holeClearance, is 3.1")]
    public void Measures_at_odds_with_each_other_are_refused(string json, string issue) => Assert.Equal([issue], Issues(json));

    [Theory]
    [InlineData("""{"clearance":0.2}""", 0.4, 0.525, 0.5)]
    [InlineData("""{"viaDiameter":0.6}""", 0.6, 0.55, 0.6)]
    [InlineData("""{"viaHole":0.5}""", 0.6, 0.55, 0.6)]
    [InlineData("""{"annularRing":0.2}""", 0.7, 0.6, 0.65)]
    [InlineData("""{"busWidth":1}""", 0.4, 1.125, 0.8)]
    [InlineData("""{"edgeClearance":0.5}""", 0.4, 0.5, 0.7)]
    [InlineData("""{"trackWidth":1}""", 0.4, 1.125, 0.8)]
    [InlineData("""{"clearance":0.15}""", 0.4, 0.5, 0.5)]
    public void A_measure_given_alone_pulls_along_those_that_nobody_set(string json, double via, double pitch, double edge)
    {
        var rules = Read(json)!;
        Assert.Equal((via, pitch, edge), (rules.ViaDiameter / 1e6, rules.BusPitch / 1e6, rules.BusEdgeDistance / 1e6));
    }

    [Fact]
    public void A_project_and_a_file_together_decide_what_is_set()
    {
        var (rules, issues) = DesignRulesReader.Read(Project("""{"busPitch":0.5}"""), """{"clearance":0.2}"""u8.ToArray());
        Assert.Null(rules);
        Assert.Equal("RULES_INVALID path=$.busPitch error=must be at least 0.525: half a via, clearance and half a bus, is 0.5", Assert.Single(issues).ToString());
    }

    [Fact]
    public void Trees_need_none_of_the_trunks_measures() => Assert.Equal(100_000, Read("""{"topology":"tree","busPitch":0.1,"busEdgeDistance":0.1}""")!.BusPitch);

    [Fact]
    public void A_keep_out_that_nobody_set_holds_the_clearance_of_its_hole() =>
        Assert.Equal(new MountingHoles(500_000, 2_500_000, 1_250_000), Read("""{"holeClearance":1,"mountingHoles":{"diameter":0.5}}""")!.MountingHoles);

    [Theory]
    [InlineData("{}", SearchEffort.Normal)]
    [InlineData("""{"effort":"thorough"}""", SearchEffort.Thorough)]
    public void A_file_chooses_the_effort(string json, SearchEffort effort) => Assert.Equal(effort, Read(json)!.Effort);

    [Fact]
    public void An_effort_that_is_none_is_refused() => Assert.Equal(["RULES_INVALID path=$.effort error=must be normal or thorough"], Issues("""{"effort":"much"}"""));

    [Theory]
    [InlineData("[]", "RULES_INVALID path=$ error=must be an object")]
    [InlineData("{", null)]
    public void What_is_no_rules_file_is_refused(string json, string? issue)
    {
        Assert.Null(Read(json));
        Assert.True(issue is null || Issues(json).Single() == issue);
    }

    [Fact]
    public void No_file_means_the_profile() => Assert.Equal("Aisler", DesignRulesReader.Read("Aisler", default).Rules!.Profile);

    [Fact]
    public void A_project_overrides_its_house_and_a_file_overrides_the_project()
    {
        var project = Project("""{"profile":"PCBWay","trackWidth":0.2,"edgeKeepOut":3,"netClasses":[{"nets":["GND"],"trackWidth":0.5}]}""");
        var rules = DesignRulesReader.Read(project, default).Rules!;
        Assert.Equal(("PCBWay", 200_000, 3_000_000, 500_000), (rules.Profile, rules.TrackWidth, rules.EdgeKeepOut, rules.WidthsOf("GND")[0]));
        rules = DesignRulesReader.Read(project, """{"profile":"Aisler","edgeKeepOut":0}"""u8.ToArray()).Rules!;
        Assert.Equal(("Aisler", 200_000, 0, 500_000), (rules.Profile, rules.TrackWidth, rules.EdgeKeepOut, rules.WidthsOf("GND")[0]));
    }

    [Fact]
    public void Problems_of_both_are_told_apart() => Assert.Equal(
        ["RULES_INVALID path=$.pcbOptions.rules.trackWith error=is no rule", "RULES_INVALID path=$.grid error=must be from 0.05 to 1"],
        DesignRulesReader.Read(Project("""{"trackWith":1}"""), """{"grid":5}"""u8.ToArray()).Issues.Select(issue => issue.ToString()));

    [Fact]
    public void Rules_of_a_project_must_be_an_object() => Assert.Equal(
        "PROJECT_INVALID path=$.pcbOptions.rules error=must be an object", ProjectReader.Read(ProjectJson("[1]")).Issues.Single().ToString());

    [Fact]
    public void Rules_that_are_no_text_are_a_problem_and_no_crash()
    {
        var json = ProjectJson("""{"profile":"?"}""");
        json[json.AsSpan().IndexOf((byte)'?')] = 0xFF;
        Assert.Equal("PROJECT_INVALID path=$.pcbOptions.rules error=is not valid Unicode", ProjectReader.Read(json).Issues.Single().ToString());
    }

    private static Project Project(string rules) => ProjectReader.Read(ProjectJson(rules)).Project!;

    private static byte[] ProjectJson(string rules) =>
        Encoding.UTF8.GetBytes($$"""{"size":{"width":50,"height":50},"pcbOptions":{"fabricationHouse":"JLCPCB","rules":{{rules}}},"modules":[]}""");

    private static DesignRules? Read(string json) => DesignRulesReader.Read("JLCPCB", Encoding.UTF8.GetBytes(json)).Rules;

    private static string[] Issues(string json) => [.. DesignRulesReader.Read("JLCPCB", Encoding.UTF8.GetBytes(json)).Issues.Select(i => i.ToString())];
}
