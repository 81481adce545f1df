using System.Buffers;
using System.Collections.Immutable;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// A* over one layer (Hart, Nilsson, Raphael 1968) from a socket to its net: its bus, where a via fits, or any track it has.
/// The scratch arrays belong to one worker, are stamped by a generation instead of cleared, and live as long as the job.
/// </summary>
internal sealed class PathSearch : IDisposable
{
    private const byte Seed = 8;
    private const int AllDirections = 255;

    /// <summary>A track that could only be a grid step and a half and a thirty-second part cheaper is left as it is.</summary>
    private const int NotWorthwhile = PathCost.Straight * 3 / 2;

    private const int Worthwhile = 32;

    private readonly RoutingSide _side;
    private readonly BucketQueue _queue = new();
    private readonly TargetField _field;
    private readonly int[] _cost;
    private readonly int[] _generations;
    private readonly int[] _estimate;
    private readonly byte[] _from;
    private int _generation;

    public PathSearch(RoutingSide side)
    {
        _side = side;
        _field = new(side);
        _cost = ArrayPool<int>.Shared.Rent(side.Grid.Count);
        _generations = ArrayPool<int>.Shared.Rent(side.Grid.Count);
        _estimate = ArrayPool<int>.Shared.Rent(side.Grid.Count);
        _from = ArrayPool<byte>.Shared.Rent(side.Grid.Count);
        Array.Clear(_generations);
    }

    /// <summary>Gives the scratch arrays back; one job's serve the next.</summary>
    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_cost);
        ArrayPool<int>.Shared.Return(_generations);
        ArrayPool<int>.Shared.Return(_estimate);
        ArrayPool<byte>.Shared.Return(_from);
    }

    /// <summary>The cheapest connection of a socket, or null where there is none below <paramref name="limit"/>.</summary>
    /// <param name="limit">Cost including the bus via and the bus's extension; exclusive. Where little below it is possible, nothing is searched.</param>
    public Connection? Find(SideCopper copper, PlannedSocket socket, int limit = int.MaxValue)
    {
        _field.Aim(copper, (ushort)socket.Net, limit);
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
            if (_estimate[node] != estimate)
            {
                continue;
            }

            // Never expanded twice at one cost: the estimate is spent.
            _estimate[node] = -1;
            var cost = _cost[node];
            int row = node / _side.Grid.Columns, column = node - row * _side.Grid.Columns;

            if (copper.Map.HasOwnPath(node, goal.Net))
            {
                (best, end, bus) = (cost, node, false);
                break;
            }

            if (column == goal.BusColumn && goal.BusCost(row) is var toBus && cost + toBus < best && goal.MayJoinBus(row) && copper.BusViaFits(node, goal.Net))
            {
                (best, end, bus) = (cost + toBus, node, true);
            }

            Expand(copper.Map, node, column, row, cost, best, goal, socket.Id, limit == int.MaxValue);
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
        _estimate[node] = cost + goal.Estimate(node - row * _side.Grid.Columns, row);
        _queue.Push(_estimate[node], node);
    }

    private void Expand(CopperMap map, int node, int column, int row, int cost, int best, in Goal goal, int socket, bool thorough)
    {
        var heading = _from[node] < Seed ? _from[node] : _side.Accesses(socket)[_from[node] - Seed].Direction;
        var net = goal.Net;
        ushort[] owner = map.Owner;
        byte[] flags = map.Flags;
        var delta = _side.Grid.Delta;
        var useful = thorough ? AllDirections : UsefulDirections(map, node, heading, net);
        for (var direction = 0; direction < 8; direction++)
        {
            var turn = PathCost.Turn(heading, direction);
            if (turn < 0 || ((useful >> direction) & 1) == 0)
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
                _estimate[next] = estimate;
                _queue.Push(estimate, next);
            }
        }
    }

    /// <summary>
    /// Directions that can lead to something new: on free ground every track is walked diagonal first and then straight, so a
    /// straight track turns only where something stands beside it (canonical ordering: Harabor and Grastien, AAAI 2011). Halves
    /// the work; may miss a way between odd obstacles, so it is not used where a socket must be joined.
    /// </summary>
    private int UsefulDirections(CopperMap map, int node, int heading, ushort net)
    {
        if (heading < 0 || (map.Flags[node] & 15) != 0)
        {
            return AllDirections;
        }

        var delta = _side.Grid.Delta;
        var before = node - delta[heading];
        int left = (heading + 2) & 7, right = (heading + 6) & 7;
        if ((heading & 1) == 0)
        {
            var useful = 1 << heading;
            if (map.IsForeign(node + delta[left], net) || map.IsForeign(before + delta[left], net))
            {
                useful |= (1 << ((heading + 1) & 7)) | (1 << left);
            }

            if (map.IsForeign(node + delta[right], net) || map.IsForeign(before + delta[right], net))
            {
                useful |= (1 << ((heading + 7) & 7)) | (1 << right);
            }

            return useful;
        }

        var forward = (1 << heading) | (1 << ((heading + 1) & 7)) | (1 << ((heading + 7) & 7));
        if (map.IsForeign(node + delta[(heading + 3) & 7], net))
        {
            forward |= 1 << left;
        }

        if (map.IsForeign(node + delta[(heading + 5) & 7], net))
        {
            forward |= 1 << right;
        }

        return forward;
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
            // Rows outside the bus's extent cost as much on the bus as on the way, unless they are gained on a slant.
            var toBus = PathCost.Octile(Math.Abs(column - BusColumn), _extent.Extension(row)) + PathCost.Via;
            var free = _extent.HasTracks ? Math.Min(toBus, _extent.CostFrom(column, row)) : toBus;
            return Math.Max(free, _field.Estimate(column, row));
        }
    }
}
