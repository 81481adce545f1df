using System.Numerics;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// Shortest augmenting paths in a band of rows of a <see cref="FlowNetwork"/>, by Dijkstra's algorithm with potentials (Edmonds and Karp 1972).
/// The scratch belongs to one worker.
/// </summary>
internal sealed class AugmentingSearch(FlowNetwork network) : IDisposable
{
    private const int None = FlowNetwork.None;
    private const int FirstSocket = FlowNetwork.FirstSocket;

    private readonly FlowNetwork _network = network;
    private readonly FlowLattice _lattice = network.Lattice;
    private readonly int _count = network.Count;
    private readonly int[] _delta = network.Lattice.Delta;
    private readonly int[] _next = network.Next;
    private readonly int[] _previous = network.Previous;
    private readonly int[] _potential = network.Potential;
    private readonly int[] _distance = network.Distance;
    private readonly int[] _parent = network.Parent;
    private readonly NodeList _visited = new();
    private readonly List<int> _path = [];
    private readonly List<(int From, int To)> _removed = [];
    private readonly List<(int From, int To)> _added = [];
    private readonly BucketQueue _queue = new();

    // The band's nodes, and the cheapest way to the bus area, whose state is behind all others.
    private int _firstNode;
    private int _nodes;
    private int _toGoal;
    private int _last;

    public void Dispose()
    {
        _queue.Dispose();
        _visited.Return();
    }

    /// <summary>
    /// One more track, for a socket that has none, by its shortest augmenting path. Where there is none now there will be none
    /// later, so that as many are joined as can be; but the socket may take the place of one whose track is longer by more than it costs
    /// to make way.
    /// </summary>
    /// <returns>How many states were looked at.</returns>
    public int Augment(int socket, int firstRow, int endRow)
    {
        (_firstNode, _nodes) = (firstRow * _lattice.Columns, (endRow - firstRow) * _lattice.Columns);
        (_toGoal, _last) = (int.MaxValue, None);
        var length = Search(socket);
        if (_last == None)
        {
            _last = Costliest(socket);
            length = _last == None ? 0 : _distance[_last];
        }

        foreach (var state in _visited.Nodes)
        {
            if (_distance[state] < length)
            {
                _potential[state] += _distance[state] - length;
            }
        }

        if (_last != None)
        {
            Apply(_last);
        }

        var visited = _visited.Count;
        foreach (var state in _visited.Nodes)
        {
            _distance[state] = int.MaxValue;
        }

        _visited.Clear();
        return visited;
    }

    /// <summary>The distance to the bus area; 0 where it cannot be reached.</summary>
    private int Search(int socket)
    {
        _queue.Clear();
        Relax(FlowNetwork.Sink, _network.Socket(socket), 0, _potential[_network.Socket(socket)], 0);
        while (_queue.TryPop(out var distance, out var state))
        {
            if (state == _network.States)
            {
                return distance;
            }

            if (distance != _distance[state])
            {
                continue;
            }

            // Where the next node towards the bus can be reached, there is no entry.
            if (state < _count && (_lattice.OpenAt(state) & FlowLattice.TowardsBus) == 0 && _network.IsFreeEntry(state))
            {
                RelaxGoal(state, distance);
            }

            Expand(state, distance);
        }

        return 0;
    }

    /// <summary>The joined socket in whose place another saves most; none where it saves nothing.</summary>
    private int Costliest(int socket)
    {
        var (best, least) = (None, 0);
        foreach (var state in _visited.Nodes)
        {
            if (state >= 2 * _count && _distance[state] + _potential[state] - _potential[_network.Socket(socket)] is var cost
                && (cost < least || (cost == least && best != None && state < best)))
            {
                (best, least) = (state, cost);
            }
        }

        return best;
    }

    private void RelaxGoal(int from, int distance)
    {
        var reached = distance + Math.Max(0, _potential[from]);
        if (reached < _toGoal)
        {
            (_toGoal, _last) = (reached, from);
            _queue.Push(reached, _network.States);
        }
    }

    private void Relax(int from, int to, int cost, int fromPotential, int distance)
    {
        // Below 0 only between bands that were solved apart, where there is more to gain than the potentials know.
        var reached = distance + Math.Max(0, cost + fromPotential - _potential[to]);
        if (reached < _distance[to])
        {
            Reach(from, to, reached);
        }
    }

