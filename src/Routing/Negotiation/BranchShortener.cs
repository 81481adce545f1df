using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// Lays the longest branches of a legal layout again, over both layers to the nearest copper of their net wherever that is: a socket far from
/// its bus often stands beside another one of its net. Only what saves much is looked for.
/// </summary>
internal sealed class BranchShortener(Layout layout)
{
    /// <summary>Branches that cost less track are left alone; nanometres.</summary>
    private const long Least = 40_000_000;

    /// <summary>How many branches are looked at: on a large board more would take longer than all the rest.</summary>
    private const int Most = 24;

    private readonly NetRouter _router = new(layout.Board, layout.Congestion);

    /// <summary>Lays every long branch again once, where there is a shorter way; to be called once.</summary>
    public void Shorten(CancellationToken cancellationToken)
    {
        foreach (var net in LongBranches())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Shorten(net.Key, net);
        }

        _router.Return();
    }

    private void Shorten(int index, IEnumerable<List<int>> chains)
    {
        var net = layout.Nets[index];
        var isChanged = false;
        _router.Take(layout.Footprint(index));
        foreach (var chain in chains.Where(net.Holds))
        {
            isChanged |= Shorten(net, chain);
        }

        _router.PutBack(layout.Footprint(index));
        if (isChanged)
        {
            layout.Claim(index, _router.Footprint(net));
        }
    }

    private bool Shorten(NetGraph net, List<int> chain)
    {
        var path = _router.Improve(net, chain, NegotiatedRouter.Anywhere, Trust.Hasty);
        if (path is { Count: > 0 })
        {
            // In haste it was found somewhere, not drawn well.
            _router.Improve(net, path, NegotiatedRouter.AlongTheOldPath);
        }

        if (path is not null)
        {
            net.Prune();
        }

        return path is not null;
    }

    /// <summary>Net after net, the longest first.</summary>
    private IEnumerable<IGrouping<int, List<int>>> LongBranches()
    {
        var least = (int)(Least * PathCost.Straight / layout.Board.Grid.Pitch);
        var branches =
            from net in Enumerable.Range(0, layout.Nets.Length)
            from chain in layout.Nets[net].Chains()
            let cost = TreeCost.Of(layout.Board, layout.Nets[net], chain)
            where cost >= least
            select (net, cost, chain: chain.ToList());
        return branches.OrderByDescending(branch => branch.cost).Take(Most).OrderBy(branch => branch.net).ToLookup(branch => branch.net, branch => branch.chain);
    }
}
