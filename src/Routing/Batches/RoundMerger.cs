using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Batches;

/// <summary>
/// Merges a round: proposals are taken by gain, the greatest first, ties by socket, and each is accepted where it still keeps
/// its distances, reaches its net and is cheaper than what it replaces. The order in which they arrive plays no part. Losers
/// keep the track they have and are routed again.
/// </summary>
internal static class RoundMerger
{
    /// <summary>How often every socket is looked at: the second pass finds the joins that the first one's tracks offer.</summary>
    private const int Passes = 2;

    /// <summary>Rounds for the losers of a pass.</summary>
    private const int RoundsPerPass = 3;

    /// <param name="copper">The copper of <paramref name="state"/>; afterwards of the merged state.</param>
    public static SideState Merge(RoutingSide side, SideCopper copper, SideState state, IEnumerable<Proposal> proposals)
    {
        var waiting = proposals.OrderByDescending(proposal => proposal.Gain).ThenBy(proposal => proposal.Connection.Socket).ToList();
        var gained = false;

        // A proposal may join another of the same round: pass again while one was accepted.
        for (var before = -1; before != waiting.Count;)
        {
            before = waiting.Count;
            waiting.RemoveAll(proposal => Accept(side, copper, proposal.Connection));
            gained |= waiting.Count != before;
        }

        var next = state with
        {
            Connections = [.. copper.Connections.OrderBy(connection => connection.Socket)],
            Round = state.Round + 1,
            Conflicts = state.Conflicts + waiting.Count,
        };
        if (waiting.Count > 0 && gained && state.PassRound + 1 < RoundsPerPass)
        {
            return next with { PassRound = state.PassRound + 1, Pending = [.. waiting.Select(loser => loser.Connection.Socket).Order()] };
        }

        var changed = gained || state.PassRound > 0;
        return state.Pass < Passes && changed
            ? next with { Pass = state.Pass + 1, PassRound = 0, Pending = [.. next.Connections.Select(connection => connection.Socket)] }
            : next with { Pending = [] };
    }

    private static bool Accept(RoutingSide side, SideCopper copper, Connection proposal)
    {
        var branch = NetTree.TakeBranch(side, copper, proposal.Socket);
        var accept = copper.Fits(proposal) && NetTree.Price(side, copper, proposal) < NetTree.Price(side, copper, branch);
        copper.Add(accept ? proposal : branch);
        return accept;
    }
}
