using System.Numerics;

namespace MakeDevice.Routing.Lattice;

/// <summary>Changes the copper of nets: every piece of a net is a tree whose states know the way to the bus, or to the top of a piece that is not on it.</summary>
internal sealed class Wiring(LatticeBoard board, LatticeCopper copper)
{
    private readonly List<int> _loose = [];
    private readonly Stack<int> _frontier = new();

    /// <summary>Takes off a net what is in conflict, and what then leads nowhere.</summary>
    public void RipUp(LatticeNet net)
    {
        for (var i = 0; i < copper.Contested.Count; i++)
        {
            RipUpAt(net, copper.Contested[i]);
        }

        foreach (var node in copper.ContestedVias.Where(node => copper.HasVia(node, net.Id) && copper.OthersAtVia(node, net.Id) != 0))
        {
            RipUpVia(net, node);
        }

        Prune(net);
    }

    /// <summary>Takes a piece off.</summary>
    public void Remove(LatticeNet net, Piece piece)
    {
        foreach (var state in piece.States.Where(state => copper.HasTrack(state, net.Id)))
        {
            Remove(net, state);
        }

        Prune(net);
    }

    /// <summary>The pieces of a net that are not on the bus, labelled anew.</summary>
    public List<Piece> PiecesOf(LatticeNet net, int index)
    {
        var pieces = new List<Piece>();
        var tops = net.Tops.Distinct().Where(top => copper.Find(top, net.Id) is > 0 and var found && copper.Claim(found) is { IsTrack: true, Parent: Claim.Nowhere }).ToList();
        net.Tops.Clear();
        net.Tops.AddRange(tops);
        foreach (var top in tops)
        {
            var label = net.NewPiece();
            pieces.Add(new(index, label, -1, Flood(net, top, label)));
        }

        foreach (var socket in net.Lone)
        {
            var label = net.NewPiece();
            Offer(net, socket, label);
            pieces.Add(new(index, label, socket, [.. board.Starts[socket].Select(start => board.StateOf(net.Side, start))]));
        }

        return pieces;
    }

    /// <summary>Lays copper that is given by its links, which must be in conflict with nobody: as trees from the bus on, and others without it. Links that would close a ring stay away.</summary>
    /// <param name="links">By state, a bit each.</param>
    public void Take(LatticeNet net, IReadOnlyDictionary<int, int> links, IEnumerable<int> entries)
    {
        var seen = new HashSet<int>();
        var queue = new Queue<int>();
        foreach (var entry in entries.Where(links.ContainsKey))
        {
            if (seen.Add(entry))
            {
                copper.AddTrack(net.Id, entry, Claim.Entry, sockets: 0);
                Begin(entry, LatticeNet.Root, Claim.ByEntry);
            }
        }

        foreach (var state in links.Keys)
        {
            if (seen.Add(state))
            {
                Begin(state, net.NewPiece(), Claim.Nowhere);
                net.Tops.Add(state);
            }
        }

        foreach (var state in seen)
        {
            Count(net, state, 1);
        }

        void Begin(int state, int label, byte parent)
        {
            SetPiece(state, label, parent);
            queue.Enqueue(state);
            while (queue.TryDequeue(out var from))
            {
                for (var open = links[from]; open != 0; open &= open - 1)
                {
                    var link = BitOperations.TrailingZeroCount(open);
                    var to = board.Neighbour(from, link);
                    if (links.TryGetValue(to, out var back) && (back >> LatticeCopper.Opposite(link) & 1) != 0 && seen.Add(to))
                    {
                        copper.Link(net.Id, from, to, link);
                        SetPiece(to, label, (byte)LatticeCopper.Opposite(link));
                        queue.Enqueue(to);
                    }
                }
            }
        }

        void SetPiece(int state, int label, byte parent)
        {
            ref var claim = ref copper.At(state, net.Id);
            (claim.Label, claim.Parent) = (label, parent);
        }
    }

    /// <summary>A socket begins at a state where its net is already.</summary>
    public void PlaceAt(LatticeNet net, int socket, int state) => Place(net, socket, state, Claim.Loose);

    /// <summary>Takes away what leads nowhere.</summary>
    public void PruneAll(LatticeNet net, IEnumerable<int> states)
    {
        _loose.AddRange(states);
        Prune(net);
    }

