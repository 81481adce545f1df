using System.Text;
using System.Text.Json;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Options;

namespace MakeDevice.Routing.Tests.Fabrication;

/// <summary>The board that is asked for is the one that the rules count with.</summary>
public class OrderedBoardTests
{
    [Fact]
    public void Order_and_job_file_ask_for_the_thickness_of_board_and_copper()
    {
        var (board, routed) = OptionBoards.Sample("small", """{"electrical":{"boardThickness":1,"copperThickness":0.07}}""");
        var order = RealBoards.Text(board, routed, "ORDER.md");
        Assert.Contains(" 1 mm thick", order, StringComparison.Ordinal);
        using var job = JsonDocument.Parse(RealBoards.Text(board, routed, ".gbrjob"));
        Assert.Equal(1, job.RootElement.GetProperty("GeneralSpecs").GetProperty("BoardThickness").GetDouble());
        var stack = job.RootElement.GetProperty("MaterialStackup").EnumerateArray().Where(layer => layer.TryGetProperty("Thickness", out _)).ToList();
        Assert.Equal([0.07, 0.07], stack.Where(layer => layer.GetProperty("Type").GetString() == "Copper").Select(layer => layer.GetProperty("Thickness").GetDouble()));
        Assert.Equal(1, stack.Sum(layer => layer.GetProperty("Thickness").GetDouble()), 6);

        // The house's limits are those of usual copper; that is said in the issues and where the board is ordered.
        var issue = Assert.Single(BoardStages.Verify(board, routed).Warnings, issue => issue.Code == "HOUSE_COPPER_UNCHECKED");
        Assert.Equal("HOUSE_COPPER_UNCHECKED house=JLCPCB copperMm=0.07 checkedMm=0.035", issue.ToString());
        Assert.Contains("copper of 0.035 mm", order, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.4, 0.15, false)]
    [InlineData(0.4, 0.151, true)]
    [InlineData(0.5, 0.21, true)]
    public void A_board_without_a_core_is_refused(double board, double copper, bool isRefused)
    {
        var rules = FormattableString.Invariant($$$"""{"electrical":{"boardThickness":{{{board}}},"copperThickness":{{{copper}}} }}""");
        var (_, issues) = DesignRulesReader.Read("JLCPCB", Encoding.UTF8.GetBytes(rules));
        Assert.Equal(
            isRefused ? ["RULES_INVALID path=$.electrical.boardThickness error=leaves no core between the copper of both sides: must be at least 0.1 more than twice copperThickness"] : [],
            issues.Select(issue => issue.ToString()));
    }

    [Theory]
    [InlineData("AGND", true)]
    [InlineData("GND", true)]
    [InlineData("3V3", true)]
    [InlineData("VCC_5V", true)]
    [InlineData("VBAT", true)]
    [InlineData("SDA", false)]
    [InlineData("SENSOR_EN", false)]
    public void Supply_nets_are_known_by_their_names(string net, bool isPower) => Assert.Equal(isPower, DesignRules.Default.IsPower(net));
}
