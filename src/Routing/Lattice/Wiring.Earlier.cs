using System.Numerics;

namespace MakeDevice.Routing.Lattice;

/// <summary>Copper of earlier routings, and nets that need no bus.</summary>
internal sealed partial class Wiring
{
    /// <summary>Lays copper that is given by its links, in conflict or not: as trees from the bus on, and others without it. Links that would close a ring stay away.</summary>
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
        if (EntriesOf(net).Any())
        {
            return;
        }

        var pieces = TopsOf(net, 0).Where(piece => piece.Socket < 0).Select(piece => Whole(net, piece)).Select(piece => (Piece: piece, Sockets: SocketsOf(net, piece)));
        if (pieces.OrderByDescending(piece => piece.Sockets).FirstOrDefault() is { Sockets: > 1 } largest)
        {
            net.IsOffBus = true;
            net.Join(largest.Piece.Label, LatticeNet.Root);
            net.Tops.Remove(largest.Piece.States[0]);
        }
    }

    /// <summary>A net of several sockets that meets its bus only once needs none: what leads there goes.</summary>
    public void DropUnusedBus(LatticeNet net)
    {
        if (EntriesOf(net).ToList() is [var only] && net.Sockets.Length - net.Lone.Count > 1)
        {
            RemoveEntry(net, only);
            copper.At(only, net.Id).Parent = Claim.Nowhere;
            _loose.Add(only);
            Prune(net);
        }
    }

    /// <summary>True where all sockets of a net are joined, to its bus or to each other.</summary>
    public bool IsWhole(LatticeNet net)
    {
        var starts = net.Sockets.Where(socket => net.StartOf(socket) >= 0).Select(socket => board.StateOf(socket, net.StartOf(socket))).ToList();
        var onBus = EntriesOf(net).ToList();
        var frontier = new Stack<int>(onBus.Count > 0 ? onBus : starts.Take(1));
        var seen = frontier.ToHashSet();
        while (frontier.TryPop(out var state))
        {
            var links = copper.At(state, net.Id).Links;
            foreach (var beside in Enumerable.Range(0, Claim.ByEntry).Where(link => (links >> link & 1) != 0).Select(link => board.Neighbour(state, link)).Where(seen.Add))
            {
                frontier.Push(beside);
            }
        }

        return starts.Count == net.Sockets.Length && starts.TrueForAll(seen.Contains);
    }

    /// <summary>States from which a net goes on to its bus.</summary>
    private IEnumerable<int> EntriesOf(LatticeNet net) => board.EntriesOf(net.Side).Where(state => copper.Find(state, net.Id) is > 0 and var found && (copper.Claim(found).Links & Claim.Entry) != 0);

    private void RemoveEntry(LatticeNet net, int state)
    {
        Count(net, state, -1);
        copper.At(state, net.Id).Links &= Claim.ToStates;
        Count(net, state, 1);
    }
}
