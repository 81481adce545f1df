using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// Copper of an earlier board on one like it, as far as it is still legal: what lies on the grid or on the leg of a socket that is still there, and
/// keeps its distance from modules and other nets. Nothing is taken on trust.
/// </summary>
internal sealed class KeptCopper
{
    private readonly RoutingPlan _plan;
    private readonly RoutingGrid _grid;
    private readonly RoutedBoard _earlier;
    private readonly DrawnLegs _legs;
    private readonly Dictionary<string, int> _ids;
    private readonly HashSet<(int Net, Point At)> _socketVias;
    private readonly HashSet<(int Net, Point At, Point Start)> _stubs;
    private readonly List<Run> _runs = [];
    private readonly bool[] _isWhole;

    /// <param name="earlier">As it was routed, before it was finished; nets that the board has not are passed over.</param>
    public KeptCopper(RoutingPlan plan, RoutingGrid grid, ObstacleIndex index, RoutedBoard earlier)
    {
        (_plan, _grid, _earlier, _legs) = (plan, grid, earlier, new(plan, grid, index));
        _ids = plan.Nets.ToDictionary(net => net.Name, net => net.Id, StringComparer.Ordinal);
        var reserved = plan.Sockets.Where(socket => socket.Via).ToList();
        _socketVias = [.. reserved.Select(socket => (socket.Net, socket.Start))];
        _stubs = [.. reserved.Select(socket => (socket.Net, socket.At, socket.Start))];
        _isWhole = new bool[plan.Nets.Length];
        Array.Fill(_isWhole, true);
    }

    /// <summary>True where all earlier copper of a net is there, as it was, and joins all its sockets.</summary>
    /// <param name="net">The net's id less one.</param>
    public bool IsWhole(int net) => _isWhole[net];

    /// <summary>The earlier tracks and vias of a net.</summary>
    /// <param name="net">The net's id less one.</param>
    public RoutedBoard Of(int net)
    {
        var name = _plan.Nets[net].Name;
        return new([.. _earlier.Tracks.Where(track => track.Net == name)], [.. _earlier.Vias.Where(via => via.Net == name)], []);
    }

    /// <summary>The legs that are still good.</summary>
    /// <param name="maps">What tracks may use on either layer.</param>
    public IReadOnlyList<CarriedLeg> Legs(CopperMap[] maps)
    {
        foreach (var track in _earlier.Tracks)
        {
            if (!_ids.TryGetValue(track.Net, out var net) || IsStub(net, track))
            {
                continue;
            }

            if (!track.IsWithin(_plan.Outline.Bounds))
            {
                _isWhole[net - 1] = false;
                continue;
            }

            var map = maps[(int)track.Layer];
            var first = _legs.Take(net, track.Layer, map, track.Points.Items, out var line);
            var last = _legs.Take(net, track.Layer, map, [.. line.Reverse()], out line);
            _runs.Add(new(track, net, line, [.. new[] { first, last }.OfType<CarriedLeg>()]));
        }

        return [.. _runs.SelectMany(run => run.Legs)];
    }

    /// <summary>Lays it on the graphs of its nets.</summary>
    /// <param name="layout">Without copper, on a board with these legs.</param>
    public void Lay(Layout layout)
    {
        foreach (var run in _runs)
        {
            _isWhole[run.Net - 1] &= Lay(layout.Board, layout.Nets[run.Net - 1], run);
        }

        foreach (var via in _earlier.Vias)
        {
            if (_ids.TryGetValue(via.Net, out var net))
            {
                _isWhole[net - 1] &= Lay(layout.Board, layout.Nets[net - 1], via);
            }
        }

        for (var net = 0; net < layout.Nets.Length; net++)
        {
            _isWhole[net] &= TakeAwayLoose(layout.Nets[net]);
        }

        layout.ClaimAll();
    }

    private bool IsStub(int net, Track track) => track.Points.Count == 2 && _stubs.Contains((net, track.Points[0], track.Points[1]));

    /// <returns>False where some of it was lost, or is drawn otherwise than it would be now.</returns>
    private bool Lay(TreeBoard board, NetGraph net, Run run)
    {
        var isWhole = true;
        foreach (var leg in run.Legs)
        {
            var (socket, state) = (board.FirstSocket + leg.Socket, leg.Layer * _grid.Count + leg.Access.Node);
            if (!board.LegsOf(socket).Any(known => known.State == state))
            {
                isWhole = false;
            }
            else if (!net.LegEnds(socket).Contains(state))
            {
                net.Link(socket, state);
            }
        }

        var (laid, isOnBus) = (0, false);
        var first = (int)run.Track.Layer * _grid.Count;
        foreach (var (a, b) in Polyline.Pieces(run.Line))
        {
            var from = -1;
            foreach (var node in _grid.NodesOn(a, b))
            {
                var to = first + node;
                isOnBus |= from < 0 && board.IsOnTrunk(to);
                if (from >= 0 && IsOpen(board, net.Net, from, to))
                {
                    net.Link(from, to);
                    laid++;
                }

                from = to;
            }
        }

        return isWhole && laid == Steps(run.Line) && (run.Track.Kind, run.Track.Width) == CopperWriter.Style(_plan.Rules, isOnBus);
    }

    /// <summary>Steps of a track that lies on the grid from end to end.</summary>
    private long Steps(ImmutableArray<Point> line)
    {
        var steps = Polyline.Pieces(line).Sum(piece => Math.Max(Math.Abs(piece.B.X - piece.A.X), Math.Abs(piece.B.Y - piece.A.Y)) / _grid.Pitch);
        return _grid.IsOnGrid(line[0]) && _grid.IsOnGrid(line[^1]) ? steps : -1;
    }

    private static bool IsOpen(TreeBoard board, ushort net, int from, int to)
    {
        var moves = board.Moves[from];
        var map = board.Maps[board.Layer(from)];
        int a = board.Node(from), b = board.Node(to);
        return ((moves | moves >> 8) >> board.Grid.DirectionOf(b - a) & 1) != 0 && !map.IsForeign(a, net) && !map.IsForeign(b, net);
    }

    private bool Lay(TreeBoard board, NetGraph net, Via via)
    {
        var isWhole = via.Diameter == _plan.Rules.ViaDiameter && via.Hole == _plan.Rules.ViaHole;
        if (_socketVias.Contains((net.Net, via.At)))
        {
            // It comes with the socket's leg.
            return isWhole;
        }

        if (_grid.Find(via.At) is not (>= 0 and var node) || board.Vias.IsForeign(node, net.Net) || board.Maps[0].IsForeign(node, net.Net) || board.Maps[1].IsForeign(node, net.Net)
            || board.Stencil.HoleToHole.Any(offset => (uint)(node + offset) < (uint)_grid.Count && net.HasVia(node + offset)))
        {
            return false;
        }

        net.Link(node, board.OtherLayer(node));
        return isWhole;
    }

    /// <summary>Takes away what no socket is joined to. Dead ends stay: what has moved away is seldom far from them.</summary>
    /// <returns>True where there is neither, and all sockets are joined.</returns>
    private static bool TakeAwayLoose(NetGraph net)
    {
        var isJoined = net.LabelComponents() <= 1;
        var loose = net.Links().Where(link => net.LabelOf(link.A) < 0).ToList();
        net.Unlink(loose);
        return isJoined && loose.Count == 0 && net.States.All(state => net.Degree(state) > 1);
    }

    /// <summary>An earlier track, the legs at its ends, and what is left of its line between them.</summary>
    private sealed record Run(Track Track, int Net, ImmutableArray<Point> Line, ImmutableArray<CarriedLeg> Legs);
}
