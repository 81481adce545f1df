using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Batches;

/// <summary>
/// Tracks of an earlier board on one side of one like it, as connections of the sockets that they still join. Of a net that is as it was, each
/// track is its socket's connection; of what is left of another, every socket takes its way to the bus or to those before it. What is read keeps
/// every distance; nothing is taken on trust.
/// </summary>
internal sealed class EarlierTracks : IDisposable
{
    private readonly RoutingSide _side;
    private readonly RoutingGrid _grid;
    private readonly SideCopper _copper;
    private readonly NetSteps _steps;
    private readonly ILookup<string, Track> _tracks;
    private readonly ILookup<string, Via> _vias;

    /// <param name="earlier">As it was routed, before it was finished; what is no track of the side's nets on its layer is passed over.</param>
    /// <param name="copper">Takes what is read.</param>
    public EarlierTracks(RoutingSide side, RoutedBoard earlier, SideCopper copper)
    {
        (_side, _grid, _copper, _steps) = (side, side.Grid, copper, new(side.Grid));
        _tracks = earlier.Tracks
            .Where(track => track.Kind == TrackKind.Track && track.Layer == side.Side.TrackLayer() && track.Points.Items.All(side.Plan.Outline.Bounds.Contains))
            .ToLookup(track => track.Net, StringComparer.Ordinal);
        _vias = earlier.Vias.Where(via => side.Plan.Outline.Bounds.Contains(via.At)).ToLookup(via => via.Net, StringComparer.Ordinal);
    }

    public void Dispose() => _steps.Dispose();

    /// <summary>Sockets that were found on a track that another draws.</summary>
    public List<int> Strays { get; } = [];

    /// <summary>Adds the connections of all nets.</summary>
    public void Read()
    {
        foreach (var net in _side.Sockets.GroupBy(socket => (ushort)socket.Net).OrderBy(group => group.Key))
        {
            var sockets = net.OrderBy(socket => socket.Id).ToList();
            var drawn = Lay(net.Key, sockets);
            var roots = Roots(net.Key);
            Reach(roots, drawn, sockets);
            if (AsDrawn(net.Key, drawn, sockets, roots) is not { } connections || !TryAdd(connections))
            {
                AddReached(sockets, drawn, isOnBus: roots.Count > 0);
            }

            _steps.Clear();
        }
    }

    /// <summary>Lays a net's tracks on the graph as far as they are clear.</summary>
    /// <returns>The connections of sockets whose track is there from begin to end.</returns>
    private Dictionary<int, Connection> Lay(ushort net, List<PlannedSocket> sockets)
    {
        var drawn = new Dictionary<int, Connection>();
        var starts = sockets.DistinctBy(socket => socket.Start).ToDictionary(socket => socket.Start);
        foreach (var points in _tracks[_side.Plan.Net(net).Name].Select(track => track.Points.Items).Where(points => points.Length > 1))
        {
            if (starts.TryGetValue(points[0], out var socket) && !drawn.ContainsKey(socket.Id) && Whole(socket, points) is { } whole)
            {
                drawn.Add(socket.Id, whole);
                LaySteps(whole.Nodes);
                continue;
            }

            for (var i = 1; i < points.Length; i++)
            {
                LayClear(_grid.NodesOn(points[i - 1], points[i]), net);
            }
        }

        return drawn;
    }

    private void LaySteps(ImmutableArray<int> nodes)
    {
        for (var i = 1; i < nodes.Length; i++)
        {
            _steps.Lay(nodes[i - 1], nodes[i]);
        }
    }

    private void LayClear(IEnumerable<int> nodes, ushort net)
    {
        var last = -1;
        foreach (var node in nodes)
        {
            var isOpen = !_copper.Map.IsForeign(node, net);
            if (last >= 0 && isOpen && _copper.IsClear(last, node, net))
            {
                _steps.Lay(last, node);
            }

            last = isOpen ? node : -1;
        }
    }

