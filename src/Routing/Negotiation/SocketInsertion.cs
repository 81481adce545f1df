using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// Joins open sockets to a legal layout: a socket takes the way that disturbs least, whoever is in its way goes another, and so on by
/// rising prices until all is legal again (PathFinder: McMurchie and Ebeling, FPGA 1995, begun from a solution instead of from nothing).
/// First every socket for which there is room as it is, then all others together, again and again from the best there is, then one by one those
/// that are left; where that does not come to an end, everything is as it was before. Never are fewer joined than before.
/// </summary>
/// <param name="mostLooks">
/// Grid vertices that may be looked at, about. After the first try that joins none more the rest ends sooner, the sooner the more sockets are open,
/// see <see cref="Effort.Share"/>: what a negotiation can settle is known only once it has been led to its end.
/// </param>
/// <param name="firstPrice">Of conflicts in the first round: where it is high, most of what is there stays.</param>
/// <param name="seeksRoom">False where at once all are joined together.</param>
internal sealed class SocketInsertion(Layout layout, long mostLooks, int firstPrice = ConflictPrice.First, bool seeksRoom = true) : IDisposable
{
    private const int MaxRounds = 120;
    private const int MaxRoundsOfOne = 20;
    private const int MaxPasses = 3;

    // Rounds after which paths are the cheapest there are.
    private const int Patience = 12;

    // Tries to join all that are open, one after the other without one more socket joined, after which no more are made.
    private const int MostVainTries = 15;

    // Rounds without fewer conflicts, after which nets are laid anew as a whole, and after which they are given up.
    private const int RoundsToLayAnew = 8;
    private const int RoundsToGiveUp = 30;

    // Where more than a few conflicts are left and no eighth of them is settled in so many rounds, more rounds settle little, and take what another try could use.
    private const int FewConflicts = 8;
    private const int RoundsToSettleSome = 12;

    // Part of the looks for the room that there is: sockets without any make searches look everywhere.
    private const int PartForRoom = 4;

    // A dispute makes a place dearer for good by this part of its price at least: what is little beside the price never moves two nets that
    // dispute one place.
    private const int PartOfPrice = 8;

    private static readonly Tolerance Clear = Tolerance.None with { Narrow = true };

    // Where a negotiation ends is a matter of luck on a crowded board, so many are tried, the most successful kind first.
    private static readonly Manner[] Manners =
    [
        new(8, IsNarrow: true, LaysAnew: false), new(8, IsNarrow: false, LaysAnew: true), new(4, IsNarrow: true, LaysAnew: true),
        new(2, IsNarrow: true, LaysAnew: false), new(16, IsNarrow: true, LaysAnew: true), new(6, IsNarrow: true, LaysAnew: false),
        new(4, IsNarrow: false, LaysAnew: true), new(12, IsNarrow: true, LaysAnew: false), new(2, IsNarrow: false, LaysAnew: true),
        new(3, IsNarrow: true, LaysAnew: false),
    ];

    // Of conflicts in the first round of later tries: now most of what is there stays, now much moves.
    private static readonly int[] LaterPrices = [ConflictPrice.Late, 4 * ConflictPrice.First, ConflictPrice.First];

    private readonly TreeBoard _board = layout.Board;
    private readonly NetRouter _router = new(layout.Board, layout.Congestion);
    private readonly Dictionary<int, NetGraph> _before = [];
    private readonly BlockSet _changed = new(layout.Board.Blocks);
    private readonly OwnClaims _old = new(layout.Congestion.Count);
    private Manner _manner = Manners[0];
    private int _firstPrice;
    private long _lastLook;

    private bool IsOver => _router.NodesExpanded >= _lastLook;

    public void Dispose()
    {
        _router.Dispose();
        _old.Dispose();
    }

    /// <summary>Joins as many as it can.</summary>
    /// <returns>How many grid vertices were looked at.</returns>
    public long JoinAll(CancellationToken cancellationToken)
    {
        var before = Copy();
        (_firstPrice, _lastLook) = (firstPrice, mostLooks / PartForRoom);
        SetAsideOpen();
        if (seeksRoom)
        {
            JoinWhereThereIsRoom(cancellationToken);
        }

        _lastLook = mostLooks;
        JoinTogether(cancellationToken);
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
        return _router.NodesExpanded;
    }

