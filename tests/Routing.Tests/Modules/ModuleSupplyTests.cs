using System.Text;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Tests.Modules;

public class ModuleSupplyTests
{
    [Theory]
    [InlineData("{}", false, null, "")]
    [InlineData("""{"functionality":["Brain","microbit"]}""", true, null, "")]
    [InlineData("""{"functionality":"brain"}""", true, null, "")]
    [InlineData("""{"functionality":["brainwave"],"electrical":{"currentMa":45.5,"sources":["+3V3","GND"]}}""", false, 45.5, "+3V3 GND")]
    public void Metadata_says_what_a_module_gives_and_takes(string json, bool isBrain, double? current, string sources)
    {
        var problems = new List<CheckedJson.Problem>();
        var supply = ModuleMetadata.Read(Encoding.UTF8.GetBytes(json), problems, []).Supply!;
        Assert.Empty(problems);
        Assert.Equal((isBrain, current, sources), (supply.IsBrain, supply.CurrentMa, string.Join(' ', supply.Sources)));
    }

    [Theory]
    [InlineData("""{"electrical":3}""", "$.electrical")]
    [InlineData("""{"electrical":{"currentMa":-1}}""", "$.electrical.currentMa")]
    [InlineData("""{"electrical":{"sources":"GND"}}""", "$.electrical.sources")]
    public void What_is_malformed_is_told(string json, string path)
    {
        var problems = new List<CheckedJson.Problem>();
        ModuleMetadata.Read(Encoding.UTF8.GetBytes(json), problems, []);
        Assert.Equal(path, Assert.Single(problems).Path);
    }

    [Theory]
    [InlineData("""{"designrules":{"canExtendToBoardEdge":true}}""", "$.designrules", "designRules")]
    [InlineData("""{"designRules":{"canExtendToBoardedge":true}}""", "$.designRules.canExtendToBoardedge", "canExtendToBoardEdge")]
    [InlineData("""{"electrical":{"currentMA":20}}""", "$.electrical.currentMA", "currentMa")]
    [InlineData("""{"designer":{"name":"x"},"designRules":{"minimumClearance":1},"type":"virtual"}""", null, "")]
    public void A_property_that_is_nearly_one_of_ours_is_told(string json, string? path, string meant)
    {
        var package = ModulePackageReader.Read(new("case", "1.0"), [new("case_1.0.json", Encoding.UTF8.GetBytes(json))]);
        Assert.Equal(
            path is null ? [] : [$"MODULE_FILE_DOUBTFUL module=case_1.0 file=case_1.0.json error=nothing reads {path}; is {meant} meant?"],
            package.Issues.Select(issue => issue.ToString()));
    }
}
