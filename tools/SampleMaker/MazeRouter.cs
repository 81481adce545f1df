using static MakeDevice.SampleMaker.Lengths;

namespace MakeDevice.SampleMaker;

/// <summary>What the router adds to a module.</summary>
internal sealed record Wiring(IReadOnlyList<Segment> Tracks, IReadOnlyList<Segment> Vias);

/// <summary>
/// Lee's maze search on two layers, net by net; a net that finds no way goes to the front and all is done again.
/// Small and exact rather than fast: it runs only when samples are made.
/// </summary>
/// <remarks>Its boards are drawn with 0.2 mm tracks, 0.175 mm apart at least, on a 0.125 mm grid.</remarks>
internal sealed class MazeRouter
{
    public const double TrackMm = 0.2;
    public const double ViaMm = 0.6;
    public const double ViaDrillMm = 0.3;
    private const double ClearanceMm = 0.175;
    private const double BorderMm = 0.4;
    private const int ViaCost = 60;
    private static readonly long Step = Mm(0.125);

    private static readonly (int X, int Y, int Cost)[] Steps =
        [(1, 0, 10), (0, 1, 10), (-1, 0, 10), (0, -1, 10), (1, 1, 14), (-1, 1, 14), (-1, -1, 14), (1, -1, 14)];

    private readonly Frame _zone;
    private readonly int _columns;
    private readonly int _rows;
    private readonly IReadOnlyList<Item> _fixed;
    private readonly IReadOnlyList<(Spot At, long Drill)> _holes;
    private readonly IReadOnlyList<Frame> _clear;
    private readonly int[] _cost;
    private readonly int[] _from;

    /// <param name="fixed">Pads and socket stubs.</param>
    /// <param name="holes">Every hole that is drilled already.</param>
    /// <param name="clear">Areas that no track may enter.</param>
    public MazeRouter(Frame zone, IReadOnlyList<Item> @fixed, IReadOnlyList<(Spot At, long Drill)> holes, IReadOnlyList<Frame> clear)
    {
        _zone = zone;
        _fixed = @fixed;
        _holes = holes;
        _clear = clear;
        _columns = (int)((zone.Right - zone.Left) / Step) + 1;
        _rows = (int)((zone.Top - zone.Bottom) / Step) + 1;
        _cost = new int[2 * _columns * _rows];
        _from = new int[2 * _columns * _rows];
    }

    /// <param name="nets">Per net the points to join, each with its layer (null: both).</param>
    /// <exception cref="InvalidOperationException">The design cannot be routed.</exception>
    public Wiring Route(IReadOnlyList<(string Net, IReadOnlyList<(Spot At, Copper? Layer)> Terminals)> nets)
    {
        var order = nets.OrderBy(net => net.Terminals.Count).ThenBy(net => net.Net, StringComparer.Ordinal).ToList();
        for (var attempt = 0; attempt < 60; attempt++)
        {
            var tracks = new List<Segment>();
            var vias = new List<Segment>();
            var failed = order.FindIndex(net => !RouteNet(net.Net, net.Terminals, tracks, vias));
            if (failed < 0)
            {
                return new Wiring(tracks, vias);
            }

            var loser = order[failed];
            order.RemoveAt(failed);
            order.Insert(attempt % 3 == 2 ? failed / 2 : 0, loser);
        }

        throw new InvalidOperationException($"no way for net {order[0].Net}");
    }

    private bool RouteNet(string net, IReadOnlyList<(Spot At, Copper? Layer)> terminals, List<Segment> tracks, List<Segment> vias)
    {
        var map = Blocked(net, tracks, vias);
        var tree = new HashSet<int>();
        var open = terminals.Select(terminal => (terminal.At, Nodes: NodesOf(terminal.At, terminal.Layer))).ToList();
        Join(net, open[0].At, open[0].Nodes, tree, tracks, terminals[0].Layer);
        open.RemoveAt(0);
        while (open.Count > 0)
        {
            var goals = open.SelectMany(terminal => terminal.Nodes).ToHashSet();
            if (Search(tree, goals, map) is not { } path)
            {
                return false;
            }

            var reached = open.FindIndex(terminal => terminal.Nodes.Contains(path[^1]));
            Draw(net, path, tracks, vias);
            tree.UnionWith(path);
            Join(net, open[reached].At, open[reached].Nodes, tree, tracks, LayerOf(path[^1]));
            open.RemoveAt(reached);
        }

        return true;
    }

    // A pad between grid nodes gets a short piece from its centre to the node, inside the pad.
    private void Join(string net, Spot at, IReadOnlyList<int> nodes, HashSet<int> tree, List<Segment> tracks, Copper? layer)
    {
        tree.UnionWith(nodes);
        var node = SpotOf(nodes[0]);
        if (node != at)
        {
            tracks.Add(new Segment(net, layer ?? Copper.Front, at, node, Mm(TrackMm)));
        }
    }

    private void Draw(string net, List<int> path, List<Segment> tracks, List<Segment> vias)
    {
        var from = 0;
        for (var i = 1; i <= path.Count; i++)
        {
            var turns = i == path.Count || i - 1 == from ? i == path.Count : Heading(path[i - 2], path[i - 1]) != Heading(path[i - 1], path[i]);
            if (!turns)
            {
                continue;
            }

            if (LayerOf(path[from]) != LayerOf(path[i - 1]))
            {
                vias.Add(new Segment(net, null, SpotOf(path[from]), SpotOf(path[from]), Mm(ViaMm)));
            }
            else if (i - 1 > from)
            {
                tracks.Add(new Segment(net, LayerOf(path[from]), SpotOf(path[from]), SpotOf(path[i - 1]), Mm(TrackMm)));
            }

            from = i - 1;
        }
    }