    /// <summary>Where a net is nowhere on its bus, the piece that joins the most sockets takes its place.</summary>
    public void StandInForBus(LatticeNet net)
    {
        if (board.EntriesOf(net.Side).Any(state => IsOnBus(net, state)))
        {
            return;
        }

        var pieces = PiecesOf(net, 0).Where(piece => piece.Socket < 0).Select(piece => (Piece: piece, Sockets: piece.States.Sum(state => copper.At(state, net.Id).Sockets)));
        if (pieces.OrderByDescending(piece => piece.Sockets).FirstOrDefault() is { Sockets: > 1 } largest)
        {
            net.Join(largest.Piece.Label, LatticeNet.Root);
            net.Tops.Remove(largest.Piece.States[0]);
        }
    }

    /// <summary>A net of several sockets that meets its bus only once needs none: what leads there goes.</summary>
    public void DropUnusedBus(LatticeNet net)
    {
        var entries = board.EntriesOf(net.Side).Where(state => IsOnBus(net, state)).ToList();
        if (entries is [var only] && net.Sockets.Length - net.Lone.Count > 1)
        {
            RemoveEntry(net, only);
            copper.At(only, net.Id).Parent = Claim.Nowhere;
            _loose.Add(only);
            Prune(net);
        }
    }

    private bool IsOnBus(LatticeNet net, int state) => copper.Find(state, net.Id) is > 0 and var found && (copper.Claim(found).Links & Claim.Entry) != 0;

    private void RemoveEntry(LatticeNet net, int state)
    {
        Count(net, state, -1);
        copper.At(state, net.Id).Links &= Claim.ToStates;
        Count(net, state, 1);
    }

    /// <summary>States where branches begin: at sockets, and where others join.</summary>
    /// <param name="tracks">Where the net has tracks.</param>
    public List<int> BranchesOf(LatticeNet net, IEnumerable<int> tracks) => [.. tracks.Where(state => IsEnd(net, state))];

    /// <summary>True where nothing hangs on a branch that begins at a state but what begins there.</summary>
    public bool IsTip(LatticeNet net, int begin) => BitOperations.PopCount(copper.At(begin, net.Id).Links) == 1;

    /// <summary>
    /// The branch from a state towards the bus, taken for loose: what hangs on it is a piece of its own, and the search for it may pass its track.
    /// Of a net no branch may be loose that hangs on another loose one.
    /// </summary>
    /// <param name="order">Its number among those that are loose.</param>
    /// <returns>Null where no branch begins there.</returns>
    public Branch? Loosen(LatticeNet net, int index, int begin, int order)
    {
        if (!copper.HasTrack(begin, net.Id) || !IsEnd(net, begin) || copper.At(begin, net.Id).Parent >= Claim.ByEntry)
        {
            return null;
        }

        var states = new List<int> { begin };
        var isEntry = false;
        do
        {
            var parent = copper.At(states[^1], net.Id).Parent;
            isEntry = parent == Claim.ByEntry;
            if (!isEntry)
            {
                states.Add(board.Neighbour(states[^1], parent));
            }
        }
        while (!isEntry && !IsEnd(net, states[^1]));

        var label = net.NewPiece();
        var old = copper.At(begin, net.Id).Label;
        var piece = new Piece(index, label, -1, Flood(net, begin, label));
        for (var i = 1; i < states.Count - (isEntry ? 0 : 1); i++)
        {
            copper.At(states[i], net.Id).Label = Claim.Loose - order;
        }

        return new(piece, Claim.Loose - order, old, [.. states], isEntry);
    }

    /// <summary>Lays a loosened branch as a search found it, or leaves it where it is.</summary>
    public void Fasten(LatticeNet net, Branch branch, LatticePath? path)
    {
        if (path is not null)
        {
            TakeOff(net, branch);
            if (net.PieceOf(path.Label) != net.PieceOf(branch.Piece.Label) && IsClear(net, path) && Lay(net, branch.Piece, path))
            {
                // Another one may have left the same place.
                _loose.Add(branch.States[^1]);
                Prune(net);
                return;
            }

            Lay(net, branch.Piece, branch.States, -1, branch.IsEntry);
        }

        foreach (var state in branch.States.AsSpan(1, branch.States.Length - (branch.IsEntry ? 1 : 2)))
        {
            copper.At(state, net.Id).Label = branch.Piece.Label;
        }

        net.Join(branch.Piece.Label, branch.Label);
    }

    private void TakeOff(LatticeNet net, Branch branch)
    {
        if (branch.IsEntry)
        {
            RemoveEntry(net, branch.States[^1]);
        }

        for (var i = 1; i < branch.States.Length; i++)
        {
            Unlink(net, branch.States[i - 1], board.LinkTo(branch.States[i - 1], branch.States[i]));
        }

        copper.At(branch.States[0], net.Id).Parent = Claim.Nowhere;
        _loose.Clear();
    }

