using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Tests.Negotiation;

public class NegotiatedRouterTests
{
    /// <summary>The two nets' straight ways overlap at the begin.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_net_is_joined_clear_of_the_others_whatever_the_workers_and_each_round_is_told(int workers)
    {
        using var layout = TreeBoards.Empty();
        using var router = new NegotiatedRouter(layout, workers);
        var rounds = new List<RouteProgress>();
        Assert.True(router.Complete(rounds.Add, default));
        Assert.True(layout.IsJoined);
        using var check = new NetRouter(layout.Board, layout.Congestion);
        Assert.All(Enumerable.Range(0, layout.Nets.Length), net => Assert.True(check.IsClear(layout.Nets[net], layout.Footprint(net))));
        Assert.Equal(layout.Board.Plan.Sockets.Length, rounds.GroupBy(round => round.Side).Sum(side => side.Last().Connected));
        Assert.True(rounds[^1].NodesExpanded > 0);
        Assert.Equal(Digest(1), Digest(workers));
    }

    private static byte[] Digest(int workers)
    {
        using var layout = TreeBoards.Empty();
        using var router = new NegotiatedRouter(layout, workers);
        router.Complete(null, default);
        router.Polish(NegotiatedRouter.Anywhere, default);
        return RoutedBoardFile.Write(layout.Copper());
    }
}
