using System.Buffers;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// Routes all sockets of a side at once, as a minimum-cost flow: the largest number of disjoint tracks from the sockets to
/// the bus area, and of those the shortest in sum. A net may meet its bus at any height, so every track only has to reach the
/// bus area anywhere; this makes the problem a flow, which successive shortest paths solve exactly (Ford and Fulkerson 1962;
/// with potentials: Edmonds and Karp 1972), where one track after the other would wall the next one in.
/// </summary>
/// <remarks>
/// The flow runs on a lattice of upright steps no closer than the track pitch, so that disjoint nodes are enough for the
/// clearance; what sockets need to come onto it is kept for them beforehand. Refinement then cuts the corners on the full grid.
/// </remarks>
internal sealed class EscapeFlow : IDisposable
{
    private const int None = -1;
    private const int Sink = -2;

    // Predecessors below this are sockets: FirstSocket - index.
    private const int FirstSocket = -3;

    private readonly RoutingSide _side;
    private readonly RoutingGrid _grid;
    private readonly FlowLattice _lattice;
    private readonly int _count;
    private readonly int[] _delta;
    private readonly PlannedSocket[] _sockets;
    private readonly FlowStart[][] _starts;
    private readonly bool[] _isEntryRow;

    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _used;
    private readonly int[] _potential;
    private readonly int[] _distance;
    private readonly int[] _parent;
    private readonly List<int> _visited = [];
    private readonly BucketQueue _queue = new();

    public EscapeFlow(RoutingSide side)
    {
        _side = side;
        _grid = side.Grid;
        _sockets = [.. side.Sockets.OrderBy(socket => socket.Id)];
        var stride = (int)Math.Ceiling(side.Plan.TrackPitch / (double)_grid.Pitch);
        var columns = side.Plan.Nets.Where(net => net.Side == side.Side).Select(net => side.BusColumn((ushort)net.Id)).ToArray();
        var apart = EntriesApart(side.Plan.Rules, _grid.Pitch);

        // So far in from the innermost bus that a track along the area keeps clear of the vias on that bus.
        var entry = side.Side == Side.Left ? columns.Max() + apart : columns.Min() - apart;
        _lattice = new(side, Math.Clamp(entry, 0, _grid.Columns - 1), stride);
        (_count, _delta) = (_lattice.Count, _lattice.Delta);
        _next = Filled(_count, None);
        _previous = Filled(_count, None);
        _used = Filled(_sockets.Length, None);
        _distance = Filled(Goal + 1, int.MaxValue);
        _parent = ArrayPool<int>.Shared.Rent(Goal + 1);
        _potential = Filled(Goal + 1, 0);
        for (var column = 0; column < _lattice.Columns; column++)
        {
            _potential[column] = -column * FlowLattice.StepCost;
        }

        for (var row = 1; row < _lattice.Rows; row++)
        {
            Array.Copy(_potential, 0, _potential, row * _lattice.Columns, _lattice.Columns);
        }

        _starts = FlowStartFinder.Find(side, _lattice, _sockets);
        _isEntryRow = FindEntryRows(apart);
    }

    /// <summary>A connection for as many sockets as one layer can hold.</summary>
    public List<Connection> Solve(CancellationToken cancellationToken)
    {
        foreach (var socket in Enumerable.Range(0, _sockets.Length).OrderBy(NearestColumn).ThenBy(socket => socket))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Augment(socket);
        }

        var connections = new List<Connection>();
        for (var i = 0; i < _sockets.Length; i++)
        {
            if (_used[i] != None)
            {
                connections.Add(Trace(i));
            }
        }

