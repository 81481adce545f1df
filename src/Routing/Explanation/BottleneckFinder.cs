using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Explanation;

/// <summary>
/// Finds what bars a socket from its net. It looks at growing windows about the socket: nets that have a socket near it and another one
/// farther off must each bring a track out; where a cut holds fewer than that, the cut is the answer. Where no window shows one, the whole board may.
/// </summary>
/// <param name="routed">The copper there is; named where the gap itself would do.</param>
/// <param name="isInDoubt">Sockets of which a track may not get away: the others are known to have one.</param>
internal sealed class BottleneckFinder(FreeSpace space, RoutedBoard routed, Func<PlannedSocket, bool> isInDoubt)
{
    private static readonly long[] Reaches = [3, 5, 8, 12, 18, 27, 40];

    private readonly GapFinder _gaps = new(space);
    private WallFinder? _walls;
    private ImmutableArray<Chain>? _anywhere;
    private ImmutableArray<Chain>? _onGrid;

    /// <param name="open">Ids of all sockets that are not connected.</param>
    public (Bottleneck Bottleneck, HashSet<Stop> Region) Find(PlannedSocket socket, IReadOnlySet<int> open, CancellationToken cancellationToken) =>
        Barred(socket, open, cancellationToken) ?? (Crowded(Windows(socket).Last(), socket, open), []);

    /// <summary>True where too few tracks can pass, anywhere or on the grid.</summary>
    public bool IsBarred(PlannedSocket socket, IReadOnlySet<int> open, CancellationToken cancellationToken) => Barred(socket, open, cancellationToken) is not null;

