using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Batches;

/// <summary>
/// Merges a round: proposals are taken cheapest first, ties by socket, and each is accepted where it still keeps its
/// distances and reaches its net. The order in which they arrive plays no part. Losers are routed again.
/// </summary>
internal static class RoundMerger
{
    private const int MostRounds = 16;

    public static SideState Merge(RoutingSide side, SideState state, IEnumerable<Connection> proposals)
    {
        var copper = new SideCopper(side);
        copper.Load(state.Connections);
        return Merge(copper, state, proposals);
    }

    /// <param name="copper">The copper of <paramref name="state"/>; afterwards of the merged state.</param>
    public static SideState Merge(SideCopper copper, SideState state, IEnumerable<Connection> proposals)
    {
        var waiting = proposals.OrderBy(proposal => proposal.Cost).ThenBy(proposal => proposal.Socket).ToList();
        var total = waiting.Count;

        // A proposal may join another of the same round: pass again while one was accepted.
        for (var before = -1; before != waiting.Count;)
        {
            before = waiting.Count;
            waiting.RemoveAll(proposal =>
            {
                if (!copper.Fits(proposal))
                {
                    return false;
                }

                copper.Add(proposal);
                return true;
            });
        }

        var connected = copper.Connections.Select(connection => connection.Socket).ToHashSet();
        var pending = state.Pending.Where(socket => !connected.Contains(socket)).ToArray();
        var over = pending.Length == 0 || waiting.Count == total || state.Round + 1 >= MostRounds;
        return state with
        {
            Connections = [.. copper.Connections],
            Pending = [.. pending],
            Round = state.Round + 1,
            Conflicts = state.Conflicts + waiting.Count,
            IsOver = over,
        };
    }
}
