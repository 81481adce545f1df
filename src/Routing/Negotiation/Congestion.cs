using System.Numerics;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// How many nets claim each resource of a board, and how contested it was in earlier rounds (PathFinder: McMurchie and Ebeling,
/// FPGA 1995). A net stays on the board while it is routed: what it claims itself is told by <see cref="OwnClaims"/>.
/// </summary>
internal sealed class Congestion
{
    private readonly TreeBoard _board;
    private readonly int _count;
    private readonly int _firstLeg;
    private readonly int _firstPath;
    private readonly int _firstDrill;
    private readonly int _firstLegEdge;
    private readonly int _firstTrackEdge;
    private readonly ushort[] _claims;
    private readonly int[] _history;

    public Congestion(TreeBoard board)
    {
        _board = board;
        _count = board.Grid.Count;
        _firstLeg = 3 * _count;
        _firstPath = _firstLeg + board.Legs.Length;
        _firstDrill = _firstPath + 2 * _count;

        // What lies beside a step near the border may reach out of the grid.
        var margin = board.Stencil.BesideVia.Concat(board.Stencil.Beside).SelectMany(offsets => offsets).DefaultIfEmpty().Max();
        _firstLegEdge = _firstDrill + _count + margin;
        _firstTrackEdge = _firstLegEdge + board.EdgesBesideLegs;
        _claims = new ushort[_firstTrackEdge + board.EdgesBesideLegs];
        _history = new int[_firstPath];
    }

    /// <summary>Number of resources.</summary>
    public int Count => _claims.Length;

    /// <summary>Adds to every grid vertex, via and leg in dispute this much for good.</summary>
    public void Remember(int resource, int amount) => _history[resource] += amount;

    /// <summary>Forgets what was in dispute.</summary>
    public void Forget() => Array.Clear(_history);

    public int ViaResource(int node) => 2 * _count + node;

    public int LegResource(int leg) => _firstLeg + leg;

    public int History(int resource) => _history[resource];

    /// <summary>Other nets that a track through a grid vertex comes too near to.</summary>
    public int AtState(OwnClaims own, int state) => Others(own, state);

    /// <summary>Other nets that an edge comes too near to, its far end included.</summary>
    public int OnStep(OwnClaims own, int state, int direction)
    {
        var stencil = _board.Stencil;
        var claims = Others(own, state + _board.Grid.Delta[direction]);
        foreach (var offset in stencil.Beside[direction])
        {
            claims += Others(own, _firstPath + state + offset);
        }

        foreach (var offset in stencil.BesideVia[direction])
        {
            claims += Others(own, _firstDrill + _board.Node(state) + offset);
        }

        var edge = _board.FindEdgeBesideLeg(state, direction);
        return edge < 0 ? claims : claims + Others(own, _firstLegEdge + edge);
    }

    /// <summary>Other nets that a via at a node comes too near to.</summary>
    public int AtVia(OwnClaims own, int node) => Others(own, 2 * _count + node);

    /// <summary>Other nets that a leg comes too near to.</summary>
    public int OnLeg(OwnClaims own, Leg leg)
    {
        var claims = Others(own, _firstLeg + leg.Index);
        foreach (var state in leg.Tracks)
        {
            claims += Others(own, _firstPath + state);
        }

        foreach (var edge in leg.Edges)
        {
            claims += Others(own, _firstTrackEdge + edge);
        }

        foreach (var node in leg.Vias)
        {
            claims += Others(own, _firstDrill + node);
        }

        return claims;
    }

    /// <summary>Puts a net's new claims in the place of its old ones.</summary>
    public void Replace(int[] old, int[] footprint)
    {
        foreach (var resource in old)
        {
            _claims[resource]--;
        }

        foreach (var resource in footprint)
        {
            _claims[resource]++;
        }
    }

    /// <summary>All that a net's copper claims, each resource once.</summary>
    /// <param name="scratch">Without marks, and left so.</param>
    public int[] Footprint(NetGraph graph, OwnClaims scratch)
    {
        var claimed = new List<int>();
        var vertices = graph.Vertices;
        for (var slot = 0; slot < vertices.Slots; slot++)
        {
            var vertex = vertices.VertexAt(slot);
            if (vertex >= 0 && vertex < _board.FirstSocket)
            {
                ClaimState(vertex, vertices.LinksAt(slot), scratch, claimed);
            }
        }

        foreach (var leg in UsedLegs(graph))
        {
            foreach (var state in leg.Tracks)
            {
                Claim(state, scratch, claimed);
            }

            foreach (var edge in leg.Edges)
            {
                Claim(_firstLegEdge + edge, scratch, claimed);
            }

            foreach (var node in leg.Vias)
            {
                Claim(ViaResource(node), scratch, claimed);
            }

            foreach (var rival in leg.Rivals)
            {
                Claim(LegResource(rival), scratch, claimed);
            }
        }

        int[] footprint = [.. claimed];
        scratch.Unmark(footprint);
        return footprint;
    }

    /// <summary>The legs a net uses.</summary>
    private IEnumerable<Leg> UsedLegs(NetGraph graph) =>
        graph.Sockets.SelectMany(socket => graph.LegEnds(socket).Select(state => _board.LegOf(socket, state)));

    private int Others(OwnClaims own, int resource)
    {
        int claims = _claims[resource];
        return claims == 0 ? 0 : claims - own.Of(resource);
    }

    private void ClaimState(int state, ushort links, OwnClaims scratch, List<int> claimed)
    {
        var stencil = _board.Stencil;
        var node = _board.Node(state);
        var layer = state - node;
        Claim(_firstPath + state, scratch, claimed);
        var steps = NetGraph.StepsIn(links);
        if (steps == 0)
        {
            ClaimNear(layer, node, stencil.Node, scratch, claimed);
            ClaimNear(2 * _count, node, stencil.Via, scratch, claimed);
        }

        // The other four directions belong to the neighbours.
        for (steps &= 15; steps != 0; steps &= steps - 1)
        {
            var direction = BitOperations.TrailingZeroCount(steps);
            ClaimNear(layer, node, stencil.Edge[direction], scratch, claimed);
            ClaimNear(2 * _count, node, stencil.EdgeToVia[direction], scratch, claimed);
            if (_board.FindEdgeBesideLeg(state, direction) is >= 0 and var edge)
            {
                Claim(_firstTrackEdge + edge, scratch, claimed);
            }
        }

        if (NetGraph.IsVia(links) && layer == 0)
        {
            ClaimNear(0, node, stencil.Via, scratch, claimed);
            ClaimNear(_count, node, stencil.Via, scratch, claimed);
            ClaimNear(2 * _count, node, stencil.ViaToVia, scratch, claimed);
            Claim(_firstDrill + node, scratch, claimed);
        }
    }

    private void ClaimNear(int first, int node, int[] offsets, OwnClaims scratch, List<int> claimed)
    {
        foreach (var offset in offsets)
        {
            if ((uint)(node + offset) < (uint)_count)
            {
                Claim(first + node + offset, scratch, claimed);
            }
        }
    }

    private static void Claim(int resource, OwnClaims scratch, List<int> claimed)
    {
        if (scratch.TryMark(resource))
        {
            claimed.Add(resource);
        }
    }
}
