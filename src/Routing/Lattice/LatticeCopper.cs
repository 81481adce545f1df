using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Lattice;

/// <summary>The copper of all nets: at every state the claims of those that are there, one or none as a rule. While nets negotiate, several may be.</summary>
internal sealed class LatticeCopper : IDisposable
{
    /// <summary>Parts of the board that are looked through at once.</summary>
    private const int Parts = 16;

    private readonly LatticeBoard _board;

    // By state: the first claim; 0 for none.
    private readonly int[] _first;
    private readonly Stencil _stencil;
    private Claim[] _claims = PooledArray.Rent<Claim>(1 << 12);
    private int _used = 1;
    private int _free;

    public LatticeCopper(LatticeBoard board)
    {
        _board = board;
        _first = PooledArray.Rent<int>(2 * board.Count);
        _first.AsSpan(0, 2 * board.Count).Clear();
        History = new(3 * board.Count);
        _stencil = new(board.Plan, board.Grid);
        DrillReach = (int)(board.Plan.Rules.DrillToDrill / (double)board.Grid.Pitch) + 1;
    }

    /// <summary>States where a net came to where another one is.</summary>
    public List<int> Contested { get; } = [];

    /// <summary>Nodes where a net put a via near another one's.</summary>
    public List<int> ContestedVias { get; } = [];

    /// <summary>Lines apart that two vias of a net may stand in any case.</summary>
    public int DrillReach { get; }

    public void Dispose()
    {
        PooledArray.Return(_first);
        PooledArray.Return(_claims);
        History.Dispose();
    }

    /// <summary>What places cost more for good because nets disputed them in earlier rounds: of states, and of vias, see <see cref="ViaPlace"/>.</summary>
    public SparseArray<int> History { get; }

    /// <summary>The first claim at a state; 0 for none.</summary>
    public int First(int state) => _first[state];

    public ref Claim Claim(int claim) => ref _claims[claim];

    /// <summary>A net's claim at a state; 0 for none.</summary>
    public int Find(int state, ushort net)
    {
        var claim = _first[state];
        while (claim != 0 && _claims[claim].Net != net)
        {
            claim = _claims[claim].Next;
        }

        return claim;
    }

    /// <summary>A net's claim at a state, made where there is none. Good until the next one is made.</summary>
    public ref Claim At(int state, ushort net)
    {
        if (Find(state, net) is > 0 and var found)
        {
            return ref _claims[found];
        }

        var claim = New();
        _claims[claim] = new() { Next = _first[state], Net = net, Socket = -1, Label = -1, Parent = Lattice.Claim.Nowhere };
        _first[state] = claim;
        return ref _claims[claim];
    }

    /// <summary>Removes a net's claim at a state where nothing of it is left.</summary>
    public void Forget(int state, ushort net)
    {
        ref var link = ref _first[state];
        while (link != 0 && _claims[link].Net != net)
        {
            link = ref _claims[link].Next;
        }

        if (link != 0 && _claims[link].IsEmpty)
        {
            var claim = link;
            link = _claims[claim].Next;
            _claims[claim].Next = _free;
            _free = claim;
        }
    }

    /// <summary>States where each net has tracks, ascending.</summary>
    /// <param name="workers">Most threads at work; the result does not depend on it.</param>
    public IEnumerable<int>[] TracksOf(IReadOnlyList<LatticeNet> nets, int workers)
    {
        var parts = new ILookup<ushort, int>[Parts];
        var size = 2 * _board.Count / Parts + 1;
        Parallel.For(0, Parts, new() { MaxDegreeOfParallelism = workers }, i => parts[i] = Tracks(i * size, Math.Min((i + 1) * size, 2 * _board.Count)));
        return [.. nets.Select(net => parts.SelectMany(part => part[net.Id]))];
    }

    private ILookup<ushort, int> Tracks(int first, int end)
    {
        var tracks = new List<(ushort Net, int State)>();
        for (var state = first; state < end; state++)
        {
            for (var claim = _first[state]; claim != 0; claim = _claims[claim].Next)
            {
                if (_claims[claim].IsTrack)
                {
                    tracks.Add((_claims[claim].Net, state));
                }
            }
        }

        return tracks.ToLookup(track => track.Net, track => track.State);
    }

    /// <summary>True where a net has a track, or a socket without copper may be joined.</summary>
    public bool IsHeld(int state, ushort net) => Find(state, net) is > 0 and var claim && (_claims[claim].IsTrack || _claims[claim].Socket >= 0);

    public bool HasTrack(int state, ushort net) => Find(state, net) is > 0 and var claim && _claims[claim].IsTrack;

    public bool HasVia(int node, ushort net) => Find(node, net) is > 0 and var claim && (_claims[claim].Links & Lattice.Claim.Via) != 0;

    /// <summary>Other nets that a track at a state comes too near to.</summary>
    public int Others(int state, ushort net)
    {
        var others = 0;
        for (var claim = _first[state]; claim != 0; claim = _claims[claim].Next)
        {
            others += _claims[claim].Net != net && _claims[claim].KeepsOthersAway ? 1 : 0;
        }

        return others;
    }

