using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Explanation;

/// <summary>
/// Tells whether a track can get away from a socket at all, on any grid or none: the plane about the socket is flooded in cells a fraction of a
/// track wide, and a cell counts as open unless no point of it can be on a track's centre line. What the flood does not leave, no track leaves.
/// </summary>
/// <remarks>Tracks that are laid stand in nobody's way here: only modules, the board's edge and mounting holes do.</remarks>
internal sealed class SocketEscape(RoutingPlan plan, ObstacleIndex index)
{
    /// <summary>A track that comes so far straight is away, and one that comes so far on any way; nanometres.</summary>
    private const long StraightReach = 2_500_000, Reach = 10_000_000;

    /// <summary>A flood of more cells is no wall's.</summary>
    private const int MostCells = 60_000;

    /// <summary>Cells of a track pitch, and the widest cell in nanometres: half of a cell's diagonal is what an open cell may miss.</summary>
    private const long CellsAPitch = 6, WidestCell = 42_000;

    /// <summary>Nodes that a leg from a socket onto the grid passes at most.</summary>
    private const long NodesALeg = 32;

    /// <summary>A socket on a zone's border may be rounded into it by so much, nanometres.</summary>
    private const double Border = 2;

    private readonly ILookup<int, Shape> _zones = plan.ZonesByModule();
    private readonly long _cell = Math.Clamp(plan.TrackPitch / CellsAPitch, 1, WidestCell);
    private readonly long _longestLeg = Math.Min(NodesALeg * plan.Lattice.Pitch, Reach / 2);
    private readonly long _edge = plan.Rules.RoutedEdgeClearance + plan.Rules.TrackWidth / 2;

    /// <summary>
    /// The sockets that no track gets away from, on either layer, nor to others of their net that are not walled in with them; ids, ascending. Vias
    /// stand beside modules, but for the one that the plan reserves for a socket of a trunk on the other layer.
    /// </summary>
    /// <param name="sockets">As the plan of the board has them, with their vias.</param>
    public ImmutableArray<int> Walled(ImmutableArray<PlannedSocket> sockets)
    {
        var floods = sockets.Select(socket => (Socket: socket, Met: Met(socket))).Where(flood => flood.Met is not null).ToList();
        var walled = floods.Select(flood => flood.Socket.Id).ToHashSet();

        // One that meets a socket that gets away does so by it.
        while (floods.RemoveAll(flood => walled.Contains(flood.Socket.Id) && flood.Met!.Any(met => !walled.Contains(met)) && walled.Remove(flood.Socket.Id)) > 0)
        {
        }

        foreach (var net in sockets.GroupBy(socket => socket.Net).Where(net => net.All(socket => walled.Contains(socket.Id))))
        {
            // All of a net walled in together are joined there.
            if (Reached(floods, net.First().Id).Count == net.Count())
            {
                walled.ExceptWith(net.Select(socket => socket.Id));
            }
        }

        return [.. walled.Order()];
    }

    /// <summary>All that a socket meets, and what these meet.</summary>
    private static HashSet<int> Reached(List<(PlannedSocket Socket, HashSet<int>? Met)> floods, int from)
    {
        var reached = new HashSet<int> { from };
        while (floods.Where(flood => reached.Contains(flood.Socket.Id)).SelectMany(flood => flood.Met!).ToList() is var met && !reached.IsSupersetOf(met))
        {
            reached.UnionWith(met);
        }

        return reached;
    }

    /// <summary>Other sockets of the net that a socket's track comes to; null where it gets away.</summary>
    private HashSet<int>? Met(PlannedSocket socket)
    {
        var flood = new Flood(this, socket);
        if (flood.HasStraightWay() || flood.GetsAway())
        {
            return null;
        }

        var across = new Flood(this, socket with { At = socket.Start, Layer = socket.Layer == CopperLayer.Front ? CopperLayer.Back : CopperLayer.Front });
        return !socket.Via ? flood.Met : across.HasStraightWay() || across.GetsAway() ? null : [.. flood.Met, .. across.Met];
    }

