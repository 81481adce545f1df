using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Batches;

/// <summary>A side is routed again on its one layer: what stands there is read as it was drawn, and only what is near to the change is laid again.</summary>
public class SideRerouterTests
{
    [Theory]
    [InlineData(3, 8, 250_000)]
    [InlineData(4, 12, 250_000)]
    [InlineData(32, 8, 10_000)]
    public void What_stands_is_read_as_it_was_drawn(int seed, int modules, long step)
    {
        var board = SyntheticBoards.Random(seed, modules, step: step, slack: 1.5);
        var (plan, earlier) = OnSides(board);
        foreach (var which in new[] { Side.Left, Side.Right })
        {
            using var side = new BoardRouter(plan).Side(which);
            using var rerouter = new SideRerouter(side, earlier);
            Assert.Empty(rerouter.Open);
            Assert.True(rerouter.Join(default));
            var nets = plan.Nets.Where(net => net.Side == which).Select(net => net.Name).ToHashSet();
            var copper = CopperBuilder.Build(side, rerouter.Connections);
            Assert.Equal(earlier.Tracks.Where(track => nets.Contains(track.Net)), copper.Tracks);
            Assert.Equal(earlier.Vias.Where(via => nets.Contains(via.Net)), copper.Vias);
        }
    }

    /// <summary>Every via at a bus that is gone opens what came to the bus there, or leaves it another way; what is read keeps its distances.</summary>
    [Fact]
    public void Without_its_vias_a_net_is_joined_anew()
    {
        var board = SyntheticBoards.Random(4, 12);
        var (plan, earlier) = OnSides(board);
        using var side = new BoardRouter(plan).Side(Side.Left);
        var columns = plan.Nets.Select(net => net.BusX).ToHashSet();
        var cut = earlier with { Vias = [.. earlier.Vias.Where((via, i) => !columns.Contains(via.At.X) || i % 8 != 0)] };
        Assert.NotEqual(earlier.Vias.Length, cut.Vias.Length);
        using var rerouter = new SideRerouter(side, cut);
        Assert.NotEmpty(rerouter.Open);
        AssertHangTogether(side, rerouter.Connections);
        Assert.True(rerouter.Join(default));
        Assert.Empty(rerouter.Open);
        AssertHangTogether(side, rerouter.Connections);
    }

    [Fact]
    public void A_module_that_stands_on_tracks_opens_these_and_its_own_alone()
    {
        var board = SyntheticBoards.Random(4, 12);
        var (_, earlier) = OnSides(board);
        var opened = 0;
        for (var module = 1; module < board.Modules.Length; module++)
        {
            var moved = RerouteTests.Move(board, module, new(0, 500_000));
            if (BoardStages.PlanInMemory(moved) is not { CanRoute: true } planned)
            {
                continue;
            }

            using var side = new BoardRouter(planned.Plan).Side(Side.Left);
            using var rerouter = new SideRerouter(side, earlier);
            var own = rerouter.Open.Count(socket => side.Socket(socket).Module == module);
            Assert.InRange(rerouter.Open.Length - own, 0, side.Sockets.Count() / 3);
            opened += own;
            AssertHangTogether(side, rerouter.Connections);
            if (rerouter.Join(default))
            {
                Assert.Empty(rerouter.Open);
                AssertHangTogether(side, rerouter.Connections);
            }
        }

        Assert.NotEqual(0, opened);
    }

    [Fact]
    public void A_net_whose_tracks_do_not_meet_its_bus_is_joined_at_its_tracks()
    {
        var (plan, _) = OnSides(SyntheticBoards.Random(3, 8));
        using var side = new BoardRouter(plan).Side(Side.Left);
        using var copper = new SideCopper(side);
        using var search = new PathSearch(side);
        var sockets = side.Sockets.GroupBy(socket => socket.Net).OrderByDescending(net => net.Count()).First().OrderBy(socket => socket.Id).Take(2).ToList();
        var first = search.Find(copper, sockets[0])!;
        Assert.True(first.BusVia);
        copper.Add(first with { BusVia = false });
        var second = search.Find(copper, sockets[1])!;
        Assert.False(second.BusVia);
        Assert.Contains(second.Join, first.Nodes);
    }

    [Fact]
    public void The_manner_of_a_routing_is_the_same_from_the_cache()
    {
        foreach (var board in new[] { SyntheticBoards.Random(3, 8), SyntheticBoards.Random(33, 6, slack: 6) })
        {
            var plan = BoardStages.Plan(board).Plan;
            var cache = new RoutingCache(1_000_000);
            var fresh = StagedRoute.Of(plan).State();
            Assert.Equal(fresh, StagedRoute.Of(plan, null, cache).State());
            Assert.Equal(fresh, StagedRoute.Of(plan, null, cache).State());
            Assert.Equal(fresh, BoardStages.Route(BoardStages.PlanInMemory(board), null, 1, null, default).State());
        }
    }

    private static (RoutingPlan Plan, RoutedBoard Earlier) OnSides(PlacedBoard board)
    {
        var plan = BoardStages.PlanInMemory(board);
        var previous = PreviousRouting.Read(BoardStages.Route(plan, null, 1, null, default).State())!;
        Assert.Equal(RoutingManner.OnSides, previous.Manner);
        return (plan.Plan, previous.Routed);
    }

    /// <summary>They keep their distances from each other, and those of a net are joined by their nodes or by its bus.</summary>
    private static void AssertHangTogether(RoutingSide side, IEnumerable<Connection> connections)
    {
        using var copper = new SideCopper(side);
        foreach (var connection in connections)
        {
            Assert.True(copper.KeepsDistance(connection));
            copper.Add(connection);
        }

        foreach (var net in connections.GroupBy(connection => connection.Net))
        {
            var left = net.ToList();
            var reached = new HashSet<int>(net.Any(connection => connection.BusVia) ? net.Where(connection => connection.BusVia).Select(connection => connection.Join) : net.First().Nodes);
            while (left.RemoveAll(connection => connection.Nodes.Any(reached.Contains) && Take(connection)) > 0)
            {
                // Until nothing more is reached.
            }

            Assert.Empty(left);
            bool Take(Connection connection)
            {
                reached.UnionWith(connection.Nodes);
                return true;
            }
        }
    }
}
