using System.Collections.Immutable;
using System.Numerics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>Turns the copper on the lattice into tracks, buses as long as they are used, and vias.</summary>
internal sealed class LatticeTracks(LatticeBoard board, LatticeCopper copper)
{
    private readonly RoutingPlan _plan = board.Plan;
    private readonly ImmutableArray<Track>.Builder _tracks = ImmutableArray.CreateBuilder<Track>();
    private readonly ImmutableArray<Via>.Builder _vias = ImmutableArray.CreateBuilder<Via>();
    private readonly HashSet<(int State, int Bit)> _drawn = [];
    private readonly ILookup<ushort, int> _states = copper.Tracks();
    private readonly List<Point> _line = [];

    // Of the net that is drawn, by state: the ways of sockets that come to the lattice there.
    private readonly Dictionary<int, List<Point[]>> _ways = [];

    public RoutedBoard Build(IEnumerable<LatticeNet> nets)
    {
        var open = new List<int>();
        foreach (var net in nets)
        {
            Draw(net);
            open.AddRange(net.Sockets.Where(socket => net.StartOf(socket) < 0).Select(socket => _plan.Sockets[socket].Id));
        }

        return new(_tracks.ToImmutable(), _vias.ToImmutable(), [.. open.Order()]);
    }

    private void Draw(LatticeNet net)
    {
        var planned = _plan.Net(net.Id);
        _ways.Clear();
        _drawn.Clear();
        foreach (var socket in net.Sockets.Where(socket => net.StartOf(socket) >= 0))
        {
            var state = board.StateOf(net.Side, board.Starts[socket][net.StartOf(socket)]);
            _ways.TryAdd(state, []);
            _ways[state].Add(board.Way(socket, net.StartOf(socket)));
            if (_plan.Sockets[socket].Via)
            {
                SocketVia.Add(_plan, _plan.Sockets[socket], _tracks, _vias);
            }
        }

        var states = _states[net.Id];
        foreach (var state in states)
        {
            if (IsEnd(state, net))
            {
                for (var steps = Steps(state, net); steps != 0; steps &= steps - 1)
                {
                    Follow(net, state, BitOperations.TrailingZeroCount(steps));
                }
            }

            foreach (var way in GoesOn(state, net) ? [] : _ways.GetValueOrDefault(state, []))
            {
                Add(net, state, way);
            }

            if (state < board.Count && (Links(state, net) & Claim.Via) != 0)
            {
                _vias.Add(new(planned.Name, At(state), _plan.Rules.ViaDiameter, _plan.Rules.ViaHole));
            }
        }

        DrawBus(net, planned, states.Where(state => (Links(state, net) & Claim.Entry) != 0));
    }

    /// <summary>A run from its one end to the other.</summary>
    private void Follow(LatticeNet net, int from, int step)
    {
        if (!_drawn.Add((from, step)))
        {
            return;
        }

        _line.Clear();
        _line.AddRange(GoesOn(from, net) ? _ways[from][0] : [At(from)]);
        var state = from;
        for (var direction = step; ;)
        {
            state += board.Delta[direction];
            if (IsEnd(state, net))
            {
                _drawn.Add((state, direction ^ 2));
                break;
            }

            _line.Add(At(state));
            direction = BitOperations.TrailingZeroCount(Steps(state, net) & ~(1 << (direction ^ 2)));
        }

        _line.AddRange(GoesOn(state, net) ? _ways[state][0].Reverse() : [At(state)]);
        Add(net, state, _line);
    }

    /// <summary>True where the way of one socket and one run make one line.</summary>
    private bool GoesOn(int state, LatticeNet net) =>
        _ways.TryGetValue(state, out var ways) && ways.Count == 1 && BitOperations.PopCount(Steps(state, net)) == 1 && (Links(state, net) & ~15) == 0;

    /// <summary>True where a run ends: where something else joins it.</summary>
    private bool IsEnd(int state, LatticeNet net) =>
        _ways.ContainsKey(state) || BitOperations.PopCount(Steps(state, net)) != 2 || (Links(state, net) & ~15) != 0;

    private void DrawBus(LatticeNet net, PlannedNet planned, IEnumerable<int> entries)
    {
        var joins = entries.Select(state => (State: state, At: new Point(planned.BusX, At(state).Y))).OrderBy(join => join.At.Y).ToList();
        foreach (var (state, at) in joins)
        {
            Add(net, state, [At(state), at]);
            _vias.Add(new(planned.Name, at, _plan.Rules.ViaDiameter, _plan.Rules.ViaHole));
        }

        if (joins.Count > 1)
        {
            _tracks.Add(new(planned.Name, TrackKind.Bus, net.Side.BusLayer(), _plan.Rules.BusWidth, [joins[0].At, joins[^1].At]));
        }
    }

    private void Add(LatticeNet net, int state, IEnumerable<Point> points)
    {
        var line = Polyline.Corners([.. points]);
        if (line.Length > 1)
        {
            _tracks.Add(new(_plan.Net(net.Id).Name, TrackKind.Track, (CopperLayer)(state / board.Count), _plan.Rules.TrackWidth, new(line)));
        }
    }

    private uint Steps(int state, LatticeNet net) => (uint)Links(state, net) & 15;

    private int Links(int state, LatticeNet net) => copper.Claim(copper.Find(state, net.Id)).Links;

    private Point At(int state) => board.At(board.Node(state));
}
