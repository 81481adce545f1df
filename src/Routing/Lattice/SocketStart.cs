using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>A way from a socket onto a lattice.</summary>
/// <param name="Node">The lattice node.</param>
/// <param name="Cost">As the lattice counts.</param>
/// <param name="Access">Index into the socket's accesses.</param>
/// <param name="Path">Grid nodes from the access's node to the lattice node.</param>
internal sealed record SocketStart(int Node, int Cost, int Access, int[] Path)
{
    /// <summary>What a track costs from line to line, as starts count.</summary>
    public const int StepCost = 2;

    /// <summary>The centre line from the socket to the lattice.</summary>
    /// <param name="accesses">The socket's.</param>
    public Point[] Way(ImmutableArray<SocketAccess> accesses, RoutingGrid grid) => [.. accesses[Access].Leg, .. Path.Select(grid.At)];
}

/// <summary>Finds the ways of all sockets of a side onto the lattice.</summary>
internal sealed class SocketStartFinder
{
    private readonly RoutingSide _side;
    private readonly RoutingGrid _grid;
    private readonly LatticeFrame _frame;
    private readonly LatticeSide _lattice;

    // Lattice nodes where sockets start, and the owner: index + 1 of the socket.
    private readonly Dictionary<int, int> _taken = [];
    private readonly WayIndex _ways;

    private SocketStartFinder(RoutingSide side, LatticeFrame frame, LatticeSide lattice) =>
        (_side, _grid, _frame, _lattice, _ways) = (side, side.Grid, frame, lattice, new(side.Plan.TrackPitch));

    /// <summary>
    /// Each socket's ways, cheapest first; none where all spoil another's. Straight out along a line, a track takes no other node than
    /// the one where it comes to the lattice. Any other way takes nodes beside it too, which the lattice does not see: where there is
    /// nothing else, one is chosen that keeps clear of others' ways, and the nodes within its clearance are kept for it.
    /// </summary>
    public static SocketStart[][] Find(RoutingSide side, LatticeFrame frame, LatticeSide lattice, PlannedSocket[] sockets)
    {
        var finder = new SocketStartFinder(side, frame, lattice);
        var starts = new SocketStart[sockets.Length][];
        for (var i = 0; i < sockets.Length; i++)
        {
            starts[i] = finder.AlongLines(sockets[i]);
            finder.Take(sockets[i], starts[i], i + 1);
        }

        for (var i = 0; i < sockets.Length; i++)
        {
            if (starts[i].Length == 0)
            {
                starts[i] = finder.WithClearance(sockets[i], i + 1);
                finder.Take(sockets[i], starts[i], i + 1);
            }
        }

        return starts;
    }

    private void Take(PlannedSocket socket, SocketStart[] starts, int owner)
    {
        foreach (var start in starts)
        {
            _taken.TryAdd(start.Node, owner);
            _ways.Add(socket.Net, start.Way(_side.Accesses(socket.Id), _grid), owner);
        }
    }

    /// <summary>Straight legs, straight on to the first node of the lattice.</summary>
    private SocketStart[] AlongLines(PlannedSocket socket)
    {
        var starts = new Dictionary<int, SocketStart>();
        var accesses = _side.Accesses(socket.Id);
        var seen = 0;
        for (var i = 0; i < accesses.Length; i++)
        {
            var (direction, leg) = (accesses[i].Direction, accesses[i].Leg);
            if (leg.Length > 2 || (direction >= 0 && (direction & 1) != 0) || (seen >> (direction + 1) & 1) != 0)
            {
                continue;
            }

            seen |= 1 << (direction + 1);
            for (var way = 0; way < 8; way += 2)
            {
                if ((way == direction || direction < 0) && Run([accesses[i].Node], way, socket, CanStart) is { } path)
                {
                    var start = Start(accesses[i], i, path);
                    if (!starts.TryGetValue(start.Node, out var known) || start.Cost < known.Cost)
                    {
                        starts[start.Node] = start;
                    }
                }
            }
        }

        return InOrder(starts.Values);
    }

