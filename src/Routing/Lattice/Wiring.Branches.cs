using System.Numerics;

namespace MakeDevice.Routing.Lattice;

/// <summary>Branches that are laid again.</summary>
internal sealed partial class Wiring
{
    /// <summary>States where branches begin: at sockets, and where others join.</summary>
    /// <param name="tracks">Where the net has tracks.</param>
    public List<int> BranchesOf(LatticeNet net, IEnumerable<int> tracks) => [.. tracks.Where(state => IsEnd(net, state))];

    /// <summary>True where nothing hangs on a branch that begins at a state but what begins there.</summary>
    public bool IsTip(LatticeNet net, int begin) => BitOperations.PopCount(copper.At(begin, net.Id).Links) == 1;

    /// <summary>
    /// The track of the branch from a state towards the bus, taken for loose: what hangs on it is a piece of its own, and the search for it may pass the
    /// track. Others that hang on it may be loose, too.
    /// </summary>
    /// <param name="order">Its number among those that are loose.</param>
    /// <returns>Null where no branch begins there.</returns>
    public LooseTrack? Loosen(LatticeNet net, int index, int begin, int order)
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
            if (parent == Claim.Nowhere)
            {
                // It leads to the top of a piece that stands in for the bus.
                return null;
            }

            isEntry = parent == Claim.ByEntry;
            if (!isEntry)
            {
                states.Add(board.Neighbour(states[^1], parent));
            }
        }
        while (!isEntry && !IsEnd(net, states[^1]));

        copper.At(begin, net.Id).Parent = Claim.Nowhere;
        for (var i = 1; i < states.Count - (isEntry ? 0 : 1); i++)
        {
            copper.At(states[i], net.Id).Label = Claim.Loose - order;
        }

        return new(index, net.NewPiece(), Claim.Loose - order, [.. states], isEntry);
    }

    /// <summary>What hangs on a loose track. From any thread, as long as nothing is laid.</summary>
    public Branch BranchOn(LatticeNet net, LooseTrack track) => new(new(track.Net, track.Label, -1, Flood(net, track.States[0], track.Label)), track);

    /// <summary>Says what a branch hangs on as long as it stays where it is, once all of them are loose.</summary>
    public void Hang(LatticeNet net, Branch branch) =>
        net.Hang(branch.Piece.Label, branch.Track.IsEntry ? LatticeNet.Root : copper.At(branch.Track.States[^1], net.Id).Label);

    /// <summary>Lays a branch as a search found it, or leaves it where it is.</summary>
    public void Fasten(LatticeNet net, Branch branch, LatticePath? path)
    {
        var states = branch.Track.States;
        if (!copper.HasTrack(states[0], net.Id) || copper.At(states[0], net.Id).Parent != Claim.Nowhere)
        {
            // All that hung on it has gone elsewhere.
            return;
        }

        if (path is not null)
        {
            TakeOff(net, branch.Track);
            var way = UntilOwn(net, path, 1);
            if (IsThere(net, branch.Piece, way) && !net.HangsOn(way.Label, branch.Piece.Label) && IsClear(net, way))
            {
                Put(net, branch.Piece, way);
                net.Hang(branch.Piece.Label, way.Label);

                // Another one may have left the same place.
                _loose.Add(states[^1]);
                Prune(net);
                return;
            }

            Put(net, branch.Piece, new(states, net.HungOn(branch.Piece.Label), -1, branch.Track.IsEntry));
        }

        copper.At(states[0], net.Id).Parent = (byte)board.LinkTo(states[0], states[1]);
        foreach (var state in states.AsSpan(1, states.Length - (branch.Track.IsEntry ? 1 : 2)))
        {
            copper.At(state, net.Id).Label = branch.Piece.Label;
        }
    }

    private void TakeOff(LatticeNet net, LooseTrack track)
    {
        if (track.IsEntry)
        {
            RemoveEntry(net, track.States[^1]);
        }

        for (var i = 1; i < track.States.Length; i++)
        {
            Unlink(net, track.States[i - 1], board.LinkTo(track.States[i - 1], track.States[i]));
        }

        _loose.Clear();
    }

    /// <summary>True where neither what a path comes from nor what it leads to has gone meanwhile.</summary>
    private bool IsThere(LatticeNet net, Piece piece, LatticePath path) =>
        copper.HasTrack(path.States[0], net.Id) && copper.At(path.States[0], net.Id).Label == piece.Label
        && (path.IsEntry || (path.Socket < 0 ? copper.HasTrack(path.States[^1], net.Id) : net.StartOf(path.Socket) < 0));

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
}
