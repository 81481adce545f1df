using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// Routes every net as a tree over both layers by negotiated congestion (PathFinder: McMurchie and Ebeling, FPGA 1995; VTR routes
/// FPGAs so). At first nets may overlap at little cost; the price of overlaps rises from round to round, and what was in dispute stays
/// dear, until every resource has one owner. Only what is in conflict is ripped up. Then every branch is laid again, cheaper where it can.
/// </summary>
internal sealed class NegotiatedRouter
{
    private const int MaxRounds = 120;
    private const int FirstPrice = 4 * PathCost.Straight;
    private const int HighestPrice = 60 * PathCost.Straight;
    private const int PolishPasses = 6;

    private readonly TreeBoard _board;
    private readonly Congestion _congestion;
    private readonly NetRouter _router;
    private readonly NetGraph[] _nets;
    private readonly int[][] _footprints;

    /// <param name="plan">A plan of trees.</param>
    public NegotiatedRouter(RoutingPlan plan)
    {
        var grid = new RoutingGrid(plan);
        var board = new TreeBoard(plan, grid, Stencil.For(plan, grid), new(plan.Obstacles));
        _board = board;
        _congestion = new(board);
        _router = new(board, _congestion);
        _nets = [.. board.Plan.Nets.Select(net => new NetGraph(board, net.Id, SocketsOf(board, net.Id)))];
        _footprints = [.. _nets.Select(_ => Array.Empty<int>())];
    }

    /// <summary>Routes the board; sockets that no legal copper could join are open.</summary>
    /// <param name="progress">Told after every round how many sockets of a side are free of conflicts.</param>
    public RoutedBoard Route(Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        if (!Negotiate(progress, cancellationToken))
        {
            Settle(cancellationToken);
        }

        Polish(cancellationToken);
        return TreeCopper.Build(_board, _nets);
    }

    /// <returns>False where conflicts or open sockets are left.</returns>
    private bool Negotiate(Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var price = FirstPrice;
        for (var round = 0; round < MaxRounds; round++)
        {
            var (legal, complete) = (true, true);
            var conflicts = new int[2];
            for (var i = 0; i < _nets.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _congestion.Lift(_footprints[i]);
                if (round == 0 | RipUp(_nets[i], price))
                {
                    legal = false;
                    conflicts[(int)_board.Plan.Net(_nets[i].Net).Side] += _nets[i].Sockets.Length;
                    complete &= _router.Join(_nets[i], new(price, Hard: false));
                    _footprints[i] = _congestion.Footprint(_nets[i]);
                }

                _congestion.Lower(_footprints[i]);
            }

            Report(progress, round, conflicts);
            if (legal)
            {
                return complete;
            }

            price = Math.Min(HighestPrice, price + price / 2);
        }

        return false;
    }

    /// <summary>Takes off what is in conflict; true where something was.</summary>
    /// <param name="grudge">By how much it becomes dearer for good.</param>
    private bool RipUp(NetGraph net, int grudge)
    {
        var conflicts = _router.Conflicts(net);
        foreach (var link in conflicts)
        {
            _router.Remember(link, grudge);
            net.Unlink(link.A, link.B);
        }

        net.Prune();
        return conflicts.Count > 0;
    }

    /// <summary>Gives up what is still in conflict, joins again what fits, and keeps the largest component of every net.</summary>
    private void Settle(CancellationToken cancellationToken)
    {
        ForEach(net => RipUp(net, 0), cancellationToken);
        ForEach(net => _router.Join(net, Tolerance.None), cancellationToken);
        ForEach(net => KeepLargest(net), cancellationToken);
        ForEach(net => _router.Join(net, Tolerance.None), cancellationToken);
        ForEach(net => KeepLargest(net), cancellationToken);
    }

    private static void KeepLargest(NetGraph net)
    {
        var (components, count) = net.Components();
        if (count > 1)
        {
            var largest = net.Sockets.GroupBy(socket => components[socket]).MaxBy(group => group.Count())!.Key;
            foreach (var (a, b) in net.Links().Where(link => components[link.A] != largest).ToList())
            {
                net.Unlink(a, b);
            }
        }
    }

    private void Polish(CancellationToken cancellationToken)
    {
        var improved = true;
        for (var pass = 0; improved && pass < PolishPasses; pass++)
        {
            improved = false;
            ForEach(
                net =>
                {
                    foreach (var chain in net.Chains())
                    {
                        improved |= net.Holds(chain) && _router.Improve(net, chain);
                    }
                },
                cancellationToken);
        }
    }

    private void Report(Action<RouteProgress>? progress, int round, int[] conflicts)
    {
        foreach (var side in (ReadOnlySpan<Side>)(progress is null ? [] : [Side.Left, Side.Right]))
        {
            var sockets = _board.Plan.Sockets.Count(socket => _board.Plan.SideOf(socket) == side);
            var copper = TreeCopper.Build(_board, _nets.Where(net => _board.Plan.Net(net.Net).Side == side));
            progress!(new(side, round, sockets - conflicts[(int)side], sockets, () => copper));
        }
    }

    private void ForEach(Action<NetGraph> work, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _nets.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _congestion.Lift(_footprints[i]);
            work(_nets[i]);
            _footprints[i] = _congestion.Footprint(_nets[i]);
            _congestion.Lower(_footprints[i]);
        }
    }

    private static int[] SocketsOf(TreeBoard board, int net) =>
        [.. Enumerable.Range(0, board.Plan.Sockets.Length).Where(i => board.Plan.Sockets[i].Net == net).Select(i => board.FirstSocket + i)];
}
