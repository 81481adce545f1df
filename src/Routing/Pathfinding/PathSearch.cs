using System.Collections.Immutable;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// A* over one layer (Hart, Nilsson, Raphael 1968) from a socket to its net: its bus, where a via fits, or any track it has.
/// The scratch arrays belong to one worker, are stamped by a generation instead of cleared, and live as long as the job.
/// </summary>
internal sealed class PathSearch
{
    private const byte Seed = 8;

    /// <summary>A track that could only be a grid step and a half and a thirty-second part cheaper is left as it is.</summary>
    private const int NotWorthwhile = PathCost.Straight * 3 / 2;

    private const int Worthwhile = 32;

    private readonly RoutingSide _side;
    private readonly BucketQueue _queue = new();
    private readonly TargetField _field;
    private readonly int[] _cost;
    private readonly int[] _generations;
    private readonly byte[] _from;
    private int _generation;

    public PathSearch(RoutingSide side)
    {
        _side = side;
        _field = new(side);
        _cost = new int[side.Grid.Count];
        _generations = new int[side.Grid.Count];
        _from = new byte[side.Grid.Count];
    }

    /// <summary>The cheapest connection of a socket, or null where there is none below <paramref name="limit"/>.</summary>
    /// <param name="limit">Cost including the bus via and the bus's extension; exclusive. Where little below it is possible, nothing is searched.</param>
    public Connection? Find(SideCopper copper, PlannedSocket socket, int limit = int.MaxValue)
    {
        _field.Aim(copper, (ushort)socket.Net);
        var goal = new Goal(_side, copper, _field, (ushort)socket.Net);
        limit = limit == int.MaxValue ? limit : limit - (limit / Worthwhile) - NotWorthwhile;
        if (Least(socket, goal) >= limit)
        {
            return null;
        }

        if (++_generation == int.MaxValue)
        {
            Array.Clear(_generations);
            _generation = 1;
        }

        _queue.Clear();
        PushAccesses(copper, socket, goal);
        var (best, end, bus) = (limit, -1, false);
        while (_queue.TryPop(out var estimate, out var node) && estimate < best)
        {
            var cost = _cost[node];
            int row = node / _side.Grid.Columns, column = node - row * _side.Grid.Columns;
            if (cost + goal.Estimate(column, row) != estimate)
            {
                continue;
            }

            if (copper.Map.HasOwnPath(node, goal.Net))
            {
                (best, end, bus) = (cost, node, false);
                break;
            }

            if (column == goal.BusColumn && goal.BusCost(row) is var toBus && cost + toBus < best && goal.MayJoinBus(row) && copper.BusViaFits(node, goal.Net))
            {
                (best, end, bus) = (cost + toBus, node, true);
            }

            Expand(copper.Map, node, column, row, cost, best, goal, socket.Id);
        }

        return end < 0 ? null : Trace(socket, end, bus);
    }

    /// <summary>An estimate of the cheapest connection there could be.</summary>
    private int Least(PlannedSocket socket, in Goal goal)
    {
        var least = int.MaxValue;
        foreach (var access in _side.Accesses(socket.Id))
        {
            least = Math.Min(least, goal.Estimate(_side.Grid.Column(access.Node), _side.Grid.Row(access.Node)));
        }

        return least;
    }

    private void PushAccesses(SideCopper copper, PlannedSocket socket, in Goal goal)
    {
        var accesses = _side.Accesses(socket.Id);
        for (var i = 0; i < accesses.Length; i++)
        {
            var access = accesses[i];
            var cost = (int)(access.Length * PathCost.Straight / _side.Grid.Pitch);
            if ((_generations[access.Node] != _generation || cost < _cost[access.Node]) && copper.LegIsClear(socket.Id, i, goal.Net))
            {
                Reach(access.Node, cost, (byte)(Seed + i), goal);
            }
        }
    }

    private void Reach(int node, int cost, byte from, in Goal goal)
    {
        _generations[node] = _generation;
        _cost[node] = cost;
        _from[node] = from;
        var row = node / _side.Grid.Columns;
        _queue.Push(cost + goal.Estimate(node - row * _side.Grid.Columns, row), node);
    }

    private void Expand(CopperMap map, int node, int column, int row, int cost, int best, in Goal goal, int socket)
    {
        var heading = _from[node] < Seed ? _from[node] : _side.Accesses(socket)[_from[node] - Seed].Direction;
        var net = goal.Net;
        ushort[] owner = map.Owner;
        byte[] flags = map.Flags;
        var delta = _side.Grid.Delta;
        for (var direction = 0; direction < 8; direction++)
        {
            var turn = PathCost.Turn(heading, direction);
            if (turn < 0)
            {
                continue;
            }

            var next = node + delta[direction];
            if (owner[next] != 0 && owner[next] != net)
            {
                continue;
            }

            var edge = direction < 4 ? flags[node] >> direction : flags[next] >> (direction - 4);
            if ((edge & 1) != 0 || ((direction & 1) != 0 && IsBesideForeign(map, node, direction, net)))
            {
                continue;
            }

            var reached = cost + PathCost.Step(direction) + turn;
            if (_generations[next] == _generation && _cost[next] <= reached)
            {
                continue;
            }

            var (dx, dy) = RoutingGrid.Steps[direction];
            var estimate = reached + goal.Estimate(column + dx, row + dy);
            if (estimate < best)
            {
                _generations[next] = _generation;
                _cost[next] = reached;
                _from[next] = (byte)direction;
                _queue.Push(estimate, next);
            }
        }
    }

    private bool IsBesideForeign(CopperMap map, int node, int direction, ushort net)
    {
        foreach (var offset in _side.Stencil.Beside[direction])
        {
            if (map.HasForeignPath(node + offset, net))
            {
                return true;
            }
        }

        return false;
    }

    private Connection Trace(PlannedSocket socket, int end, bool bus)
    {
        var nodes = new List<int>();
        var node = end;
        while (_from[node] < Seed)
        {
            nodes.Add(node);
            node -= _side.Grid.Delta[_from[node]];
        }

        nodes.Add(node);
        nodes.Reverse();
        return new(socket.Id, (ushort)socket.Net, _from[node] - Seed, [.. nodes], bus, _cost[end]);
    }

    /// <summary>Where a search may end, and a lower bound of the way there.</summary>
    private readonly struct Goal
    {
        private readonly NetExtent _extent;
        private readonly TargetField _field;
        private readonly int _busBottom;
        private readonly int _busTop;

        public Goal(RoutingSide side, SideCopper copper, TargetField field, ushort net)
        {
            _field = field;
            Net = net;
            BusColumn = side.BusColumn(net);
            _extent = copper.Extent(net);
            _busBottom = side.BusBottom;
            _busTop = side.BusTop;
        }

        public ushort Net { get; }

        public int BusColumn { get; }

        public bool MayJoinBus(int row) => row >= _busBottom && row <= _busTop;

        /// <summary>The via, and the copper by which the bus grows to be met at this row.</summary>
        public int BusCost(int row) => PathCost.Via + PathCost.Straight * _extent.Extension(row);

        public int Estimate(int column, int row)
        {
            var toBus = Math.Abs(column - BusColumn) * PathCost.Straight + PathCost.Via;
            var free = _extent.HasTracks ? Math.Min(toBus, _extent.CostFrom(column, row)) : toBus;
            return Math.Max(free, _field.Estimate(column, row));
        }
    }
}
