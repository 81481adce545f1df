namespace MakeDevice.Routing.Negotiation;

/// <summary>Lays the chains of one net again, and remembers where that failed.</summary>
internal sealed class NetPolisher(NetGraph net, ChangeLog changes, int width, Trust trust)
{
    private readonly Dictionary<(int, int, int, int), (BlockRegion Looked, int Time)> _failed = [];

    /// <summary>Lays every chain again that may have become better, against the copper as it is.</summary>
    /// <param name="footprint">What the net claims.</param>
    /// <returns>What was exchanged, and what the net then claims.</returns>
    public (List<Exchange> Exchanges, int[] Footprint) Polish(NetRouter router, int[] footprint)
    {
        var exchanges = new List<Exchange>();
        if (net.Sockets.Length < 2)
        {
            // The track of a single socket to its bus joins nothing, but is to stay.
            return (exchanges, footprint);
        }

        router.Take(footprint);
        foreach (var chain in net.Chains().Select(chain => chain.ToList()).ToList())
        {
            var key = (chain[0], chain[1], chain[^2], chain[^1]);
            if ((_failed.TryGetValue(key, out var known) && !changes.HasChanged(known.Looked, net.Net, known.Time)) || !net.Holds(chain))
            {
                continue;
            }

            if (router.Improve(net, chain, width, trust) is { } path)
            {
                exchanges.Add(new(chain, path));
            }
            else
            {
                _failed[key] = (router.Looked, changes.Now);
            }
        }

        router.PutBack(footprint);
        return (exchanges, exchanges.Count == 0 ? footprint : router.Footprint(net));
    }

    /// <summary>Takes exchanges back, the last one first.</summary>
    public static void Undo(NetGraph net, List<Exchange> exchanges)
    {
        for (var i = exchanges.Count - 1; i >= 0; i--)
        {
            net.UnlinkAll(exchanges[i].Path);
            net.LinkAll(exchanges[i].Chain);
        }
    }
}
