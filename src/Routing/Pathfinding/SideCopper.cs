using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>One side's tracks so far and the map they leave. Not thread-safe: every worker has its own copy.</summary>
internal sealed class SideCopper
{
    private readonly RoutingSide _side;
    private readonly List<Connection> _connections = [];
    private readonly List<(int Node, ushort Net)> _vias = [];
    private readonly List<ConnectionExtent> _bounds = [];
    private readonly NetExtent[] _extents;

    public SideCopper(RoutingSide side)
    {
        _side = side;
        Map = new(side.Grid.Count);
        _extents = new NetExtent[side.Plan.Nets.Length + 1];
        Clear();
    }

    public CopperMap Map { get; }

    public IReadOnlyList<Connection> Connections => _connections;

    /// <summary>Where a net's tracks and bus joins are.</summary>
    public NetExtent Extent(ushort net) => _extents[net];

    public void CopyFrom(SideCopper other)
    {
        Map.CopyFrom(other.Map);
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
        _connections.Add(connection);
        _bounds.Add(ConnectionExtent.Of(_side, connection));
        Stamp(connection);
        Measure(connection, _bounds[^1]);
    }

    /// <summary>A socket's connection.</summary>
    public Connection Of(int socket) => _connections.Find(connection => connection.Socket == socket)
        ?? throw new InvalidOperationException($"socket {socket} has no connection");

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
            if (Map.IsForeign(nodes[i], net) || (i > 0 && !EdgeIsClear(nodes[i - 1], nodes[i], net)))
            {
                return false;
            }
        }

        return !connection.BusVia || BusViaFits(connection.Join, net);
    }

    /// <summary>Exchanges a connection for one that, with the others, makes the same copper.</summary>
    public void Replace(Connection before, Connection after)
    {
        var index = IndexOf(before);
        _connections[index] = after;
        _bounds[index] = ConnectionExtent.Of(_side, after);
    }

    /// <summary>Removes one connection: its nodes fall back to the static map, and what lies near is stamped again.</summary>
    public void Remove(Connection connection)
    {
        var index = IndexOf(connection);
        var box = _bounds[index].Claims;
        _connections.RemoveAt(index);
        _bounds.RemoveAt(index);
        var touched = new List<int>();
        CollectStamp(connection, touched);
        foreach (var node in touched)
        {
            Map.Owner[node] = _side.Static.Owner[node];
            Map.Flags[node] = _side.Static.Flags[node];
        }

        for (var i = 0; i < _connections.Count; i++)
        {
            if (_bounds[i].Claims.Intersects(box))
            {
                Stamp(_connections[i]);
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
            if ((uint)near < (uint)Map.Owner.Length && Map.HasForeignPath(near, net))
            {
                return false;
            }
        }

        var rules = _side.Plan.Rules;
        var at = _side.Grid.At(node);
        foreach (var (other, otherNet) in _vias)
        {
            var need = Math.Max(rules.ViaHole + rules.HoleToHole, otherNet == net ? 0 : rules.ViaDiameter + rules.Clearance);
            if (other != node && _side.Grid.At(other).DistanceTo(at) < need - 0.5)
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

        var plan = _side.Plan;
        var viaReach = plan.Rules.ViaDiameter / 2.0 + plan.Rules.Clearance + plan.Rules.TrackWidth / 2.0;
        for (var i = 1; i < way.Leg.Length; i++)
        {
            Point a = way.Leg[i - 1], b = way.Leg[i];
            if (NearForeignPath(a, b, net)
                || _vias.Exists(via => via.Net != net && Segments.PointToSegment(_side.Grid.At(via.Node), a, b) < viaReach - 0.5)
                || _connections.Exists(other => other.Net != net && NearLeg(other, a, b, plan.TrackPitch)))
            {
                return false;
            }
        }

        return true;
    }

    private bool NearLeg(Connection other, Point a, Point b, long reach)
    {
        var leg = _side.Accesses(other.Socket)[other.Access].Leg;
        for (var i = 1; i < leg.Length; i++)
        {
            if (Segments.SegmentToSegment(leg[i - 1], leg[i], a, b) < reach - 0.5)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Foreign path nodes within the track pitch; a little more off the grid, where an edge may bulge between its nodes.</summary>
    private bool NearForeignPath(Point a, Point b, ushort net)
    {
        var grid = _side.Grid;
        double reach = _side.Plan.TrackPitch;
        if (!grid.IsOnGrid(a) || !grid.IsOnGrid(b))
        {
            reach = Math.Sqrt(reach * reach + grid.Pitch * grid.Pitch / 2.0);
        }

        var box = Box.Around(a, b).Inflate((long)reach);
        for (var row = grid.RowAtOrAfter(box.Bottom); row <= grid.RowAtOrBefore(box.Top); row++)
        {
            for (var column = grid.ColumnAtOrAfter(box.Left); column <= grid.ColumnAtOrBefore(box.Right); column++)
            {
                var node = grid.Node(column, row);
                if (Map.HasForeignPath(node, net) && Segments.PointToSegment(grid.At(node), a, b) < reach - 0.5)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool EdgeIsClear(int from, int to, ushort net)
    {
        var direction = _side.Grid.DirectionOf(to - from);
        var flags = direction < 4 ? Map.Flags[from] >> direction : Map.Flags[to] >> (direction - 4);
        if ((flags & 1) != 0)
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

    private void Clear()
    {
        Map.CopyFrom(_side.Static);
        _connections.Clear();
        _bounds.Clear();
        _vias.Clear();
        Array.Fill(_extents, NetExtent.None);
    }

    private void Stamp(Connection connection)
    {
        var net = connection.Net;
        StampLeg(connection);
        var nodes = connection.Nodes;
        if (nodes.Length == 1)
        {
            // The leg alone reaches the net: its end takes what a straight step would.
            Claim(nodes[0], _side.Stencil.Edge[0], net);
        }

        for (var i = 1; i < nodes.Length; i++)
        {
            Claim(nodes[i - 1], _side.Stencil.Edge[_side.Grid.DirectionOf(nodes[i] - nodes[i - 1])], net);
        }

        foreach (var node in nodes)
        {
            Map.SetFlag(node, CopperMap.Path);
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
            if ((uint)(node + offset) < (uint)Map.Flags.Length)
            {
                Map.SetFlag(node + offset, flag);
            }
        }
    }

    private void Claim(int node, int[] offsets, ushort net)
    {
        foreach (var offset in offsets)
        {
            if ((uint)(node + offset) < (uint)Map.Owner.Length)
            {
                Map.Claim(node + offset, net);
            }
        }
    }

    private void StampLeg(Connection connection)
    {
        var leg = _side.Accesses(connection.Socket)[connection.Access].Leg;
        for (var i = 1; i < leg.Length; i++)
        {
            ShapeMarker.Mark(_side.Grid, Map, new Capsule(leg[i - 1], leg[i], 0), _side.Plan.TrackPitch, connection.Net);
        }
    }

    /// <summary>All nodes whose entry a connection may have changed.</summary>
    private void CollectStamp(Connection connection, List<int> nodes)
    {
        var grid = _side.Grid;
        for (var i = 1; i < connection.Nodes.Length; i++)
        {
            Collect(connection.Nodes[i - 1], _side.Stencil.Edge[grid.DirectionOf(connection.Nodes[i] - connection.Nodes[i - 1])], nodes);
        }

        Collect(connection.Nodes[0], _side.Stencil.Edge[0], nodes);
        if (connection.BusVia)
        {
            Collect(connection.Join, _side.Stencil.Via, nodes);
            Collect(connection.Join, [.. _side.Stencil.ViaEdges.Select(edge => edge.Node)], nodes);
        }

        var leg = _side.Accesses(connection.Socket)[connection.Access].Leg;
        var box = Box.Around(leg).Inflate(_side.Plan.TrackPitch + 2 * grid.Pitch);
        for (var row = grid.RowAtOrAfter(box.Bottom); row <= grid.RowAtOrBefore(box.Top); row++)
        {
            for (var column = grid.ColumnAtOrAfter(box.Left); column <= grid.ColumnAtOrBefore(box.Right); column++)
            {
                nodes.Add(grid.Node(column, row));
            }
        }
    }

    private void Collect(int node, int[] offsets, List<int> nodes)
    {
        foreach (var offset in offsets)
        {
            if ((uint)(node + offset) < (uint)Map.Owner.Length)
            {
                nodes.Add(node + offset);
            }
        }
    }

    private int IndexOf(Connection connection) => _connections.FindIndex(other => ReferenceEquals(other, connection));

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
            _vias.Add((connection.Join, connection.Net));
        }
    }
}

/// <summary>What one connection spans: its nodes' columns and rows, and the box of all it claims in nanometres.</summary>
internal readonly record struct ConnectionExtent(int Left, int Bottom, int Right, int Top, Box Claims)
{
    public static ConnectionExtent Of(RoutingSide side, Connection connection)
    {
        var grid = side.Grid;
        int left = int.MaxValue, bottom = int.MaxValue, right = int.MinValue, top = int.MinValue;
        foreach (var node in connection.Nodes)
        {
            int row = node / grid.Columns, column = node - row * grid.Columns;
            left = Math.Min(left, column);
            right = Math.Max(right, column);
            bottom = Math.Min(bottom, row);
            top = Math.Max(top, row);
        }

        var box = Box.Around(side.Accesses(connection.Socket)[connection.Access].Leg)
            .Include(new(grid.X(left), grid.Y(bottom)))
            .Include(new(grid.X(right), grid.Y(top)));
        return new(left, bottom, right, top, box.Inflate(side.Plan.Rules.ViaDiameter + side.Plan.TrackPitch + 2 * grid.Pitch));
    }
}

/// <summary>The columns and rows that a net's tracks span, and the rows between which its bus is used.</summary>
internal readonly record struct NetExtent(int Left, int Bottom, int Right, int Top, int BusLow, int BusHigh)
{
    public static readonly NetExtent None = new(int.MaxValue, int.MaxValue, int.MinValue, int.MinValue, int.MaxValue, int.MinValue);

    public bool HasTracks => Left <= Right;

    public NetExtent Include(int column, int row) =>
        this with { Left = Math.Min(Left, column), Bottom = Math.Min(Bottom, row), Right = Math.Max(Right, column), Top = Math.Max(Top, row) };

    public NetExtent JoinBus(int row) => this with { BusLow = Math.Min(BusLow, row), BusHigh = Math.Max(BusHigh, row) };

    /// <summary>Rows by which a join would lengthen the bus.</summary>
    public int Extension(int row) => BusLow > BusHigh ? 0 : Math.Max(0, Math.Max(BusLow - row, row - BusHigh));

    /// <summary>Free cost from a node to the box of the net's tracks: never more than to the nearest of them.</summary>
    public int CostFrom(int column, int row) =>
        PathCost.Octile(Math.Max(0, Math.Max(Left - column, column - Right)), Math.Max(0, Math.Max(Bottom - row, row - Top)));
}
