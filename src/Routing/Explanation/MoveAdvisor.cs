using System.Collections.Immutable;
using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Explanation;

/// <summary>Modules to move so that sockets can be joined.</summary>
/// <param name="IsConfirmed">True where the board with these moves was routed and the sockets were joined; else it is an estimate.</param>
internal sealed record Advice(ImmutableArray<ModuleMove> Moves, bool IsConfirmed)
{
    public static readonly Advice None = new([], false);
}

/// <summary>
/// Finds the smallest move of a module at a bottleneck that lets the missing tracks through: legal by the placement checks, and tried by
/// routing the moved board.
/// </summary>
internal sealed class MoveAdvisor(PlacedBoard board, RoutedBoard routed, TrialBudget budget)
{
    private static readonly Point[] Directions = [new(1, 0), new(0, 1), new(-1, 0), new(0, -1)];

    private readonly MovedBoard _moved = new(board);
    private readonly HashSet<int> _open = [.. routed.Unconnected];

    /// <summary>Multiples of the grid, so that modules stay on it; never less than a tenth of a millimetre.</summary>
    private readonly long _step = (Units.Millimetre / 10 + board.Rules.Grid - 1) / board.Rules.Grid * board.Rules.Grid;

    /// <param name="sockets">Open sockets behind the bottleneck.</param>
    public Advice Advise(Bottleneck bottleneck, IReadOnlyList<PlannedSocket> sockets, CancellationToken cancellationToken)
    {
        var estimate = Advice.None;
        foreach (var moves in bottleneck.IsWithinModule ? [] : Candidates(bottleneck))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_moved.TryMove(moves) is not { } moved)
            {
                continue;
            }

            if (!budget.TakeAnalysis())
            {
                break;
            }

            if (IsBarred(moved.Plan, sockets[0], InDoubt(moves), cancellationToken))
            {
                continue;
            }

            if (estimate.Moves.IsEmpty)
            {
                estimate = new(moves, IsConfirmed: false);
            }

            if (IsCrowded(bottleneck))
            {
                break;
            }

            if (Confirms(moved.Board, sockets, InDoubt(moves), cancellationToken) is not { } confirms)
            {
                break;
            }

            if (confirms)
            {
                return new(moves, IsConfirmed: true);
            }
        }

        return estimate;
    }

    /// <summary>
    /// True where the product routes the moved board so that the sockets are joined and fewer stay open; it looks less long than a job does.
    /// Null where no trial is left.
    /// </summary>
    private bool? Confirms(PlacedBoard moved, IReadOnlyList<PlannedSocket> sockets, Func<PlannedSocket, bool> isInDoubt, CancellationToken cancellationToken)
    {
        if (!(moved.Rules.Topology == Topology.Bus ? budget.TakeRoute() : budget.TakeNegotiation()))
        {
            return null;
        }

        var plan = RoutabilityProof.Plan(moved, isInDoubt, cancellationToken).Plan;
        if (sockets.Any(socket => plan.LeftOut.Contains(socket.Id)))
        {
            return false;
        }

        // Whether sockets are joined is asked, not by how much copper.
        using var router = new BoardRouter(plan with { Rules = plan.Rules with { Compact = false } }, TrialBudget.OfARoute);
        var trial = router.Route(1, null, cancellationToken);
        return trial.Unconnected.Length + plan.LeftOut.Length < routed.Unconnected.Length && !sockets.Any(socket => trial.Unconnected.Contains(socket.Id));
    }

    /// <summary>True where room is short all over the board and not by one gap: a trial, which looks less long than the job did, joins no more than that.</summary>
    private bool IsCrowded(Bottleneck bottleneck) => bottleneck.Reason == BlockReason.Crowded && Effort.IsCrowded(_open.Count);

    private bool IsBarred(RoutingPlan plan, PlannedSocket socket, Func<PlannedSocket, bool> isInDoubt, CancellationToken cancellationToken)
    {
        var space = new FreeSpace(plan);
        return new BottleneckFinder(space, RoutedBoard.Empty, isInDoubt).IsBarred(space.Plan.Sockets.First(s => s.Id == socket.Id), _open, cancellationToken);
    }

    /// <summary>
    /// Sockets of the moved board of which a track may not get away. Of the others one got away before and they stand where they stood: should the moved
    /// modules wall one in, the trial leaves it open.
    /// </summary>
    private Func<PlannedSocket, bool> InDoubt(ImmutableArray<ModuleMove> moves) => socket => _open.Contains(socket.Id) || moves.Any(move => move.Module == socket.Module);

    /// <summary>Moves that widen a gap, single modules first, the shortest first.</summary>
    private IEnumerable<ImmutableArray<ModuleMove>> Candidates(Bottleneck bottleneck)
    {
        var ways = bottleneck.Gaps.SelectMany(gap => Ways(bottleneck, gap)).DistinctBy(way => (way.Module, way.Direction)).ToList();
        foreach (var pushing in (bool[])[false, true])
        {
            foreach (var moves in Moves(ways, pushing))
            {
                yield return moves;
            }
        }
    }

    private IEnumerable<ImmutableArray<ModuleMove>> Moves(List<Way> ways, bool pushing)
    {
        const int Tries = 8;
        var lengths = ways.SelectMany(way => Enumerable.Range(0, Tries).Select(i => (Way: way, Length: way.First + i * _step)));
        foreach (var (way, length) in lengths.OrderBy(l => l.Length))
        {
            var move = new ModuleMove(way.Module, new(way.Direction.X * length, way.Direction.Y * length));
            var pushed = pushing ? _moved.Pushing(move) : [move];
            if (pushing == pushed.Length > 1)
            {
                yield return pushed;
            }
        }
    }

    /// <summary>Modules of a gap with the directions that widen it, and by how much at least.</summary>
    private IEnumerable<Way> Ways(Bottleneck bottleneck, Gap gap)
    {
        var pitch = board.Rules.TrackWidth + board.Rules.Clearance;
        var missing = Math.Max(1, bottleneck.Needed - bottleneck.Fits);
        var bounds = board.Project.Board.Bounds;
        foreach (var (still, moving) in ((Blocker, Blocker)[])[(gap.A, gap.B), (gap.B, gap.A)])
        {
            if (moving.Module < 0 || moving.IsSame(still))
            {
                continue;
            }

            foreach (var direction in Directions)
            {
                var gain = moving.Shape is null ? 0 : still.DistanceTo(moving, bounds, new(direction.X * pitch, direction.Y * pitch)) - gap.Width;
                if (gain > pitch / 4.0 || gap.Width == 0)
                {
                    var least = Math.Max(0, ((missing + gap.Layers - 1) / gap.Layers - 1) * pitch);
                    yield return new(moving.Module, direction, Math.Max(_step, (least + _step - 1) / _step * _step));
                }
            }
        }
    }

    /// <param name="First">Shortest move worth a trial, nanometres.</param>
    private sealed record Way(int Module, Point Direction, long First);
}
