using System.Numerics;

namespace MakeDevice.Routing.Lattice;

/// <summary>Changes the copper of nets: every piece of a net is a tree whose states know the way to the bus, or to the top of a piece that is not on it.</summary>
internal sealed partial class Wiring(LatticeBoard board, LatticeCopper copper)
{
    private readonly List<int> _loose = [];

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

    /// <summary>The pieces of a net that are not on the bus, with new labels; of copper only the top is given, see <see cref="Whole"/>.</summary>
    public List<Piece> TopsOf(LatticeNet net, int index)
    {
        var pieces = new List<Piece>();
        var tops = net.Tops.Distinct().Where(top => copper.Find(top, net.Id) is > 0 and var found && copper.Claim(found) is { IsTrack: true, Parent: Claim.Nowhere }).ToList();
        net.Tops.Clear();
        net.Tops.AddRange(tops);
        foreach (var top in tops)
        {
            pieces.Add(new(index, net.NewPiece(), -1, [top]));
        }

        foreach (var socket in net.Lone)
        {
            var label = net.NewPiece();
            Offer(net, socket, label);
            pieces.Add(new(index, label, socket, [.. board.StatesOf(socket)]));
        }

        return pieces;
    }

    /// <summary>A piece with all its copper, labelled. From any thread, as long as nothing is laid.</summary>
    public Piece Whole(LatticeNet net, Piece piece) => piece.Socket >= 0 ? piece : piece with { States = Flood(net, piece.States[0], piece.Label) };

    /// <summary>Where nothing is left of the piece that stands in for the bus of a net, the bus is the bus again.</summary>
    /// <param name="pieces">Of the net's copper, whole.</param>
    public void TakeBusAgain(LatticeNet net, IEnumerable<Piece> pieces) =>
        net.IsOffBus = pieces.Sum(piece => SocketsOf(net, piece)) < net.Sockets.Length - net.Lone.Count;

    /// <summary>Joins a piece as a search found it, unless what was joined since has changed too much.</summary>
    /// <returns>True where it was joined.</returns>
    public bool Lay(LatticeNet net, Piece piece, LatticePath path)
    {
        var label = net.PieceOf(piece.Label);
        var way = UntilOwn(net, path, piece.Socket < 0 ? 1 : 0);
        var isJoined = label == LatticeNet.Root || net.PieceOf(way.Label) == label;
        if (isJoined || (piece.Socket >= 0 && net.StartOf(piece.Socket) >= 0) || (way.Socket >= 0 && net.StartOf(way.Socket) >= 0))
        {
            return false;
        }

        Put(net, piece, way);
        net.Join(label, way.Label);
        return true;
    }

    /// <summary>Where the net has come meanwhile, a path ends.</summary>
    /// <param name="first">The first place on it where it may.</param>
    private LatticePath UntilOwn(LatticeNet net, LatticePath path, int first)
    {
        for (var i = first; i < path.States.Length; i++)
        {
            if (copper.Find(path.States[i], net.Id) is > 0 and var found && copper.Claim(found).IsTrack)
            {
                return new(path.States[..(i + 1)], copper.Claim(found).Label, -1, false);
            }
        }

        return path;
    }

    private void Put(LatticeNet net, Piece piece, LatticePath path)
    {
        var states = path.States;
        if (piece.Socket >= 0)
        {
            Place(net, piece.Socket, states[0], piece.Label);
        }
        else
        {
            MakeTop(net, states[0]);
        }

        if (path.Socket >= 0)
        {
            Place(net, path.Socket, states[^1], copper.At(states[^1], net.Id).Label);
        }

        for (var i = 1; i < states.Length; i++)
        {
            var link = board.LinkTo(states[i - 1], states[i]);
            var isNew = !copper.HasTrack(states[i], net.Id);
            if (!IsCounted(net, states[i]))
            {
                net.InBlock[board.BlockOf(states[i])]++;
            }

            copper.Link(net.Id, states[i - 1], states[i], link);
            copper.At(states[i - 1], net.Id).Parent = (byte)link;
            ref var next = ref copper.At(states[i], net.Id);
            next.Label = isNew ? piece.Label : next.Label;
        }

        if (path.IsEntry)
        {
            copper.AddTrack(net.Id, states[^1], Claim.Entry, sockets: 0);
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
        for (var i = 0; i < board.Starts[socket].Length; i++)
        {
            var state = board.StateOf(socket, i);
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
        foreach (var state in board.StatesOf(socket))
        {
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
            copper.History.At(state) += LatticeSearch.Memory;
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
        copper.History.At(copper.ViaPlace(node)) += LatticeSearch.Memory;
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
            foreach (var socket in net.Sockets.Where(socket => net.StartOf(socket) is >= 0 and var start && board.StateOf(socket, start) == state))
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
        copper.Unlink(net.Id, state, other, link);
        CountWhereGone(net, state);
        CountWhereGone(net, other);
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

    private int SocketsOf(LatticeNet net, Piece piece) => piece.States.Sum(state => copper.At(state, net.Id).Sockets);

    /// <summary>The states whose ways lead to a top without a loose track, labelled.</summary>
    private int[] Flood(LatticeNet net, int top, int label)
    {
        var states = new List<int>();
        var frontier = new Stack<(int State, int Claim)>([(top, copper.Find(top, net.Id))]);
        while (frontier.TryPop(out var next))
        {
            states.Add(next.State);
            ref var claim = ref copper.Claim(next.Claim);
            claim.Label = label;
            for (var links = claim.Links & Claim.ToStates; links != 0; links &= links - 1)
            {
                var link = BitOperations.TrailingZeroCount(links);
                var beside = board.Neighbour(next.State, link);
                var found = copper.Find(beside, net.Id);
                if (copper.Claim(found).Parent == LatticeCopper.Opposite(link) && copper.Claim(found).Label > Claim.Loose)
                {
                    frontier.Push((beside, found));
                }
            }
        }

        return [.. states];
    }

    /// <summary>Takes a state that was counted out of its block where nothing of the net is left there.</summary>
    private void CountWhereGone(LatticeNet net, int state)
    {
        if (!IsCounted(net, state))
        {
            net.InBlock[board.BlockOf(state)]--;
        }
    }

    /// <summary>Takes a state out of what its block holds of the net, before it is changed, and puts it back afterwards.</summary>
    private void Count(LatticeNet net, int state, int change)
    {
        if (IsCounted(net, state))
        {
            ref var count = ref net.InBlock[board.BlockOf(state)];
            count = (ushort)(count + change);
        }
    }

    private bool IsCounted(LatticeNet net, int state) => copper.IsHeld(state, net.Id);
}
