namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// Joins the pieces of nets that fell apart where there is room for it, and takes away dead ends. Nets that find none go first in the next
/// attempt, which begins again with the copper that there was.
/// </summary>
internal sealed class PieceJoiner : IDisposable
{
    /// <summary>From here on no dead ends are left to join, which are in the way of others.</summary>
    private const int WithoutDeadEnds = 2;

    // What moved is near the dead end that it left: a search that looks much farther has no room.
    private static readonly Tolerance Clear = Tolerance.None with { Narrow = true, MostLooks = 1 << 13 };

    private readonly Layout _layout;
    private readonly int _attempts;
    private readonly NetRouter _router;
    private readonly List<int> _broken = [];
    private readonly Dictionary<int, (NetGraph Net, int[] Footprint)> _before = [];

    /// <param name="isWhole">For each net whether it is in one piece without dead ends. It may still be in conflict with others.</param>
    /// <param name="attempts">How often what fell apart is joined in another order, at least 1.</param>
    public PieceJoiner(Layout layout, Func<int, bool> isWhole, int attempts)
    {
        (_layout, _attempts) = (layout, attempts);
        _router = new(layout.Board, layout.Congestion);
        for (var i = 0; i < layout.Nets.Length; i++)
        {
            var isClear = _router.IsClear(layout.Nets[i], layout.Footprint(i));
            if (!isClear)
            {
                _router.Change(layout, i, _router.RipUp);
            }

            if (!isClear || !isWhole(i))
            {
                _broken.Add(i);
            }
        }

        foreach (var i in _broken)
        {
            _before[i] = (layout.Nets[i].Copy(), layout.Footprint(i));
        }
    }

    public void Dispose() => _router.Dispose();

    /// <returns>False where a net is still in pieces.</returns>
    public bool Join(CancellationToken cancellationToken)
    {
        var order = _broken.ToList();
        for (var attempt = 0; ; attempt++)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // A second look, once all dead ends are gone.
            var stuck = order.Where(net => !Join(net)).ToList().Where(net => !Join(net)).ToList();
            if (stuck.Count == 0 || attempt == _attempts - 1)
            {
                return stuck.Count == 0;
            }

            order = [.. stuck, .. order.Except(stuck)];
            Restore(attempt + 1 >= WithoutDeadEnds);
        }
    }

    private bool Join(int index) => _router.Change(_layout, index, net =>
    {
        var isJoined = _router.Join(net, Clear);
        net.Prune();
        return isJoined;
    });

    private void Restore(bool prune)
    {
        foreach (var (index, (net, footprint)) in _before)
        {
            var copy = _layout.Nets[index] = net.Copy();
            if (prune)
            {
                copy.Prune();
            }

            _layout.Claim(index, prune ? _router.Footprint(copy) : footprint);
        }
    }
}
