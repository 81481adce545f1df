using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// Joins the open sockets of a legal layout, on its own grid and, where some stay open, on one half as wide, and half as wide again: coarse where
/// there is room and fine where it is tight, as all copper begins where it was. What a grid cannot hold is often a track that would fit between
/// two of its lines; where many stay open, it is often one gap without a line of the grid that parts them all.
/// </summary>
internal static class LastSockets
{
    /// <summary>No grid is finer; nanometres.</summary>
    private const long LeastPitch = 50_000;

    /// <summary>No board is laid out with more nodes on a layer: about 200 bytes each.</summary>
    public const int MostNodes = 5_000_000;

    /// <summary>No more often is a finer grid looked through: what has not been found by then is not there.</summary>
    private const int MostLooksANode = 100;

    /// <returns>The layout on a finer grid; null where the one given joins all, or where no finer one is tried.</returns>
    public static Layout? Join(Layout layout, Effort effort, CancellationToken cancellationToken)
    {
        new SocketInsertion(layout, effort.LooksOn(layout.Board.Grid.Count)).JoinAll(cancellationToken);
        var current = layout;
        while (effort.FinerLooks > 0 && HasOpen(current) && Halve(current) is { } finer)
        {
            if (current != layout)
            {
                current.Dispose();
            }

            current = finer;
            var looks = Math.Min(effort.FinerLooks, (long)MostLooksANode * finer.Board.Grid.Count);
            new SocketInsertion(finer, looks, ConflictPrice.Late).JoinAll(cancellationToken);
        }

        return current == layout ? null : current;
    }

    private static bool HasOpen(Layout layout) => layout.Nets.Any(net => net.Sockets.Length < net.AllSockets.Length);

    /// <summary>The plan on a grid half as wide; null where that would be too fine or too large.</summary>
    /// <param name="nodes">Of the plan's own grid.</param>
    public static RoutingPlan? Finer(RoutingPlan plan, int nodes) =>
        plan.Lattice.Pitch % 2 != 0 || plan.Lattice.Pitch / 2 < LeastPitch || 4L * nodes > MostNodes ? null : plan with { Lattice = plan.Lattice.Halved() };

    /// <summary>The same copper on a grid half as wide; null where there is none.</summary>
    private static Layout? Halve(Layout layout)
    {
        var board = layout.Board;
        if (Finer(board.Plan, board.Grid.Count) is not { } plan)
        {
            return null;
        }

        var grid = new RoutingGrid(plan);
        var trunks = board.Trunks.Count > 0 ? Trunk.Of(plan, grid) : [];
        var finer = new Layout(new(plan, grid, Stencil.For(plan, grid), new(plan.Obstacles), CoarseCopper.LegsOf(layout), trunks));
        CoarseCopper.Lay(layout, finer);
        return finer;
    }
}
