using System.Numerics;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>The copper of one net as a graph over the vertices of <see cref="TreeBoard"/>: steps on a layer, vias, and legs of sockets.</summary>
internal sealed class NetGraph : IDisposable
{
    private const ushort AllSteps = 255;
    private const ushort Via = 256;
    private const ushort Leg = 512;

    private readonly TreeBoard _board;

    // Links of grid vertices: a bit for each direction, one for the via, one where legs end. Sockets are always in the table.
    private readonly VertexTable _table = new();

    // Legs in use, by either end.
    private readonly Dictionary<int, List<int>> _legs = [];

    // Slots of vertices that were labelled and not yet looked at.
    private readonly Stack<int> _frontier = new();
    private readonly Stack<int> _secondFrontier = new();
    private readonly List<int> _neighbours = [];

    public NetGraph(TreeBoard board, int net, int[] sockets)
    {
        _board = board;
        Net = (ushort)net;
        AllSockets = Sockets = sockets;
        foreach (var socket in sockets)
        {
            _table.Add(socket);
        }
    }

    private NetGraph(NetGraph other)
    {
        _board = other._board;
        Net = other.Net;
        AllSockets = other.AllSockets;
        Sockets = other.Sockets;
        _table = other._table.Copy();
        _legs = other._legs.ToDictionary(entry => entry.Key, entry => entry.Value.ToList());
    }

    public ushort Net { get; }

    /// <summary>Vertices of the net's sockets.</summary>
    public int[] AllSockets { get; }

    /// <summary>Of all sockets those that are to be joined: the others are set aside.</summary>
    public int[] Sockets { get; private set; }

    /// <summary>All vertices in use, and the sockets, with their labels from <see cref="LabelComponents"/>.</summary>
    public VertexTable Vertices => _table;

    /// <summary>Grid vertices in use.</summary>
    public IEnumerable<int> States
    {
        get
        {
            for (var slot = 0; slot < _table.Slots; slot++)
            {
                if (IsState(_table[slot].Vertex))
                {
                    yield return _table[slot].Vertex;
                }
            }
        }
    }

    /// <summary>Gives its memory back; it is of no use any more.</summary>
    public void Dispose() => _table.Dispose();

    /// <summary>The same copper, to come back to.</summary>
    public NetGraph Copy() => new(this);

    /// <summary>Gives up a socket, which has no copper, for the time being.</summary>
    public void SetAside(int socket)
    {
        Sockets = [.. Sockets.Where(other => other != socket)];
        _table.Remove(socket);
    }

    /// <summary>Takes back a socket that was set aside.</summary>
    public void TakeBack(int socket)
    {
        Sockets = [.. Sockets.Append(socket).Order()];
        _table.Add(socket);
    }

    /// <summary>True where a vertex is in use, or a socket that is to be joined.</summary>
    public bool Contains(int vertex) => _table.Find(vertex) >= 0;

    /// <summary>Directions in which tracks leave a grid vertex, a bit each.</summary>
    public int Steps(int state) => LinksOf(state) & AllSteps;

    public bool HasVia(int state) => IsVia(LinksOf(state));

    public static int StepsIn(ushort links) => links & AllSteps;

    public static bool IsVia(ushort links) => (links & Via) != 0;

    /// <summary>The component that a vertex was found in, negative where it is not in use.</summary>
    public int LabelOf(int vertex)
    {
        var slot = _table.Find(vertex);
        return slot < 0 ? -1 : _table[slot].Label;
    }

    /// <summary>The grid vertices where the legs of a socket end.</summary>
    public IReadOnlyList<int> LegEnds(int socket) => _legs.TryGetValue(socket, out var ends) ? ends : [];

    /// <summary>True where the graph still has every link of a chain, and nothing joins it on the way.</summary>
    public bool Holds(List<int> chain)
    {
        for (var i = 1; i < chain.Count; i++)
        {
            if (!IsLinked(chain[i - 1], chain[i]) || (i < chain.Count - 1 && Degree(chain[i]) != 2))
            {
                return false;
            }
        }

        return true;
    }

    public void Link(int a, int b)
    {
        if (a >= _board.FirstSocket || b >= _board.FirstSocket)
        {
            Attach(a, b);
            Attach(b, a);
            return;
        }

        _table[_table.Add(a)].Links |= Bit(a, b);
        _table[_table.Add(b)].Links |= Bit(b, a);
    }

