using System.Numerics;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// How many nets claim each resource of a board, and how contested it was in earlier rounds (PathFinder: McMurchie and Ebeling,
/// FPGA 1995). A net stays on the board while it is routed: what it claims itself is told by <see cref="OwnClaims"/>.
/// </summary>
internal sealed class Congestion : IDisposable
{
    private readonly TreeBoard _board;
    private readonly int _count;
    private readonly int _firstLeg;
    private readonly int _firstPath;
    private readonly int _firstDrill;
    private readonly int _firstLegEdge;
    private readonly int _firstTrackEdge;
    private readonly int[][] _beside;
    private readonly int[][] _besideVia;
    private readonly ushort[] _claims;

    public Congestion(TreeBoard board)
    {
        _board = board;
        _count = board.Grid.Count;
        (_beside, _besideVia) = (board.Stencil.Beside, board.Stencil.BesideVia);
        _firstLeg = 3 * _count;
        _firstPath = _firstLeg + board.Legs.Length;
        History = new(_firstPath);
        _firstDrill = _firstPath + 2 * _count;

        // What lies beside a step near the border may reach out of the grid.
        var margin = board.Stencil.BesideVia.Concat(board.Stencil.Beside).SelectMany(offsets => offsets).DefaultIfEmpty().Max();
        _firstLegEdge = _firstDrill + _count + margin;
        _firstTrackEdge = _firstLegEdge + board.EdgesBesideLegs;
        Count = _firstTrackEdge + board.EdgesBesideLegs;
        _claims = PooledArray.Rent<ushort>(Count);
        _claims.AsSpan(0, Count).Clear();
    }

    /// <summary>Number of resources.</summary>
    public int Count { get; }

    /// <summary>What grid vertices, vias and legs cost more for good because nets disputed them in earlier rounds.</summary>
    public SparseArray<int> History { get; }

    /// <summary>Gives its memory back; one job's serves the next.</summary>
    public void Dispose()
    {
        PooledArray.Return(_claims);
        History.Dispose();
    }

    public int ViaResource(int node) => 2 * _count + node;

    public int LegResource(int leg) => _firstLeg + leg;

    /// <summary>Other nets that a track through a grid vertex comes too near to.</summary>
    public int AtState(OwnClaims own, int state) => Others(own, state);

    /// <summary>Other nets that an edge comes too near to, its far end included.</summary>
    public int OnStep(OwnClaims own, int state, int direction) =>
        AtState(own, state + _board.Grid.Delta[direction]) + BesideStep(own, state, direction);

    /// <summary>Other nets that an edge comes too near to although neither of its ends does.</summary>
    public int BesideStep(OwnClaims own, int state, int direction)
    {
        var claims = 0;
        foreach (var offset in _beside[direction])
        {
            claims += Others(own, _firstPath + state + offset);
        }

        foreach (var offset in _besideVia[direction])
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
        foreach (ref readonly var entry in graph.Vertices.Entries)
        {
            if ((uint)entry.Vertex < (uint)_board.FirstSocket)
            {
                ClaimState(entry.Vertex, entry.Links, scratch);
            }
        }

        foreach (var leg in UsedLegs(graph))
        {
            foreach (var state in leg.Tracks)
            {
                scratch.Note(state);
            }

            foreach (var edge in leg.Edges)
            {
                scratch.Note(_firstLegEdge + edge);
            }

            foreach (var node in leg.Vias)
            {
                scratch.Note(ViaResource(node));
            }

            foreach (var rival in leg.Rivals)
            {
                scratch.Note(LegResource(rival));
            }
        }

        return scratch.TakeNoted();
    }

    /// <summary>The legs a net uses.</summary>
    private IEnumerable<Leg> UsedLegs(NetGraph graph) =>
        graph.Sockets.SelectMany(socket => graph.LegEnds(socket).Select(state => _board.LegOf(socket, state)));

    private int Others(OwnClaims own, int resource)
    {
        int claims = _claims[resource];
        return claims == 0 ? 0 : claims - own.Of(resource);
    }

    private void ClaimState(int state, ushort links, OwnClaims scratch)
    {
        var stencil = _board.Stencil;
        var node = _board.Node(state);
        var layer = state - node;
        scratch.Note(_firstPath + state);
        var steps = NetGraph.StepsIn(links);
        if (steps == 0)
        {
            ClaimNear(layer, node, stencil.Node, scratch);
            ClaimNear(2 * _count, node, stencil.Via, scratch);
        }

        // The other four directions belong to the neighbours.
        for (steps &= 15; steps != 0; steps &= steps - 1)
        {
            var direction = BitOperations.TrailingZeroCount(steps);
            var goesOn = (links >> (direction + 4) & 1) != 0;
            ClaimNear(layer, node, (goesOn ? stencil.EdgeAhead : stencil.Edge)[direction], scratch);
            ClaimNear(2 * _count, node, (goesOn ? stencil.EdgeToViaAhead : stencil.EdgeToVia)[direction], scratch);
            if (_board.FindEdgeBesideLeg(state, direction) is >= 0 and var edge)
            {
                scratch.Note(_firstTrackEdge + edge);
            }
        }

        if (NetGraph.IsVia(links) && layer == 0)
        {
            ClaimNear(0, node, stencil.Via, scratch);
            ClaimNear(_count, node, stencil.Via, scratch);
            ClaimNear(2 * _count, node, stencil.ViaToVia, scratch);
            scratch.Note(_firstDrill + node);
        }
    }

    private void ClaimNear(int first, int node, int[] offsets, OwnClaims scratch)
    {
        foreach (var near in new NearNodes(offsets, node, _count))
        {
            scratch.Note(first + near);
        }
    }
}