    private (Bottleneck Bottleneck, HashSet<Stop> Region)? Barred(PlannedSocket socket, IReadOnlySet<int> open, CancellationToken cancellationToken)
    {
        _walls ??= new(space, _gaps.Blockers, isInDoubt);
        if (_walls.Find(socket) is { } walled)
        {
            return (walled, []);
        }

        if (space.Starts(socket).IsEmpty)
        {
            return Parted(socket, cancellationToken) is { } chain ? (chain, []) : (new(BlockReason.Crowded, [], 0, [Name(socket.Net)]), []);
        }

        foreach (var window in Windows(socket))
        {
            if (Tight(window, socket, open, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return Parted(socket, cancellationToken) is { } parted ? (parted, []) : null;
    }

    /// <summary>What the whole board shows: a chain that no router gets past, or one that only tracks beside the board's grid do.</summary>
    private Bottleneck? Parted(PlannedSocket socket, CancellationToken cancellationToken)
    {
        _anywhere ??= ChainFinder.Find(space.Original, new(space.Original, onGrid: false), cancellationToken);
        if (Of(_anywhere.Value, BlockReason.Gap) is { } proved)
        {
            return proved;
        }

        _onGrid ??= ChainFinder.Find(space.Original, new(space.Original, onGrid: true), cancellationToken);
        return Of(_onGrid.Value, BlockReason.Crowded);

        Bottleneck? Of(ImmutableArray<Chain> chains, BlockReason reason) =>
            chains.FirstOrDefault(chain => chain.Nets.Contains(socket.Net) && !chain.Gaps.IsEmpty) is { } chain
                ? new(reason, [.. chain.Gaps.Take(GapFinder.MostGaps)], chain.Fits, Names(chain.Nets))
                : null;
    }

    /// <summary>Each larger than the one before, until one holds the whole board.</summary>
    private IEnumerable<Window> Windows(PlannedSocket socket)
    {
        foreach (var reach in Reaches)
        {
            var window = new Window(space, space.Starts(socket)[0].Node, (int)(reach * Units.Millimetre / space.Grid.Pitch) + 1);
            yield return window;
            if (window.IsWholeBoard)
            {
                yield break;
            }
        }
    }

    private (Bottleneck, HashSet<Stop>)? Tight(Window window, PlannedSocket socket, IReadOnlySet<int> open, CancellationToken cancellationToken)
    {
        var demands = Demands(window, socket, open);
        if (CutFinder.Find(window, demands, cancellationToken) is not { } cut)
        {
            return null;
        }

        var gaps = _gaps.Of(window, cut);
        var fits = Math.Max(cut.Crossings.Count, gaps.Sum(gap => gap.Fits));
        return gaps.IsEmpty || fits >= cut.Nets.Length
            ? null
            : (new(BlockReason.Gap, gaps, fits, Names(cut.Nets)), [.. cut.Region.Concat(cut.Crossings).Select(window.At)]);
    }

    /// <summary>The nets that must pass, the socket's own last: only its way counts.</summary>
    private List<Demand> Demands(Window window, PlannedSocket socket, IReadOnlySet<int> open)
    {
        var distances = window.Distances(States(window, socket));
        var others =
            from net in space.Plan.Sockets.Where(other => other.Net != socket.Net).GroupBy(other => other.Net)
            let demand = Demand(window, distances, socket, [.. net])
            where demand is not null
            orderby demand.Starts.Min(start => distances[start]), demand.Net
            select demand;
        var rest = space.Plan.Sockets.Where(other => other.Net == socket.Net && other.Id != socket.Id).ToList();
        var joined = rest.Where(other => !open.Contains(other.Id)).ToList();
        var ends = (joined.Count > 0 ? joined : rest).SelectMany(other => States(window, other)).ToArray();
        return [.. others, new(socket.Net, [.. States(window, socket)], ends)];
    }

    /// <summary>A net with sockets on both sides of half the window's reach: the one nearest to the middle, as tracks go, must get out.</summary>
    private Demand? Demand(Window window, int[] distances, PlannedSocket center, List<PlannedSocket> net)
    {
        var near = net.Where(other => IsNear(window, center, other)).ToList();
        var first = near
            .Select(other => (Socket: other, States: States(window, other).Where(state => distances[state] < int.MaxValue).ToArray()))
            .Where(other => other.States.Length > 0)
            .OrderBy(other => other.States.Min(state => distances[state]))
            .ThenBy(other => other.Socket.Id)
            .FirstOrDefault();
        return first.States is null || near.Count == net.Count
            ? null
            : new(net[0].Net, first.States, [.. net.Except(near).SelectMany(other => States(window, other))]);
    }

    private bool IsNear(Window window, PlannedSocket center, PlannedSocket other)
    {
        var half = window.Reach * space.Grid.Pitch / 2;
        return Math.Abs(other.At.X - center.At.X) <= half && Math.Abs(other.At.Y - center.At.Y) <= half;
    }

    private IEnumerable<int> States(Window window, PlannedSocket socket) => space.Starts(socket).Select(window.State).Where(state => state >= 0);

    /// <summary>The narrowest place on the way out that is widest there.</summary>
    private Bottleneck Crowded(Window window, PlannedSocket socket, IReadOnlySet<int> open)
    {
        var run = WidestWay.Narrowest(space, window, Demands(window, socket, open)[^1]);
        if (run.Count == 0)
        {
            return new(BlockReason.Crowded, [], 0, [Name(socket.Net)]);
        }

        var gap = _gaps.OfRun(run);
        var nets = routed.Tracks.Where(track => Passes(track, run)).Select(track => track.Net).Append(Name(socket.Net));
        return new(BlockReason.Crowded, [gap], gap.Fits, [.. nets.Distinct().Order(StringComparer.Ordinal)]);
    }

    private bool Passes(Track track, IReadOnlyList<Stop> run)
    {
        var nodes = run.Select(stop => space.Grid.At(stop.Node)).OrderBy(at => at.X).ThenBy(at => at.Y).ToList();
        var points = track.Points;
        return (int)track.Layer == run[0].Layer
            && Enumerable.Range(1, Math.Max(0, points.Count - 1)).Any(i => Segments.Meet(points[i - 1], points[i], nodes[0], nodes[^1]));
    }

    private ImmutableArray<string> Names(IEnumerable<int> nets) => [.. nets.Select(Name).Order(StringComparer.Ordinal)];

    private string Name(int net) => space.Plan.Net(net).Name;
}
