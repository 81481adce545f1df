using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// Joins the open sockets of a legal layout, on its own grid and, where some stay open, on the finest that its lines are lines of: coarse where
/// there is room and fine where it is tight, as all copper begins where it was. What a grid cannot hold is often a track that would fit between
/// two of its lines, or a via beside a track: at 0.25 mm these stand 0.5 mm apart, at 0.05 mm 0.4 mm, where the rules ask for 0.39 mm.
/// </summary>
internal static class LastSockets
{
    /// <summary>No grid is finer; nanometres.</summary>
    private const long LeastPitch = 50_000;

    /// <summary>No more often is a finer grid looked through: what has not been found by then is not there. Nor is one worth its memory that may not be looked through so often.</summary>
    private const int MostLooksANode = 100, LeastLooksANode = 2;

    /// <summary>
    /// On the plan's own grid. Few open sockets begin at a high price, at which what is there seldom moves and no search looks all over the board for room: conflicts that begin cheap spread
    /// over all of it before they are settled. Where many are open, most of what is there has to move.
    /// </summary>
    /// <returns>How many grid vertices were looked at.</returns>
    public static long JoinOnOwnGrid(Layout layout, Effort effort, CancellationToken cancellationToken)
    {
        var looks = effort.LooksOn(layout.Board.Grid.Count);
        using var insertion = Effort.IsCrowded(layout.Loose) ? new SocketInsertion(layout, looks) : new(layout, looks, ConflictPrice.Late, seeksRoom: false);
        return insertion.JoinAll(cancellationToken);
    }

    /// <param name="looks">At the finest grid's vertices that may be taken.</param>
    /// <inheritdoc cref="JoinOnOwnGrid"/>
    public static long JoinOnFinestGrid(Layout layout, long looks, CancellationToken cancellationToken)
    {
        using var insertion = new SocketInsertion(layout, Math.Min(looks, (long)MostLooksANode * layout.Board.Grid.Count), ConflictPrice.Late);
        return insertion.JoinAll(cancellationToken);
    }

    /// <summary>The plan on a grid divided into so many parts; null where that would be none, too fine or too large.</summary>
    /// <param name="nodes">Of the plan's own grid.</param>
    /// <param name="mostNodes">Of the finer one.</param>
    public static RoutingPlan? Divided(RoutingPlan plan, int parts, int nodes, int mostNodes) =>
        plan.Lattice.Pitch % parts != 0 || plan.Lattice.Pitch / parts < LeastPitch || (long)parts * parts * nodes > mostNodes
            ? null
            : plan with { Lattice = plan.Lattice.Divided(parts) };

    /// <summary>The plan on the finest grid there may be; null where there is none.</summary>
    /// <param name="nodes">Of the plan's own grid.</param>
    /// <param name="looks">At the finer one's vertices that may be taken.</param>
    public static RoutingPlan? Finest(RoutingPlan plan, int nodes, long looks)
    {
        for (var parts = (int)(plan.Lattice.Pitch / LeastPitch); parts > 1; parts--)
        {
            if (Divided(plan, parts, nodes, (int)Math.Min(plan.MostNodes, looks / LeastLooksANode)) is { } finer)
            {
                return finer;
            }
        }

        return null;
    }
}
