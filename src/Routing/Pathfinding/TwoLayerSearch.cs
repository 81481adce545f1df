using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>One stop of a two-layer path: a node on a layer.</summary>
internal readonly record struct Stop(int Layer, int Node);

/// <summary>A path over both layers.</summary>
/// <param name="From">The access the path leaves its socket by.</param>
/// <param name="Stops">Node by node; two stops on one node are a via.</param>
/// <param name="To">The access of the other socket it ends at; null where it ends on copper of its net.</param>
internal sealed record TwoLayerPath(SocketAccess From, ImmutableArray<Stop> Stops, (PlannedSocket Socket, SocketAccess Access)? To);

/// <summary>
/// Uniform-cost search over both layers, vias where they fit. For the few sockets that one layer could not join: exact and
/// patient rather than quick.
/// </summary>
internal sealed class TwoLayerSearch(RoutingPlan plan, RoutingGrid grid, Stencil stencil) : IDisposable
{
    private const int ViaCost = 24 * PathCost.Straight;
    private const byte Seed = 16;
    private const byte FromOtherLayer = 8;

    private readonly BucketQueue _queue = new();
    private readonly int[] _cost = new int[2 * grid.Count];
    private readonly byte[] _from = new byte[2 * grid.Count];
    private readonly byte[] _viaFits = new byte[grid.Count];

    public void Dispose() => _queue.Dispose();

    /// <summary>The cheapest path from a socket to copper of its net or to another of its sockets; null where there is none.</summary>
    public TwoLayerPath? Find(
        BoardCopper copper,
        PlannedSocket socket,
        ImmutableArray<SocketAccess> accesses,
        IReadOnlyDictionary<Stop, (PlannedSocket Socket, SocketAccess Access)> targets)
    {
        var net = (ushort)socket.Net;
        var layer = (int)plan.SideOf(socket).TrackLayer();
        Array.Fill(_cost, int.MaxValue);
        Array.Clear(_viaFits);
        _queue.Clear();
        for (var i = 0; i < accesses.Length; i++)
        {
            if (LegIsClear(copper, layer, accesses[i], net))
            {
                Reach(layer * grid.Count + accesses[i].Node, (int)(accesses[i].Length * PathCost.Straight / grid.Pitch), (byte)(Seed + i));
            }
        }

        while (_queue.TryPop(out var cost, out var state))
        {
            if (cost != _cost[state])
            {
                continue;
            }

            var stop = new Stop(state / grid.Count, state % grid.Count);
            if (copper.Map(stop.Layer).HasOwnPath(stop.Node, net))
            {
                return Trace(state, accesses, null);
            }

            if (targets.TryGetValue(stop, out var target) && LegIsClear(copper, stop.Layer, target.Access, net))
            {
                return Trace(state, accesses, target);
            }

            Walk(copper.Map(stop.Layer), state, stop, cost, net, accesses);
            ChangeLayer(copper, state, stop, cost, net);
        }

        return null;
    }

    private bool LegIsClear(BoardCopper copper, int layer, SocketAccess access, ushort net)
    {
        if (copper.Map(layer).IsForeign(access.Node, net))
        {
            return false;
        }

        for (var i = 1; i < access.Leg.Length; i++)
        {
            if (!copper.IsClear(layer, access.Leg[i - 1], access.Leg[i], plan.Rules.TrackWidth / 2, net))
            {
                return false;
            }
        }

        return true;
    }

    private void Walk(CopperMap map, int state, Stop stop, int cost, ushort net, ImmutableArray<SocketAccess> accesses)
    {
        var from = _from[state];
        var heading = from >= Seed ? accesses[from - Seed].Direction : from == FromOtherLayer ? -1 : from;
        for (var direction = 0; direction < 8; direction++)
        {
            var next = stop.Node + grid.Delta[direction];
            var turn = PathCost.Turn(heading, direction);
            if (turn < 0 || map.IsForeign(next, net) || map.IsEdgeClosed(stop.Node, next, direction) || stencil.Beside[direction].Any(offset => map.HasForeignPath(stop.Node + offset, net)))
            {
                continue;
            }

            var reached = cost + PathCost.Step(direction) + turn;
            var target = stop.Layer * grid.Count + next;
            if (reached < _cost[target])
            {
                Reach(target, reached, (byte)direction);
            }
        }
    }

    private void ChangeLayer(BoardCopper copper, int state, Stop stop, int cost, ushort net)
    {
        var other = (1 - stop.Layer) * grid.Count + stop.Node;
        if (_from[state] == FromOtherLayer || cost + ViaCost >= _cost[other] || copper.Map(1 - stop.Layer).IsForeign(stop.Node, net))
        {
            return;
        }

        ref var fits = ref _viaFits[stop.Node];
        if (fits == 0)
        {
            fits = copper.ViaFits(grid.At(stop.Node), net) ? (byte)1 : (byte)2;
        }

        if (fits == 1)
        {
            Reach(other, cost + ViaCost, FromOtherLayer);
        }
    }

    private void Reach(int state, int cost, byte from)
    {
        _cost[state] = cost;
        _from[state] = from;
        _queue.Push(cost, state);
    }

    private TwoLayerPath Trace(int state, ImmutableArray<SocketAccess> accesses, (PlannedSocket, SocketAccess)? to)
    {
        var stops = new List<Stop>();
        while (true)
        {
            stops.Add(new(state / grid.Count, state % grid.Count));
            var from = _from[state];
            if (from >= Seed)
            {
                stops.Reverse();
                return new(accesses[from - Seed], [.. stops], to);
            }

            state = from == FromOtherLayer
                ? (1 - state / grid.Count) * grid.Count + state % grid.Count
                : state - grid.Delta[from];
        }
    }
}
