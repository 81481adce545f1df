using System.Collections.Immutable;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// A* over one layer (Hart, Nilsson, Raphael 1968) from a socket to its net: its bus, where a via fits, or any track it has. On free
/// ground it jumps to where a track could have to turn (jump point search: Harabor and Grastien, AAAI 2011), so that few nodes are
/// ever queued. The scratch belongs to one worker and grows with what a search reaches, not with the grid.
/// </summary>
internal sealed class PathSearch : IDisposable
{
    private const int AllDirections = 255;

    /// <summary>A track that could only be a grid step and a half and a thirty-second part cheaper is left as it is.</summary>
    private const int NotWorthwhile = PathCost.Straight * 3 / 2;

    private const int Worthwhile = 32;

    /// <summary>A run is asked at every so many columns or rows whether it is vain, in nodes.</summary>
    private const int CheckEvery = 16;

    private readonly RoutingSide _side;
    private readonly RoutingGrid _grid;
    private readonly BucketQueue _queue = new();
    private readonly TargetField _field;
    private readonly VisitTable _visits = new();
    private readonly int[][] _beside;
    private readonly List<int> _trace = [];

    // The search under way.
    private CopperMap _map = null!;
    private ushort[] _owner = [];
    private byte[] _flags = [];
    private SearchGoal _goal;
    private int _best;
    private bool _thorough;

    /// <summary>Nodes looked at in all searches so far.</summary>
    public long Looks { get; private set; }

    public PathSearch(RoutingSide side)
    {
        _side = side;
        _grid = side.Grid;
        _field = new(side);
        _beside = side.Stencil.Beside;
    }

    /// <summary>Gives the scratch back; one job's serves the next.</summary>
    public void Dispose()
    {
        _queue.Dispose();
        _visits.Dispose();
        _field.Dispose();
    }

    /// <summary>The cheapest connection of a socket, or null where there is none below <paramref name="limit"/>.</summary>
    /// <param name="limit">Cost including the bus via and the bus's extension; exclusive. Where little below it is possible, nothing is searched.</param>
    public Connection? Find(SideCopper copper, PlannedSocket socket, int limit = int.MaxValue)
    {
        _thorough = limit == int.MaxValue;
        _best = _thorough ? limit : limit - (limit / Worthwhile) - NotWorthwhile;
        _field.Aim(copper, (ushort)socket.Net, _side.Accesses(socket.Id), _best);
        _goal = new(_side, copper, _field, (ushort)socket.Net);
        if (Least(socket) >= _best)
        {
            return null;
        }

        (_map, _owner, _flags) = (copper.Map, copper.Map.Owner, copper.Map.Flags);
        _visits.Clear();
        _queue.Clear();
        PushAccesses(copper, socket);
        var (end, bus) = (-1, false);
        while (_queue.TryPop(out var estimate, out var node) && estimate < _best)
        {
            ref var visit = ref _visits[node];
            if (visit.Estimate != estimate)
            {
                continue;
            }

            Looks++;

            // Never expanded twice at one cost: the estimate is spent.
            visit.Estimate = -1;
            var (cost, heading) = (visit.Cost, visit.Heading);
            int row = node / _grid.Columns, column = node - row * _grid.Columns;
            if (IsOwnPath(node))
            {
                (_best, end, bus) = (cost, node, false);
                break;
            }

            if (column == _goal.BusColumn && _goal.BusCost(row) is var toBus && cost + toBus < _best && _goal.MayJoinBus(row) && copper.BusViaFits(node, _goal.Net))
            {
                (_best, end, bus) = (cost + toBus, node, true);
            }

            Expand(node, column, row, cost, heading);
        }

        return end < 0 ? null : Trace(socket, end, bus);
    }

    /// <summary>An estimate of the cheapest connection there could be.</summary>
    private int Least(PlannedSocket socket)
    {
        var least = int.MaxValue;
        foreach (var access in _side.Accesses(socket.Id))
        {
            least = Math.Min(least, _goal.Estimate(_grid.Column(access.Node), _grid.Row(access.Node)));
        }

        return least;
    }

    private void PushAccesses(SideCopper copper, PlannedSocket socket)
    {
        var accesses = _side.Accesses(socket.Id);
        for (var i = 0; i < accesses.Length; i++)
        {
            var access = accesses[i];
            var cost = (int)(access.Length * PathCost.Straight / _grid.Pitch);
            if (cost < _visits[access.Node].Cost && copper.LegIsClear(socket.Id, i, _goal.Net))
            {
                Push(access.Node, _grid.Column(access.Node), _grid.Row(access.Node), cost, -1 - i, access.Direction);
            }
        }
    }