    public void Unlink(int a, int b)
    {
        if (a >= _board.FirstSocket || b >= _board.FirstSocket)
        {
            Detach(a, b);
            Detach(b, a);
        }
        else
        {
            _table[_table.Find(a)].Links &= (ushort)~Bit(a, b);
            _table[_table.Find(b)].Links &= (ushort)~Bit(b, a);
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

    /// <summary>Links vertices that lie one after the other on a layer.</summary>
    /// <param name="delta">Index distance from one to the next.</param>
    public void LinkRun(int first, int delta, int steps) => LinkAll(Run(first, delta, steps));

    public void UnlinkRun(int first, int delta, int steps) => UnlinkAll(Run(first, delta, steps));

    public void UnlinkAll(IReadOnlyList<int> path)
    {
        for (var i = 1; i < path.Count; i++)
        {
            Unlink(path[i - 1], path[i]);
        }
    }

    /// <summary>Takes away all copper.</summary>
    public void UnlinkAll() => Unlink(Links());

    /// <summary>Takes links away.</summary>
    public void Unlink(IEnumerable<(int A, int B)> links) => links.ToList().ForEach(link => Unlink(link.A, link.B));

    public int Degree(int vertex) => Degree(vertex, LinksOf(vertex));

    private int Degree(int vertex, ushort links)
    {
        var degree = BitOperations.PopCount((uint)links & (AllSteps | Via));
        return (links & Leg) == 0 ? degree : degree + _legs[vertex].Count;
    }

    /// <summary>Every link once.</summary>
    public IEnumerable<(int A, int B)> Links()
    {
        for (var slot = 0; slot < _table.Slots; slot++)
        {
            var (state, links) = (_table[slot].Vertex, _table[slot].Links);
            if (!IsState(state))
            {
                continue;
            }

            for (var steps = links & 15; steps != 0; steps &= steps - 1)
            {
                yield return (state, state + _board.Grid.Delta[BitOperations.TrailingZeroCount(steps)]);
            }

            if ((links & Via) != 0 && _board.Layer(state) == 0)
            {
                yield return (state, _board.OtherLayer(state));
            }
        }

        foreach (var socket in Sockets)
        {
            foreach (var end in LegEnds(socket))
            {
                yield return (socket, end);
            }
        }
    }

    /// <summary>Takes away what leads nowhere.</summary>
    public void Prune()
    {
        var loose = new Queue<int>(Ends().Where(state => Degree(state) < 2));
        while (loose.TryDequeue(out var vertex))
        {
            if (vertex >= _board.FirstSocket || Degree(vertex) > 1)
            {
                continue;
            }

            foreach (var next in Neighbours(vertex).ToArray())
            {
                Unlink(vertex, next);
                loose.Enqueue(next);
            }
        }
    }

    /// <summary>Takes away all copper but the component that joins the most sockets, and sets the sockets outside it aside.</summary>
    /// <returns>False where there is no other component.</returns>
    public bool KeepLargest()
    {
        if (LabelComponents() <= 1)
        {
            return false;
        }

        var largest = Sockets.GroupBy(LabelOf).MaxBy(group => (group.Count(), LegEnds(group.First()).Count))!.Key;
        Unlink(Links().Where(link => LabelOf(link.A) != largest));
        foreach (var socket in Sockets.Where(socket => LabelOf(socket) != largest))
        {
            SetAside(socket);
        }

        return true;
    }

    /// <summary>Labels every vertex with its component, numbered from 0 in order of their first sockets; sockets without copper are one each.</summary>
    /// <returns>The number of components.</returns>
    public int LabelComponents()
    {
        LabelAll(-1);
        var count = 0;
        _frontier.Clear();
        foreach (var socket in Sockets)
        {
            if (Reach(socket, count))
            {
                while (_frontier.TryPop(out var slot))
                {
                    foreach (var next in Neighbours(_table[slot].Vertex, _table[slot].Links))
                    {
                        Reach(next, count);
                    }
                }

                count++;
            }
        }

        return count;
    }

    /// <summary>
    /// Labels what hangs on one of two vertices, on that from which less is reached: both are followed in turns, so that the work is that of the smaller part.
    /// </summary>
    /// <returns>The smaller part's label, which nothing else has; negative where the two are joined, or where one of them is not in use.</returns>
    public int LabelSmaller(int a, int b)
    {
        const int Other = 2;
        LabelAll(Other);
        Stack<int>[] frontiers = [_frontier, _secondFrontier];
        int[] begins = [_table.Find(a), _table.Find(b)];
        if (begins[0] < 0 || begins[1] < 0)
        {
            return -1;
        }

        for (var part = 0; part < 2; part++)
        {
            frontiers[part].Clear();
            frontiers[part].Push(begins[part]);
            _table[begins[part]].Label = part;
        }

        for (var part = 0; ; part = 1 - part)
        {
            if (!frontiers[part].TryPop(out var slot))
            {
                return part;
            }

            foreach (var next in Neighbours(_table[slot].Vertex, _table[slot].Links))
            {
                var beside = _table.Find(next);
                ref var label = ref _table[beside].Label;
                if (label == 1 - part)
                {
                    return -1;
                }

                if (label == Other)
                {
                    label = part;
                    frontiers[part].Push(beside);
                }
            }
        }
    }

    /// <summary>The copper between sockets, junctions and ends: runs of vertices with nothing joining on the way.</summary>
    /// <returns>Each in a list that the next one overwrites, while the graph stays as it is.</returns>
    public IEnumerable<List<int>> Chains()
    {
        var chain = new List<int>();
        var ways = new List<int>();
        foreach (var start in Sockets.Concat(Ends()))
        {
            ways.Clear();
            ways.AddRange(Neighbours(start));
            foreach (var first in ways)
            {
                chain.Clear();
                chain.Add(start);
                chain.Add(first);
                for (var (before, last) = (start, first); last < _board.FirstSocket && LinksOf(last) is var links && Degree(last, links) == 2;)
                {
                    var ends = Neighbours(last, links);
                    (before, last) = (last, ends[0] == before ? ends[1] : ends[0]);
                    chain.Add(last);
                }

                // Found from either end: kept once.
                if ((chain[0], chain[1]).CompareTo((chain[^1], chain[^2])) < 0)
                {
                    yield return chain;
                }
            }
        }
    }

    /// <summary>Grid vertices where copper ends or branches, in order.</summary>
    private List<int> Ends()
    {
        var ends = new List<int>();
        foreach (ref readonly var entry in _table.Entries)
        {
            if (IsState(entry.Vertex) && Degree(entry.Vertex, entry.Links) != 2)
            {
                ends.Add(entry.Vertex);
            }
        }

        ends.Sort();
        return ends;
    }

    private ushort LinksOf(int vertex)
    {
        var slot = _table.Find(vertex);
        return slot < 0 ? (ushort)0 : _table[slot].Links;
    }

    private bool IsLinked(int a, int b) => a >= _board.FirstSocket || b >= _board.FirstSocket
        ? _legs.TryGetValue(a, out var ends) && ends.Contains(b)
        : (LinksOf(a) & Bit(a, b)) != 0;

    /// <summary>In a list that the next call overwrites.</summary>
    private List<int> Neighbours(int vertex) => Neighbours(vertex, LinksOf(vertex));

    private List<int> Neighbours(int vertex, ushort links)
    {
        _neighbours.Clear();
        for (var steps = links & AllSteps; steps != 0; steps &= steps - 1)
        {
            _neighbours.Add(vertex + _board.Grid.Delta[BitOperations.TrailingZeroCount(steps)]);
        }

        if ((links & Via) != 0)
        {
            _neighbours.Add(_board.OtherLayer(vertex));
        }

        if ((links & Leg) != 0)
        {
            _neighbours.AddRange(_legs[vertex]);
        }

        return _neighbours;
    }

    private bool Reach(int vertex, int component)
    {
        var slot = _table.Find(vertex);
        ref var label = ref _table[slot].Label;
        if (label >= 0)
        {
            return false;
        }

        label = component;
        _frontier.Push(slot);
        return true;
    }

    private void Attach(int vertex, int end)
    {
        if (!_legs.TryGetValue(vertex, out var ends))
        {
            _legs[vertex] = ends = [];
        }

        ends.Add(end);
        _table[_table.Add(vertex)].Links |= Leg;
    }

    private void Detach(int vertex, int end)
    {
        var ends = _legs[vertex];
        ends.Remove(end);
        if (ends.Count == 0)
        {
            _legs.Remove(vertex);
            _table[_table.Find(vertex)].Links &= ushort.MaxValue ^ Leg;
        }
    }

    private void Forget(int vertex)
    {
        if (vertex < _board.FirstSocket && LinksOf(vertex) == 0)
        {
            _table.Remove(vertex);
        }
    }

    private void LabelAll(int label)
    {
        foreach (ref var entry in _table.Entries)
        {
            entry.Label = label;
        }
    }

    /// <summary>True for a grid vertex; false for a socket, and for what stands in a slot that is not used.</summary>
    private bool IsState(int vertex) => (uint)vertex < (uint)_board.FirstSocket;

    private static int[] Run(int first, int delta, int steps) => [.. Enumerable.Range(0, steps + 1).Select(i => first + i * delta)];

    private ushort Bit(int from, int to) => to == _board.OtherLayer(from) ? Via : (ushort)(1 << _board.Grid.DirectionOf(to - from));
}