    /// <summary>Places about a walled socket where no track can be, next to where one can.</summary>
    public ImmutableArray<(CopperLayer Layer, Point At)> Walls(PlannedSocket socket)
    {
        var flood = new Flood(this, socket);
        return flood.GetsAway() ? [] : flood.Walls;
    }

    /// <summary>One socket's flood.</summary>
    private sealed class Flood
    {
        private readonly SocketEscape _board;
        private readonly PlannedSocket _socket;
        private readonly Shape[] _ownZones;
        private readonly bool _isInside;
        private readonly long _slack;
        private readonly Lazy<List<Obstacle>> _ownCopper;
        private readonly List<Cell> _shut = [];

        public Flood(SocketEscape board, PlannedSocket socket)
        {
            (_board, _socket) = (board, socket);
            _ownZones = [.. board._zones[socket.Module]];
            _isInside = _ownZones.Any(zone => DepthIn(zone, socket.At) > Border);

            // Half a cell's diagonal, rounded up.
            _slack = board._cell * 708 / 1000 + 1;
            _ownCopper = new(() => [.. board.Plan.Obstacles.Where(obstacle => obstacle.Kind == ObstacleKind.Copper && obstacle.Net == socket.Net
                && obstacle.Shape.Bounds.Inflate(Reach).Contains(socket.At))]);
        }

        /// <summary>Ids of the other sockets of the net that the flood came to.</summary>
        public HashSet<int> Met { get; } = [];

        /// <inheritdoc cref="SocketEscape.Walls"/>
        public ImmutableArray<(CopperLayer Layer, Point At)> Walls => [.. _shut.Select(cell => (cell.Layer, At(cell)))];

