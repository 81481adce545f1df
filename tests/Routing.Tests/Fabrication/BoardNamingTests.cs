using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Tests.Fabrication;

public class BoardNamingTests
{
    [Fact]
    public void A_net_with_a_socket_takes_the_boards_name_and_any_other_its_modules()
    {
        var copper = new GerberLayer([], [TestBoards.Pad(0, 0, "/SDA", "GS1", "1"), TestBoards.Pad(2, 0, "+1V8", "U1", "1"), TestBoards.Pad(4, 0, "N/C", "U1", "2")]);
        var module = TestBoards.Package("m", copper, sockets: [("SDA", default)]);
        var board = TestBoards.Of(module, module);
        var naming = BoardNaming.Of(board);
        Assert.Equal(["SDA", "M1:+1V8", "N/C", ""], new[] { "/SDA", "+1V8", "N/C", "" }.Select(net => naming.Net(0, net)));
        Assert.Equal("M2:+1V8", naming.Net(1, "+1V8"));
    }

    [Fact]
    public void The_net_is_found_under_a_socket_that_sits_on_a_track()
    {
        var track = new Line(
            Point.FromMillimetres(-5, 0), Point.FromMillimetres(5, 0), new CircleAperture(200_000, 0, AttributeSet.None), Polarity.Dark,
            AttributeSet.Of(new GerberAttribute(".N", "/OUT")));
        var board = TestBoards.Of(TestBoards.Package("m", new([], [track]), sockets: [("LED", Point.FromMillimetres(1, 0.05))]));
        Assert.Equal("LED", BoardNaming.Of(board).Net(0, "/OUT"));
    }

    [Fact]
    public void A_socket_named_like_a_modules_net_does_not_meet_it()
    {
        var copper = new GerberLayer([], [TestBoards.Pad(0, 0, "a", "P1", "1"), TestBoards.Pad(2, 0, "x", "P2", "1")]);
        var board = TestBoards.Of(TestBoards.Package("m", copper, sockets: [("M1:x", default)]));
        var naming = BoardNaming.Of(board);
        Assert.NotEqual(naming.Net(0, "a"), naming.Net(0, "x"));
    }

    [Fact]
    public void References_are_numbered_per_prefix_over_the_board_in_natural_order()
    {
        var module = TestBoards.Package(
            "m",
            new GerberLayer([], [TestBoards.Pad(0, 0, "n", "GS1", "1"), TestBoards.Pad(1, 0, "n", "C2", "1")]),
            bom: [new("1uF", new(["C10", "C2", "U1"]), "0603", "C1")],
            cpl: [new("C10", "1uF", "", default, 0, "top"), new("C2", "1uF", "", default, 0, "top"), new("U1", "", "", default, 0, "top")]);
        var map = BoardNaming.Of(TestBoards.Of(module, module)).References;
        Assert.Equal(["C1", "C2", "U1", "GS1"], new[] { "C2", "C10", "U1", "GS1" }.Select(r => map.Of(0, r)));
        Assert.Equal(["C3", "C4", "U2", "GS2"], new[] { "C2", "C10", "U1", "GS1" }.Select(r => map.Of(1, r)));
        Assert.Equal(map.Entries.Count, map.Entries.Select(entry => entry.Reference).Distinct().Count());
    }

    [Fact]
    public void Hostile_references_stay_unique_and_plain()
    {
        ImmutableArray<string> hostile = ["=cmd()", "U1\u00e41", "U11", "1", "\"", "U1-", "U1", "u1", new string('A', 500) + "7"];
        var module = TestBoards.Package(
            "m", bom: [new("v", new(hostile), "", "")], cpl: [.. hostile.Select(r => new CplLine(r, "", "", default, 0, "top"))]);
        var map = BoardNaming.Of(TestBoards.Of(module, module, module)).References;
        // A fab does not tell U1 from u1: it is one part.
        Assert.Equal(3 * hostile.Distinct(StringComparer.OrdinalIgnoreCase).Count(), map.Entries.Select(entry => entry.Reference).Distinct().Count());
        Assert.All(map.Entries, entry => Assert.Matches("^[A-Za-z_][A-Za-z0-9_]*$", entry.Reference));
    }

    [SharedTheory]
    [InlineData("valid/i2c20")]
    [InlineData("valid/jvm06")]
    public void Every_socket_finds_its_net_in_real_copper(string project)
    {
        var (board, _) = RealBoards.Shared(project);
        Assert.All(board.Modules, module => Assert.DoesNotContain(null, SocketNets.Of(module.Package)));
    }

    [SharedFact]
    public void The_final_copper_calls_a_sockets_pad_and_the_track_to_it_by_one_name()
    {
        var (board, routed) = RealBoards.Shared("valid/i2c20");
        var front = BoardFabricator.Copper(board, routed).Front;
        var pads = front.Objects.OfType<Flash>().ToLookup(flash => flash.At);
        Assert.All(board.Sockets, socket => Assert.Contains(pads[socket.At], pad => pad.Attributes.Value(".N") == socket.Net));
        Assert.Contains(front.Objects, item => item.Attributes.Value(".N")?.StartsWith("M1:", StringComparison.Ordinal) == true);
    }
}
