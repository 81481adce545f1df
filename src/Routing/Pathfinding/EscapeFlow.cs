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
    private readonly PlannedSocket[] _sockets;
    private readonly List<(int Node, int Cost, int Access, ImmutableArray<int> Path)>[] _starts;
    private readonly int _stride;
    private readonly int _entryColumn;
    private readonly int _entrySpacing;
    private readonly int _towardsBus;

    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _used;

    // Socket index + 1 of the leg whose clearance a node lies in.
    private readonly int[] _reserved;
    private readonly int[] _potential;
    private readonly int[] _distance;
    private readonly int[] _parent;
    private readonly List<int> _visited = [];
    private readonly BucketQueue _queue = new();
    private int _sourcePotential;

    public EscapeFlow(RoutingSide side)
    {
        _side = side;
        _grid = side.Grid;
        _sockets = [.. side.Sockets.OrderBy(socket => socket.Id)];
        _stride = (int)Math.Ceiling(side.Plan.TrackPitch / (double)_grid.Pitch);
        _towardsBus = side.Side == Side.Left ? -1 : 1;
        var columns = side.Plan.Nets.Where(net => net.Side == side.Side).Select(net => side.BusColumn((ushort)net.Id)).ToArray();
        _entrySpacing = EntrySpacing(side.Plan.Rules, _stride * _grid.Pitch);

        // So far in from the innermost bus that a track along the area keeps clear of the vias on that bus.
        _entryColumn = side.Side == Side.Left ? columns.Max() + (_entrySpacing * _stride) : columns.Min() - (_entrySpacing * _stride);
        var states = 2 * _grid.Count + _sockets.Length + 1;
        _next = Filled(_grid.Count, None);
        _previous = Filled(_grid.Count, None);
        _used = Filled(_sockets.Length, None);
        _reserved = Filled(_grid.Count, 0);
        _potential = Filled(states, 0);
        _distance = Filled(states, int.MaxValue);
        _parent = ArrayPool<int>.Shared.Rent(states);
        for (var column = 0; column < _grid.Columns; column++)
        {
            _potential[2 * column] = _potential[2 * column + 1] = -Estimate(column);
        }

        for (var row = 1; row < _grid.Rows; row++)
        {
            Array.Copy(_potential, 0, _potential, 2 * row * _grid.Columns, 2 * _grid.Columns);
        }

        _starts = [.. _sockets.Select(FindStarts)];
    }

    /// <summary>A connection for as many sockets as one layer can hold.</summary>
    public List<Connection> Solve(CancellationToken cancellationToken)
    {
        while (Augment())
        {
            cancellationToken.ThrowIfCancellationRequested();
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
        foreach (var array in new[] { _next, _previous, _used, _reserved, _potential, _distance, _parent })
        {
            ArrayPool<int>.Shared.Return(array);
        }
    }

    private static int[] Filled(int length, int value)
    {
        var array = ArrayPool<int>.Shared.Rent(length);
        array.AsSpan(0, length).Fill(value);
        return array;
    }

    /// <summary>The state that stands for the bus area, behind those of nodes and sockets.</summary>
    private int Goal => 2 * _grid.Count + _sockets.Length;

    private int Socket(int index) => 2 * _grid.Count + index;

    /// <summary>Least cost from a column to the bus area.</summary>
    private int Estimate(int column) => Math.Max(0, (_entryColumn - column) * _towardsBus) * StepCost / _stride;

    private bool OnLattice(int node) =>
        Math.Abs(_grid.Column(node) - _entryColumn) % _stride == 0 && (_grid.Row(node) - _side.BusBottom + _grid.Rows * _stride) % _stride == 0;

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
        var row = _grid.Row(node);
        return _grid.Column(node) == _entryColumn && row >= _side.BusBottom && row <= _side.BusTop && (row - _side.BusBottom) / _stride % _entrySpacing == 0;
    }

    /// <summary>
    /// Ways from a socket onto the lattice: its upright legs. Any other leg takes nodes beside it too, which a flow does not
    /// see: where there is nothing else, one such leg is chosen and the nodes within its clearance are kept for it.
    /// </summary>
    private List<(int Node, int Cost, int Access, ImmutableArray<int> Path)> FindStarts(PlannedSocket socket)
    {
        var upright = FindStarts(socket, access => access.Leg.Length <= 2 && (access.Direction < 0 || (access.Direction & 1) == 0));
        if (upright.Count > 0)
        {
            return upright;
        }

        var any = FindStarts(socket, _ => true).Where(start => _reserved[start.Node] == 0).Take(1).ToList();
        foreach (var start in any)
        {
            Reserve(_side.Accesses(socket.Id)[start.Access].Leg, Array.IndexOf(_sockets, socket) + 1);
            _reserved[start.Node] = Array.IndexOf(_sockets, socket) + 1;
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
                    if (_reserved[node] == 0 && Segments.PointToSegment(_grid.At(node), leg[i - 1], leg[i]) < reach)
                    {
                        _reserved[node] = owner;
                    }
                }
            }
        }
    }

    /// <summary>Straight runs shorter than the lattice's stride, from the accesses of a kind.</summary>
    private List<(int Node, int Cost, int Access, ImmutableArray<int> Path)> FindStarts(PlannedSocket socket, Func<SocketAccess, bool> kind)
    {
        var starts = new Dictionary<int, (int Node, int Cost, int Access, ImmutableArray<int> Path)>();
        var accesses = _side.Accesses(socket.Id);
        var directions = new HashSet<int>();
        for (var i = 0; i < accesses.Length; i++)
        {
            if (!kind(accesses[i]) || !directions.Add(accesses[i].Direction))
            {
                continue;
            }

            var leg = (int)(accesses[i].Length * StepCost / _grid.Pitch);
            for (var direction = 0; direction < 8; direction++)
            {
                var path = ImmutableArray.Create(accesses[i].Node);
                for (var step = 0; step < 2 * _stride; step++)
                {
                    if (OnLattice(path[^1]))
                    {
                        var cost = leg + (step * StepCost / _stride);
                        if (!starts.TryGetValue(path[^1], out var known) || cost < known.Cost)
                        {
                            starts[path[^1]] = (path[^1], cost, i, path);
                        }

                        break;
                    }

                    var to = path[^1] + _grid.Delta[direction];
                    if (_side.Static.IsForeign(to, (ushort)socket.Net) || IsEdgeBlocked(path[^1], direction))
                    {
                        break;
                    }

                    path = path.Add(to);
                }
            }
        }

        return [.. starts.Values.OrderBy(start => start.Cost).ThenBy(start => start.Node)];
    }

    private bool IsEdgeBlocked(int node, int direction)
    {
        var flags = _side.Static.Flags;
        var bits = direction < 4 ? flags[node] >> direction : flags[node + _grid.Delta[direction]] >> (direction - 4);
        return (bits & 1) != 0;
    }

    /// <summary>The lattice neighbour in an upright direction, or -1 where something stands between.</summary>
    private int Neighbour(int node, int direction)
    {
        var mine = _reserved[node];
        for (var step = 0; step < _stride; step++)
        {
            if (IsEdgeBlocked(node, direction))
            {
                return -1;
            }

            node += _grid.Delta[direction];
            if (_side.Static.Owner[node] != 0 || (_reserved[node] != 0 && _reserved[node] != mine))
            {
                return -1;
            }
        }

        var column = _grid.Column(node);
        return (column - _entryColumn) * _towardsBus > 0 ? -1 : node;
    }

    /// <summary>One more track, by the shortest augmenting path; false where no more can be had.</summary>
    private bool Augment()
    {
        foreach (var state in _visited)
        {
            _distance[state] = int.MaxValue;
        }

        _visited.Clear();
        _queue.Clear();
        for (var i = 0; i < _sockets.Length; i++)
        {
            if (_used[i] == None)
            {
                Relax(Sink, Socket(i), 0, _sourcePotential, 0);
            }
        }

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

            if ((state & 1) == 1 && state < 2 * _grid.Count && IsEntry(state / 2) && _next[state / 2] != Sink)
            {
                Relax(state, Goal, 0, _potential[state], distance);
            }

            Expand(state, distance);
        }

        if (end == None)
        {
            return false;
        }

        foreach (var state in _visited)
        {
            if (_distance[state] < length)
            {
                _potential[state] += _distance[state] - length;
            }
        }

        _sourcePotential -= length;
        Apply(end);
        return true;
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
        var potential = _potential[state];
        if (state >= 2 * _grid.Count)
        {
            var socket = state - 2 * _grid.Count;
            for (var i = 0; i < _starts[socket].Count; i++)
            {
                if (_used[socket] != i)
                {
                    Relax(state, 2 * _starts[socket][i].Node, _starts[socket][i].Cost, potential, distance);
                }
            }

            return;
        }

        var node = state / 2;
        var previous = _previous[node];
        if ((state & 1) == 0)
        {
            if (previous == None)
            {
                Relax(state, state + 1, 0, potential, distance);
            }
            else if (previous <= FirstSocket)
            {
                var socket = FirstSocket - previous;
                Relax(state, Socket(socket), -_starts[socket][_used[socket]].Cost, potential, distance);
            }
            else
            {
                Relax(state, 2 * previous + 1, -StepCost, potential, distance);
            }

            return;
        }

        if (previous != None)
        {
            Relax(state, state - 1, 0, potential, distance);
        }

        for (var direction = 0; direction < 8; direction += 2)
        {
            var to = Neighbour(node, direction);
            if (to >= 0 && _next[node] != to)
            {
                Relax(state, 2 * to, StepCost, potential, distance);
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
            if (from >= 2 * _grid.Count)
            {
                added.Add((FirstSocket - (from - 2 * _grid.Count), to / 2));
            }
            else if (to >= 2 * _grid.Count)
            {
                removed.Add((FirstSocket - (to - 2 * _grid.Count), from / 2));
            }
            else if ((from & 1) == 1 && (to & 1) == 0 && from / 2 != to / 2)
            {
                added.Add((from / 2, to / 2));
            }
            else if ((from & 1) == 0 && (to & 1) == 1 && from / 2 != to / 2)
            {
                removed.Add((to / 2, from / 2));
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

        _next[end / 2] = Sink;
    }

    /// <summary>A socket's track along the flow, and straight on over the bus area to its own bus.</summary>
    private Connection Trace(int index)
    {
        var socket = _sockets[index];
        var start = _starts[index][_used[index]];
        var nodes = new List<int>(start.Path);
        for (var node = start.Node; _next[node] != Sink; node = _next[node])
        {
            Walk(nodes, _next[node]);
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