    private void Expand(int node, int column, int row, int cost, int heading)
    {
        var useful = _thorough ? AllDirections : UsefulDirections(node, heading);
        for (var direction = 0; direction < 8; direction++)
        {
            var turn = PathCost.Turn(heading, direction);
            if (turn < 0 || ((useful >> direction) & 1) == 0)
            {
                continue;
            }

            if ((direction & 1) == 0)
            {
                RunStraight(node, column, row, cost + turn, direction);
            }
            else
            {
                RunDiagonal(node, column, row, cost + turn, direction);
            }
        }
    }

    /// <summary>Runs straight on to the first node where a track could end or have to turn.</summary>
    private void RunStraight(int from, int column, int row, int cost, int direction)
    {
        var net = _goal.Net;
        ushort[] owner = _owner;
        byte[] flags = _flags;
        int delta = _grid.Delta[direction], left = _grid.Delta[(direction + 2) & 7];
        var (dx, dy) = RoutingGrid.Steps[direction];
        var node = from;

        // What is free beside the node at hand and beside the one ahead; as long as it stays the same, a track need not turn.
        bool leftFree = IsFree(owner[node + left], net), rightFree = IsFree(owner[node - left], net);
        bool leftAhead = IsFree(owner[node + delta + left], net), rightAhead = IsFree(owner[node + delta - left], net);
        var isUniform = !_thorough && leftAhead == leftFree && rightAhead == rightFree;
        var isBetweenFree = leftFree && rightFree;
        if (CopperMap.IsEdgeClosed(flags, node, node + delta, direction))
        {
            return;
        }

        // The run ends at the first node with flags: further edges can only be closed where they end.
        var closed = direction < 4 ? 0 : 1 << (direction - 4);
        var busColumn = _goal.BusColumn;
        while (true)
        {
            if (isUniform && isBetweenFree && !CrossOpenGround(ref node, ref column, ref row, ref cost, direction))
            {
                return;
            }

            node += delta;
            var flag = flags[node];
            if (!IsFree(owner[node], net) || (flag & closed) != 0)
            {
                return;
            }

            column += dx;
            row += dy;
            cost += PathCost.Straight;
            (leftAhead, rightAhead) = (IsFree(owner[node + delta + left], net), IsFree(owner[node + delta - left], net));
            if (!isUniform || flag != 0 || column == busColumn || (leftAhead && !leftFree) || (rightAhead && !rightFree))
            {
                Push(node, column, row, cost, from, direction);
                return;
            }

            if (((dx == 0 ? row : column) & (CheckEvery - 1)) == 0 && IsVain(column, row, cost))
            {
                return;
            }

            isUniform = leftAhead == leftFree && rightAhead == rightFree;
        }
    }

    /// <summary>Runs on to the end of the open ground ahead, where there is nothing to stop for; false where it becomes vain on the way.</summary>
    private bool CrossOpenGround(ref int node, ref int column, ref int row, ref int cost, int direction)
    {
        var delta = _grid.Delta[direction];
        var (dx, dy) = RoutingGrid.Steps[direction];
        var count = dx == 0 ? OpenAcross(node + delta, column, delta) : OpenAlong(node + delta, column, dx);
        int place = dx == 0 ? row : column, toCheck = dx + dy > 0 ? CheckEvery - (place & (CheckEvery - 1)) : ((place - 1) & (CheckEvery - 1)) + 1;
        for (; toCheck <= count; toCheck += CheckEvery)
        {
            if (IsVain(column + dx * toCheck, row + dy * toCheck, cost + PathCost.Straight * toCheck))
            {
                return false;
            }
        }

        node += count * delta;
        column += count * dx;
        row += count * dy;
        cost += count * PathCost.Straight;
        return true;
    }

    private int OpenAlong(int from, int column, int step)
    {
        int toBus = (_goal.BusColumn - column) * step, toBorder = step > 0 ? _grid.Columns - 1 - column : column;
        return OpenGround.Along(_map, _grid.Columns, from, step, (toBus > 0 ? Math.Min(toBus, toBorder) : toBorder) - 1);
    }

    private int OpenAcross(int from, int column, int delta) => column == _goal.BusColumn ? 0 : OpenGround.Across(_map, from, delta);

    private bool IsVain(int column, int row, int cost) => cost + _field.Estimate(column, row) >= _best;

