using System.Text.Json;
using System.Xml.Linq;
using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Diagnostics;

public class TraceTests
{
    [Theory]
    [InlineData(Topology.Bus, "coarse")]
    [InlineData(Topology.Tree, "detailed")]
    public void Every_round_tells_its_nets_overuse_nodes_and_copper(Topology topology, string stage)
    {
        var board = SyntheticBoards.Random(2, 8, rules: DesignRules.Default with { Topology = topology });
        var plan = BoardStages.PlanInMemory(board);
        var rounds = new List<(RouteProgress Round, RoutedBoard Copper)>();
        var watched = BoardStages.Route(plan, 1, round => rounds.Add((round, round.Copper())), default);
        Assert.Contains(rounds, entry => entry.Round.Stage == stage);
        Assert.True(rounds[0].Round.Nets.Length > 0);
        Assert.True(rounds.Max(entry => entry.Round.NodesExpanded) > 0);
        Assert.Contains(rounds, entry => entry.Copper.CopperLength > 0);
        Assert.All(rounds, entry => Assert.InRange(entry.Round.Connected, 0, entry.Round.Sockets));
        Assert.Equal(0, rounds[^1].Round.Overuse);

        // To be watched changes nothing.
        Assert.Equal(watched.Tracks.AsEnumerable(), BoardStages.Route(plan, 2, null, default).Tracks);
    }

    [Fact]
    public void A_round_is_one_line_of_json()
    {
        using var json = JsonDocument.Parse(TraceLine.Of(Round("GND"), RoutedBoard.Empty, 7));
        Assert.Equal(
            ["frame", "stage", "round", "side", "sockets", "connected", "overuse", "nodesExpanded", "copperMm", "vias", "nets"],
            json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal((7, "left", "GND"), (
            json.RootElement.GetProperty("frame").GetInt32(), json.RootElement.GetProperty("side").GetString(), json.RootElement.GetProperty("nets")[0].GetString()));
    }

    [Fact]
    public void A_picture_is_well_formed_and_shows_all_copper()
    {
        var board = SyntheticBoards.Random(1, 4);
        var routed = BoardStages.Route(BoardStages.PlanInMemory(board), 1, null, default);
        var svg = XElement.Parse(TraceFrame.Svg(board, [routed]));
        Assert.Equal(routed.Tracks.Length, svg.Descendants().Count(element => element.Name.LocalName == "polyline"));
        Assert.Equal(board.Sockets.Length + routed.Vias.Length, svg.Descendants().Count(element => element.Name.LocalName == "circle"));
    }

    [Fact]
    public void The_page_needs_nothing_else_and_no_name_ends_its_script()
    {
        var page = TracePage.Html([TraceLine.Of(Round("</script><img src=x>"), RoutedBoard.Empty, 0)], [TraceFrame.Svg(SyntheticBoards.Random(1, 2), [])]);
        Assert.Equal(1, Count(page, "</script>"));
        Assert.Equal(0, Count(page, "<img"));
        Assert.Equal(0, Count(page, "src=\"") + Count(page, "href=\""));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static RouteProgress Round(string net) => new(Side.Left, 3, 4, 5, () => RoutedBoard.Empty) { Stage = "coarse", Nets = [net], Overuse = 2, NodesExpanded = 100 };
}