    /// <summary>The cheapest way straight on from any leg to a line across, counting the nodes it spoils, and on to the nodes on both sides.</summary>
    private SocketStart[] WithClearance(PlannedSocket socket, int owner)
    {
        var accesses = _side.Accesses(socket.Id);
        var best = (Price: int.MaxValue, Starts: Array.Empty<SocketStart>(), Stem: Array.Empty<int>());
        for (var i = 0; i < accesses.Length; i++)
        {
            for (var way = 0; way < 8; way += 2)
            {
                if (PathCost.Turn(accesses[i].Direction, way) < 0 || Run([accesses[i].Node], way, socket, node => IsCrossing(node, way)) is not { } stem)
                {
                    continue;
                }

                var starts = Ends(stem, way, socket).Select(path => Start(accesses[i], i, path))
                    .Where(start => IsFreeFor(start.Node, owner) && !_ways.TooNear(socket.Net, start.Way(accesses, _grid)).Any()).ToArray();
                var price = starts.Length > 0 ? Price(accesses[i], stem, starts, owner) : int.MaxValue;
                if (price < best.Price)
                {
                    best = (price, starts, stem);
                }
            }
        }

        if (best.Starts.Length > 0)
        {
            _lattice.Keep(Copper(accesses[best.Starts[0].Access], best.Stem), owner);
        }

        // Where another's way passes an end as closely, it is kept from both.
        return InOrder(best.Starts.Where(start => IsFreeFor(start.Node, owner)));
    }

    private static SocketStart[] InOrder(IEnumerable<SocketStart> starts) => [.. starts.OrderBy(start => start.Cost).ThenBy(start => start.Path[^1])];

    /// <summary>Paths from the end of a stem to the lattice: none to go, or along the line that it has come to.</summary>
    private IEnumerable<int[]> Ends(int[] stem, int way, PlannedSocket socket)
    {
        if (_frame.At(stem[^1]) >= 0)
        {
            return [stem];
        }

        return new[] { (way + 2) & 7, (way + 6) & 7 }.Select(turn => Run(stem, turn, socket, node => _frame.At(node) >= 0)).OfType<int[]>();
    }

    /// <summary>Cost of the best start and of what the way spoils for others; more than any where it would take another socket's start.</summary>
    private int Price(SocketAccess access, int[] stem, SocketStart[] starts, int owner)
    {
        var near = _lattice.Near(Copper(access, stem)).ToList();
        return near.Exists(node => _taken.TryGetValue(node, out var other) && other != owner)
            ? int.MaxValue
            : starts.Min(start => start.Cost) + 2 * SocketStart.StepCost * near.Count;
    }

    /// <summary>The centre line of a leg and its stem.</summary>
    private Point[] Copper(SocketAccess access, int[] stem) => [.. access.Leg, _grid.At(stem[^1])];

    private bool IsFreeFor(int node, int owner) =>
        _lattice.IsFreeFor(node, owner) && (!_taken.TryGetValue(node, out var other) || other == owner);

    private bool CanStart(int node) => _frame.At(node) is >= 0 and var at && _lattice.Moves[at] != 0;

    /// <summary>A line crosses here, on ground where a track of any net could leave along it.</summary>
    private bool IsCrossing(int node, int way) => _side.Static.Owner[node] == 0 && ((way & 2) == 0 ? _frame.HasColumn(node) : _frame.HasRow(node));

    private SocketStart Start(SocketAccess access, int index, int[] path) => new(
        _frame.At(path[^1]),
        (int)((access.Length / _grid.Pitch + (path.Length - 1)) * SocketStart.StepCost / _frame.Stride),
        index,
        path);

    /// <summary>A path prolonged straight to the first node of a kind; null where there is none near. On ground of the socket's own net it may be farther.</summary>
    private int[]? Run(int[] path, int direction, PlannedSocket socket, Func<int, bool> isEnd)
    {
        var map = _side.Static;
        var run = new List<int>(path);
        var free = 0;
        while (!isEnd(run[^1]))
        {
            var next = run[^1] + _grid.Delta[direction];
            free += map.Owner[next] == 0 ? 1 : 0;
            if (map.IsForeign(next, (ushort)socket.Net) || map.IsEdgeClosed(run[^1], next, direction) || free >= 2 * _frame.Stride)
            {
                return null;
            }

            run.Add(next);
        }

        return [.. run];
    }
}
