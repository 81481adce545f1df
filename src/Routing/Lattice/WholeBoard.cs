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
        var coarseness = left.Plan.Options.Coarseness[0];
        if (!LatticeFrame.Fits(left, right, coarseness))
        {
            return null;
        }

        using var board = new LatticeBoard(left, right, grounds.Of(left, right, coarseness, workers: 1), workers: 1);
        using var router = new LatticeRouter(board, workers: 1, cancellationToken);
        return router.Take(earlier) * Rerouter.LeastKept <= left.Plan.Sockets.Length && router.Route(layAgain: false, progress: null) == 0 && router.IsWhole()
            ? LatticeTracks.Of(board, router.Copper, router.Nets, workers: 1)
            : null;
    }

    /// <summary>Routes the sockets of one batch, as if there were no others.</summary>
    /// <returns>Nothing where no coarse graph fits.</returns>
    public static RoutedBoard RouteBatch(RoutingSide left, RoutingSide right, LatticeGrounds grounds, CancellationToken cancellationToken)
    {
        var coarseness = left.Plan.Options.Coarseness[0];
        if (!LatticeFrame.Fits(left, right, coarseness))
        {
            return RoutedBoard.Empty;
        }

        using var alone = new Attempt(left, right, grounds.Of(left, right, coarseness, workers: 1), workers: 1, cancellationToken);
        alone.Begin();
        return alone.Copper(workers: 1);
    }

    /// <summary>Routes the board; what stays open is for the rules' grid.</summary>
    /// <param name="start">Copper to begin with, which need not be free of conflicts.</param>
    /// <returns>The copper where that is all that is wanted; else the same on the rules' grid. Neither where no coarse graph fits between the bus areas.</returns>
    public static (RoutedBoard? Routed, Layout? Layout) Route(
        RoutingSide left, RoutingSide right, LatticeGrounds grounds, RoutedBoard start, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        var isTooFine = left.Grid.Count > left.Plan.MostNodes;
        using var best = new BestAttempt(left, right, grounds, start, workers, progress, cancellationToken);
        best.Find();
        return best.Attempt switch
        {
            null => (null, null),
            { } attempt when isTooFine || (!left.Plan.IsPolished && attempt.IsWhole) => (attempt.Copper(workers), null),
            { } attempt => (null, attempt.OnGrid(left.Ground)),
        };
    }

    /// <summary>The board on the coarse graph that leaves the fewest sockets open, of two alike on that with wider lines.</summary>
    private sealed class BestAttempt(
        RoutingSide left, RoutingSide right, LatticeGrounds grounds, RoutedBoard start, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken) : IDisposable
    {
        private readonly int[] _fitting = [.. left.Plan.Options.Coarseness.Where(coarseness => LatticeFrame.Fits(left, right, coarseness))];

        /// <summary>Null where no coarse graph fits.</summary>
        public Attempt? Attempt { get; private set; }

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
                else if (Attempt!.Open <= MostOpen)
                {
                    return;
                }
            }

            // A graph that leaves no more open may still be the better one.
            foreach (var (coarseness, _) in givenUp.Where(graph => graph.LeastOpen < Attempt!.Open))
            {
                Try(coarseness, int.MaxValue);
            }
        }

        public void Dispose() => Attempt?.Dispose();

        /// <returns>Of a graph that was given up how many sockets stay open on it at least.</returns>
        private int? Try(int coarseness, int mostWalledIn)
        {
            Attempt? attempt = new(left, right, grounds.Of(left, right, coarseness, workers), workers, cancellationToken, mostWalledIn);
            try
            {
                attempt.Route(coarseness == _fitting[0] ? start : RoutedBoard.Empty, progress);
                if (attempt.IsGivenUp)
                {
                    return attempt.WalledIn;
                }

                if (Attempt is null || attempt.Open < Attempt.Open)
                {
                    (Attempt, attempt) = (attempt, Attempt);
                }

                return null;
            }
            finally
            {
                attempt?.Dispose();
            }
        }
    }

    /// <summary>A board as one coarse graph routes it.</summary>
    private sealed class Attempt : IDisposable
    {
        private readonly LatticeBoard _board;
        private readonly LatticeRouter _router;

        public Attempt(RoutingSide left, RoutingSide right, LatticeGround ground, int workers, CancellationToken cancellationToken, int mostWalledIn = int.MaxValue)
        {
            _board = new(left, right, ground, workers);
            _router = new(_board, workers, cancellationToken, mostWalledIn);
        }

        /// <summary>Sockets that are not joined.</summary>
        public int Open { get; private set; }

        /// <summary>True where it was left because of the sockets that are <see cref="WalledIn"/>.</summary>
        public bool IsGivenUp { get; private set; }

        public int WalledIn => _router.WalledIn;

        /// <summary>True where all of every net is in one piece.</summary>
        public bool IsWhole => Open == 0 && _router.IsWhole();

        /// <summary>Joins each net to its bus, where the nets of other batches come, too.</summary>
        public void Begin() => _router.Route(layAgain: false, progress: null, keepBuses: true);

        public void Route(RoutedBoard start, Action<RouteProgress>? progress)
        {
            if (!start.Tracks.IsEmpty)
            {
                _router.Take(start);
            }

            var open = _router.Route(layAgain: true, progress);
            (Open, IsGivenUp) = (open ?? WalledIn, open is null);
        }

        public RoutedBoard Copper(int workers) => LatticeTracks.Of(_board, _router.Copper, _router.Nets, workers);

        public Layout OnGrid(Ground ground) => LatticeLayout.Of(_board, _router.Copper, _router.Nets, ground);

        public void Dispose()
        {
            _router.Dispose();
            _board.Dispose();
        }
    }
}
