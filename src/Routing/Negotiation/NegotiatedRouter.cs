using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// Routes every net as a tree over both layers by negotiated congestion (PathFinder: McMurchie and Ebeling, FPGA 1995; VTR routes
/// FPGAs so). At first nets may overlap at little cost; the price of overlaps rises from round to round, and what was in dispute stays
/// dear, until every resource has one owner. Only what is in conflict is ripped up. Then every branch is laid again, cheaper where it can.
/// </summary>
/// <remarks>
/// Nets are routed in batches against the copper as it was before the batch, and merged in a fixed order. What a batch holds never depends
/// on the number of workers, so neither do the bytes.
/// </remarks>
internal sealed class NegotiatedRouter : IDisposable
{
    /// <summary>For <see cref="Polish(int, CancellationToken)"/>: a branch may go any way.</summary>
    public const int Anywhere = -1;

    /// <summary>For <see cref="Polish(int, CancellationToken)"/>: a branch stays within a block or two of where it was.</summary>
    public const int BesideTheOldPath = 1;

    private const int MaxRounds = 120;
    private const int MaxSketchRounds = 40;
    private const int PolishPasses = 5;

    /// <summary>A third pass makes copper 2 % shorter and takes as long as the two before.</summary>
    private const int TightenPasses = 2;
    private const int NegotiationBatch = 2;

    // Rounds after which nets go one by one, each by its cheapest path: what is still in conflict then is tight.
    private const int Patience = 12;

    private readonly Layout _layout;
    private readonly TreeBoard _board;
    private readonly Crew<NetRouter> _crew;
    private readonly NetGraph[] _nets;

    /// <param name="layout">What there is already.</param>
    /// <param name="workers">Most threads at work, at least 1.</param>
    public NegotiatedRouter(Layout layout, int workers)
    {
        (_layout, _board, _nets) = (layout, layout.Board, layout.Nets);
        _crew = new(workers, () => new(layout.Board, layout.Congestion));
    }

    /// <summary>Gives the workers' memory back; the layout stays.</summary>
    public void Dispose() => _crew.Dispose();

    /// <summary>Negotiates until nothing is in conflict, or gives up what is.</summary>
    public void Sketch(Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        if (!Negotiate(MaxSketchRounds, progress, cancellationToken))
        {
            GiveUpConflicts(cancellationToken);
        }
    }

    /// <summary>Negotiates until every net is joined, or gives up what is in conflict and joins again what still fits.</summary>
    /// <returns>False where sockets may be open.</returns>
    public bool Complete(Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        if (Negotiate(MaxRounds, progress, cancellationToken))
        {
            return true;
        }

        GiveUpConflicts(cancellationToken);
        ForEach((router, net) => router.Join(net, Tolerance.None), cancellationToken);
        return false;
    }

    /// <summary>
    /// Draws copper of the coarse graph tighter: pulls every track tight where it is, lays every branch again where another way is much shorter, which takes
    /// vias out, and pulls tight what came of that.
    /// </summary>
    public void Tighten(CancellationToken cancellationToken)
    {
        Pull(cancellationToken);
        Polish(Anywhere, Trust.LayingAgain, TightenPasses, (long)_board.Plan.Options.PolishNodesASocket * _board.Plan.Sockets.Length, cancellationToken);
        Pull(cancellationToken);
    }

    /// <summary>Lays every chain again, pass after pass, and passes over those that failed while nothing has changed near by.</summary>
    /// <param name="width">How far from its old path a chain may go, in blocks; <see cref="Anywhere"/> for any way.</param>
    public void Polish(int width, CancellationToken cancellationToken) => Polish(width, Trust.Exact, PolishPasses, long.MaxValue, cancellationToken);

    /// <param name="mostNodes">Nodes expanded by this router in all, about, after which no net is begun.</param>
    /// <inheritdoc cref="Polish(int, CancellationToken)"/>
    private void Polish(int width, Trust trust, int passes, long mostNodes, CancellationToken cancellationToken)
    {
        var changes = new ChangeLog(_board);
        var polishers = _nets.Select(net => new NetPolisher(net, changes, width, trust)).ToArray();
        for (var (pass, improved) = (0, true); improved && pass < passes; pass++)
        {
            improved = false;
            ForEach((router, net) => improved |= router.NodesExpanded < mostNodes && polishers[net.Net - 1].Polish(router), cancellationToken);
        }
    }

    /// <summary>Pulls every track tight where it is, and takes off what leads nowhere.</summary>
    public void Pull(CancellationToken cancellationToken) => ForEach(
        (router, net) =>
        {
            // The track of a single socket to its bus leads nowhere, but is to stay.
            if (net.Sockets.Length > 1)
            {
                net.Prune();
            }

            return router.Pull(net);
        },
        cancellationToken);

    /// <returns>False where conflicts or open sockets are left.</returns>
    private bool Negotiate(int rounds, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var price = ConflictPrice.First;
        for (var round = 0; round < rounds; round++)
        {
            var legal = true;
            var conflicts = new List<int>();
            var overuse = 0;
            foreach (var batch in NetBatches.Of(_nets.Length, round < Patience ? NegotiationBatch : 1, round))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rerouted = Reroute(batch, new(price, Hard: false, round >= Patience ? Trust.Exact : Trust.Negotiating), round == 0);
                for (var k = 0; k < batch.Length; k++)
                {
                    if (rerouted[k] is { } net)
                    {
                        legal = false;
                        conflicts.Add(batch[k]);
                        overuse += net.Disputed.Count;
                        _layout.Take(batch[k], net, price);
                    }
                }
            }

            Report(progress, round, conflicts, overuse);
            if (legal)
            {
                return _layout.IsJoined;
            }

            price = ConflictPrice.After(price);
        }

        return false;
    }

    /// <summary>What each net of a batch becomes against the copper as it is, in the batch's order.</summary>
    private Rerouted?[] Reroute(int[] batch, Tolerance tolerance, bool first)
    {
        var rerouted = new Rerouted?[batch.Length];
        _crew.ForEach(batch.Length, (router, k) => rerouted[k] = router.Reroute(_nets[batch[k]], _layout.Footprint(batch[k]), tolerance, first));
        return rerouted;
    }

    private void GiveUpConflicts(CancellationToken cancellationToken) => ForEach((router, net) => router.RipUp(net), cancellationToken);

    private void Report(Action<RouteProgress>? progress, int round, List<int> conflicts, int overuse)
    {
        foreach (var side in (ReadOnlySpan<Side>)(progress is null ? [] : [Side.Left, Side.Right]))
        {
            var sockets = _board.Plan.Sockets.Count(socket => _board.Plan.SideOf(socket) == side);
            var copper = TreeCopper.Build(_board, _nets.Where(net => _board.Plan.Net(net.Net).Side == side));
            var rerouted = conflicts.Where(net => _board.Plan.Net(_nets[net].Net).Side == side).ToList();
            progress!(new(side, round, sockets - rerouted.Sum(net => _nets[net].Sockets.Length), sockets, () => copper)
            {
                Stage = "detailed",
                Nets = [.. rerouted.Select(net => _board.Plan.Net(_nets[net].Net).Name)],
                Overuse = overuse,
                NodesExpanded = _crew.All.Sum(router => router.NodesExpanded),
            });
        }
    }

    /// <summary>One net after the other, each against all that came before.</summary>
    private void ForEach<T>(Func<NetRouter, NetGraph, T> work, CancellationToken cancellationToken)
    {
        for (var index = 0; index < _nets.Length; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _crew.Own.Change(_layout, index, net => work(_crew.Own, net));
        }
    }
}
