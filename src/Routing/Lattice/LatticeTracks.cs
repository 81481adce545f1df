using System.Numerics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>Turns the copper of a net on the lattice into tracks, its bus as long as it is used, and vias.</summary>
internal sealed class LatticeTracks
{
    private readonly LatticeBoard _board;
    private readonly LatticeCopper _copper;
    private readonly LatticeNet _net;
    private readonly PlannedNet _planned;
    private readonly CopperWriter _writer;
    private readonly HashSet<(int State, int Bit)> _drawn = [];
    private readonly List<Point> _line = [];

    // By state: the ways of sockets that come to the lattice there.
    private readonly Dictionary<int, List<Point[]>> _ways = [];

    private LatticeTracks(LatticeBoard board, LatticeCopper copper, LatticeNet net) =>
        (_board, _copper, _net, _planned, _writer) = (board, copper, net, board.Plan.Net(net.Id), new(board.Plan, board.Plan.Net(net.Id)));

    /// <summary>The copper of all nets.</summary>
    /// <param name="workers">Most threads at work.</param>
    public static RoutedBoard Of(LatticeBoard board, LatticeCopper copper, IReadOnlyList<LatticeNet> nets, int workers)
    {
        var states = copper.TracksOf(nets, workers);
        var drawn = new LatticeTracks[nets.Count];
        Parallel.For(0, nets.Count, new() { MaxDegreeOfParallelism = workers }, i =>
        {
            drawn[i] = new(board, copper, nets[i]);
            drawn[i].Draw(states[i]);
        });
        var open = nets.SelectMany(net => net.Sockets.Where(socket => net.StartOf(socket) < 0)).Select(socket => board.Plan.Sockets[socket].Id);
        return new([.. drawn.SelectMany(net => net._writer.Tracks)], [.. drawn.SelectMany(net => net._writer.Vias)], [.. open.Order()]);
    }

    private void Draw(IEnumerable<int> states)
    {
        foreach (var socket in _net.Sockets.Where(socket => _net.StartOf(socket) >= 0))
        {
            var state = _board.StateOf(socket, _net.StartOf(socket));
            _ways.TryAdd(state, []);
            _ways[state].Add(_board.Way(socket, _net.StartOf(socket)));
            if (_board.Plan.Sockets[socket].Via)
            {
                _writer.AddReserved(_board.Plan.Sockets[socket]);
            }
        }

        var entries = new List<int>();
        foreach (var state in states)
        {
            if (IsEnd(state))
            {
                for (var steps = Steps(state); steps != 0; steps &= steps - 1)
                {
                    Follow(state, BitOperations.TrailingZeroCount(steps));
                }
            }

            foreach (var way in GoesOn(state) ? [] : _ways.GetValueOrDefault(state, []))
            {
                Add(state, [.. way]);
            }

            if (state < _board.Count && (Links(state) & Claim.Via) != 0)
            {
                _writer.AddVia(At(state));
            }

            if ((Links(state) & Claim.Entry) != 0)
            {
                entries.Add(state);
            }
        }

        DrawBus(entries);
    }

    /// <summary>A run from its one end to the other.</summary>
    private void Follow(int from, int step)
    {
        if (!_drawn.Add((from, step)))
        {
            return;
        }

        _line.Clear();
        _line.AddRange(GoesOn(from) ? _ways[from][0] : [At(from)]);
        var state = from;
        for (var direction = step; ;)
        {
            state += _board.Delta[direction];
            if (IsEnd(state))
            {
                _drawn.Add((state, direction ^ 2));
                break;
            }

            _line.Add(At(state));
            direction = BitOperations.TrailingZeroCount(Steps(state) & ~(1 << (direction ^ 2)));
        }

        _line.AddRange(GoesOn(state) ? _ways[state][0].Reverse() : [At(state)]);
        Add(state, _line);
    }

    /// <summary>True where the way of one socket and one run make one line.</summary>
    private bool GoesOn(int state) =>
        _ways.TryGetValue(state, out var ways) && ways.Count == 1 && BitOperations.PopCount(Steps(state)) == 1 && (Links(state) & ~15) == 0;

    /// <summary>True where a run ends: where something else joins it.</summary>
    private bool IsEnd(int state) =>
        _ways.ContainsKey(state) || BitOperations.PopCount(Steps(state)) != 2 || (Links(state) & ~15) != 0;

    private void DrawBus(List<int> entries)
    {
        var joins = entries.Select(state => (State: state, At: new Point(_planned.BusX, At(state).Y))).OrderBy(join => join.At.Y).ToList();
        foreach (var (state, at) in joins)
        {
            Add(state, [At(state), at]);
            _writer.AddVia(at);
        }

        if (joins.Count > 1)
        {
            _writer.Add(_net.Side.BusLayer(), isBus: true, [joins[0].At, joins[^1].At]);
        }
    }

    private void Add(int state, List<Point> line) => _writer.Add((CopperLayer)(state / _board.Count), isBus: false, line);

    private uint Steps(int state) => (uint)Links(state) & 15;

    private int Links(int state) => _copper.Claim(_copper.Find(state, _net.Id)).Links;

    private Point At(int state) => _board.At(_board.Node(state));
}
