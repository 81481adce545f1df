using System.Buffers;
using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>One side's tracks so far and the map they leave. Not thread-safe: every worker has its own copy.</summary>
internal sealed class SideCopper : IDisposable
{
    private const byte Touched = 128;

    private readonly RoutingSide _side;
    private readonly List<Connection> _connections;
    private readonly List<(int Node, ushort Net, Point At)> _vias = [];
    private readonly List<ConnectionExtent> _bounds;
    private readonly NetExtent[] _extents;

    // The edges of tracks, by the node at their start: bits 0 to 3 for directions 0 to 3.
    private readonly byte[] _steps;

    // Nodes whose entries may differ from those of the copper this one was copied from.
    private readonly NodeList _changed = new();
    private readonly NodeList _touched = new();
    private (SideCopper Copper, int Version) _source;
    private int _version;

    public SideCopper(RoutingSide side)
    {
        _side = side;
        Map = CopperMap.Rent(side.Grid.Count);
        _steps = ArrayPool<byte>.Shared.Rent(side.Grid.Count);
        (_connections, _bounds) = (new(side.SocketCount), new(side.SocketCount));
        _extents = new NetExtent[side.Plan.Nets.Length + 1];
        Clear();
    }

    public CopperMap Map { get; }

    public IReadOnlyList<Connection> Connections => _connections;

    /// <summary>Gives the maps back; one job's serve the next.</summary>
    public void Dispose()
    {
        Map.Return();
        ArrayPool<byte>.Shared.Return(_steps);
        _changed.Return();
        _touched.Return();
    }

    /// <summary>Where a net's tracks and bus joins are.</summary>
    public NetExtent Extent(ushort net) => _extents[net];

    /// <summary>The blocks of a <see cref="TargetField"/> that the tracks of a net run through.</summary>
    public IEnumerable<int[]> Blocks(ushort net)
    {
        for (var i = 0; i < _connections.Count; i++)
        {
            if (_connections[i].Net == net)
            {
                yield return _bounds[i].Blocks;
            }
        }
    }

    /// <summary>Becomes the same as another; where it was before, only what has changed since is copied.</summary>
    public void CopyFrom(SideCopper other)
    {
        if (_source == (other, other._version))
        {
            foreach (var node in _changed.Nodes)
            {
                Map.Owner[node] = other.Map.Owner[node];
                Map.Flags[node] = other.Map.Flags[node];
                _steps[node] = other._steps[node];
            }
        }
        else
        {
            Map.CopyFrom(other.Map);
            other._steps.AsSpan(0, Map.Count).CopyTo(_steps);
        }

        _changed.Clear();
        _source = (other, other._version);
        _connections.Clear();
        _connections.AddRange(other._connections);
        _bounds.Clear();
        _bounds.AddRange(other._bounds);
        _vias.Clear();
        _vias.AddRange(other._vias);
        other._extents.CopyTo(_extents, 0);
    }

    public void Load(IEnumerable<Connection> connections)
    {
        Clear();
        foreach (var connection in connections)
        {
            Add(connection);
        }
    }

    public void Add(Connection connection)
    {
        _version++;
        _connections.Add(connection);
        _bounds.Add(ConnectionExtent.Of(_side, connection));
        if (_source.Copper is not null)
        {
            CollectStamp(connection, _changed);
        }

        StampPath(connection);
        StampEnds(connection);
        Measure(connection, _bounds[^1]);
    }

    /// <summary>A socket's connection.</summary>
    public Connection Of(int socket)
    {
        foreach (var connection in _connections)
        {
            if (connection.Socket == socket)
            {
                return connection;
            }
        }

        throw new InvalidOperationException($"socket {socket} has no connection");
    }

