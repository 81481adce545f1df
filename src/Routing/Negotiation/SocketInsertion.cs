using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// Joins open sockets to a legal layout: a socket takes the way that disturbs least, whoever is in its way goes another, and so on by
/// rising prices until all is legal again (PathFinder: McMurchie and Ebeling, FPGA 1995, begun from a solution instead of from nothing).
/// First every socket for which there is room as it is, then all others together, then one by one those that are left; where that does not
/// come to an end, everything is as it was before and the socket stays open: what is joined is never lost.
/// </summary>
internal sealed class SocketInsertion(Layout layout)
{
    private const int MaxRounds = 20;
    private const int MaxPasses = 3;

    // Rounds after which paths are the cheapest there are.
    private const int Patience = 12;

    // Nets laid again one by one: what takes longer has no room.
    private const int Budget = 1200;

    private static readonly Tolerance InTheWay = new(ConflictPrice.First, Hard: false, Exact: false, Narrow: true);
    private static readonly Tolerance Clear = Tolerance.None with { Narrow = true };

    private readonly TreeBoard _board = layout.Board;
    private readonly NetRouter _router = new(layout.Board, layout.Congestion);
    private readonly Dictionary<int, NetGraph> _before = [];
    private readonly BlockSet _changed = new(layout.Board.Blocks);
    private readonly OwnClaims _old = new(layout.Congestion.Count);
    private int _laid;

    /// <summary>Joins as many as it can.</summary>
    public void JoinAll(CancellationToken cancellationToken)
    {
        var before = layout.Nets.Select(net => net.Copy()).ToArray();
        SetAsideOpen();
        JoinWhereThereIsRoom(cancellationToken);
        if (Open() is { Count: > 1 } all)
        {
            JoinTogether(all, cancellationToken);
        }

        for (var (pass, last) = (0, int.MaxValue); pass < MaxPasses && Open() is { Count: > 0 } open && open.Count < last; pass++)
        {
            last = open.Count;
            foreach (var (net, socket) in open.Where(entry => IsAside(entry.Net, entry.Socket)))
            {
                StartFrom(net, socket, pass);
                JoinOne(net, socket, cancellationToken);
            }
        }

        RestoreSingles(before);
    }