    /// <summary>The connection that a track draws, where one of its socket's accesses begins it and all is clear.</summary>
    private Connection? Whole(PlannedSocket socket, ImmutableArray<Point> points)
    {
        var accesses = _side.Accesses(socket.Id);
        for (var i = 0; i < accesses.Length; i++)
        {
            if (NodesBehind(accesses[i].Leg, points) is { } nodes && new Connection(socket.Id, (ushort)socket.Net, i, nodes, false, 0) is var whole && _copper.KeepsDistance(whole))
            {
                return whole with { Cost = NetTree.Cost(_side, whole, nodes) };
            }
        }

        return null;
    }

    /// <summary>The nodes of a line from the end of the leg that it begins with; null where it does not, or does not lie on the grid.</summary>
    private ImmutableArray<int>? NodesBehind(ImmutableArray<Point> leg, ImmutableArray<Point> line)
    {
        // All but the last piece of a leg end in corners of the line.
        var piece = Math.Max(leg.Length - 2, 0);
        if (piece + 1 >= line.Length || !leg[..(piece + 1)].SequenceEqual(line[..(piece + 1)]) || !Lies(leg[^1], line[piece], line[piece + 1]))
        {
            return null;
        }

        var nodes = ImmutableArray.CreateBuilder<int>();
        nodes.Add(_grid.NodeAt(leg[^1]));
        for (var (from, i) = (leg[^1], piece + 1); i < line.Length; from = line[i++])
        {
            if (!_grid.IsOnGrid(line[i]))
            {
                return null;
            }

            nodes.AddRange(_grid.NodesOn(from, line[i]).Skip(1));
            if (nodes[^1] != _grid.NodeAt(line[i]))
            {
                return null;
            }
        }

        return nodes.ToImmutable();
    }

    /// <summary>True for a point on a piece.</summary>
    private static bool Lies(Point p, Point from, Point to)
    {
        long dx = to.X - from.X, dy = to.Y - from.Y, x = p.X - from.X, y = p.Y - from.Y;
        return dx * y == dy * x && Math.Min(from.X, to.X) <= p.X && p.X <= Math.Max(from.X, to.X) && Math.Min(from.Y, to.Y) <= p.Y && p.Y <= Math.Max(from.Y, to.Y);
    }

    /// <summary>Where a net meets its bus.</summary>
    private HashSet<int> Roots(ushort net) =>
    [
        .. from via in _vias[_side.Plan.Net(net).Name]
           where _grid.IsOnGrid(via.At)
           let node = _grid.NodeAt(via.At)
           where _grid.Column(node) == _side.BusColumn(net) && _grid.Row(node) is var row && row >= _side.BusBottom && row <= _side.BusTop
               && !_copper.Map.IsForeign(node, net) && _copper.BusViaFits(node, net)
           select node,
    ];

    /// <summary>Reaches what is joined to the bus; of a net that needs none, the piece with most sockets.</summary>
    private void Reach(HashSet<int> roots, Dictionary<int, Connection> drawn, List<PlannedSocket> sockets)
    {
        if (roots.Count > 0)
        {
            foreach (var root in roots.Order())
            {
                _steps.Reach(root);
            }

            return;
        }

        var best = (Root: -1, Count: 1);
        var seen = new HashSet<int>();
        foreach (var root in sockets.Where(socket => drawn.ContainsKey(socket.Id)).Select(socket => drawn[socket.Id].Nodes[0]))
        {
            if (!seen.Contains(root))
            {
                _steps.Reach(root);
                var nodes = sockets.Select(socket => ReachedAccess(socket, drawn)).Where(access => access >= 0).ToList();
                seen.UnionWith(drawn.Values.Select(connection => connection.Nodes[0]).Where(_steps.IsReached));
                best = nodes.Count > best.Count ? (root, nodes.Count) : best;
                _steps.Forget();
            }
        }

        if (best.Root >= 0)
        {
            _steps.Reach(best.Root);
        }
    }

