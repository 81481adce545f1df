using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Batches;

public class BoardRouterTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 8)]
    [InlineData(3, 14)]
    [InlineData(4, 20)]
    public void Routed_copper_keeps_every_rule_and_joins_every_net(int seed, int modules)
    {
        var board = SyntheticBoards.Random(seed, modules);
        var routed = Route(board, workers: 1);
        Assert.Empty(CopperChecks.Faults(board, routed));
        Assert.Empty(routed.Unconnected);
    }

    [Theory]
    [InlineData(11, 8)]
    [InlineData(12, 12)]
    public void Off_grid_and_turned_modules_are_routed_exactly(int seed, int modules)
    {
        var board = SyntheticBoards.Random(seed, modules, step: 10_000, anyAngle: true);
        var routed = Route(board, workers: 2);
        Assert.Empty(CopperChecks.Faults(board, routed));
        Assert.Empty(routed.Unconnected);
    }

    [Fact]
    public void The_result_does_not_depend_on_workers_or_batches()
    {
        var board = SyntheticBoards.Random(5, 16);
        var one = RoutedOnce.Of(board).Routed;
        var two = Route(board, workers: 4);
        var staged = StagedRoute.Of(board).Routed;
        Assert.True(one.Tracks.SequenceEqual(two.Tracks), "workers");
        Assert.True(one.Vias.SequenceEqual(two.Vias), "vias, workers");
        Assert.True(one.Tracks.SequenceEqual(staged.Tracks), "stages");
        Assert.True(one.Vias.SequenceEqual(staged.Vias), "vias, stages");
    }

    [Theory]
    [InlineData(5, 16)]
    [InlineData(3, 14)]
    public void A_batch_alone_joins_its_sockets_to_their_buses(int seed, int modules)
    {
        var board = SyntheticBoards.Random(seed, modules);
        var plan = RoutePlanner.Plan(board).Plan;
        foreach (var batch in plan.Batches)
        {
            var routed = new BoardRouter(plan).RouteBatch(batch, default);
            var nets = plan.Sockets.Where(socket => batch.Sockets.Contains(socket.Id)).Select(socket => plan.Net(socket.Net)).ToHashSet();
            Assert.Empty(routed.Unconnected);
            Assert.All(nets, net => Assert.Contains(routed.Vias, via => via.Net == net.Name && via.At.X == net.BusX));
            Assert.All(routed.Tracks, track => Assert.Contains(nets, net => net.Name == track.Net));
            Assert.DoesNotContain(CopperChecks.Faults(board, routed), fault => fault.Contains("apart", StringComparison.Ordinal));
        }
    }

    private static RoutedBoard Route(PlacedBoard board, int workers)
    {
        var (routed, plan) = BoardStages.Route(board, workers, null, default);
        Assert.Empty(plan.Issues);
        return routed;
    }
}
