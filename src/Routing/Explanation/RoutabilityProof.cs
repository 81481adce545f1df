using System.Collections.Immutable;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Explanation;

/// <summary>
/// Finds what no router can join before anybody tries: sockets that no track gets away from, and of nets that must pass gaps with too
/// little room for all of them as many as are too many.
/// </summary>
internal static class RoutabilityProof
{
    /// <summary>No grid is divided into more parts.</summary>
    private const int MostParts = 20;

    /// <summary>The board's plan without the sockets that stay open in any case, so that no effort is spent on those.</summary>
    public static (RoutingPlan Plan, ImmutableArray<Issue> Issues) Plan(PlacedBoard board, CancellationToken cancellationToken) =>
        Plan(board, _ => true, cancellationToken);

    /// <param name="isInDoubt">Sockets of which a track may not get away: the others are known to have one.</param>
    /// <inheritdoc cref="Plan(PlacedBoard, CancellationToken)"/>
    public static (RoutingPlan Plan, ImmutableArray<Issue> Issues) Plan(PlacedBoard board, Func<PlannedSocket, bool> isInDoubt, CancellationToken cancellationToken)
    {
        var (plan, issues) = RoutePlanner.Plan(board);
        var leftOut = issues.Any(RoutePlanner.ForbidsRouting) ? [] : LeftOut(plan, isInDoubt, cancellationToken);
        return leftOut.IsEmpty ? (plan, issues) : RoutePlanner.Plan(board, leftOut);
    }

    /// <summary>Ids of sockets that are left out, ascending. As few as the proofs ask for; which ones of several that are too many is a choice.</summary>
    private static ImmutableArray<int> LeftOut(RoutingPlan plan, Func<PlannedSocket, bool> isInDoubt, CancellationToken cancellationToken)
    {
        var sockets = plan.Sockets;
        plan = TreePlan.Of(plan);
        var escape = new SocketEscape(plan, new(plan.Obstacles));
        var leftOut = escape.Walled(sockets, isInDoubt).ToHashSet();
        var room = new TrackRoom(plan, [.. Lattices(plan.Lattice)]);
        for (var rest = Without(plan, leftOut); ChainFinder.Find(rest, room, cancellationToken) is [var chain, ..]; rest = Without(plan, leftOut))
        {
            leftOut.UnionWith(TooMany(rest, chain));
        }

        return [.. leftOut.Order()];
    }

    /// <summary>The plan's grid and all that divide it evenly: tracks lie on one of them, however fine the last sockets need it.</summary>
    private static IEnumerable<RoutingLattice> Lattices(RoutingLattice lattice) =>
        from parts in Enumerable.Range(1, MostParts)
        where lattice.Pitch % parts == 0
        select lattice.Divided(parts);

    private static RoutingPlan Without(RoutingPlan plan, HashSet<int> leftOut) =>
        leftOut.Count == 0 ? plan : plan with { Sockets = plan.Sockets.RemoveAll(socket => leftOut.Contains(socket.Id)) };

    /// <summary>Of the nets that must cross a chain those that are too many: the ones with fewest sockets on one side, and those sockets.</summary>
    private static IEnumerable<int> TooMany(RoutingPlan plan, Chain chain)
    {
        var within = chain.Within.ToHashSet();
        return plan.Sockets
            .Where(socket => chain.Nets.Contains(socket.Net))
            .GroupBy(socket => socket.Net)
            .Select(net => net.ToLookup(socket => within.Contains(socket.Id), socket => socket.Id))
            .Select(sides => sides[true].Count() <= sides[false].Count() ? sides[true].ToArray() : [.. sides[false]])
            .OrderBy(sockets => sockets.Length)
            .ThenBy(sockets => sockets[0])
            .Take(chain.Missing)
            .SelectMany(sockets => sockets);
    }
}