    private void Reach(int from, int to, int distance)
    {
        ref var known = ref _distance[to];
        if (known == int.MaxValue)
        {
            _visited.Add(to);
        }

        known = distance;
        _parent[to] = from;
        _queue.Push(distance, to);
    }

    private void Expand(int state, int distance)
    {
        if (state >= 2 * _count)
        {
            ExpandSocket(state - 2 * _count, distance);
        }
        else if (state >= _count)
        {
            ExpandBack(state - _count, distance);
        }
        else
        {
            ExpandNode(state, distance);
        }
    }

    private void ExpandSocket(int socket, int distance)
    {
        var state = _network.Socket(socket);
        var starts = _network.Starts[socket];
        for (var i = 0; i < starts.Length; i++)
        {
            if (_network.Used[socket] != i && IsInBand(starts[i].Node))
            {
                Relax(state, _network.Entering(starts[i].Node), starts[i].Cost, _potential[state], distance);
            }
        }
    }

    /// <summary>Into a node that carries a track: only back along that track, which is then taken off there.</summary>
    private void ExpandBack(int node, int distance)
    {
        var state = _count + node;
        var previous = _previous[node];
        if (previous <= FirstSocket)
        {
            var socket = FirstSocket - previous;
            Relax(state, _network.Socket(socket), -_network.Starts[socket][_network.Used[socket]].Cost, _potential[state], distance);
        }
        else
        {
            Relax(state, previous, -FlowLattice.StepCost, _potential[state], distance);
        }
    }

    private void ExpandNode(int node, int distance)
    {
        var potential = _potential[node];
        if (_previous[node] != None)
        {
            Relax(node, _count + node, 0, potential, distance);
        }

        var next = _next[node];
        for (var open = _lattice.OpenAt(node); open != 0; open &= open - 1)
        {
            var to = node + _delta[BitOperations.TrailingZeroCount(open)];
            if (next != to && IsInBand(to))
            {
                Relax(node, _network.Entering(to), FlowLattice.StepCost, potential, distance);
            }
        }
    }

    private bool IsInBand(int node) => (uint)(node - _firstNode) < (uint)_nodes;

    /// <summary>
    /// Walks the augmenting path back from its end, at an entry or at a socket that makes way, taking flow off edges it used backwards and
    /// putting it on the others.
    /// </summary>
    private void Apply(int end)
    {
        FindChanges(end);
        foreach (var (_, to) in _added)
        {
            // A node that begins to carry a track is entered at the price at which it was left.
            if (_previous[to] == None)
            {
                _potential[_count + to] = _potential[to];
            }
        }

        foreach (var (from, to) in _removed)
        {
            _previous[to] = None;
            if (from <= FirstSocket)
            {
                _network.Used[FirstSocket - from] = None;
            }
            else
            {
                _next[from] = None;
            }
        }

        foreach (var (from, to) in _added)
        {
            _previous[to] = from;
            if (from <= FirstSocket)
            {
                _network.Used[FirstSocket - from] = StartAt(FirstSocket - from, to);
            }
            else
            {
                _next[from] = to;
            }
        }

        if (end < _count)
        {
            _next[end] = FlowNetwork.Sink;
        }
    }

    private int StartAt(int socket, int node) => Array.FindIndex(_network.Starts[socket], start => start.Node == node);

    private void FindChanges(int end)
    {
        _path.Clear();
        _removed.Clear();
        _added.Clear();
        for (var state = end; state != FlowNetwork.Sink; state = _parent[state])
        {
            _path.Add(state);
        }

        for (var i = _path.Count - 1; i > 0; i--)
        {
            int from = _path[i], to = _path[i - 1];
            if (from >= 2 * _count)
            {
                _added.Add((FirstSocket - (from - 2 * _count), to % _count));
            }
            else if (to >= 2 * _count)
            {
                _removed.Add((FirstSocket - (to - 2 * _count), from - _count));
            }
            else if (from < _count && to % _count != from)
            {
                _added.Add((from, to % _count));
            }
            else if (from >= _count)
            {
                _removed.Add((to, from - _count));
            }
        }
    }
}
