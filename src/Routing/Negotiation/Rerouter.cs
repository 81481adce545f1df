using System.Collections.Immutable;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// Routes a board from the copper of one like it: what modules leave of that stays, and sockets that are new, that moved or whose track was in the
/// way are joined over both layers; where there is no room, others are pushed aside. The work is that of the change. The result keeps every
/// distance by the same rules as a board that is routed from scratch, whatever it began with.
/// </summary>
internal static class Rerouter
{
    /// <summary>Of how many sockets at most one may have to be joined anew; else little is left to begin with.</summary>
    public const int LeastKept = 3;

    /// <summary>States that pushing aside may look at: what takes longer is routed from scratch.</summary>
    private const long MostLooks = 300_000;

    /// <summary>How often nets that fell apart are joined in another order.</summary>
    private const int Attempts = 3;

    /// <returns>Null where too little is left of the earlier copper, or where it was given up.</returns>
    public static RoutedBoard? Route(RoutingPlan plan, Ground ground, RoutedBoard earlier, CancellationToken cancellationToken)
    {
        var kept = new KeptCopper(plan, ground.Grid, ground.Index, earlier);
        using var layout = new Layout(TreeBoard.Of(plan, ground, kept.Legs, more: false));
        kept.Lay(layout);
        var single = layout.Nets.Sum(net => net.AllSockets.Count(socket => net.LegEnds(socket).Count == 0));
        if (single * LeastKept > plan.Sockets.Length)
        {
            return null;
        }

        var before = Enumerable.Range(0, layout.Nets.Length).Select(layout.Footprint).ToArray();
        using var joiner = new PieceJoiner(layout, kept.IsWhole, Attempts);
        if (!joiner.Join(cancellationToken))
        {
            using var insertion = new SocketInsertion(layout, MostLooks);
            insertion.JoinAll(cancellationToken);
        }

        return Copper(layout, kept, net => kept.IsWhole(net) && layout.Footprint(net) == before[net]);
    }

    /// <summary>The copper of all nets: of those that nothing has touched the tracks that were there, as they were.</summary>
    private static RoutedBoard Copper(Layout layout, KeptCopper kept, Func<int, bool> isUntouched)
    {
        var nets = layout.Nets.Select((net, i) => isUntouched(i) ? kept.Of(i) : TreeCopper.Build(layout.Board, [net])).ToList();
        return new([.. nets.SelectMany(net => net.Tracks)], [.. nets.SelectMany(net => net.Vias)], [.. nets.SelectMany(net => net.Unconnected).Order()]);
    }
}
