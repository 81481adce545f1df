using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>
/// Routes a board of buses on a coarse graph: all nets negotiate over both layers, first on wide lines, and on lines a track pitch apart where those
/// cannot hold nearly all.
/// </summary>
internal static class WholeBoard
{
    /// <summary>Routes the board from an earlier routing of one like it: what modules leave of that stays, and only the rest is joined.</summary>
    /// <returns>Null where too little is left, or where a socket stays open.</returns>
    public static RoutedBoard? Reroute(RoutingSide left, RoutingSide right, LatticeGrounds grounds, RoutedBoard earlier, CancellationToken cancellationToken)
    {
        using var router = OnWidestLines(left, right, grounds, cancellationToken);
        return router is not null && router.Take(earlier) * Rerouter.LeastKept <= left.Plan.Sockets.Length && router.Route(layAgain: false, progress: null) == 0 && router.IsWhole()
            ? router.Tracks()
            : null;
    }

    /// <summary>Routes the sockets of one batch, as if there were no others.</summary>
    /// <returns>Nothing where no coarse graph fits.</returns>
    public static RoutedBoard RouteBatch(RoutingSide left, RoutingSide right, LatticeGrounds grounds, CancellationToken cancellationToken)
    {
        // Each net comes to its bus, where those of other batches come, too.
        using var alone = OnWidestLines(left, right, grounds, cancellationToken);
        alone?.Route(layAgain: false, progress: null, keepBuses: true);
        return alone?.Tracks() ?? RoutedBoard.Empty;
    }

    /// <summary>For one thread; null where there is no room for it.</summary>
    private static LatticeRouter? OnWidestLines(RoutingSide left, RoutingSide right, LatticeGrounds grounds, CancellationToken cancellationToken) =>
        left.Plan.Options.Coarseness[0] is var coarseness && LatticeFrame.Fits(left, right, coarseness)
            ? new(left, right, grounds.Of(left, right, coarseness, workers: 1), workers: 1, cancellationToken)
            : null;

    /// <summary>Routes the board; what stays open is for the rules' grid.</summary>
    /// <param name="start">Copper to begin with, which need not be free of conflicts.</param>
    /// <returns>The copper where that is all that is wanted; else the same on the rules' grid. Neither where no coarse graph fits between the bus areas.</returns>
    public static (RoutedBoard? Routed, Layout? Layout) Route(
        RoutingSide left, RoutingSide right, LatticeGrounds grounds, RoutedBoard start, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var isTooFine = left.Grid.Count > left.Plan.MostNodes;
        using var best = new BestAttempt(left, right, grounds, start, workers, progress, cancellationToken);
        best.Find();
        return best.Router switch
        {
            null => (null, null),
            { } router when isTooFine || (!left.Plan.IsPolished && best.Open == 0 && router.IsWhole()) => (router.Tracks(), null),
            { } router => (null, router.OnGrid(left.Ground)),
        };
    }

    /// <summary>The board on the coarse graph that leaves the fewest sockets open, of two alike on that with wider lines.</summary>
    private sealed class BestAttempt(
        RoutingSide left, RoutingSide right, LatticeGrounds grounds, RoutedBoard start, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken) : IDisposable
    {
        private readonly int[] _fitting = [.. left.Plan.Options.Coarseness.Where(coarseness => LatticeFrame.Fits(left, right, coarseness))];

        /// <summary>Null where no coarse graph fits.</summary>
        public LatticeRouter? Router { get; private set; }

        /// <summary>Sockets that it leaves open.</summary>
        public int Open { get; private set; }

        private int MostOpen => left.Plan.Sockets.Length / left.Plan.Options.SocketsAnOpenOne;

        public void Find()
        {
            var givenUp = new List<(int Coarseness, int LeastOpen)>();
            foreach (var coarseness in _fitting)
            {
                // Where so many sockets are walled in, narrower lines are tried in any case.
                if (Try(coarseness, coarseness == _fitting[^1] ? int.MaxValue : MostOpen) is { } leastOpen)
                {
                    givenUp.Add((coarseness, leastOpen));
                }
                else if (Open <= MostOpen)
                {
                    return;
                }
            }

            // A graph that leaves no more open may still be the better one.
            foreach (var (coarseness, _) in givenUp.Where(graph => graph.LeastOpen < Open))
            {
                Try(coarseness, int.MaxValue);
            }
        }

        public void Dispose() => Router?.Dispose();

        /// <returns>Of a graph that was given up how many sockets stay open on it at least.</returns>
        private int? Try(int coarseness, int mostWalledIn)
        {
            LatticeRouter? attempt = new(left, right, grounds.Of(left, right, coarseness, workers), workers, cancellationToken, mostWalledIn);
            try
            {
                if (coarseness == _fitting[0] && !start.Tracks.IsEmpty)
                {
                    attempt.Take(start);
                }

                if (attempt.Route(layAgain: true, progress) is not { } open)
                {
                    return attempt.WalledIn;
                }

                if (Router is null || open < Open)
                {
                    (Router, attempt, Open) = (attempt, Router, open);
                }

                return null;
            }
            finally
            {
                attempt?.Dispose();
            }
        }
    }
}