        return connections;
    }

    /// <summary>Gives the arrays back; one job's serve the next.</summary>
    public void Dispose()
    {
        foreach (var array in new[] { _next, _previous, _used, _potential, _distance, _parent })
        {
            ArrayPool<int>.Shared.Return(array);
        }

        _lattice.Dispose();
        _queue.Dispose();
    }

    private static int[] Filled(int length, int value)
    {
        var array = ArrayPool<int>.Shared.Rent(length);
        array.AsSpan(0, length).Fill(value);
        return array;
    }

    /// <summary>The state that stands for the bus area, behind those of nodes and sockets.</summary>
    private int Goal => 2 * _count + _sockets.Length;

    private int Socket(int index) => 2 * _count + index;

    /// <summary>
    /// The state of entering a node: nodes that carry a track have a second one, behind those of leaving them, so that a node
    /// carries one track at most.
    /// </summary>
    private int Entering(int node) => _previous[node] == None ? node : _count + node;

    /// <summary>Grid steps between two entries of the bus area, so that vias keep clear of the tracks that pass them and of each other.</summary>
    private static int EntriesApart(DesignRules rules, long gridPitch)
    {
        var toTrack = (rules.ViaDiameter / 2.0) + rules.Clearance + (rules.TrackWidth / 2.0);

        // The nearest foreign via stands one bus away.
        double between = Math.Max(rules.ViaDiameter + rules.Clearance, rules.ViaHole + rules.HoleToHole);
        var toVia = Math.Sqrt(Math.Max(0, (between * between) - ((double)rules.BusPitch * rules.BusPitch)));
        return (int)Math.Ceiling((Math.Max(toTrack, toVia) - 0.5) / gridPitch);
    }

    /// <summary>The lattice's rows on which the bus area is entered: as many between the ends of the buses as keep apart.</summary>
    private bool[] FindEntryRows(int apart)
    {
        var entries = new bool[_lattice.Rows];
        var next = _side.BusBottom;
        for (var row = 0; row < entries.Length && _lattice.GridRow(row) <= _side.BusTop; row++)
        {
            if (_lattice.GridRow(row) >= next)
            {
                entries[row] = true;
                next = _lattice.GridRow(row) + apart;
            }
        }

        return entries;
    }

    private bool IsEntry(int node) => _lattice.Column(node) == 0 && _isEntryRow[_lattice.Row(node)];

    /// <summary>Columns between a socket's nearest start and the bus area: what is near is routed first, and seldom moves again.</summary>
    private int NearestColumn(int socket) => _starts[socket].Select(start => _lattice.Column(start.Node)).DefaultIfEmpty().Min();

    /// <summary>
    /// One more track, for a socket that has none, by its shortest augmenting path. Where there is none now there will be none
    /// later, so that as many are joined as can be; but the socket may take the place of one whose track is longer by more than it costs
    /// to make way.
    /// </summary>
    private void Augment(int socket)
    {
        foreach (var state in _visited)
        {
            _distance[state] = int.MaxValue;
        }

        _visited.Clear();
        _queue.Clear();
        Relax(Sink, Socket(socket), 0, _potential[Socket(socket)], 0);
        var end = None;
        var length = 0;
        while (_queue.TryPop(out var distance, out var state))
        {
            if (distance != _distance[state])
            {
                continue;
            }

            if (state == Goal)
            {
                (end, length) = (_parent[state], distance);
                break;
            }

            if (state < _count && _next[state] != Sink && IsEntry(state))
            {
                Relax(state, Goal, 0, _potential[state], distance);
            }

            Expand(state, distance);
        }

        if (end == None)
        {
            end = Costliest(socket);
            if (end == None)
            {
                return;
            }

            length = _distance[end];
        }

        foreach (var state in _visited)
        {
            if (_distance[state] < length)
            {
                _potential[state] += _distance[state] - length;
            }
        }

        Apply(end);
    }

    /// <summary>The joined socket in whose place another saves most; none where it saves nothing.</summary>
    private int Costliest(int socket)
    {
        var (best, least) = (None, 0);
        for (var state = Socket(0); state < Goal; state++)
        {
            if (_distance[state] < int.MaxValue && _distance[state] + _potential[state] - _potential[Socket(socket)] is var cost && cost < least)
            {
                (best, least) = (state, cost);
            }
        }

        return best;
    }

    private void Relax(int from, int to, int cost, int fromPotential, int distance)
    {
        var reached = distance + cost + fromPotential - _potential[to];
        if (reached < _distance[to])
        {
            if (_distance[to] == int.MaxValue)
            {
                _visited.Add(to);
            }

            _distance[to] = reached;
            _parent[to] = from;
            _queue.Push(reached, to);
        }
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
        var state = Socket(socket);
        for (var i = 0; i < _starts[socket].Length; i++)
        {
            if (_used[socket] != i)
            {
                Relax(state, Entering(_starts[socket][i].Node), _starts[socket][i].Cost, _potential[state], distance);
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
            Relax(state, Socket(socket), -_starts[socket][_used[socket]].Cost, _potential[state], distance);
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

        var open = _lattice.OpenAt(node);
        var next = _next[node];
        var delta = _delta;
        for (var direction = 0; direction < delta.Length; direction++)
        {
            var to = node + delta[direction];
            if ((open >> direction & 1) != 0 && next != to)
            {
                Relax(node, Entering(to), FlowLattice.StepCost, potential, distance);
            }
        }
    }

    /// <summary>
    /// Walks the augmenting path back from its end, at an entry or at a socket that makes way, taking flow off edges it used backwards and
    /// putting it on the others.
    /// </summary>
    private void Apply(int end)
    {
        var path = new List<int>();
        for (var state = end; state != Sink; state = _parent[state])
        {
            path.Add(state);
        }

        path.Reverse();
        var removed = new List<(int From, int To)>();
        var added = new List<(int From, int To)>();
        for (var i = 1; i < path.Count; i++)
        {
            int from = path[i - 1], to = path[i];
            if (from >= 2 * _count)
            {
                added.Add((FirstSocket - (from - 2 * _count), to % _count));
            }
            else if (to >= 2 * _count)
            {
                removed.Add((FirstSocket - (to - 2 * _count), from - _count));
            }
            else if (from < _count && to % _count != from)
            {
                added.Add((from, to % _count));
            }
            else if (from >= _count)
            {
                removed.Add((to, from - _count));
            }
        }

        foreach (var (from, to) in removed)
        {
            _previous[to] = None;
            if (from <= FirstSocket)
            {
                _used[FirstSocket - from] = None;
            }
            else
            {
                _next[from] = None;
            }
        }

        foreach (var (from, to) in added)
        {
            // A node that begins to carry a track is entered at the price at which it was left.
            if (_previous[to] == None && !removed.Exists(edge => edge.To == to))
            {
                _potential[_count + to] = _potential[to];
            }

            _previous[to] = from;
            if (from <= FirstSocket)
            {
                _used[FirstSocket - from] = Array.FindIndex(_starts[FirstSocket - from], start => start.Node == to);
            }
            else
            {
                _next[from] = to;
            }
        }

        if (end < _count)
        {
            _next[end] = Sink;
        }
    }

    /// <summary>A socket's track along the flow, and straight on over the bus area to its own bus.</summary>
    private Connection Trace(int index)
    {
        var socket = _sockets[index];
        var start = _starts[index][_used[index]];
        var nodes = new List<int>(start.Path);
        for (var node = start.Node; _next[node] != Sink; node = _next[node])
        {
            Walk(nodes, _lattice.GridNode(_next[node]));
        }

        var column = _side.BusColumn((ushort)socket.Net);
        Walk(nodes, _grid.Node(column, _grid.Row(nodes[^1])));
        var connection = new Connection(socket.Id, (ushort)socket.Net, start.Access, [.. nodes], BusVia: true, 0);
        return connection;
    }

    private void Walk(List<int> nodes, int to)
    {
        int dx = Math.Sign(_grid.Column(to) - _grid.Column(nodes[^1])), dy = Math.Sign(_grid.Row(to) - _grid.Row(nodes[^1]));
        while (nodes[^1] != to)
        {
            nodes.Add(nodes[^1] + dy * _grid.Columns + dx);
        }
    }
}
