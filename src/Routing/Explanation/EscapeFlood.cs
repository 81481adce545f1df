using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Explanation;

/// <summary>
/// The ways of a track from one socket. The plane about it is flooded in cells a fraction of a track wide, where a cell counts as open unless no point of
/// it can be on a track's centre line: what that flood does not leave, no track leaves. Of what it leaves it is asked again in more detail: cells of which
/// every point is open stay whole, all others are divided, so that a wall is seen that is short of a track's room by a few micrometres.
/// </summary>
internal sealed class EscapeFlood
{
    /// <summary>A track that comes so far straight is away, and one that comes so far on any way; nanometres.</summary>
    private const long StraightReach = 2_500_000, Reach = 10_000_000;

    /// <summary>A flood of more cells is no wall's.</summary>
    private const int MostCells = 60_000;

    /// <summary>Cells of a track pitch, and the widest cell in nanometres: half of a cell's diagonal is what an open cell may miss.</summary>
    private const long CellsAPitch = 6, WidestCell = 42_000;

    /// <summary>Small cells across a whole one, and from its middle to its side.</summary>
    private const int Parts = 15, Half = Parts / 2;

    private readonly EscapeBoard _board;
    private readonly PlannedSocket _socket;
    private readonly Shape[] _ownZones;
    private readonly bool _isInside;
    private readonly long _part, _slack, _partSlack, _longestLeg;
    private readonly Lazy<NetCopper> _copper;
    private readonly List<Cell> _shut = [];

    public EscapeFlood(EscapeBoard board, PlannedSocket socket)
    {
        (_board, _socket) = (board, socket);
        _ownZones = board.ZonesOf(socket.Module);
        _isInside = _ownZones.Any(zone => KeepOut.IsInside(zone, socket.At));
        _part = Math.Max(1, Math.Clamp(board.Plan.TrackPitch / CellsAPitch, 1, WidestCell) / Parts);
        (_slack, _partSlack) = (HalfDiagonal(Parts * _part), HalfDiagonal(_part));
        _longestLeg = Math.Min(board.LongestLeg, Reach / 2);
        _copper = new(() => NetCopper.Near(board.Plan, socket, board.Plan.Rules.TrackWidth / 2 + _slack));
    }

    /// <summary>Ids of the sockets of the net that the flood came to; its own may be one of them.</summary>
    public HashSet<int> Met { get; } = [];

    /// <summary>Places where no track can be, whatever its own module's zone, next to where one can.</summary>
    public ImmutableArray<(CopperLayer Layer, Point At)> Walls => [.. _shut.Where(IsShutByOthers).Select(cell => (cell.Layer, At(cell)))];

    /// <summary>True unless it is certain that no track gets away.</summary>
    public bool GetsAway() => HasStraightWay() || (GetsAway(inDetail: false) && GetsAway(inDetail: true));

