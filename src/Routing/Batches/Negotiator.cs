using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Batches;

/// <summary>
/// Negotiated congestion for the sockets that no round could join (PathFinder: McMurchie and Ebeling, FPGA 1995): such a
/// socket may cross the tracks of others at a price; those are ripped up and routed again, and every fight raises the price
/// of its place. Bounded; keeps the best state it has seen.
/// </summary>
internal sealed class Negotiator(RoutingSide side)
{
    private readonly SideCopper _copper = new(side);
    private readonly SideCopper _alone = new(side);
    private readonly PathSearch _search = new(side);
    private readonly Congestion _congestion = new(side.Grid.Count);

    public SideState Settle(SideState state, CancellationToken cancellationToken)
    {
        if (state.Pending.IsEmpty)
        {
            return state;
        }

        _copper.Load(state.Connections);
        var best = (Connections: state.Connections, Pending: state.Pending);
        var queue = new Queue<int>(state.Pending);
        var hopeless = new List<int>();
        var budget = 60 + 12 * state.Pending.Length;
        while (queue.TryDequeue(out var socket) && budget-- > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Join(socket, queue))
            {
                hopeless.Add(socket);
            }

            if (queue.Count + hopeless.Count < best.Pending.Length)
            {
                best = ([.. _copper.Connections], [.. queue.Concat(hopeless).Order()]);
            }
        }

        return state with { Connections = best.Connections, Pending = best.Pending };
    }

    /// <summary>Joins a socket, if need be through others, which then wait in the queue. False where what never moves forbids it.</summary>
    private bool Join(int socket, Queue<int> queue)
    {
        var planned = side.Socket(socket);
        var free = _search.Find(_copper, planned);
        if (free is not null)
        {
            _copper.Add(free);
            return true;
        }

        var forced = _search.Find(_copper, planned, congestion: _congestion);
        if (forced is null)
        {
            return false;
        }

        foreach (var node in forced.Nodes)
        {
            if (_copper.Map.IsForeign(node, forced.Net))
            {
                _congestion.Remember(node);
            }
        }

        _alone.Load([forced]);
        foreach (var other in _copper.Connections.Where(other => !_alone.KeepsDistance(other)).ToList())
        {
            _copper.Remove(other);
            queue.Enqueue(other.Socket);
        }

        foreach (var stranded in NetTree.Stranded(_copper.Connections))
        {
            _copper.Remove(stranded);
            queue.Enqueue(stranded.Socket);
        }

        if (_copper.Fits(forced))
        {
            _copper.Add(forced);
        }
        else
        {
            queue.Enqueue(socket);
        }

        return true;
    }
}
