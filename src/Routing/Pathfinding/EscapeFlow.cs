using System.Collections.Concurrent;
using System.Numerics;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// Routes all sockets of a side at once, as a minimum-cost flow: the largest number of disjoint tracks from the sockets to
/// the bus area, and of those the shortest in sum. A net may meet its bus at any height, so every track only has to reach the
/// bus area anywhere; this makes the problem a flow, which successive shortest paths solve exactly (Ford and Fulkerson 1962;
/// with potentials: Edmonds and Karp 1972), where one track after the other would wall the next one in.
/// </summary>
/// <remarks><para>
/// The flow runs on a lattice of upright steps no closer than the track pitch, so that disjoint nodes are enough for the
/// clearance; what sockets need to come onto it is kept for them beforehand. Refinement then cuts the corners on the full grid.
/// </para><para>
/// A large side is cut into bands of rows, which are solved for themselves, several at once; what they leave is tried again in bands twice
/// as high, until there is one. Such a side may be left with a few sockets open that could be joined, and with tracks that are not quite
/// the shortest in sum. The bands depend on the board alone, so the result does not depend on the number of workers.
/// </para></remarks>
internal sealed class EscapeFlow : IDisposable
{
    /// <summary>A band has at least as many sockets.</summary>
    private const int SocketsPerBand = 96;

    /// <summary>How many times the nodes of a band, on average, may be looked at before what it leaves open is left to larger bands and to repair.</summary>
    private const int Looks = 16;

    /// <summary>The same where the bus area has no room for all; only in the first round.</summary>
    private const int LooksWithoutRoom = 8;

    private readonly RoutingSide _side;
    private readonly RoutingGrid _grid;
    private readonly FlowLattice _lattice;
    private readonly PlannedSocket[] _sockets;
    private readonly FlowNetwork _network;
    private readonly List<int> _trace = [];

    public EscapeFlow(RoutingSide side)
    {
        _side = side;
        _grid = side.Grid;
        _sockets = [.. side.Sockets.OrderBy(socket => socket.Id)];
        _lattice = new(side, BusEntries.Column(side), BusEntries.Stride(side), side.BusBottom % BusEntries.Stride(side));
        _network = new(_lattice, FlowStartFinder.Find(side, _lattice, _sockets), BusEntries.Rows(side, _lattice));
    }

    /// <summary>A connection for as many sockets as one layer can hold, or nearly so on a large board.</summary>
    /// <param name="workers">Most threads at work, at least 1.</param>
    public List<Connection> Solve(int workers, CancellationToken cancellationToken)
    {
        var order = Enumerable.Range(0, _sockets.Length).OrderBy(NearestColumn).ThenBy(socket => socket).ToArray();
        var searches = new ConcurrentBag<AugmentingSearch>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellationToken };
        for (int bands = Bands(_sockets.Length), round = 0; bands > 0; bands /= 2, round++)
        {
            SolveBands(bands, round, order, searches, options);
        }

        foreach (var search in searches)
        {
            search.Dispose();
        }

        return [.. Enumerable.Range(0, _sockets.Length).Where(socket => _network.Used[socket] != FlowNetwork.None).Select(Trace)];
    }

    public void Dispose() => _network.Dispose();

    /// <summary>A power of two.</summary>
    private static int Bands(int sockets) => 1 << BitOperations.Log2((uint)Math.Max(1, sockets / SocketsPerBand));

    private void SolveBands(int bands, int round, int[] order, ConcurrentBag<AugmentingSearch> searches, ParallelOptions options) => Parallel.For(
        0,
        bands,
        options,
        () => searches.TryTake(out var free) ? free : new(_network),
        (band, _, search) =>
        {
            SolveBand(search, order, round, _lattice.Rows * band / bands, _lattice.Rows * (band + 1) / bands, options.CancellationToken);
            return search;
        },
        searches.Add);

    /// <summary>Joins what can be joined within some rows.</summary>
    private void SolveBand(AugmentingSearch search, int[] order, int round, int firstRow, int endRow, CancellationToken cancellationToken)
    {
        var open = order.Where(socket => Row(socket) is var row && row >= firstRow && row < endRow && _network.Used[socket] == FlowNetwork.None).ToArray();
        var entries = _network.FreeEntries(firstRow, endRow);
        var looks = open.Length <= entries ? Looks : round == 0 ? LooksWithoutRoom : 0;
        var left = Bands(_sockets.Length) == 1 ? long.MaxValue : (long)looks * (endRow - firstRow) * _lattice.Columns;
        foreach (var socket in entries == 0 ? [] : open)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (left > 0)
            {
                left -= search.Augment(socket, firstRow, endRow);
            }
        }
    }

    /// <summary>Columns between a socket's nearest start and the bus area: what is near is routed first, and seldom moves again.</summary>
    private int NearestColumn(int socket) => _network.Starts[socket] is { Length: > 0 } starts ? starts.Min(start => _lattice.Column(start.Node)) : 0;

    /// <summary>The row of a socket's cheapest start; -1 where it has none.</summary>
    private int Row(int socket) => _network.Starts[socket] is [var first, ..] ? _lattice.Row(first.Node) : -1;

    /// <summary>A socket's track along the flow, and straight on over the bus area to its own bus.</summary>
    private Connection Trace(int index)
    {
        var socket = _sockets[index];
        var start = _network.Starts[index][_network.Used[index]];
        _trace.Clear();
        _trace.AddRange(start.Path);
        for (var node = start.Node; _network.Next[node] != FlowNetwork.Sink; node = _network.Next[node])
        {
            Walk(_lattice.GridNode(_network.Next[node]));
        }

        var column = _side.BusColumn((ushort)socket.Net);
        Walk(_grid.Node(column, _grid.Row(_trace[^1])));
        return new(socket.Id, (ushort)socket.Net, start.Access, [.. _trace], BusVia: true, 0);
    }

    private void Walk(int to)
    {
        var node = _trace[^1];
        int dx = Math.Sign(_grid.Column(to) - _grid.Column(node)), dy = Math.Sign(_grid.Row(to) - _grid.Row(node));
        for (var step = dy * _grid.Columns + dx; node != to; _trace.Add(node))
        {
            node += step;
        }
    }
}
