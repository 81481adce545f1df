using System.Numerics;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>The copper of one net as a graph over the vertices of <see cref="TreeBoard"/>: steps on a layer, vias, and legs of sockets.</summary>
internal sealed class NetGraph(TreeBoard board, int net, int[] sockets)
{
    private const ushort AllSteps = 255;
    private const ushort Via = 256;

    // Links of grid vertices: a bit for each direction, one for the via.
    private readonly Dictionary<int, ushort> _links = [];

    // Legs in use, by either end.
    private readonly Dictionary<int, List<int>> _legs = [];

    public ushort Net { get; } = (ushort)net;

    /// <summary>Vertices of the net's sockets.</summary>
    public int[] Sockets { get; } = sockets;

    /// <summary>Grid vertices in use.</summary>
    public IEnumerable<int> States => _links.Keys;

    /// <summary>Directions in which tracks leave a grid vertex, a bit each.</summary>
    public int Steps(int state) => _links.GetValueOrDefault(state) & AllSteps;

    public bool HasVia(int state) => (_links.GetValueOrDefault(state) & Via) != 0;

    public bool HasLegs(int vertex) => _legs.ContainsKey(vertex);

    /// <summary>True where the graph still has every link of a chain, and nothing joins it on the way.</summary>
    public bool Holds(List<int> chain)
    {
        for (var i = 1; i < chain.Count; i++)
        {
            if (!Neighbours(chain[i - 1]).Contains(chain[i]) || (i < chain.Count - 1 && Degree(chain[i]) != 2))
            {
                return false;
            }
        }

        return true;
    }

    public void Link(int a, int b)
    {
        if (a >= board.FirstSocket || b >= board.FirstSocket)
        {
            Ends(a).Add(b);
            Ends(b).Add(a);
            _links.TryAdd(Math.Min(a, b), 0);
            return;
        }

        _links[a] = (ushort)(_links.GetValueOrDefault(a) | Bit(a, b));
        _links[b] = (ushort)(_links.GetValueOrDefault(b) | Bit(b, a));
    }

    public void Unlink(int a, int b)
    {
        if (a >= board.FirstSocket || b >= board.FirstSocket)
        {
            Detach(a, b);
            Detach(b, a);
        }
        else
        {
            _links[a] = (ushort)(_links[a] & ~Bit(a, b));
            _links[b] = (ushort)(_links[b] & ~Bit(b, a));
        }

        Forget(a);
        Forget(b);
    }

    public void LinkAll(IReadOnlyList<int> path)
    {
        for (var i = 1; i < path.Count; i++)
        {
            Link(path[i - 1], path[i]);
        }
    }

    public void UnlinkAll(IReadOnlyList<int> path)
    {
        for (var i = 1; i < path.Count; i++)
        {
            Unlink(path[i - 1], path[i]);
        }
    }

    public void Clear()
    {
        _links.Clear();
        _legs.Clear();
    }

    public int Degree(int vertex) =>
        BitOperations.PopCount(_links.GetValueOrDefault(vertex)) + (_legs.TryGetValue(vertex, out var ends) ? ends.Count : 0);

    public IEnumerable<int> Neighbours(int vertex)
    {
        if (_links.TryGetValue(vertex, out var links))
        {
            for (var direction = 0; direction < 8; direction++)
            {
                if ((links >> direction & 1) != 0)
                {
                    yield return vertex + board.Grid.Delta[direction];
                }
            }

            if ((links & Via) != 0)
            {
                yield return board.OtherLayer(vertex);
            }
        }

        if (_legs.TryGetValue(vertex, out var ends))
        {
            foreach (var end in ends)
            {
                yield return end;
            }
        }
    }

    /// <summary>Every link once.</summary>
    public IEnumerable<(int A, int B)> Links()
    {
        foreach (var (state, links) in _links)
        {
            for (var direction = 0; direction < 4; direction++)
            {
                if ((links >> direction & 1) != 0)
                {
                    yield return (state, state + board.Grid.Delta[direction]);
                }
            }

            if ((links & Via) != 0 && board.Layer(state) == 0)
            {
                yield return (state, board.OtherLayer(state));
            }
        }

        foreach (var socket in Sockets)
        {
            if (_legs.TryGetValue(socket, out var ends))
            {
                foreach (var end in ends)
                {
                    yield return (socket, end);
                }
            }
        }
    }

    /// <summary>Takes away what leads nowhere.</summary>
    public void Prune()
    {
        var loose = new Queue<int>(States.Where(state => Degree(state) < 2));
        while (loose.TryDequeue(out var vertex))
        {
            if (vertex >= board.FirstSocket || Degree(vertex) > 1)
            {
                continue;
            }

            foreach (var next in Neighbours(vertex).ToArray())
            {
                Unlink(vertex, next);
                loose.Enqueue(next);
            }

            Forget(vertex);
        }
    }

    /// <summary>For each vertex the component it is in, numbered from 0 in order of their first sockets; sockets without copper are one each.</summary>
    public (Dictionary<int, int> Of, int Count) Components()
    {
        var component = new Dictionary<int, int>();
        var count = 0;
        var frontier = new Stack<int>();
        foreach (var socket in Sockets)
        {
            if (!component.TryAdd(socket, count))
            {
                continue;
            }

            frontier.Push(socket);
            while (frontier.TryPop(out var vertex))
            {
                foreach (var next in Neighbours(vertex))
                {
                    if (component.TryAdd(next, count))
                    {
                        frontier.Push(next);
                    }
                }
            }

            count++;
        }

        return (component, count);
    }

    /// <summary>The copper between sockets, junctions and ends: runs of vertices with nothing joining on the way.</summary>
    public List<List<int>> Chains()
    {
        var chains = new List<List<int>>();
        foreach (var start in Sockets.Concat(States.Where(state => Degree(state) != 2).Order()))
        {
            foreach (var first in Neighbours(start))
            {
                var chain = new List<int> { start, first };
                while (chain[^1] < board.FirstSocket && Degree(chain[^1]) == 2)
                {
                    chain.Add(Neighbours(chain[^1]).First(next => next != chain[^2]));
                }

                // Found from either end: kept once.
                if ((chain[0], chain[1]).CompareTo((chain[^1], chain[^2])) < 0)
                {
                    chains.Add(chain);
                }
            }
        }

        return chains;
    }

    private List<int> Ends(int vertex)
    {
        if (!_legs.TryGetValue(vertex, out var ends))
        {
            _legs[vertex] = ends = [];
        }

        return ends;
    }

    private void Detach(int vertex, int end)
    {
        var ends = _legs[vertex];
        ends.Remove(end);
        if (ends.Count == 0)
        {
            _legs.Remove(vertex);
        }
    }

    private void Forget(int vertex)
    {
        if (_links.TryGetValue(vertex, out var links) && links == 0 && !_legs.ContainsKey(vertex))
        {
            _links.Remove(vertex);
        }
    }

    private ushort Bit(int from, int to) => to == board.OtherLayer(from) ? Via : (ushort)(1 << board.Grid.DirectionOf(to - from));
}