    /// <summary>Runs along a diagonal, and from each of its nodes straight to both sides of it.</summary>
    private void RunDiagonal(int from, int column, int row, int cost, int direction)
    {
        var net = _goal.Net;
        ushort[] owner = _owner;
        byte[] flags = _flags;
        var delta = _grid.Delta[direction];
        int one = (direction + 1) & 7, other = (direction + 7) & 7;
        int left = _grid.Delta[(direction + 3) & 7], right = _grid.Delta[(direction + 5) & 7];
        var (dx, dy) = RoutingGrid.Steps[direction];
        var node = from;
        while (true)
        {
            var next = node + delta;
            if (CopperMap.IsEdgeClosed(flags, node, next, direction) || !IsFree(owner[next], net) || IsBesideForeign(node, direction))
            {
                return;
            }

            node = next;
            column += dx;
            row += dy;
            cost += PathCost.Diagonal;
            if (flags[node] != 0 || _thorough || column == _goal.BusColumn || !IsFree(owner[node + left], net) || !IsFree(owner[node + right], net))
            {
                Push(node, column, row, cost, from, direction);
                return;
            }

            if (!Touch(node, column, row, cost, from, direction))
            {
                return;
            }

            RunStraight(node, column, row, cost + PathCost.Turn45, one);
            RunStraight(node, column, row, cost + PathCost.Turn45, other);
        }
    }

    private static bool IsFree(ushort owner, ushort net) => owner == 0 || owner == net;

    private bool IsOwnPath(int node) => (_flags[node] & CopperMap.Path) != 0 && _owner[node] == _goal.Net;

    /// <summary>Queues a node where this is the cheapest way to it so far and it could still lead to something better.</summary>
    private void Push(int node, int column, int row, int cost, int parent, int heading)
    {
        ref var visit = ref _visits[node];
        if (cost >= visit.Cost)
        {
            return;
        }

        var estimate = cost + _goal.Estimate(column, row);
        if (estimate < _best)
        {
            (visit.Cost, visit.Estimate, visit.Parent, visit.Heading) = (cost, estimate, parent, heading);
            _queue.Push(estimate, node);
        }
    }

    /// <summary>Notes the way to a node that need not be queued; false where it is of no use.</summary>
    private bool Touch(int node, int column, int row, int cost, int parent, int heading)
    {
        ref var visit = ref _visits[node];
        if (cost >= visit.Cost || cost + _goal.Estimate(column, row) >= _best)
        {
            return false;
        }

        (visit.Cost, visit.Estimate, visit.Parent, visit.Heading) = (cost, -1, parent, heading);
        return true;
    }

    /// <summary>
    /// Directions that can lead to something new: on free ground every track is walked diagonal first and then straight, so a
    /// straight track turns only where something stands beside it. May miss a way between odd obstacles, so it is not used where a
    /// socket must be joined.
    /// </summary>
    private int UsefulDirections(int node, int heading)
    {
        if (heading < 0 || (_flags[node] & 15) != 0)
        {
            return AllDirections;
        }

        var net = _goal.Net;
        var delta = _grid.Delta;
        var before = node - delta[heading];
        int left = (heading + 2) & 7, right = (heading + 6) & 7;
        if ((heading & 1) == 0)
        {
            var useful = 1 << heading;
            if (!IsFree(_owner[node + delta[left]], net) || !IsFree(_owner[before + delta[left]], net))
            {
                useful |= (1 << ((heading + 1) & 7)) | (1 << left);
            }

            if (!IsFree(_owner[node + delta[right]], net) || !IsFree(_owner[before + delta[right]], net))
            {
                useful |= (1 << ((heading + 7) & 7)) | (1 << right);
            }

            return useful;
        }

        var forward = (1 << heading) | (1 << ((heading + 1) & 7)) | (1 << ((heading + 7) & 7));
        if (!IsFree(_owner[node + delta[(heading + 3) & 7]], net))
        {
            forward |= 1 << left;
        }

        if (!IsFree(_owner[node + delta[(heading + 5) & 7]], net))
        {
            forward |= 1 << right;
        }

        return forward;
    }

    private bool IsBesideForeign(int node, int direction)
    {
        foreach (var offset in _beside[direction])
        {
            if ((_flags[node + offset] & CopperMap.Path) != 0 && _owner[node + offset] != _goal.Net)
            {
                return true;
            }
        }

        return false;
    }

    private Connection Trace(PlannedSocket socket, int end, bool bus)
    {
        _trace.Clear();
        var node = end;
        var cost = _visits[end].Cost;
        while (_visits[node].Parent is >= 0 and var parent)
        {
            for (var step = _grid.Delta[_visits[node].Heading]; node != parent; node -= step)
            {
                _trace.Add(node);
            }
        }

        _trace.Add(node);
        _trace.Reverse();
        return new(socket.Id, (ushort)socket.Net, -1 - _visits[node].Parent, [.. _trace], bus, cost);
    }
}
