using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MakeDevice.Routing.Electrical;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Routing.Tests.Finishing;
using MakeDevice.Routing.Tests.Options;

namespace MakeDevice.Routing.Tests.Electrical;

/// <summary>The pour that a board gets by itself, and the estimate that spares others the look.</summary>
public class AddedPourTests
{
    /// <summary>So much that the ground of the sample boards is beyond its limit.</summary>
    private const string Much = """{"electrical":{"moduleCurrentMa":300}}""";

    [Fact]
    public void A_ground_beyond_its_limit_gets_a_pour_which_is_told_with_its_numbers()
    {
        var (board, routed) = OptionBoards.Sample("typical", Much);
        OptionBoards.AssertSound(board, routed);
        Assert.All(routed.Pours, pour => Assert.Equal("GND", pour.Net));
        Assert.NotEmpty(routed.Pours);

        var (bareBoard, bare) = OptionBoards.Sample("typical", Much.Replace("{\"electrical", "{\"pour\":false,\"electrical", StringComparison.Ordinal));
        var before = AddedPour.StrainOf(BoardCopper.Of(bareBoard, bare).Electrical, "GND")!.Value;
        var now = AddedPour.StrainOf(BoardCopper.Of(board, routed).Electrical, "GND")!.Value;
        Assert.Equal(before, routed.StrainWithoutPour);
        Assert.True(AddedPour.Use(before, board.Rules.Electrical) > 1 && AddedPour.Use(now, board.Rules.Electrical) <= 1 && now.Drop < before.Drop / 5, $"{before} {now}");

        var verification = BoardStages.Verify(board, routed);
        var told = Assert.Single(verification.Warnings, issue => issue.Code == "POUR_ADDED");
        Assert.Equal(Severity.Info, told.Severity);
        Assert.StartsWith(FormattableString.Invariant($"POUR_ADDED net=GND dropMv={before.Drop * 1e3:0.#} limitMv=100 dropNowMv={now.Drop * 1e3:0.#} "), told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(verification.Warnings, issue => issue.Code.StartsWith("ELECTRICAL_", StringComparison.Ordinal) && issue.Fields.Contains("net=GND", StringComparison.Ordinal));
        Assert.Equal(before.Drop, Copper(verification.Report).GetProperty("withoutPour").GetProperty("dropVolts").GetDouble(), 5);
        Assert.Contains(MarkdownText.Plain(told.Message), RealBoards.Text(board, routed, "ORDER.md"), StringComparison.Ordinal);
        Assert.Contains(MarkdownText.Plain(told.Message), RealBoards.Text(board, routed, "ELECTRICAL.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_the_pour_that_a_rule_would_give()
    {
        var itself = OptionBoards.Sample("typical", Much).Routed;
        var (board, asked) = OptionBoards.Sample("typical", Much.Replace("{\"electrical", "{\"pour\":true,\"electrical", StringComparison.Ordinal));
        Assert.Null(asked.StrainWithoutPour);
        Assert.Equal(RoutedBoardFile.Write(asked), RoutedBoardFile.Write(itself with { StrainWithoutPour = null }));
        Assert.Empty(AddedPour.Issues(asked, BoardCopper.Of(board, asked).Electrical));
    }

    [Fact]
    public void A_board_within_its_limits_is_as_if_a_pour_was_forbidden()
    {
        var routed = OptionBoards.Sample("typical", "{}").Routed;
        Assert.Empty(routed.Pours);
        Assert.Equal(RoutedBoardFile.Write(OptionBoards.Sample("typical", """{"pour":false}""").Routed), RoutedBoardFile.Write(routed));
        Assert.Empty(OptionBoards.Sample("typical", Much.Replace("{\"electrical", "{\"pour\":false,\"electrical", StringComparison.Ordinal)).Routed.Pours);
    }

    [Fact]
    public void Steps_give_the_bytes_of_one_process()
    {
        var (board, whole) = OptionBoards.Sample("small", """{"electrical":{"moduleCurrentMa":2000}}""");
        Assert.NotNull(whole.StrainWithoutPour);
        Assert.Equal(RoutedBoardFile.Write(whole), RoutedBoardFile.Write(StagedRoute.Of(board).Routed));
    }

    [Fact]
    public void An_open_socket_comes_first()
    {
        var (board, bare) = OptionBoards.Sample("typical", """{"pour":false,"electrical":{"moduleCurrentMa":300}}""");
        board = board with { Rules = board.Rules with { PoursByItself = true } };
        var plan = RoutePlanner.Plan(board).Plan;
        var open = bare with { Unconnected = [0] };
        Assert.Same(open, HelpfulPour.Apply(board, plan, open, _ => []));
        Assert.NotEmpty(HelpfulPour.Apply(board, plan, bare, _ => []).Pours);
    }

    [Theory]
    [InlineData("VSS", "GND")]
    [InlineData("GND", "+5V")]
    public void A_net_that_is_no_supply_net_of_the_rules_gets_none(string powerNet, string other)
    {
        var rules = """{"powerNets":["A","B"],"electrical":{"moduleCurrentMa":300}}""".Replace("A", powerNet, StringComparison.Ordinal).Replace("B", other, StringComparison.Ordinal);
        Assert.NotEmpty(OptionBoards.Sample("typical", rules).Routed.Pours);
        Assert.Empty(OptionBoards.Sample("typical", """{"powerNets":["+*"],"electrical":{"moduleCurrentMa":300}}""").Routed.Pours);
    }

    /// <summary>Where the estimate sees nothing, the report must find nothing.</summary>
    [Theory]
    [InlineData("small", "bus")]
    [InlineData("typical", "bus")]
    [InlineData("typical", "tree")]
    [InlineData("lshape", "tree")]
    public void The_estimate_is_on_the_safe_side_and_tells_boards_apart(string sample, string topology)
    {
        var (board, routed) = OptionBoards.Sample(sample, $$"""{"pour":false,"topology":"{{topology}}"}""");
        var use = AddedPour.Use(AddedPour.StrainOf(BoardCopper.Of(board, routed).Electrical, "GND")!.Value, board.Rules.Electrical);
        Assert.False(GroundEstimate.MayBeBeyond(board, routed), $"at {use} of the limits it is worth no look");
        foreach (var times in new[] { 1.001, 0.8, 0.25 })
        {
            // With so much current the ground comes to so many times its limit.
            var driven = board with { Rules = board.Rules with { Electrical = board.Rules.Electrical with { ModuleCurrentMa = board.Rules.Electrical.ModuleCurrentMa * times / use } } };
            var beyond = AddedPour.FarthestBeyond(BoardCopper.Of(driven, routed).Grounds, driven.Rules.Electrical) is not null;
            Assert.Equal(times > 1, beyond);
            Assert.True(!beyond || GroundEstimate.MayBeBeyond(driven, routed));
            Assert.True(times > 0.5 || !GroundEstimate.MayBeBeyond(driven, routed), "the estimate is far from what is measured");
        }
    }

    [Theory]
    [InlineData(120, 0.5, 20, 0.5, true)]
    [InlineData(20, 1.5, 1, 0.9, true)]
    [InlineData(20, 4, 1, 3.1, false)]
    [InlineData(20, 4, 1, 2.9, true)]
    [InlineData(400, 9, 80, 9, true)]
    [InlineData(400, 9, 80, 9.1, false)]
    [InlineData(400, 0.5, 290, 0.9, true)]
    [InlineData(400, 0.5, 310, 0.1, false)]
    public void A_pour_must_be_worth_it(double dropMv, double load, double nowMv, double nowLoad, bool isWorthIt) =>
        Assert.Equal(isWorthIt, AddedPour.IsWorthIt(new(dropMv / 1_000, load), new(nowMv / 1_000, nowLoad), new()));

    [Theory]
    [InlineData("GND", true)]
    [InlineData("gnd_2", true)]
    [InlineData("AGND", true)]
    [InlineData("PGND1", true)]
    [InlineData("GNDA", true)]
    [InlineData("VSSA", true)]
    [InlineData("0V", true)]
    [InlineData("+0V", false)]
    [InlineData("+3V3", false)]
    [InlineData("USB_GND", true)]
    [InlineData("GNSS", false)]
    public void Grounds_are_known_by_their_names(string net, bool isGround) => Assert.Equal(isGround, AddedPour.IsGround(net));

    private static JsonElement Copper(byte[] report) => JsonDocument.Parse(Encoding.UTF8.GetString(report)).RootElement.GetProperty("copper");
}