    private void JoinWhereThereIsRoom(CancellationToken cancellationToken)
    {
        foreach (var (net, socket) in Open())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Take([(net, socket)], Clear);
            if (layout.Nets[net].LabelComponents() > 1)
            {
                RollBack();
            }
        }
    }

    /// <summary>A net of which nothing could be joined gets the track of one socket to its bus again, where it had one and nothing stands there now.</summary>
    private void RestoreSingles(NetGraph[] before)
    {
        for (var i = 0; i < layout.Nets.Length; i++)
        {
            if (layout.Nets[i] is { Sockets.Length: 1 } && before[i].KeepLargest() && before[i].LegEnds(before[i].Sockets[0]).Count > 0)
            {
                var now = layout.Nets[i];
                layout.Nets[i] = before[i];
                layout.Claim(i, _router.Footprint(before[i]));
                if (!_router.IsClear(before[i], layout.Footprint(i)))
                {
                    layout.Nets[i] = now;
                    layout.Claim(i, _router.Footprint(now));
                }
            }
        }
    }

    /// <summary>Joins many sockets at once; where conflicts are left, they are given up, unless fewer would be joined then than before.</summary>
    private void JoinTogether(List<(int Net, int Socket)> sockets, CancellationToken cancellationToken)
    {
        Take(sockets, InTheWay);
        DropUnreachable();
        if (!Negotiate(cancellationToken))
        {
            Settle(cancellationToken);
        }

        if (Open().Count >= sockets.Count)
        {
            RollBack();
        }
    }

    private void JoinOne(int net, int socket, CancellationToken cancellationToken)
    {
        if (_laid > Budget)
        {
            return;
        }

        Take([(net, socket)], InTheWay);
        if (layout.Nets[net].LabelComponents() > 1 || !Negotiate(cancellationToken))
        {
            RollBack();
        }
    }

    /// <summary>Of every net the copper outside its largest component goes, and the sockets there are set aside.</summary>
    private void SetAsideOpen()
    {
        for (var i = 0; i < layout.Nets.Length; i++)
        {
            if (layout.Nets[i].KeepLargest())
            {
                layout.Claim(i, _router.Footprint(layout.Nets[i]));
            }
        }
    }

    private List<(int Net, int Socket)> Open() =>
    [
        .. from net in Enumerable.Range(0, layout.Nets.Length)
           from socket in layout.Nets[net].AllSockets.Except(layout.Nets[net].Sockets)
           orderby socket
           select (net, socket),
    ];

    private bool IsAside(int net, int socket) => !layout.Nets[net].Sockets.Contains(socket);

    /// <summary>A net of which nothing is joined begins with another socket in each pass: its first may be walled in.</summary>
    private void StartFrom(int index, int socket, int pass)
    {
        var net = layout.Nets[index];
        if (net.Sockets.Length == 1 && net.AllSockets[pass % net.AllSockets.Length] is var start && start != socket && start != net.Sockets[0])
        {
            net.SetAside(net.Sockets[0]);
            net.TakeBack(start);
        }
    }

    /// <summary>Joins sockets, by paths that may meet others or may not.</summary>
    private void Take(List<(int Net, int Socket)> sockets, Tolerance tolerance)
    {
        _before.Clear();
        _changed.Clear();
        foreach (var (net, socket) in sockets)
        {
            Save(net);
            layout.Nets[net].TakeBack(socket);
        }

        foreach (var net in sockets.Select(socket => socket.Net).Distinct())
        {
            Relay(net, tolerance, first: true);
        }
    }

    /// <summary>Sets aside again what no way at all leads to.</summary>
    private void DropUnreachable()
    {
        foreach (var net in _before.Keys)
        {
            layout.Nets[net].KeepLargest();
        }
    }

    /// <returns>False where conflicts are left.</returns>
    private bool Negotiate(CancellationToken cancellationToken)
    {
        var price = ConflictPrice.First;
        for (var round = 1; round < MaxRounds; round++)
        {
            var isLegal = true;
            for (var net = 0; net < layout.Nets.Length; net++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!_router.IsClear(layout.Nets[net], layout.Footprint(net), _changed))
                {
                    isLegal = false;
                    Save(net);
                    Relay(net, new(price, Hard: false, Exact: round >= Patience, Narrow: true), first: false);
                }
            }

            if (isLegal)
            {
                return true;
            }

            price = ConflictPrice.After(price);
        }

        return false;
    }

    /// <summary>Gives up what is still in conflict, net after net, and what then cannot be joined without.</summary>
    private void Settle(CancellationToken cancellationToken)
    {
        foreach (var net in _before.Keys.Order())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Relay(net, Clear, first: true);
            layout.Nets[net].KeepLargest();
            layout.Claim(net, _router.Footprint(layout.Nets[net]));
        }
    }

    private void Save(int net)
    {
        if (!_before.ContainsKey(net))
        {
            _before[net] = layout.Nets[net].Copy();
        }
    }

    private void Relay(int index, Tolerance tolerance, bool first)
    {
        _laid++;
        var before = layout.Footprint(index);
        if (_router.Reroute(layout.Nets[index], before, tolerance, first) is { } net)
        {
            Note(before, net.Footprint);
            layout.Take(index, net, tolerance.Present);
        }
    }

    /// <summary>Notes where a net claims what it did not claim before: only there can others have come into conflict.</summary>
    private void Note(int[] before, int[] after)
    {
        _old.Mark(before);
        var last = -1;
        foreach (var resource in after)
        {
            if (resource < _board.FirstSocket && _old.Of(resource) == 0 && _board.Blocks.Of(_board.Node(resource)) is var block && block != last)
            {
                // What copper claims reaches no further than the next block.
                _changed.AddAround(block, width: 1);
                last = block;
            }
        }

        _old.Unmark(before);
    }

    private void RollBack()
    {
        foreach (var (index, net) in _before)
        {
            layout.Nets[index] = net;
            layout.Claim(index, _router.Footprint(net));
        }

        _before.Clear();
    }
}