    /// <summary>The connections as they were drawn; null where some socket is not joined, or something is left over.</summary>
    private List<Connection>? AsDrawn(ushort net, Dictionary<int, Connection> drawn, List<PlannedSocket> sockets, HashSet<int> roots)
    {
        if (_tracks[_side.Plan.Net(net).Name].Count() != drawn.Count)
        {
            return null;
        }

        var connections = new List<Connection>();
        var onBus = new HashSet<int>();
        foreach (var socket in sockets)
        {
            if ((drawn.GetValueOrDefault(socket.Id) ?? OnTheWay(socket)) is not { } connection || !_steps.IsReached(connection.Nodes[0]))
            {
                return null;
            }

            connections.Add(connection with { BusVia = roots.Contains(connection.Join) && onBus.Add(connection.Join) });
        }

        return onBus.SetEquals(roots) ? connections : null;
    }

    /// <summary>The connection of a socket that stands on another's track and needs none of its own.</summary>
    private Connection? OnTheWay(PlannedSocket socket)
    {
        var access = _side.Accesses(socket.Id).ToList().FindIndex(way => way.Leg.Length == 1);
        return access < 0 ? null : new(socket.Id, (ushort)socket.Net, access, [_side.Accesses(socket.Id)[access].Node], BusVia: false, 0);
    }

    /// <summary>Adds connections that belong together, or none.</summary>
    private bool TryAdd(List<Connection> connections)
    {
        for (var i = 0; i < connections.Count; i++)
        {
            if (!_copper.KeepsDistance(connections[i]))
            {
                connections[..i].ForEach(_copper.Remove);
                return false;
            }

            _copper.Add(connections[i]);
        }

        return true;
    }

    /// <summary>Adds, socket by socket, the way to the bus or to those before.</summary>
    private void AddReached(List<PlannedSocket> sockets, Dictionary<int, Connection> drawn, bool isOnBus)
    {
        var added = new List<Connection>();
        foreach (var socket in sockets)
        {
            if (ReachedAccess(socket, drawn) is >= 0 and var access && Walk(socket, access, isOnBus) is var connection
                && (added.Count == 0 && !isOnBus ? _copper.KeepsDistance(connection) : _copper.Fits(connection)))
            {
                _copper.Add(connection);
                added.Add(connection);
                if (!drawn.ContainsKey(socket.Id))
                {
                    Strays.Add(socket.Id);
                }
            }
        }

        if (added.Count == 1 && !isOnBus)
        {
            // It is joined to nothing.
            _copper.Remove(added[0]);
        }
    }

    /// <summary>The first of a socket's accesses from which a root is reached, if possible the one that is drawn; negative where there is none.</summary>
    private int ReachedAccess(PlannedSocket socket, Dictionary<int, Connection> drawn)
    {
        if (drawn.TryGetValue(socket.Id, out var connection) && _steps.IsReached(connection.Nodes[0]))
        {
            return connection.Access;
        }

        var accesses = _side.Accesses(socket.Id);
        for (var i = 0; i < accesses.Length; i++)
        {
            if (_steps.IsReached(accesses[i].Node))
            {
                return i;
            }
        }

        return -1;
    }

    private Connection Walk(PlannedSocket socket, int access, bool isOnBus)
    {
        var net = (ushort)socket.Net;
        var nodes = ImmutableArray.CreateBuilder<int>();
        nodes.Add(_side.Accesses(socket.Id)[access].Node);
        while (!_copper.Map.HasOwnPath(nodes[^1], net) && _steps.Next(nodes[^1]) is { } next)
        {
            nodes.Add(next);
        }

        var way = new Connection(socket.Id, net, access, nodes.ToImmutable(), isOnBus && !_copper.Map.HasOwnPath(nodes[^1], net), 0);
        return way with { Cost = NetTree.Cost(_side, way, way.Nodes) };
    }
}
