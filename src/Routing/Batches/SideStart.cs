using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Batches;

/// <summary>
/// The first state of a side: every socket that one layer can join, joined to its bus by the shortest disjoint tracks there
/// are. The rounds then improve each track; none of them can lose a socket any more.
/// </summary>
internal static class SideStart
{
    /// <summary>Nodes that the searches for what the flow left may look at: enough for all sockets of a board that has room for them.</summary>
    private const int MostLooks = 4_000_000;

    /// <param name="workers">Most threads at work, at least 1.</param>
    public static SideState Solve(RoutingSide side, int workers, CancellationToken cancellationToken)
    {
        var sockets = side.Sockets.Select(socket => socket.Id).Order().ToList();
        if (sockets.Count == 0)
        {
            return new(side.Side, [], [], [], Pass: 1, PassRound: 0, Round: 0, Conflicts: 0);
        }

        using var copper = new SideCopper(side);
        JoinByFlow(side, copper, workers, cancellationToken);
        JoinLeftOver(side, copper, sockets);
        var joined = copper.Connections.Select(connection => connection.Socket).ToHashSet();
        return new(
            side.Side,
            [.. copper.Connections.OrderBy(connection => connection.Socket)],
            [.. sockets.Where(joined.Contains)],
            [.. sockets.Where(socket => !joined.Contains(socket))],
            Pass: 1,
            PassRound: 0,
            Round: 0,
            Conflicts: 0);
    }

    /// <summary>Joins a side's sockets to their buses by the shortest disjoint tracks there are.</summary>
    /// <param name="copper">What stands still for them, which takes the tracks.</param>
    public static void JoinByFlow(RoutingSide side, SideCopper copper, int workers, CancellationToken cancellationToken)
    {
        using var flow = new EscapeFlow(side);
        foreach (var connection in flow.Solve(workers, cancellationToken))
        {
            var priced = connection with { Cost = NetTree.Cost(side, connection, connection.Nodes) };
            if (copper.Fits(priced))
            {
                copper.Add(priced);
            }
        }
    }

    /// <summary>What the flow left (it sees upright steps to the bus only) may still find a slanting way, or a track of its own net.</summary>
    public static void JoinLeftOver(RoutingSide side, SideCopper copper, IEnumerable<int> sockets)
    {
        var joined = copper.Connections.Select(connection => connection.Socket).ToHashSet();
        var left = sockets.Where(socket => !joined.Contains(socket)).ToList();
        if (left.Count == 0)
        {
            return;
        }

        using var search = new PathSearch(side);
        foreach (var socket in left)
        {
            if (search.Looks < MostLooks && search.Find(copper, side.Socket(socket)) is { } connection)
            {
                copper.Add(connection);
            }
        }
    }
}
