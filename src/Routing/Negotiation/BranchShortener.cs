using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// Lays the long branches of a legal layout again, over both layers to the nearest copper of their net wherever that is: a socket far from
/// its bus often stands beside another one of its net. The longest branches of a net come first; only what saves much is looked for.
/// </summary>
internal sealed class BranchShortener(Layout layout)
{
    /// <summary>Branches that cost less track are left alone; nanometres.</summary>
    private const long Least = 40_000_000;

    private readonly NetRouter _router = new(layout.Board, layout.Congestion);

    /// <summary>Lays every long branch again once, where there is a shorter way.</summary>
    public void Shorten(CancellationToken cancellationToken)
    {
        for (var net = 0; net < layout.Nets.Length; net++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Shorten(net);
        }
    }

    private void Shorten(int index)
    {
        var net = layout.Nets[index];
        _router.Take(layout.Footprint(index));
        var isShorter = false;
        foreach (var chain in LongBranches(net).Where(net.Holds))
        {
            if (_router.Improve(net, chain, NegotiatedRouter.Anywhere, Trust.Hasty) is { Count: > 0 } path)
            {
                // In haste it was found somewhere, not drawn well.
                _router.Improve(net, path, NegotiatedRouter.BesideTheOldPath);
                isShorter = true;
            }
        }

        _router.PutBack(layout.Footprint(index));
        if (isShorter)
        {
            net.Prune();
            layout.Claim(index, _router.Footprint(net));
        }
    }

    private List<List<int>> LongBranches(NetGraph net)
    {
        var least = (int)(Least * PathCost.Straight / layout.Board.Grid.Pitch);
        return
        [
            .. from chain in net.Chains()
               let cost = TreeCost.Of(layout.Board, net, chain)
               where cost >= least
               orderby cost descending
               select chain,
        ];
    }
}
