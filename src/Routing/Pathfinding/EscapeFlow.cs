using System.Buffers;
using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
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
/// clearance; refinement then cuts the corners on the full grid.
/// </remarks>
internal sealed class EscapeFlow : IDisposable
{
    private const int StepCost = 2;
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
    private readonly List<Start>[] _starts;
    private readonly int _entrySpacing;

    // Grid nodes within the clearance of a leg, by the index + 1 of its socket.
    private readonly Dictionary<int, int> _reserved = [];

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
        _entrySpacing = EntrySpacing(side.Plan.Rules, stride * _grid.Pitch);

        // So far in from the innermost bus that a track along the area keeps clear of the vias on that bus.
        var entry = side.Side == Side.Left ? columns.Max() + (_entrySpacing * stride) : columns.Min() - (_entrySpacing * stride);
        _lattice = new(side, Math.Clamp(entry, 0, _grid.Columns - 1), stride, _reserved);
        (_count, _delta) = (_lattice.Count, _lattice.Delta);
        _next = Filled(_count, None);
        _previous = Filled(_count, None);
        _used = Filled(_sockets.Length, None);
        _distance = Filled(Goal + 1, int.MaxValue);
        _parent = ArrayPool<int>.Shared.Rent(Goal + 1);
        _potential = Filled(Goal + 1, 0);
        for (var column = 0; column < _lattice.Columns; column++)
        {
            _potential[column] = -column * StepCost;
        }

        for (var row = 1; row < _lattice.Rows; row++)
        {
            Array.Copy(_potential, 0, _potential, row * _lattice.Columns, _lattice.Columns);
        }

        _starts = [.. _sockets.Select(FindStarts)];
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

    /// <summary>Lines between two entries of the bus area, so that vias keep clear of the tracks that pass them and of each other.</summary>
    private static int EntrySpacing(DesignRules rules, long step)
    {
        var toTrack = (rules.ViaDiameter / 2.0) + rules.Clearance + (rules.TrackWidth / 2.0);

        // The nearest foreign via stands one bus away.
        double between = Math.Max(rules.ViaDiameter + rules.Clearance, rules.ViaHole + rules.HoleToHole);
        var toVia = Math.Sqrt(Math.Max(0, (between * between) - ((double)rules.BusPitch * rules.BusPitch)));
        return (int)Math.Ceiling((Math.Max(toTrack, toVia) - 0.5) / step);
    }

    /// <summary>The bus area is entered on every so many lines.</summary>
    private bool IsEntry(int node)
    {
        var row = _lattice.GridRow(node);
        return _lattice.Column(node) == 0 && row >= _side.BusBottom && row <= _side.BusTop && (row - _side.BusBottom) / _lattice.Stride % _entrySpacing == 0;
    }

    /// <summary>
    /// Ways from a socket onto the lattice: its upright legs. Any other leg takes nodes beside it too, which a flow does not
    /// see: where there is nothing else, one such leg is chosen and the nodes within its clearance are kept for it.
    /// </summary>
    private List<Start> FindStarts(PlannedSocket socket)
    {
        var upright = FindStarts(socket, access => access.Leg.Length <= 2 && (access.Direction < 0 || (access.Direction & 1) == 0));
        if (upright.Count > 0)
        {
            return upright;
        }

        var any = FindStarts(socket, _ => true).Where(start => !_reserved.ContainsKey(start.Path[^1])).Take(1).ToList();
        foreach (var start in any)
        {
            Reserve(_side.Accesses(socket.Id)[start.Access].Leg, Array.IndexOf(_sockets, socket) + 1);
            _reserved[start.Path[^1]] = Array.IndexOf(_sockets, socket) + 1;
        }

        return any;
    }

