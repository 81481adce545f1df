using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>
/// Routes a large board of buses as a whole: all nets negotiate on a coarse lattice over both layers, and what that cannot hold goes onto the plan's
/// own grid. Where sides are routed for themselves, a track a socket, the time grows with the square of their number, and the bus area has no room for so many.
/// </summary>
internal static class WholeBoard
{
    /// <summary>Lines of the lattice are so many track pitches apart.</summary>
    private const int Coarseness = 2;

    /// <summary>Of how many sockets at most one may be left to the finer grid: where more are, the board is dense, and each side is routed for itself.</summary>
    private const int Few = 16;

    /// <summary>Routes the board from an earlier routing of one like it: what modules leave of that stays, and only the rest is joined.</summary>
    /// <returns>Null where too little is left, or where a socket stays open.</returns>
    public static RoutedBoard? Reroute(RoutingSide left, RoutingSide right, RoutedBoard earlier, CancellationToken cancellationToken)
    {
        if (!LatticeBoard.Fits(left, right, Coarseness))
        {
            return null;
        }

        using var board = new LatticeBoard(left, right, Coarseness, workers: 1);
        using var router = new LatticeRouter(board, workers: 1, cancellationToken);
        return router.Take(earlier) * Rerouter.LeastKept <= left.Plan.Sockets.Length && router.Route(layAgain: false, progress: null) == 0 && router.IsWhole()
            ? LatticeTracks.Of(board, router.Copper, router.Nets, workers: 1)
            : null;
    }

    /// <summary>Routes the board.</summary>
    /// <returns>The copper, and whether all of it is on the lattice. Null where too many sockets stay open.</returns>
    public static (RoutedBoard Routed, bool IsOnLattice)? Route(
        RoutingSide left, RoutingSide right, ObstacleIndex index, Effort effort, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        if (!LatticeBoard.Fits(left, right, Coarseness))
        {
            return null;
        }

        using var board = new LatticeBoard(left, right, Coarseness, workers);
        using var router = new LatticeRouter(board, workers, cancellationToken);
        var open = router.Route(layAgain: true, progress);
        if (open == 0)
        {
            return (LatticeTracks.Of(board, router.Copper, router.Nets, workers), true);
        }

        if (open * Few > left.Plan.Sockets.Length || left.Grid.Count > GridPitch.MostNodes)
        {
            return null;
        }

        using var layout = LatticeLayout.Of(board, router.Copper, router.Nets, left.Grid, left.Stencil, index);
        using var finer = LastSockets.Join(layout, effort, cancellationToken);
        return ((finer ?? layout).Copper(), false);
    }
}
