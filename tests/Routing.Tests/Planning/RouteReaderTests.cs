using System.Text;
using System.Text.Json.Nodes;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;

namespace MakeDevice.Routing.Tests.Planning;

public class RouteReaderTests
{
    [Theory]
    [InlineData("small")]
    [InlineData("lshape")]
    public void Copper_that_was_sent_as_segments_and_vias_is_verified_like_our_own(string sample)
    {
        var (board, routed) = RealBoards.Sample(sample);
        var (read, issues) = BoardStages.ReadRoute(board, Json(routed));
        Assert.Empty(issues);
        Assert.Equal(routed.CopperLength, read!.CopperLength, 100.0);
        Assert.True(routed.Vias.SequenceEqual(read.Vias));
        Assert.Empty(BoardStages.Verify(board, read).Issues);

        // One segment less is an open; one of a signal, as a wide track of a supply net may also come near copper that it no longer is joined with.
        var signal = routed.Tracks.First(track => !board.Rules.IsPower(track.Net));
        var less = BoardStages.ReadRoute(board, Json(routed with { Tracks = routed.Tracks.Remove(signal) })).Routed!;
        Assert.NotEmpty(less.Unconnected);
        var open = Assert.Single(BoardStages.Verify(board, less).Issues).ToString();
        Assert.StartsWith("ROUTING_UNCONNECTED_SOCKETS ", open, StringComparison.Ordinal);
        Assert.Contains($" failedSockets={less.Unconnected.Length} ", open, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_copper_every_socket_but_one_of_each_net_is_open()
    {
        var board = RealBoards.Sample("small").Board;
        var nets = board.Sockets.GroupBy(socket => socket.Net).Where(net => net.Count() > 1).ToList();
        var open = BoardStages.ReadRoute(board, """{"segments":[]}"""u8.ToArray()).Routed!.Unconnected;
        Assert.Equal(nets.Sum(net => net.Count() - 1), open.Length);
        Assert.All(nets, net => Assert.Equal(net.Count() - 1, net.Count(socket => open.Contains(socket.Id))));
    }

    [Fact]
    public void What_has_no_effect_is_told_beside_the_copper()
    {
        var board = RealBoards.Sample("small").Board;
        board = board with { Rules = board.Rules with { Pour = new PourRules("GND", 200_000, 250_000, 250_000, 200_000) } };
        var route = """
            {"totalBusesWidth": 3, "connectedSocketsCount": 4, "author": "x", "segments": [
              {"layer":"F_Cu.gtl","net":"GND","startX":0,"startY":0,"endX":1,"endY":0,"width":0.25,"id":1},
              {"layer":"F_Cu.gtl","net":"GND","startX":0,"startY":0,"endX":1,"endY":0,"width":0.25,"id":2}]}
            """;
        Assert.Equal(
            ["ROUTE_PROPERTY_UNUSED path=$.author count=1", "ROUTE_PROPERTY_UNUSED path=$.segments[0].id count=2", "ROUTE_WITHOUT_POUR net=GND"],
            BoardStages.ReadRoute(board, Encoding.UTF8.GetBytes(route)).Issues.Select(issue => issue.ToString()));
    }

    [Theory]
    [InlineData("$.segments[0].layer error=must be F_Cu.gtl or B_Cu.gbl", """{"segments":[{"layer":"In1_Cu.g2","net":"GND","startX":0,"startY":0,"endX":1,"endY":0,"width":0.25}]}""")]
    [InlineData("$.segments[0].net error=is no net of the board", """{"segments":[{"layer":"F_Cu.gtl","net":"NO","startX":0,"startY":0,"endX":1,"endY":0,"width":0.25}]}""")]
    [InlineData("$.segments[0].endX error=lies off the board", """{"segments":[{"layer":"F_Cu.gtl","net":"GND","startX":0,"startY":0,"endX":50,"endY":0,"width":0.25}]}""")]
    [InlineData("$.segments[0].endY error=must be from -1000 to 1000", """{"segments":[{"layer":"F_Cu.gtl","net":"GND","startX":0,"startY":0,"endX":1,"endY":1e999,"width":0.25}]}""")]
    [InlineData("$.segments[0].width error=must be from 0.125 to 10", """{"segments":[{"layer":"F_Cu.gtl","net":"GND","startX":0,"startY":0,"endX":1,"endY":0,"width":0}]}""")]
    [InlineData("$.vias[0].x error=lies off the board", """{"segments":[],"vias":[{"net":"GND","x":400,"y":0}]}""")]
    [InlineData("$.segments error=is missing, must be an array", """{"vias":[]}""")]
    [InlineData("$ error=not valid JSON", "{")]
    public void What_is_no_copper_of_the_board_is_named(string issue, string route)
    {
        var (routed, issues) = BoardStages.ReadRoute(RealBoards.Sample("small").Board, Encoding.UTF8.GetBytes(route));
        Assert.Null(routed);
        Assert.StartsWith("ROUTE_INVALID path=" + issue, Assert.Single(issues).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_segments_are_refused()
    {
        var segment = """{"layer":"F_Cu.gtl","net":"GND","startX":0,"startY":0,"endX":1,"endY":0,"width":0.25}""";
        var many = Encoding.UTF8.GetBytes($$"""{"segments":[{{string.Join(',', Enumerable.Repeat(segment, RouteReader.MaxSegments + 1))}}]}""");
        Assert.Equal(
            "ROUTE_INVALID path=$.segments error=has 20001 items, at most 20000 are allowed",
            Assert.Single(BoardStages.ReadRoute(RealBoards.Sample("small").Board, many).Issues).ToString());
    }

    private static byte[] Json(RoutedBoard routed)
    {
        var segments = routed.Tracks.SelectMany(track => track.Points.Zip(track.Points.Skip(1), (from, to) => (JsonNode)new JsonObject
        {
            ["layer"] = track.Layer == CopperLayer.Front ? "F_Cu.gtl" : "B_Cu.gbl",
            ["net"] = track.Net,
            ["startX"] = Units.ToMillimetres(from.X),
            ["startY"] = Units.ToMillimetres(from.Y),
            ["endX"] = Units.ToMillimetres(to.X),
            ["endY"] = Units.ToMillimetres(to.Y),
            ["width"] = Units.ToMillimetres(track.Width),
        }));
        var vias = routed.Vias.Select(via => (JsonNode)new JsonObject { ["net"] = via.Net, ["x"] = Units.ToMillimetres(via.At.X), ["y"] = Units.ToMillimetres(via.At.Y) });
        return Encoding.UTF8.GetBytes(new JsonObject { ["segments"] = new JsonArray([.. segments]), ["vias"] = new JsonArray([.. vias]) }.ToJsonString());
    }
}