    /// <summary>True where a path is near no other net.</summary>
    private bool IsClear(LatticeNet net, LatticePath path)
    {
        for (var i = 1; i < path.States.Length; i++)
        {
            var isVia = path.States[i] == board.OtherLayer(path.States[i - 1]);
            if (copper.Others(path.States[i], net.Id) > 0 || (isVia && copper.OthersAtVia(board.Node(path.States[i]), net.Id) != 0))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsEnd(LatticeNet net, int state) =>
        copper.At(state, net.Id) is var claim && (claim.Sockets > 0 || BitOperations.PopCount(claim.Links) > 2);

    /// <summary>Joins a piece as a search found it, unless what was joined since has changed too much.</summary>
    /// <returns>False where the piece is no more in need of it.</returns>
    public bool Lay(LatticeNet net, Piece piece, LatticePath path)
    {
        var label = net.PieceOf(piece.Label);
        var (length, target, socket, isEntry) = (path.States.Length, path.Label, path.Socket, path.IsEntry);
        for (var i = piece.Socket < 0 ? 1 : 0; i < path.States.Length; i++)
        {
            // Where the net has come meanwhile, it ends.
            if (copper.Find(path.States[i], net.Id) is > 0 and var found && copper.Claim(found).IsTrack)
            {
                (length, target, socket, isEntry) = (i + 1, copper.Claim(found).Label, -1, false);
                break;
            }
        }

        if (label == LatticeNet.Root || net.PieceOf(target) == label)
        {
            return label == LatticeNet.Root || net.PieceOf(path.Label) != label;
        }

        if ((piece.Socket >= 0 && net.StartOf(piece.Socket) >= 0) || (socket >= 0 && net.StartOf(socket) >= 0))
        {
            return true;
        }

        Lay(net, piece, path.States.AsSpan(0, length), socket, isEntry);
        net.Join(label, target);
        return true;
    }

    private void Lay(LatticeNet net, Piece piece, ReadOnlySpan<int> states, int socket, bool isEntry)
    {
        if (piece.Socket >= 0)
        {
            Place(net, piece.Socket, states[0], piece.Label);
        }
        else
        {
            MakeTop(net, states[0]);
        }

        if (socket >= 0)
        {
            Place(net, socket, states[^1], copper.At(states[^1], net.Id).Label);
        }

        for (var i = 1; i < states.Length; i++)
        {
            var link = board.LinkTo(states[i - 1], states[i]);
            var isNew = !copper.HasTrack(states[i], net.Id);
            Count(net, states[i - 1], states[i], -1);
            copper.Link(net.Id, states[i - 1], states[i], link);
            Count(net, states[i - 1], states[i], 1);
            copper.At(states[i - 1], net.Id).Parent = (byte)link;
            ref var next = ref copper.At(states[i], net.Id);
            next.Label = isNew ? piece.Label : next.Label;
        }

        if (isEntry)
        {
            Count(net, states[^1], -1);
            copper.AddTrack(net.Id, states[^1], Claim.Entry, sockets: 0);
            Count(net, states[^1], 1);
            copper.At(states[^1], net.Id).Parent = Claim.ByEntry;
        }
    }

    /// <summary>Turns the ways of a piece to another of its states.</summary>
    private void MakeTop(LatticeNet net, int top)
    {
        var (state, parent) = (top, (int)Claim.Nowhere);
        while (true)
        {
            ref var claim = ref copper.At(state, net.Id);
            var old = claim.Parent;
            claim.Parent = (byte)parent;
            if (old >= Claim.ByEntry)
            {
                return;
            }

            state = board.Neighbour(state, old);
            parent = LatticeCopper.Opposite(old);
        }
    }

    /// <summary>A socket begins at one of its starts.</summary>
    private void Place(LatticeNet net, int socket, int at, int label)
    {
        var starts = board.Starts[socket];
        for (var i = 0; i < starts.Length; i++)
        {
            var state = board.StateOf(net.Side, starts[i]);
            Count(net, state, -1);
            ref var claim = ref copper.At(state, net.Id);
            claim.Socket = claim.Socket == socket ? -1 : claim.Socket;
            if (state == at)
            {
                var isNew = !claim.IsTrack;
                copper.AddTrack(net.Id, state, 0, sockets: 1);
                ref var there = ref copper.At(state, net.Id);
                there.Label = isNew ? label : there.Label;
                if (isNew)
                {
                    there.Parent = Claim.Nowhere;
                    net.Tops.Add(state);
                }

                net.Place(socket, i);
            }

            Count(net, state, 1);
            copper.Forget(state, net.Id);
        }
    }

    /// <summary>Lets others come to the starts of a socket without copper.</summary>
    private void Offer(LatticeNet net, int socket, int label)
    {
        foreach (var start in board.Starts[socket])
        {
            var state = board.StateOf(net.Side, start);
            Count(net, state, -1);
            ref var claim = ref copper.At(state, net.Id);
            if (claim.Socket < 0 || claim.Socket == socket)
            {
                claim.Socket = socket;
                claim.Label = claim.IsTrack ? claim.Label : label;
            }

            Count(net, state, 1);
        }
    }

    private void RipUpAt(LatticeNet net, int state)
    {
        var found = copper.Find(state, net.Id);
        if (found == 0)
        {
            return;
        }

        if (copper.Claim(found).IsTrack && copper.Others(state, net.Id) > 0)
        {
            copper.Remember(state);
            Remove(net, state);
        }
        else if (copper.Claim(found).NearVias > 0 && copper.Tracks(state, net.Id) > 0)
        {
            foreach (var node in copper.NearVias(board.Node(state)))
            {
                if (copper.HasVia(node, net.Id))
                {
                    RipUpVia(net, node);
                }
            }
        }
    }

    private void RipUpVia(LatticeNet net, int node)
    {
        copper.RememberVia(node);
        Unlink(net, node, Claim.ByVia);
    }

    private void Remove(LatticeNet net, int state)
    {
        for (var links = copper.Claim(copper.Find(state, net.Id)).Links & Claim.ToStates; links != 0; links &= links - 1)
        {
            Unlink(net, state, BitOperations.TrailingZeroCount(links));
        }

        var found = copper.Find(state, net.Id);
        if (found == 0)
        {
            return;
        }

        Count(net, state, -1);
        ref var claim = ref copper.Claim(found);
        claim.Links = 0;
        if (claim.Sockets > 0)
        {
            claim.Sockets = 0;
            foreach (var socket in net.Sockets.Where(socket => net.StartOf(socket) is >= 0 and var start && board.StateOf(net.Side, board.Starts[socket][start]) == state))
            {
                net.Unplace(socket);
            }
        }

        Count(net, state, 1);
        copper.Forget(state, net.Id);
    }

    private void Unlink(LatticeNet net, int state, int link)
    {
        var other = board.Neighbour(state, link);
        Detach(net, state, link);
        Detach(net, other, LatticeCopper.Opposite(link));
        Count(net, state, other, -1);
        copper.Unlink(net.Id, state, other, link);
        Count(net, state, other, 1);
        _loose.Add(state);
        _loose.Add(other);
    }

    private void Detach(LatticeNet net, int state, int link)
    {
        ref var claim = ref copper.Claim(copper.Find(state, net.Id));
        if (claim.Parent == link)
        {
            claim.Parent = Claim.Nowhere;
            net.Tops.Add(state);
        }
    }

    private void Prune(LatticeNet net)
    {
        while (_loose.Count > 0)
        {
            var state = _loose[^1];
            _loose.RemoveAt(_loose.Count - 1);
            var found = copper.Find(state, net.Id);
            if (found == 0 || copper.Claim(found).Sockets > 0 || BitOperations.PopCount(copper.Claim(found).Links) != 1)
            {
                continue;
            }

            if (copper.Claim(found).Links == Claim.Entry)
            {
                Remove(net, state);
            }
            else
            {
                Unlink(net, state, BitOperations.TrailingZeroCount(copper.Claim(found).Links));
            }
        }
    }

    private int[] Flood(LatticeNet net, int top, int label)
    {
        var states = new List<int>();
        _frontier.Push(top);
        while (_frontier.TryPop(out var state))
        {
            states.Add(state);
            ref var claim = ref copper.Claim(copper.Find(state, net.Id));
            claim.Label = label;
            var links = claim.Links & Claim.ToStates & (claim.Parent < Claim.ByEntry ? ~(1 << claim.Parent) : ~0);
            for (; links != 0; links &= links - 1)
            {
                _frontier.Push(board.Neighbour(state, BitOperations.TrailingZeroCount(links)));
            }
        }

        return [.. states];
    }

    private void Count(LatticeNet net, int a, int b, int change)
    {
        Count(net, a, change);
        Count(net, b, change);
    }

    /// <summary>Takes a state out of what its block holds of the net, before it is changed, and puts it back afterwards.</summary>
    private void Count(LatticeNet net, int state, int change)
    {
        if (copper.Find(state, net.Id) is > 0 and var found && (copper.Claim(found).IsTrack || copper.Claim(found).Socket >= 0))
        {
            ref var count = ref net.InBlock[board.BlockOf(state)];
            count = (ushort)(count + change);
        }
    }
}