        /// <summary>A track straight away from the socket in one of eight directions, exactly as routing checks it: most sockets have one.</summary>
        public bool HasStraightWay()
        {
            foreach (var (x, y) in RoutingGrid.Steps)
            {
                var to = new Point(_socket.At.X + x * StraightReach, _socket.At.Y + y * StraightReach);
                // Along its module's border a track is beside its neighbours, and not away.
                if (!_isInside && _ownZones.Any(zone => Enters(zone, _socket.At, to) || Shapes.DistanceToPoint(zone, to, StraightReach) < StraightReach - Border))
                {
                    continue;
                }

                if (IsOnBoard(to, 0) && IsOnBoard(new(_socket.At.X + x * _board._cell, _socket.At.Y + y * _board._cell), 0)
                    && _board.Index.IsClear(_socket.Layer, _socket.At, to, _board.Rules.TrackWidth / 2, _socket.Net, _socket.Module, _board.Rules))
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Floods outwards, the farthest cells first.</summary>
        public bool GetsAway()
        {
            var queue = new PriorityQueue<Cell, long>();
            var seen = new HashSet<Cell>();
            foreach (var layer in Layers())
            {
                Visit(new(layer, 0, 0));
            }

            while (queue.TryDequeue(out var cell, out var key))
            {
                if (-key * _board._cell >= Reach || seen.Count > MostCells || MeetsCopper(cell))
                {
                    return true;
                }

                foreach (var (x, y) in RoutingGrid.Steps)
                {
                    Visit(new(cell.Layer, cell.X + x, cell.Y + y));
                }

                var across = cell with { Layer = cell.Layer == CopperLayer.Front ? CopperLayer.Back : CopperLayer.Front };
                if (!seen.Contains(across) && HoldsVia(At(cell)))
                {
                    Visit(across);
                }
            }

            return false;

            void Visit(Cell cell)
            {
                if (!seen.Add(cell))
                {
                    return;
                }

                if (HoldsTrack(cell))
                {
                    queue.Enqueue(cell, -cell.Steps);
                }
                else
                {
                    _shut.Add(cell);
                }
            }
        }

        /// <summary>The socket's own layer, and the other one where its pad goes through the board.</summary>
        private IEnumerable<CopperLayer> Layers()
        {
            yield return _socket.Layer;
            var other = _socket.Layer == CopperLayer.Front ? CopperLayer.Back : CopperLayer.Front;
            if (_ownCopper.Value.Exists(copper => copper.Module == _socket.Module && (copper.Layers & other.Mask()) != 0 && Shapes.Contains(copper.Shape, _socket.At)))
            {
                yield return other;
            }
        }

        private Point At(Cell cell) => new(_socket.At.X + cell.X * _board._cell, _socket.At.Y + cell.Y * _board._cell);

        /// <summary>True unless no point of the cell can be on a track's centre line.</summary>
        private bool HoldsTrack(Cell cell)
        {
            var at = At(cell);
            if (at == _socket.At)
            {
                return _board.Index.IsClear(cell.Layer, at, at, _board.Rules.TrackWidth / 2, _socket.Net, _socket.Module, _board.Rules);
            }

            var isOnLeg = _isInside || (cell.IsStraightOut && cell.Steps * _board._cell <= _board._longestLeg && !EntersOwnZone(at));
            return IsOnBoard(at, _slack)
                && _board.Index.IsClear(cell.Layer, at, at, _board.Rules.TrackWidth / 2 - _slack, _socket.Net, isOnLeg ? _socket.Module : -1, _board.Rules);
        }

        /// <summary>True unless no via can stand in the cell; its hole's distance from other holes is not looked at.</summary>
        private bool HoldsVia(Point at)
        {
            var rules = _board.Rules;
            var radius = rules.ViaDiameter / 2 - _slack;
            return BoardEdge.Depth(_board.Plan.Outline, at) >= rules.RoutedEdgeClearance + radius
                && _board.Index.IsClear(CopperLayer.Front, at, at, radius, _socket.Net, -1, rules)
                && _board.Index.IsClear(CopperLayer.Back, at, at, radius, _socket.Net, -1, rules);
        }

        /// <summary>Notes which sockets of the net the cell reaches by their copper; true where it reaches some that no socket stands on, which may lead anywhere.</summary>
        private bool MeetsCopper(Cell cell)
        {
            foreach (var copper in _ownCopper.Value)
            {
                if ((copper.Layers & cell.Layer.Mask()) == 0 || Shapes.Contains(copper.Shape, _socket.At)
                    || Shapes.DistanceToPoint(copper.Shape, At(cell)) > _board.Rules.TrackWidth / 2 + _slack)
                {
                    continue;
                }

                var others = _board.Plan.Sockets.Where(other => other.Net == _socket.Net && Shapes.Contains(copper.Shape, other.At)).Select(other => other.Id).ToList();
                if (others.Count == 0)
                {
                    return true;
                }

                Met.UnionWith(others.Where(other => other != _socket.Id));
            }

            return false;
        }

        private bool IsOnBoard(Point at, long slack) => BoardEdge.Depth(_board.Plan.Outline, at) >= _board._edge - slack - 0.5;

        /// <summary>A socket on its module's border has tracks that lead straight away from it, and keep off the module once they turn.</summary>
        private bool EntersOwnZone(Point at) => _ownZones.Any(zone => DepthIn(zone, at) > _slack);

        private static bool Enters(Shape zone, Point a, Point b)
        {
            for (var quarter = 1; quarter <= 4; quarter++)
            {
                if (DepthIn(zone, new(a.X + (b.X - a.X) * quarter / 4, a.Y + (b.Y - a.Y) * quarter / 4)) > Border)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>How far inside a zone a point lies; 0 outside and on its border.</summary>
        private static double DepthIn(Shape zone, Point at)
        {
            if (!Shapes.Contains(zone, at) || zone is not Polygon { Outline: var outline })
            {
                return 0;
            }

            var depth = double.MaxValue;
            for (var i = 0; i < outline.Length; i++)
            {
                depth = Math.Min(depth, Segments.PointToSegment(at, outline[i], outline[(i + 1) % outline.Length]));
            }

            return depth;
        }
    }

    private RoutingPlan Plan => plan;

    private ObstacleIndex Index => index;

    private DesignRules Rules => plan.Rules;

    /// <summary>A square of the plane about a socket, by columns and rows from it.</summary>
    private readonly record struct Cell(CopperLayer Layer, int X, int Y)
    {
        public int Steps => Math.Max(Math.Abs(X), Math.Abs(Y));

        public bool IsStraightOut => X == 0 || Y == 0 || Math.Abs(X) == Math.Abs(Y);
    }
}