    /// <summary>True where the copper of a connection keeps its distance from everything on the map, whether or not it reaches its net.</summary>
    public bool KeepsDistance(Connection connection)
    {
        var net = connection.Net;
        if (!LegIsClear(connection.Socket, connection.Access, net))
        {
            return false;
        }

        var nodes = connection.Nodes;
        for (var i = 0; i < nodes.Length; i++)
        {
            if (Map.IsForeign(nodes[i], net) || (i > 0 && !IsClear(nodes[i - 1], nodes[i], net)))
            {
                return false;
            }
        }

        return !connection.BusVia || BusViaFits(connection.Join, net);
    }

    /// <summary>Exchanges a connection for one that, with the others, makes the same copper.</summary>
    public void Replace(Connection before, Connection after)
    {
        _version++;
        var index = IndexOf(before);
        _connections[index] = after;
        _bounds[index] = ConnectionExtent.Of(_side, after);
    }

    /// <summary>
    /// Removes one connection: the nodes it claimed fall back to the static map, and of what lies near only that is stamped again
    /// which claims some of them.
    /// </summary>
    public void Remove(Connection connection)
    {
        _version++;
        var index = IndexOf(connection);
        var box = _bounds[index].Claims;
        _connections.RemoveAt(index);
        _bounds.RemoveAt(index);
        _touched.Clear();
        CollectStamp(connection, _touched);
        if (_source.Copper is not null)
        {
            _changed.AddRange(_touched.Nodes);
        }

        Lift(connection);
        for (var i = 0; i < _connections.Count; i++)
        {
            if (_connections[i].Net == connection.Net && _bounds[i].Claims.Intersects(box))
            {
                MarkTouched(_connections[i]);
            }
        }

        ClaimAgain();
        for (var i = 0; i < _connections.Count; i++)
        {
            if (_bounds[i].Claims.Intersects(box))
            {
                StampEnds(_connections[i]);
            }
        }

        Remeasure(connection.Net);
    }

    /// <summary>True where a connection keeps its distances and reaches its net.</summary>
    public bool Fits(Connection connection) =>
        (connection.BusVia || Map.HasOwnPath(connection.Join, connection.Net)) && KeepsDistance(connection);

