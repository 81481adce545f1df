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

    /// <returns>
    /// The layout on a finer grid, null where the one given joins all, or where no finer one is tried; and how many grid vertices were looked at.
    /// </returns>
    public static (Layout? Finer, long Looks) Join(Layout layout, Effort effort, CancellationToken cancellationToken)
    {
        using var onOwn = OnOwnGrid(layout, effort.LooksOn(layout.Board.Grid.Count));
        onOwn.JoinAll(cancellationToken);
        var open = layout.SetAside;
        var looks = effort.FinerLooksFor(open, onOwn.Looks);
        if (looks <= 0 || open == 0 || OnFinestGrid(layout, looks) is not { } finer)
        {
            return (null, onOwn.Looks);
        }

        using var onFinest = new SocketInsertion(finer, Math.Min(looks, (long)MostLooksANode * finer.Board.Grid.Count), ConflictPrice.Late);
        onFinest.JoinAll(cancellationToken);
        return (finer, onOwn.Looks + onFinest.Looks);
    }

    /// <summary>
    /// Few open sockets begin at a high price, at which what is there seldom moves and no search looks all over the board for room: conflicts that begin cheap spread over all of it before
    /// they are settled. Where many are open, most of what is there has to move.
    /// </summary>
    private static SocketInsertion OnOwnGrid(Layout layout, long looks) =>
        Effort.IsCrowded(layout.Loose) ? new(layout, looks) : new(layout, looks, ConflictPrice.Late, seeksRoom: false);

    /// <summary>The plan on a grid divided into so many parts; null where that would be none, too fine or too large.</summary>
    /// <param name="nodes">Of the plan's own grid.</param>
    /// <param name="mostNodes">Of the finer one.</param>
    public static RoutingPlan? Divided(RoutingPlan plan, int parts, int nodes, int mostNodes) =>
        plan.Lattice.Pitch % parts != 0 || plan.Lattice.Pitch / parts < LeastPitch || (long)parts * parts * nodes > mostNodes
            ? null
            : plan with { Lattice = plan.Lattice.Divided(parts) };

    private static RoutingPlan? Finest(RoutingPlan plan, int nodes, long looks)
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

    /// <summary>The same copper on the finest grid there may be; null where there is none.</summary>
    /// <param name="looks">At its vertices that may be taken.</param>
    private static Layout? OnFinestGrid(Layout layout, long looks)
    {
        var board = layout.Board;
        if (Finest(board.Plan, board.Grid.Count, looks) is not { } plan)
        {
            return null;
        }

        using var ground = new Ground(plan);
        var trunks = board.Trunks.Count > 0 ? Trunk.Of(plan, ground.Grid) : [];
        var finer = new Layout(new(plan, ground, CoarseCopper.LegsOf(layout), trunks));
        CoarseCopper.Lay(layout, finer);
        return finer;
    }
}