    /// <summary>Other nets' tracks and vias that a via at a node comes too near to; negative where it may not stand at any price.</summary>
    public int OthersAtVia(int node, ushort net)
    {
        if (!_board.MayHaveVia(node, net) || IsTooNearOwnVia(node, net))
        {
            return -1;
        }

        var others = 0;
        foreach (var near in Around(node, _stencil.Via))
        {
            others += Tracks(near, net) + Tracks(near + _board.Count, net);
        }

        foreach (var near in Around(node, _stencil.ViaToVia))
        {
            others += Vias(near, net);
        }

        return others;
    }

    /// <summary>Nodes around a place where a via keeps tracks from it.</summary>
    public NearNodes NearVias(int node) => Around(node, _stencil.Via);

    /// <summary>Where <see cref="History"/> has a via at a node.</summary>
    public int ViaPlace(int node) => 2 * _board.Count + node;

    /// <summary>Joins two neighbours.</summary>
    /// <param name="link">From the first to the second.</param>
    public void Link(ushort net, int a, int b, int link)
    {
        AddTrack(net, a, 1 << link, sockets: 0);
        AddTrack(net, b, 1 << Opposite(link), sockets: 0);
        if (link == Lattice.Claim.ByVia)
        {
            AddVia(_board.Node(a), net);
        }
    }

    public void Unlink(ushort net, int a, int b, int link)
    {
        At(a, net).Links &= (byte)~(1 << link);
        At(b, net).Links &= (byte)~(1 << Opposite(link));
        if (link == Lattice.Claim.ByVia)
        {
            foreach (var near in Around(_board.Node(a), _stencil.Via))
            {
                TakeNear(near, net);
                TakeNear(near + _board.Count, net);
            }
        }

        Forget(a, net);
        Forget(b, net);
    }

    public static int Opposite(int link) => link == Lattice.Claim.ByVia ? link : link ^ 2;

    /// <summary>True where some net's track is not alone.</summary>
    public bool IsContested(int state)
    {
        for (var claim = _first[state]; claim != 0; claim = _claims[claim].Next)
        {
            if (_claims[claim].IsTrack && Others(state, _claims[claim].Net) > 0)
            {
                return true;
            }
        }

        return false;
    }

    public bool IsContestedVia(int node)
    {
        for (var claim = _first[node]; claim != 0; claim = _claims[claim].Next)
        {
            if ((_claims[claim].Links & Lattice.Claim.Via) != 0 && OthersAtVia(node, _claims[claim].Net) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Adds links, a bit each, and sockets to a net's track at a state.</summary>
    public void AddTrack(ushort net, int state, int links, int sockets)
    {
        ref var claim = ref At(state, net);
        var isNew = !claim.IsTrack;
        claim.Links |= (byte)links;
        claim.Sockets += (byte)sockets;
        if (isNew && Others(state, net) > 0)
        {
            Contested.Add(state);
        }
    }

    private void AddVia(int node, ushort net)
    {
        foreach (var near in Around(node, _stencil.Via))
        {
            AddNear(near, net);
            AddNear(near + _board.Count, net);
        }

        var isNearAnother = IsTooNearOwnVia(node, net);
        foreach (var near in Around(node, _stencil.ViaToVia))
        {
            isNearAnother |= Vias(near, net) > 0;
        }

        if (isNearAnother)
        {
            ContestedVias.Add(node);
        }
    }

    private void AddNear(int state, ushort net)
    {
        At(state, net).NearVias++;
        if (Tracks(state, net) > 0)
        {
            Contested.Add(state);
        }
    }

    private void TakeNear(int state, ushort net)
    {
        At(state, net).NearVias--;
        Forget(state, net);
    }

    private bool IsTooNearOwnVia(int node, ushort net)
    {
        foreach (var near in Around(node, _stencil.HoleToHole))
        {
            if (HasVia(near, net))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Other nets' tracks at a state.</summary>
    public int Tracks(int state, ushort net)
    {
        var tracks = 0;
        for (var claim = _first[state]; claim != 0; claim = _claims[claim].Next)
        {
            tracks += _claims[claim].Net != net && _claims[claim].IsTrack ? 1 : 0;
        }

        return tracks;
    }

    private int Vias(int node, ushort net)
    {
        var vias = 0;
        for (var claim = _first[node]; claim != 0; claim = _claims[claim].Next)
        {
            vias += _claims[claim].Net != net && (_claims[claim].Links & Lattice.Claim.Via) != 0 ? 1 : 0;
        }

        return vias;
    }

    // No via is as near to the ends of a row as it reaches, see LatticeBoard.MayHaveVia.
    private NearNodes Around(int node, int[] offsets) => new(offsets, node, _board.Count);

    private int New()
    {
        if (_free != 0)
        {
            var claim = _free;
            _free = _claims[claim].Next;
            return claim;
        }

        PooledArray.Reserve(ref _claims, _used, 1);
        return _used++;
    }
}
