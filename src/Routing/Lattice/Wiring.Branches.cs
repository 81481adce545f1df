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
            var isWanted = net.PieceOf(path.Label) != net.PieceOf(branch.Piece.Label) && (path.Socket < 0 || net.StartOf(path.Socket) < 0);
            if (isWanted && IsClear(net, path) && Lay(net, branch.Piece, path))
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
}