    private (int, int, int) Heading(int a, int b) =>
        (Math.Sign(b % _columns - a % _columns), Math.Sign(b / _columns % _rows - a / _columns % _rows), LayerOf(b) - LayerOf(a));

    private List<int>? Search(HashSet<int> sources, HashSet<int> goals, (bool[] Track, bool[] Via) map)
    {
        Array.Fill(_cost, int.MaxValue);
        var queue = new PriorityQueue<int, long>();
        foreach (var source in sources.Order())
        {
            _cost[source] = 0;
            _from[source] = -1;
            queue.Enqueue(source, source);
        }

        while (queue.TryDequeue(out var node, out var key))
        {
            var cost = (int)(key >> 32);
            if (cost > _cost[node])
            {
                continue;
            }

            if (cost > 0 && goals.Contains(node))
            {
                return Trace(node);
            }

            foreach (var (next, step) in Neighbours(node, map))
            {
                if (cost + step < _cost[next])
                {
                    _cost[next] = cost + step;
                    _from[next] = node;
                    queue.Enqueue(next, ((long)(cost + step) << 32) | (uint)next);
                }
            }
        }

        return null;
    }

    private List<int> Trace(int node)
    {
        var path = new List<int>();
        for (; node >= 0; node = _from[node])
        {
            path.Add(node);
        }

        path.Reverse();
        return path;
    }

    private IEnumerable<(int Node, int Cost)> Neighbours(int node, (bool[] Track, bool[] Via) map)
    {
        int x = node % _columns, y = node / _columns % _rows, layer = node / (_columns * _rows);
        foreach (var (dx, dy, cost) in Steps)
        {
            int nx = x + dx, ny = y + dy;
            if (nx < 0 || ny < 0 || nx >= _columns || ny >= _rows)
            {
                continue;
            }

            var next = (layer * _rows + ny) * _columns + nx;
            if (!map.Track[next])
            {
                yield return (next, cost);
            }
        }

        var other = ((1 - layer) * _rows + y) * _columns + x;
        if (!map.Via[y * _columns + x] && !map.Track[other])
        {
            yield return (other, ViaCost);
        }
    }

    private (bool[] Track, bool[] Via) Blocked(string net, List<Segment> tracks, List<Segment> vias)
    {
        var track = new bool[2 * _columns * _rows];
        var via = new bool[_columns * _rows];
        foreach (var item in _fixed.Concat(tracks).Concat(vias))
        {
            if (item.Net == net)
            {
                // No via in a pad, and none so near its edge that solder runs away.
                if (item is Land)
                {
                    Mark(item, Mm(ViaMm / 2), node => via[node] = true);
                }

                continue;
            }

            foreach (var layer in (Copper[])[Copper.Front, Copper.Back])
            {
                if (item.On(layer))
                {
                    Mark(item, Mm(TrackMm / 2 + ClearanceMm), node => track[(int)layer * _columns * _rows + node] = true);
                }
            }

            Mark(item, Mm(ViaMm / 2 + ClearanceMm), node => via[node] = true);
        }

        foreach (var (at, drill) in _holes.Concat(vias.Select(v => (v.From, Mm(ViaDrillMm)))))
        {
            Mark(new Segment(null, null, at, at, drill), Mm(ViaDrillMm / 2 + 0.3), node => via[node] = true);
        }

        foreach (var clear in _clear)
        {
            Mark(new Land(null, null, clear), Mm(ViaMm / 2), node =>
            {
                track[node] = track[_columns * _rows + node] = via[node] = true;
            });
        }

        var inner = _zone.Grown(-Mm(BorderMm));
        for (var node = 0; node < via.Length; node++)
        {
            var p = SpotOf(node);
            if (p.X < inner.Left || p.X > inner.Right || p.Y < inner.Bottom || p.Y > inner.Top)
            {
                via[node] = track[node] = track[_columns * _rows + node] = true;
            }
        }

        return (track, via);
    }

    private void Mark(Item item, long reach, Action<int> mark)
    {
        var bounds = item.Bounds.Grown(reach);
        var left = (int)Math.Max(0, (bounds.Left - _zone.Left) / Step);
        var right = (int)Math.Min(_columns - 1, (bounds.Right - _zone.Left) / Step);
        var bottom = (int)Math.Max(0, (bounds.Bottom - _zone.Bottom) / Step);
        var top = (int)Math.Min(_rows - 1, (bounds.Top - _zone.Bottom) / Step);
        for (var y = bottom; y <= top; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var node = y * _columns + x;
                if (item.DistanceTo(SpotOf(node)) < reach)
                {
                    mark(node);
                }
            }
        }
    }

    private List<int> NodesOf(Spot at, Copper? layer)
    {
        var x = (int)Math.Round((at.X - _zone.Left) / (double)Step);
        var y = (int)Math.Round((at.Y - _zone.Bottom) / (double)Step);
        var node = y * _columns + x;
        return layer switch
        {
            Copper.Front => [node],
            Copper.Back => [node + _columns * _rows],
            _ => [node, node + _columns * _rows],
        };
    }

    private Copper LayerOf(int node) => (Copper)(node / (_columns * _rows));

    private Spot SpotOf(int node) =>
        new(_zone.Left + node % _columns * Step, _zone.Bottom + node / _columns % _rows * Step);
}