    private void JoinWhereThereIsRoom(CancellationToken cancellationToken)
    {
        foreach (var (net, socket) in Open().TakeWhile(_ => !IsOver))
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
                Put(i, before[i]);
                if (!_router.IsClear(before[i], layout.Footprint(i)))
                {
                    Put(i, now);
                }
            }
        }
    }

    /// <summary>
    /// Joins all open sockets at once; where some stay open, those again, in another manner and from the best there is: what is joined stays
    /// so but for what is in their way. One that is as good counts as the best, too, for there another way may be open.
    /// </summary>
    private void JoinTogether(CancellationToken cancellationToken)
    {
        var least = Open().Count;
        if (least == 0)
        {
            return;
        }

        for (var (i, vain) = (0, 0); least > 0 && vain < MostVainTries && !IsOver; i++)
        {
            if (i > 0)
            {
                layout.Congestion.History.Clear();
                _firstPrice = LaterPrices[i % LaterPrices.Length];
            }

            _manner = Manners[i % Manners.Length];
            JoinTogether(Open(), cancellationToken);
            var open = Open().Count;
            _lastLook = i == 0 || open < least ? Math.Min(mostLooks, _router.NodesExpanded + Effort.Share(mostLooks, open)) : _lastLook;
            (vain, least) = open < least ? (0, open) : (vain + 1, least);
        }

        (_manner, _firstPrice) = (Manners[0], firstPrice);
    }

    private void Put(int index, NetGraph net)
    {
        layout.Nets[index] = net;
        layout.Claim(index, _router.Footprint(net));
    }

    private NetGraph[] Copy() => [.. layout.Nets.Select(net => net.Copy())];

    /// <summary>Joins many sockets at once; where conflicts are left, they are given up, unless fewer would be joined then than before: then all is as it was.</summary>
    private void JoinTogether(List<(int Net, int Socket)> sockets, CancellationToken cancellationToken)
    {
        Take(sockets, InTheWay(_firstPrice, Trust.Negotiating));

        // No way at all leads to some, at any price.
        SetAsideOpen(_before.Keys.Order());
        if (!Negotiate(MaxRounds, cancellationToken))
        {
            Settle(cancellationToken);
        }

        if (Open().Count > sockets.Count)
        {
            RollBack();
        }
    }

    private void JoinOne(int net, int socket, CancellationToken cancellationToken)
    {
        if (IsOver)
        {
            return;
        }

        Take([(net, socket)], InTheWay(_firstPrice, Trust.Negotiating));
        if (layout.Nets[net].LabelComponents() > 1 || !Negotiate(MaxRoundsOfOne, cancellationToken))
        {
            RollBack();
        }
    }

    /// <summary>Of every net the copper outside its largest component goes, and the sockets there are set aside.</summary>
    private void SetAsideOpen() => SetAsideOpen(Enumerable.Range(0, layout.Nets.Length));

    private void SetAsideOpen(IEnumerable<int> nets)
    {
        foreach (var net in nets)
        {
            if (layout.Nets[net].KeepLargest())
            {
                layout.Claim(net, _router.Footprint(layout.Nets[net]));
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

        foreach (var net in sockets.Select(socket => socket.Net).Distinct().TakeWhile(_ => !IsOver))
        {
            Relay(net, tolerance, first: true);
        }
    }

    /// <returns>False where conflicts are left.</returns>
    private bool Negotiate(int rounds, CancellationToken cancellationToken)
    {
        var price = _firstPrice;
        var (least, standing) = (int.MaxValue, 0);
        var (marked, slow) = (int.MaxValue, 0);
        for (var round = 1; round < rounds && standing < RoundsToGiveUp && (slow < RoundsToSettleSome || least <= FewConflicts) && !IsOver; round++)
        {
            var isClear = true;
            var before = _router.Searches;
            var isAnew = _manner.LaysAnew && standing % RoundsToLayAnew == RoundsToLayAnew - 1;
            for (var net = 0; net < layout.Nets.Length; net++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!_router.IsClear(layout.Nets[net], layout.Footprint(net), _changed))
                {
                    isClear = false;
                    Save(net);
                    Relay(net, InTheWay(price, round >= Patience ? Trust.Exact : Trust.Negotiating), first: false, isAnew);
                }
            }

            if (isClear)
            {
                return true;
            }

            // Not nets: there may be four on a board, and all in conflict all the time.
            var conflicts = _router.Searches - before;
            (least, standing) = conflicts < least ? (conflicts, 0) : (least, standing + 1);
            (marked, slow) = conflicts < marked - marked / 8 ? (conflicts, 0) : (marked, slow + 1);
            price = ConflictPrice.After(price);
        }

        return false;
    }

    /// <summary>
    /// Gives up what is still in conflict, net after net, and what then cannot be joined without. Of two in conflict the first loses, so those that
    /// join few sockets go first: a link of a large net may hold many.
    /// </summary>
    private void Settle(CancellationToken cancellationToken)
    {
        foreach (var net in _before.Keys.OrderBy(net => layout.Nets[net].Sockets.Length).ThenBy(net => net))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Relay(net, Clear, first: true);
            SetAsideOpen([net]);
        }
    }

    private Tolerance InTheWay(int price, Trust trust) => new(price, Hard: false, trust, _manner.IsNarrow);

    private void Save(int net)
    {
        if (!_before.ContainsKey(net))
        {
            _before[net] = layout.Nets[net].Copy();
        }
    }

    private void Relay(int index, Tolerance tolerance, bool first, bool isAnew = false)
    {
        var before = layout.Footprint(index);
        if (_router.Reroute(layout.Nets[index], before, tolerance, first, isAnew) is { } net)
        {
            Note(before, net.Footprint);
            var memory = Math.Min(_manner.Memory * PathCost.Straight, tolerance.Present);
            layout.Take(index, net, Math.Max(memory, tolerance.Present / PartOfPrice));
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
            Put(index, net);
        }

        _before.Clear();
    }

    /// <summary>How disputes are settled.</summary>
    /// <param name="Memory">How much dearer, in straight steps, a place becomes for good by each dispute while prices are low.</param>
    /// <param name="IsNarrow">As in <see cref="Tolerance"/>.</param>
    /// <param name="LaysAnew">Nets whose conflicts last are laid anew as a whole: where a branch is the trouble, another tree may do without it.</param>
    private readonly record struct Manner(int Memory, bool IsNarrow, bool LaysAnew);
}