    /// <summary>Keeps for one socket the nodes from which a track might come too near its leg.</summary>
    private void Reserve(ImmutableArray<Point> leg, int owner)
    {
        var reach = Math.Sqrt(((double)_side.Plan.TrackPitch * _side.Plan.TrackPitch) + (_grid.Pitch * _grid.Pitch / 2.0));
        for (var i = 1; i < leg.Length; i++)
        {
            var box = Box.Around(leg[i - 1], leg[i]).Inflate((long)reach);
            for (var row = _grid.RowAtOrAfter(box.Bottom); row <= _grid.RowAtOrBefore(box.Top); row++)
            {
                for (var column = _grid.ColumnAtOrAfter(box.Left); column <= _grid.ColumnAtOrBefore(box.Right); column++)
                {
                    var node = _grid.Node(column, row);
                    if (Segments.PointToSegment(_grid.At(node), leg[i - 1], leg[i]) < reach)
                    {
                        _reserved.TryAdd(node, owner);
                    }
                }
            }
        }
    }

    /// <summary>Straight runs shorter than the lattice's stride, from the accesses of a kind.</summary>
    private List<Start> FindStarts(PlannedSocket socket, Func<SocketAccess, bool> kind)
    {
        var starts = new Dictionary<int, Start>();
        var accesses = _side.Accesses(socket.Id);
        var directions = 0;
        for (var i = 0; i < accesses.Length; i++)
        {
            var seen = 1 << (accesses[i].Direction + 1);
            if (!kind(accesses[i]) || (directions & seen) != 0)
            {
                continue;
            }

            directions |= seen;
            var leg = (int)(accesses[i].Length * StepCost / _grid.Pitch);
            for (var direction = 0; direction < 8; direction++)
            {
                if (RunToLattice(accesses[i].Node, direction, (ushort)socket.Net) is not { } path)
                {
                    continue;
                }

                var start = new Start(_lattice.At(path[^1]), leg + ((path.Length - 1) * StepCost / _lattice.Stride), i, path);
                if (!starts.TryGetValue(start.Node, out var known) || start.Cost < known.Cost)
                {
                    starts[start.Node] = start;
                }
            }
        }

        return [.. starts.Values.OrderBy(start => start.Cost).ThenBy(start => start.Path[^1])];
    }

    /// <summary>The grid nodes of a straight run to the first lattice node on the way; null where there is none near.</summary>
    private int[]? RunToLattice(int from, int direction, ushort net)
    {
        var at = from;
        for (var step = 0; step < 2 * _lattice.Stride; step++)
        {
            if (_lattice.At(at) >= 0)
            {
                var path = new int[step + 1];
                for (var i = 0; i <= step; i++)
                {
                    path[i] = from + (i * _grid.Delta[direction]);
                }

                return path;
            }

            var to = at + _grid.Delta[direction];
            if (_side.Static.IsForeign(to, net) || IsEdgeBlocked(at, direction))
            {
                return null;
            }

            at = to;
        }

        return null;
    }

    private bool IsEdgeBlocked(int node, int direction)
    {
        var flags = _side.Static.Flags;
        var bits = direction < 4 ? flags[node] >> direction : flags[node + _grid.Delta[direction]] >> (direction - 4);
        return (bits & 1) != 0;
    }

    /// <summary>Columns between a socket's nearest start and the bus area: what is near is routed first, and seldom moves again.</summary>
    private int NearestColumn(int socket) => _starts[socket].Select(start => _lattice.Column(start.Node)).DefaultIfEmpty().Min();

    /// <summary>
    /// One more track, for a socket that has none, by its shortest augmenting path. Where there is none now there will be none
    /// later, so that as many are joined as can be.
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
            return;
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
        for (var i = 0; i < _starts[socket].Count; i++)
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
            Relax(state, previous, -StepCost, _potential[state], distance);
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
                Relax(node, Entering(to), StepCost, potential, distance);
            }
        }
    }

    /// <summary>Walks the augmenting path back from its end, taking flow off edges it used backwards and putting it on the others.</summary>
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
                _used[FirstSocket - from] = _starts[FirstSocket - from].FindIndex(start => start.Node == to);
            }
            else
            {
                _next[from] = to;
            }
        }

        _next[end] = Sink;
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

    /// <summary>A way from a socket onto the lattice.</summary>
    /// <param name="Node">The lattice node.</param>
    /// <param name="Path">Grid nodes from the access's node to the lattice node.</param>
    private sealed record Start(int Node, int Cost, int Access, int[] Path);
}
