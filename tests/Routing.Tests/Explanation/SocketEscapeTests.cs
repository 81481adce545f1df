using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Explanation;

public class SocketEscapeTests
{
    [Theory]
    [InlineData(0.5, "1 2 3")]
    [InlineData(0.8, "")]
    public void Of_sockets_at_the_edge_those_between_others_are_walled(double room, string walled)
    {
        // One track fits between module and edge, but none gets past a pad there.
        var board = WalledBoards.Place(
            new Block("long", [(-10, 5, 10, 16 - room)], [.. Enumerable.Range(0, 5).Select(i => ($"N{i}", i - 2.0, 16 - room))]),
            new Block("far", [(-10, -14, 10, -11)], [.. Enumerable.Range(0, 5).Select(i => ($"N{i}", i - 2.0, -11.0))]));
        Assert.Equal(walled, string.Join(' ', Walled(board)));
        Assert.Equal(walled.Contains('2') ? "2" : "", string.Join(' ', Walled(board, socket => socket.Id == 2)));
    }

    [Fact]
    public void A_long_way_to_the_next_pad_is_no_way_out()
    {
        var board = WalledBoards.Place(
            new Block("long", [(-12, 5, 12, 15.5)], ("A", -8, 15.5), ("B", 0, 15.5), ("C", 8, 15.5)),
            new Block("far", [(-10, -14, 10, -11)], ("A", -2, -11), ("B", 0, -11), ("C", 2, -11)));
        Assert.Equal([1], Walled(board));
    }

    [Theory]
    [InlineData(0.3, true)]
    [InlineData(0.4, true)]
    [InlineData(0.42, true)]
    [InlineData(0.425, false)]
    [InlineData(0.45, false)]
    public void A_wall_is_seen_that_is_short_by_micrometres(double room, bool isWalled)
    {
        // Between module and edge a track of 0.125 mm needs 0.3 mm more.
        var board = WalledBoards.Place(
            new Block("long", [(-10, 5, 10, 16 - room)], ("A", 0, 16 - room)),
            new Block("far", [(-10, -14, 10, -11)], ("A", 0, -11)));
        Assert.Equal(isWalled ? [0] : [], Walled(board));
    }

    [Theory]
    [InlineData(0.28, true)]
    [InlineData(0.308, true)]
    [InlineData(0.3125, false)]
    [InlineData(0.33, false)]
    public void So_is_one_between_two_pads(double room, bool isWalled)
    {
        // A track between two modules gets past pads that reach 0.0625 mm out of one of them where 0.125 mm and its own width are left.
        var board = WalledBoards.Place(
            new Block("long", [(-10, 0, 10, 5)], ("A", 0, 0), ("B", 1, 0), ("C", -1, 0)),
            new Block("below", [(-10, -5, 10, -room)]),
            new Block("far", [(-10, -14, 10, -11)], ("A", 0, -11), ("B", 2, -11), ("C", -2, -11)));
        Assert.Equal(isWalled, Walled(board).Contains(0));
    }

    [Fact]
    public void A_via_beside_the_module_leads_out()
    {
        // The same with room for a via between module and edge.
        var board = WalledBoards.Place(
            new Block("long", [(-12, 5, 12, 15.05)], ("A", -1, 15.05), ("B", 0, 15.05), ("C", 1, 15.05)),
            new Block("far", [(-10, -14, 10, -11)], ("A", -2, -11), ("B", 0, -11), ("C", 2, -11)));
        Assert.Empty(Walled(board));
    }

    [Fact]
    public void Pads_too_near_for_a_wide_track_wall_each_other_in()
    {
        var rules = DesignRules.Default with { TrackWidth = 1_000_000, Topology = Topology.Tree };
        var board = WalledBoards.Place(
            rules,
            new Block("narrow", [(-10, 0, 10, 5)], ("A", -1, 0), ("B", 0, 0), ("C", 1, 0), ("D", 7, 0)),
            new Block("far", [(-10, -14, 10, -11)], ("A", -9, -11), ("B", -3, -11), ("C", 3, -11), ("D", 9, -11)));
        Assert.Equal([0, 1, 2], Walled(board));
    }

    [Fact]
    public void Sockets_that_only_reach_each_other_are_walled_unless_they_are_the_whole_net()
    {
        (string, double, double)[] facing = [("A", 0, 0), ("B", 0, 1), ("C", 0, 2), ("D", 0, 3)];
        (string, double, double)[] opposite = [("A", 0.25, 0), ("B", 0.25, 1), ("C", 0.25, 2), ("D", 0.25, 3)];
        Block one = new("one", [(-8, -6, 0, 8)], facing), other = new("other", [(0.25, -6, 8, 8)], opposite);
        Assert.Empty(Walled(WalledBoards.Place(one, other)));

        var board = WalledBoards.Place(one, other, new Block("far", [(-10, -14, 10, -11)], ("B", -5, -11), ("C", 5, -11)));
        Assert.Equal(["B", "B", "C", "C"], Walled(board).Select(id => board.Sockets[id].Net).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_socket_that_routing_joins_is_called_walled(int seed)
    {
        var board = SyntheticBoards.Random(seed, 6, step: 10_000, anyAngle: true);
        var open = WalledBoards.Route(board).Unconnected;
        Assert.Subset(open.ToHashSet(), Walled(board).ToHashSet());
    }

    private static IEnumerable<int> Walled(PlacedBoard board) => Walled(board, _ => true);

    private static IEnumerable<int> Walled(PlacedBoard board, Func<PlannedSocket, bool> isInDoubt)
    {
        var plan = RoutePlanner.Plan(board).Plan;
        var tree = TreePlan.Of(plan);
        return new SocketEscape(tree, new(tree.Obstacles)).Walled(plan.Sockets, isInDoubt);
    }
}
