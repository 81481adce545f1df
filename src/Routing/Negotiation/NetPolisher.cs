namespace MakeDevice.Routing.Negotiation;

/// <summary>Lays the chains of one net again, and remembers where that failed.</summary>
/// <param name="width">How far from its old path a chain may go, in blocks; negative for anywhere.</param>
internal sealed class NetPolisher(NetGraph net, ChangeLog changes, int width, Trust trust)
{
    private readonly Dictionary<(int, int, int, int), (int[] Looked, int Time)> _failed = [];

    /// <summary>Lays every chain of the net in hand again that may have become better, against the copper as it is.</summary>
    /// <returns>True where one was exchanged.</returns>
    public bool Polish(NetRouter router)
    {
        var improved = false;

        // The track of a single socket to its bus joins nothing, but is to stay.
        foreach (var chain in net.Sockets.Length < 2 ? [] : net.Chains().Select(chain => chain.ToList()).ToList())
        {
            improved |= Polish(router, chain);
        }

        return improved;
    }

    private bool Polish(NetRouter router, List<int> chain)
    {
        var key = (chain[0], chain[1], chain[^2], chain[^1]);
        if ((_failed.TryGetValue(key, out var known) && !changes.HasChanged(known.Looked, net.Net, known.Time)) || !net.Holds(chain))
        {
            return false;
        }

        if (router.Improve(net, chain, width, trust) is { } path)
        {
            changes.Add(net.Net, chain, path);
            return true;
        }

        _failed[key] = ([.. router.Looked], changes.Now);
        return false;
    }
}
