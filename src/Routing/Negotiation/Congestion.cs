namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// How many nets claim each resource of a board, and how contested it was in earlier rounds (PathFinder: McMurchie and Ebeling,
/// FPGA 1995). A net that is being routed is lifted off first, so that what is counted are the others.
/// </summary>
internal sealed class Congestion
{
    private readonly TreeBoard _board;
    private readonly int _count;
    private readonly int _firstLeg;
    private readonly int _firstPath;
    private readonly int _firstDrill;
    private readonly ushort[] _claims;
    private readonly int[] _history;
    private readonly int[] _seen;
    private int _generation;

    public Congestion(TreeBoard board)
    {
        _board = board;
        _count = board.Grid.Count;
        _firstLeg = 3 * _count;
        _firstPath = _firstLeg + board.Legs.Length;
        _firstDrill = _firstPath + 2 * _count;

        // What lies beside a step near the border may reach out of the grid.
        var margin = board.Stencil.BesideVia.Concat(board.Stencil.Beside).SelectMany(offsets => offsets).DefaultIfEmpty().Max();
        _claims = new ushort[_firstDrill + _count + margin];
        _history = new int[_firstPath];
        _seen = new int[_claims.Length];
    }

    /// <summary>Adds to every grid vertex, via and leg in dispute this much for good.</summary>
    public void Remember(int resource, int amount) => _history[resource] += amount;

    public int ViaResource(int node) => 2 * _count + node;

    public int LegResource(int leg) => _firstLeg + leg;

    public int History(int resource) => _history[resource];

    /// <summary>Other nets that a track through a grid vertex comes too near to.</summary>
    public int AtState(int state) => _claims[state];

    /// <summary>Other nets that an edge comes too near to, its far end included.</summary>
    public int OnStep(int state, int direction)
    {
        var stencil = _board.Stencil;
        int claims = _claims[state + _board.Grid.Delta[direction]];
        foreach (var offset in stencil.Beside[direction])
        {
            claims += _claims[_firstPath + state + offset];
        }

        foreach (var offset in stencil.BesideVia[direction])
        {
            claims += _claims[_firstDrill + _board.Node(state) + offset];
        }

        return claims;
    }

    /// <summary>Other nets that a via at a node comes too near to.</summary>
    public int AtVia(int node) => _claims[2 * _count + node];

    /// <summary>Other nets that a leg comes too near to.</summary>
    public int OnLeg(Leg leg)
    {
        int claims = _claims[_firstLeg + leg.Index];
        foreach (var state in leg.Tracks)
        {
            claims += _claims[_firstPath + state];
        }

        foreach (var node in leg.Vias)
        {
            claims += _claims[_firstDrill + node];
        }

        return claims;
    }

    public void Lift(int[] footprint)
    {
        foreach (var resource in footprint)
        {
            _claims[resource]--;
        }
    }

    public void Lower(int[] footprint)
    {
        foreach (var resource in footprint)
        {
            _claims[resource]++;
        }
    }

    /// <summary>All that a net's copper claims, each resource once.</summary>
    public int[] Footprint(NetGraph graph)
    {
        _generation++;
        var claimed = new List<int>();
        foreach (var state in graph.States)
        {
            ClaimState(graph, state, claimed);
        }

        foreach (var leg in UsedLegs(graph))
        {
            foreach (var state in leg.Tracks)
            {
                Claim(state, claimed);
            }

            foreach (var node in leg.Vias)
            {
                Claim(ViaResource(node), claimed);
            }

            foreach (var rival in leg.Rivals)
            {
                Claim(LegResource(rival), claimed);
            }
        }

        return [.. claimed];
    }

    /// <summary>The legs a net uses.</summary>
    public IEnumerable<Leg> UsedLegs(NetGraph graph) =>
        graph.Sockets.SelectMany(socket => graph.Neighbours(socket).Select(state => _board.LegsOf(socket).First(leg => leg.State == state)));

    private void ClaimState(NetGraph graph, int state, List<int> claimed)
    {
        var stencil = _board.Stencil;
        var node = _board.Node(state);
        var layer = state - node;
        Claim(_firstPath + state, claimed);
        var steps = graph.Steps(state);
        if (steps == 0)
        {
            ClaimNear(layer, node, stencil.Node, claimed);
            ClaimNear(2 * _count, node, stencil.Via, claimed);
        }

        for (var direction = 0; direction < 4; direction++)
        {
            if ((steps >> direction & 1) != 0)
            {
                ClaimNear(layer, node, stencil.Edge[direction], claimed);
                ClaimNear(2 * _count, node, stencil.EdgeToVia[direction], claimed);
            }
        }

        if (graph.HasVia(state) && layer == 0)
        {
            ClaimNear(0, node, stencil.Via, claimed);
            ClaimNear(_count, node, stencil.Via, claimed);
            ClaimNear(2 * _count, node, stencil.ViaToVia, claimed);
            Claim(_firstDrill + node, claimed);
        }
    }

    private void ClaimNear(int first, int node, int[] offsets, List<int> claimed)
    {
        foreach (var offset in offsets)
        {
            if ((uint)(node + offset) < (uint)_count)
            {
                Claim(first + node + offset, claimed);
            }
        }
    }

    private void Claim(int resource, List<int> claimed)
    {
        if (_seen[resource] != _generation)
        {
            _seen[resource] = _generation;
            claimed.Add(resource);
        }
    }
}