    /// <summary>A track straight away from the socket in one of eight directions, exactly as routing checks it: most sockets have one.</summary>
    private bool HasStraightWay()
    {
        foreach (var (x, y) in RoutingGrid.Steps)
        {
            var to = new Point(_socket.At.X + x * StraightReach, _socket.At.Y + y * StraightReach);

            // Along its module's border a track is beside its neighbours, and not away.
            if (!_isInside && _ownZones.Any(zone => KeepOut.Enters(zone, _socket.At, to) || Shapes.DistanceToPoint(zone, to, StraightReach) < StraightReach - KeepOut.Border))
            {
                continue;
            }

            if (_board.IsOnBoard(to, 0) && _board.IsOnBoard(new(_socket.At.X + x * Parts * _part, _socket.At.Y + y * Parts * _part), 0)
                && _board.IsClear(_socket.Layer, _socket.At, to, _board.Plan.Rules.TrackWidth / 2, _socket.Net, _socket.Module))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Floods outwards: whole cells before small ones, the farthest first.</summary>
    private bool GetsAway(bool inDetail)
    {
        var queue = new PriorityQueue<Cell, long>();
        var cells = _board.Cells(Reach, Parts * _part);
        _shut.Clear();
        Met.Clear();
        foreach (var layer in Layers())
        {
            Enter(new(layer, 0, 0, IsSmall: true));
        }

        while (queue.TryDequeue(out var cell, out _))
        {
            if (cell.Steps * _part >= Reach || cells.Count > MostCells || (cell.IsSmall && --_board.SmallCells < 0) || MeetsCopper(cell))
            {
                return true;
            }

            foreach (var (x, y) in RoutingGrid.Steps)
            {
                foreach (var part in inDetail ? cell.Beside(x, y) : cell.Beside(x, y).Take(1))
                {
                    Enter(part);
                }
            }

            Cross(cell);
        }

        return false;

        // A small cell, or the whole one that it is part of.
        void Enter(Cell part)
        {
            var whole = part.Whole();
            var index = IndexOf(whole);
            if (cells[index] == CellState.Unknown)
            {
                cells[index] = StateOf(whole, inDetail);
                if (cells[index] == CellState.Shut)
                {
                    _shut.Add(whole);
                }
            }

            if (cells[index] == CellState.Open)
            {
                cells[index] = CellState.Entered;
                Wait(whole);
            }
            else if (cells[index] == CellState.Divided && cells.Enter(part.Layer, part.X, part.Y))
            {
                if (HoldsTrack(part))
                {
                    Wait(part);
                }
                else
                {
                    _shut.Add(part);
                }
            }
        }

        void Wait(Cell cell) => queue.Enqueue(cell, cell.IsSmall ? Reach - cell.Steps : -cell.Steps);

        // Where a via leads to the other layer.
        void Cross(Cell cell)
        {
            var layer = cell.Layer == CopperLayer.Front ? CopperLayer.Back : CopperLayer.Front;
            var beyond = IndexOf(cell.Whole() with { Layer = layer });
            if (cells[beyond] is CellState.Shut or CellState.Entered || !HoldsVia(cell))
            {
                return;
            }

            foreach (var part in inDetail ? cell.Small() : [cell with { IsSmall = true }])
            {
                if (cells[beyond] is not (CellState.Shut or CellState.Entered) && (!inDetail || HoldsVia(part)))
                {
                    Enter(part with { Layer = layer });
                }
            }
        }

        int IndexOf(Cell whole) => cells.IndexOf(whole.Layer, whole.X / Parts, whole.Y / Parts);
    }

    private CellState StateOf(Cell whole, bool inDetail) =>
        !HoldsTrack(whole) ? CellState.Shut
        : !inDetail || _board.HoldsTrack(whole.Layer, At(whole), -_slack, _socket.Net, _isInside ? _socket.Module : -1) ? CellState.Open
        : CellState.Divided;

    /// <summary>The socket's own layer, and the other one where its pad goes through the board.</summary>
    private IEnumerable<CopperLayer> Layers()
    {
        yield return _socket.Layer;
        var other = _socket.Layer == CopperLayer.Front ? CopperLayer.Back : CopperLayer.Front;
        if (_copper.Value.Own.Any(copper => copper.Module == _socket.Module && (copper.Layers & other.Mask()) != 0))
        {
            yield return other;
        }
    }

    private Point At(Cell cell) => new(_socket.At.X + cell.X * _part, _socket.At.Y + cell.Y * _part);

    private long SlackOf(Cell cell) => cell.IsSmall ? _partSlack : _slack;

    /// <summary>True unless no point of the cell can be on a track's centre line.</summary>
    private bool HoldsTrack(Cell cell)
    {
        var at = At(cell);
        if (at == _socket.At)
        {
            return _board.IsClear(cell.Layer, at, at, _board.Plan.Rules.TrackWidth / 2, _socket.Net, _socket.Module);
        }

        var isOnLeg = _isInside || (cell.IsStraightOut && cell.Steps * _part <= _longestLeg && !EntersOwnZone(cell));
        return _board.HoldsTrack(cell.Layer, at, SlackOf(cell), _socket.Net, isOnLeg ? _socket.Module : -1);
    }

    /// <summary>True for a cell that would hold no track without its own module's zone either; at the socket itself that zone never counts.</summary>
    private bool IsShutByOthers(Cell cell) => At(cell) == _socket.At || !_board.HoldsTrack(cell.Layer, At(cell), SlackOf(cell), _socket.Net, _socket.Module);

    /// <summary>True unless no via can stand in the cell.</summary>
    private bool HoldsVia(Cell cell) => _board.HoldsVia(At(cell), SlackOf(cell), _socket.Net);

    /// <summary>Notes which sockets of the net the cell reaches by their copper; true where it reaches some that no socket stands on, which may lead anywhere.</summary>
    private bool MeetsCopper(Cell cell)
    {
        var near = _board.Plan.Rules.TrackWidth / 2 + SlackOf(cell);
        foreach (var (copper, around, sockets) in _copper.Value.Others)
        {
            if (!around.Contains(At(cell)) || (copper.Layers & cell.Layer.Mask()) == 0 || Shapes.DistanceToPoint(copper.Shape, At(cell)) > near)
            {
                continue;
            }

            if (sockets.Length == 0)
            {
                return true;
            }

            Met.UnionWith(sockets);
        }

        return false;
    }

    /// <summary>A socket on its module's border has tracks that lead straight away from it, and keep off the module once they turn.</summary>
    private bool EntersOwnZone(Cell cell) => _ownZones.Any(zone => Shapes.Depth(zone, At(cell)) > SlackOf(cell));

    /// <summary>Rounded up.</summary>
    private static long HalfDiagonal(long side) => side * 708 / 1000 + 1;

    /// <summary>Copper of the socket's net that a flood may come to.</summary>
    /// <param name="Own">On which the socket stands.</param>
    /// <param name="Others">The rest, with the box from which a cell may reach it and the ids of the sockets on it.</param>
    private sealed record NetCopper(Obstacle[] Own, (Obstacle Copper, Box Around, int[] Sockets)[] Others)
    {
        /// <param name="slack">Of a cell's middle from copper that it reaches at most, nanometres.</param>
        public static NetCopper Near(RoutingPlan plan, PlannedSocket socket, long slack)
        {
            var near = plan.Obstacles
                .Where(obstacle => obstacle.Kind == ObstacleKind.Copper && obstacle.Net == socket.Net && obstacle.Shape.Bounds.Inflate(Reach).Contains(socket.At))
                .ToLookup(copper => Shapes.Contains(copper.Shape, socket.At));
            var sockets = plan.Sockets.Where(other => other.Net == socket.Net).ToList();
            return new([.. near[true]], [.. near[false].Select(copper => (copper, copper.Shape.Bounds.Inflate(slack), On(copper)))]);

            int[] On(Obstacle copper) => [.. sockets.Where(other => Shapes.Contains(copper.Shape, other.At)).Select(other => other.Id)];
        }
    }

    /// <summary>A square of the plane about a socket, by columns and rows of small cells from it to its middle.</summary>
    private readonly record struct Cell(CopperLayer Layer, int X, int Y, bool IsSmall)
    {
        public long Steps => Math.Max(Math.Abs(X), Math.Abs(Y));

        public bool IsStraightOut => X == 0 || Y == 0 || Math.Abs(X) == Math.Abs(Y);

        /// <summary>The whole cell that a small one is part of.</summary>
        public Cell Whole() => new(Layer, Middle(X), Middle(Y), IsSmall: false);

        /// <summary>Itself, or the small cells that it consists of.</summary>
        public IEnumerable<Cell> Small() => IsSmall ? [this] : Between(X - Half, X + Half, Y - Half, Y + Half);

        /// <summary>The small cells that touch it on one side, or at one corner.</summary>
        public IEnumerable<Cell> Beside(int x, int y)
        {
            var half = IsSmall ? 0 : Half;
            var ((left, right), (bottom, top)) = (Beside(X, x, half), Beside(Y, y, half));
            return Between(left, right, bottom, top);
        }

        private static (int First, int Last) Beside(int middle, int step, int half) =>
            step == 0 ? (middle - half, middle + half) : (middle + step * (half + 1), middle + step * (half + 1));

        private static int Middle(int part) => (int)Math.Floor((part + Half) / (double)Parts) * Parts;

        private IEnumerable<Cell> Between(int left, int right, int bottom, int top)
        {
            for (var y = bottom; y <= top; y++)
            {
                for (var x = left; x <= right; x++)
                {
                    yield return new(Layer, x, y, IsSmall: true);
                }
            }
        }
    }
}