    /// <summary>True where a via at a bus node keeps its distances from tracks, vias and holes.</summary>
    public bool BusViaFits(int node, ushort net)
    {
        foreach (var offset in _side.Stencil.Via)
        {
            var near = node + offset;
            if ((uint)near < (uint)Map.Count && Map.HasForeignPath(near, net))
            {
                return false;
            }
        }

        var rules = _side.Plan.Rules;
        var at = _side.Grid.At(node);
        foreach (var (other, otherNet, otherAt) in _vias)
        {
            var need = otherNet == net ? rules.DrillToDrill : rules.ViaToVia;
            if (other != node && otherAt.DistanceTo(at) < need - 0.5)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True where a socket's leg keeps its distance from the other nets' tracks, vias and legs.</summary>
    public bool LegIsClear(int socket, int access, ushort net)
    {
        var way = _side.Accesses(socket)[access];
        if (Map.IsForeign(way.Node, net))
        {
            return false;
        }

        if (way.Leg.Length < 2)
        {
            return true;
        }

        var stamp = _side.LegStamp(socket, access);
        foreach (var node in stamp.Nodes)
        {
            if (Map.HasForeignPath(node, net))
            {
                return false;
            }
        }

        foreach (var (node, flag) in stamp.Edges)
        {
            if ((_steps[node] & flag) != 0 && Map.HasForeignPath(node, net))
            {
                return false;
            }
        }

        return IsClearOfVias(way, net) && IsClearOfLegs(way, stamp, net);
    }

    /// <summary>True where a step between two nodes that are open to a net keeps its distance, too.</summary>
    public bool IsClear(int from, int to, ushort net)
    {
        var direction = _side.Grid.DirectionOf(to - from);
        if (Map.IsEdgeClosed(from, to, direction))
        {
            return false;
        }

        foreach (var offset in _side.Stencil.Beside[direction])
        {
            if (Map.HasForeignPath(from + offset, net))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsClearOfVias(SocketAccess way, ushort net)
    {
        var rules = _side.Plan.Rules;
        var reach = rules.ViaToTrack;
        var box = Box.Around(way.Leg.AsSpan()).Inflate((long)reach + 1);
        foreach (var via in _vias)
        {
            if (via.Net == net || !box.Contains(via.At))
            {
                continue;
            }

            for (var i = 1; i < way.Leg.Length; i++)
            {
                if (Segments.PointToSegment(via.At, way.Leg[i - 1], way.Leg[i]) < reach - 0.5)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private bool IsClearOfLegs(SocketAccess way, LegStamp stamp, ushort net)
    {
        for (var i = 0; i < _connections.Count; i++)
        {
            if (_bounds[i].Leg.Intersects(stamp.Reach) && _connections[i] is var other && other.Net != net)
            {
                var leg = _side.Accesses(other.Socket)[other.Access].Leg;
                for (var k = 1; k < way.Leg.Length; k++)
                {
                    if (NearLeg(leg, way.Leg[k - 1], way.Leg[k], _side.Plan.TrackPitch))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    private static bool NearLeg(ImmutableArray<Point> leg, Point a, Point b, long reach)
    {
        for (var i = 1; i < leg.Length; i++)
        {
            if (Segments.SegmentToSegment(leg[i - 1], leg[i], a, b) < reach - 0.5)
            {
                return true;
            }
        }

        return false;
    }

    private void Clear()
    {
        _version++;
        Map.CopyFrom(_side.Static);
        _steps.AsSpan(0, Map.Count).Clear();
        _connections.Clear();
        _bounds.Clear();
        _vias.Clear();
        _changed.Clear();
        _source = default;
        Array.Fill(_extents, NetExtent.None);
    }

    private void StampPath(Connection connection)
    {
        var nodes = connection.Nodes;
        for (var i = 1; i < nodes.Length; i++)
        {
            Claim(nodes[i - 1], _side.Stencil.Edge[_side.Grid.DirectionOf(nodes[i] - nodes[i - 1])], connection.Net);
        }

        MarkPath(connection);
    }

    /// <summary>Notes where a track runs, without what it takes from others.</summary>
    private void MarkPath(Connection connection)
    {
        var nodes = connection.Nodes.AsSpan();
        for (var i = 0; i < nodes.Length; i++)
        {
            Mark(nodes, i, connection.Net);
        }
    }

    /// <summary>The same again where nodes were touched, and the steps at them.</summary>
    private void MarkTouched(Connection connection)
    {
        var nodes = connection.Nodes.AsSpan();
        for (var i = 0; i < nodes.Length; i++)
        {
            if ((Map.Flags[nodes[i]] & Touched) != 0)
            {
                Mark(nodes, i, connection.Net);
                if (i + 1 < nodes.Length)
                {
                    Mark(nodes, i + 1, connection.Net);
                }
            }
        }
    }

    private void Mark(ReadOnlySpan<int> nodes, int index, ushort net)
    {
        Map.Claim(nodes[index], net);
        Map.SetFlag(nodes[index], CopperMap.Path);
        if (index > 0)
        {
            var (at, bit) = Step(nodes[index - 1], nodes[index]);
            _steps[at] |= bit;
        }
    }

    /// <summary>What a connection claims besides its path: around its leg, and around its via.</summary>
    private void StampEnds(Connection connection)
    {
        var net = connection.Net;
        if (_side.Accesses(connection.Socket)[connection.Access].Leg.Length > 1)
        {
            var stamp = _side.LegStamp(connection.Socket, connection.Access);
            foreach (var node in stamp.Nodes)
            {
                Map.Claim(node, net);
            }

            foreach (var (node, flag) in stamp.Edges)
            {
                Map.SetFlag(node, flag);
            }
        }

        if (connection.Nodes.Length == 1)
        {
            // The leg alone reaches the net: its end takes what a straight step would.
            Claim(connection.Nodes[0], _side.Stencil.Edge[0], net);
        }

        if (connection.BusVia)
        {
            StampVia(connection.Join, net);
        }
    }

    private void StampVia(int node, ushort net)
    {
        Claim(node, _side.Stencil.Via, net);
        foreach (var (offset, flag) in _side.Stencil.ViaEdges)
        {
            if ((uint)(node + offset) < (uint)Map.Count)
            {
                Map.SetFlag(node + offset, flag);
            }
        }
    }

    private void Claim(int node, int[] offsets, ushort net)
    {
        foreach (var offset in offsets)
        {
            if ((uint)(node + offset) < (uint)Map.Count)
            {
                Map.Claim(node + offset, net);
            }
        }
    }

    /// <summary>Takes a path's edges off, and lets the touched nodes fall back to the static map.</summary>
    private void Lift(Connection connection)
    {
        for (var i = 1; i < connection.Nodes.Length; i++)
        {
            var (at, bit) = Step(connection.Nodes[i - 1], connection.Nodes[i]);
            _steps[at] &= (byte)~bit;
        }

        foreach (var node in _touched.Nodes)
        {
            if ((Map.Flags[node] & Touched) != 0)
            {
                continue;
            }

            if (Map.HasForeignPath(node, connection.Net))
            {
                // Only edges beside it were closed: the node itself was never claimed.
                Map.Flags[node] = (byte)(_side.Static.Flags[node] | CopperMap.Path);
                continue;
            }

            Map.Owner[node] = _side.Static.Owner[node];
            Map.Flags[node] = (byte)(_side.Static.Flags[node] | Touched);
        }
    }

    /// <summary>Lets the edges of the tracks that are left claim the touched nodes, each once.</summary>
    private void ClaimAgain()
    {
        var reverse = _side.Stencil.Reverse;
        foreach (var node in _touched.Nodes)
        {
            if ((Map.Flags[node] & Touched) == 0)
            {
                continue;
            }

            Map.Flags[node] &= unchecked((byte)~Touched);
            foreach (var (offset, mask) in reverse)
            {
                var at = node + offset;
                if ((uint)at < (uint)Map.Count && (_steps[at] & mask) != 0)
                {
                    Map.Claim(node, Map.Owner[at]);
                }
            }
        }
    }

    /// <summary>The node at which an edge is noted, and its bit.</summary>
    private (int Node, byte Bit) Step(int from, int to)
    {
        var direction = _side.Grid.DirectionOf(to - from);
        return direction < 4 ? (from, (byte)(1 << direction)) : (to, (byte)(1 << (direction - 4)));
    }

    /// <summary>All nodes whose entry a connection may have changed.</summary>
    private void CollectStamp(Connection connection, NodeList nodes)
    {
        var path = connection.Nodes;
        for (var i = 1; i < path.Length; i++)
        {
            Collect(path[i - 1], _side.Stencil.Edge[_side.Grid.DirectionOf(path[i] - path[i - 1])], nodes);
        }

        Collect(path[0], _side.Stencil.Edge[0], nodes);
        if (connection.BusVia)
        {
            Collect(connection.Join, _side.Stencil.Via, nodes);
            foreach (var (offset, _) in _side.Stencil.ViaEdges)
            {
                if ((uint)(connection.Join + offset) < (uint)Map.Count)
                {
                    nodes.Add(connection.Join + offset);
                }
            }
        }

        if (_side.Accesses(connection.Socket)[connection.Access].Leg.Length > 1)
        {
            var stamp = _side.LegStamp(connection.Socket, connection.Access);
            nodes.AddRange(stamp.Nodes);
            foreach (var (node, _) in stamp.Edges)
            {
                nodes.Add(node);
            }
        }
    }

    private void Collect(int node, int[] offsets, NodeList nodes)
    {
        foreach (var offset in offsets)
        {
            if ((uint)(node + offset) < (uint)Map.Count)
            {
                nodes.Add(node + offset);
            }
        }
    }

    private int IndexOf(Connection connection)
    {
        var index = 0;
        while (!ReferenceEquals(_connections[index], connection))
        {
            index++;
        }

        return index;
    }

    private void Remeasure(ushort net)
    {
        _extents[net] = NetExtent.None;
        _vias.RemoveAll(via => via.Net == net);
        for (var i = 0; i < _connections.Count; i++)
        {
            if (_connections[i].Net == net)
            {
                Measure(_connections[i], _bounds[i]);
            }
        }
    }

    private void Measure(Connection connection, ConnectionExtent bounds)
    {
        ref var extent = ref _extents[connection.Net];
        extent = extent.Include(bounds.Left, bounds.Bottom).Include(bounds.Right, bounds.Top);
        if (connection.BusVia)
        {
            extent = extent.JoinBus(_side.Grid.Row(connection.Join));
            _vias.Add((connection.Join, connection.Net, _side.Grid.At(connection.Join)));
        }
    }
}

/// <summary>What one connection spans: its nodes' columns and rows, the boxes of its leg and of all it claims in nanometres, and its blocks in a <see cref="TargetField"/>.</summary>
internal readonly record struct ConnectionExtent(int Left, int Bottom, int Right, int Top, Box Leg, Box Claims, int[] Blocks)
{
    /// <summary>The blocks of so few nodes are collected without memory of their own.</summary>
    private const int FewNodes = 512;

    public static ConnectionExtent Of(RoutingSide side, Connection connection)
    {
        var grid = side.Grid;
        int left = int.MaxValue, bottom = int.MaxValue, right = int.MinValue, top = int.MinValue;
        var nodes = connection.Nodes;
        var blocks = nodes.Length <= FewNodes ? stackalloc int[nodes.Length] : new int[nodes.Length];
        var count = 0;
        foreach (var node in nodes)
        {
            int row = node / grid.Columns, column = node - row * grid.Columns;
            left = Math.Min(left, column);
            right = Math.Max(right, column);
            bottom = Math.Min(bottom, row);
            top = Math.Max(top, row);
            var block = TargetField.Block(grid, column, row);
            if (count == 0 || blocks[count - 1] != block)
            {
                blocks[count++] = block;
            }
        }

        var leg = Box.Around(side.Accesses(connection.Socket)[connection.Access].Leg.AsSpan());
        var box = leg.Include(new(grid.X(left), grid.Y(bottom))).Include(new(grid.X(right), grid.Y(top)));
        return new(left, bottom, right, top, leg, box.Inflate(side.Plan.Rules.ViaDiameter + side.Plan.TrackPitch + 2 * grid.Pitch), [.. blocks[..count]]);
    }
}

/// <summary>The columns and rows that a net's tracks span, and the rows between which its bus is used.</summary>
internal readonly record struct NetExtent(int Left, int Bottom, int Right, int Top, int BusLow, int BusHigh)
{
    public static readonly NetExtent None = new(int.MaxValue, int.MaxValue, int.MinValue, int.MinValue, int.MaxValue, int.MinValue);

    public bool HasTracks => Left <= Right;

    public bool MeetsBus => BusLow <= BusHigh;

    public NetExtent Include(int column, int row) =>
        this with { Left = Math.Min(Left, column), Bottom = Math.Min(Bottom, row), Right = Math.Max(Right, column), Top = Math.Max(Top, row) };

    public NetExtent JoinBus(int row) => this with { BusLow = Math.Min(BusLow, row), BusHigh = Math.Max(BusHigh, row) };

    /// <summary>Rows by which a join would lengthen the bus.</summary>
    public int Extension(int row) => !MeetsBus ? 0 : Math.Max(0, Math.Max(BusLow - row, row - BusHigh));

    /// <summary>Free cost from a node to the box of the net's tracks: never more than to the nearest of them.</summary>
    public int CostFrom(int column, int row) =>
        PathCost.Octile(Math.Max(0, Math.Max(Left - column, column - Right)), Math.Max(0, Math.Max(Bottom - row, row - Top)));
}
