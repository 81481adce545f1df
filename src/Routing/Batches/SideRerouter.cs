using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Batches;

/// <summary>
/// Routes a side from the tracks of an earlier one: what modules leave of those stays, and the sockets that are open are joined in the room there
/// is. Where there is none, all tracks near by are taken off and routed again together, beside those that stay. Only tracks that were laid are
/// improved: the work is that of the change.
/// </summary>
internal sealed class SideRerouter : IDisposable
{
    /// <summary>How far from open sockets tracks are taken off at first, nanometres; each time twice as far.</summary>
    private const long Near = 2_000_000;

    /// <summary>How often tracks are taken off.</summary>
    private const int Attempts = 5;

    /// <summary>Of how many of the board's sockets at most one may be joined again, in all attempts together.</summary>
    private const int LeastLeft = 2;

    /// <summary>How often tracks that were laid are improved.</summary>
    private const int Passes = 2;

    // A search without a limit looks at every node; this one jumps, and finds a way nearly always where there is one.
    private const int Anything = int.MaxValue / 4;

    private readonly RoutingSide _side;
    private readonly SideCopper _copper;
    private readonly PathSearch _search;
    private readonly SortedSet<int> _touched;

    public SideRerouter(RoutingSide side, RoutedBoard earlier)
    {
        (_side, _copper, _search) = (side, new(side), new(side));
        using var tracks = new EarlierTracks(side, earlier, _copper);
        tracks.Read();
        _touched = [.. tracks.Strays];
    }

    /// <summary>Sockets that are not joined, ascending.</summary>
    public ImmutableArray<int> Open
    {
        get
        {
            var joined = _copper.Connections.Select(connection => connection.Socket).ToHashSet();
            return [.. _side.Sockets.Select(socket => socket.Id).Where(socket => !joined.Contains(socket)).Order()];
        }
    }

    /// <summary>The connections of the sockets that are joined, ascending.</summary>
    public IEnumerable<Connection> Connections => _copper.Connections.OrderBy(connection => connection.Socket);

    public void Dispose()
    {
        _copper.Dispose();
        _search.Dispose();
    }

    /// <summary>Joins all sockets.</summary>
    /// <returns>False where one stays open.</returns>
    public bool Join(CancellationToken cancellationToken)
    {
        var open = Open;
        _touched.UnionWith(open);
        JoinInFreeRoom(open, cancellationToken);
        for (var (attempt, again) = (0, 0); Open is { IsEmpty: false } stuck; attempt++)
        {
            // A module that moved is in the way on all its sides.
            TakeOffNear(attempt == 0 ? open.GroupBy(socket => _side.Socket(socket).Module) : stuck.GroupBy(socket => socket), Near << attempt);
            again += Open.Length;
            if (attempt == Attempts || again * LeastLeft > _side.Plan.Sockets.Length)
            {
                return false;
            }

            SideStart.JoinByFlow(_side.Beside(_copper.Map, Open), _copper, workers: 1, cancellationToken);
            JoinInFreeRoom(Open, cancellationToken);
        }

        Improve(cancellationToken);
        return true;
    }

    private void JoinInFreeRoom(IEnumerable<int> sockets, CancellationToken cancellationToken)
    {
        foreach (var socket in sockets.OrderBy(ToBus).ThenBy(socket => socket).Select(_side.Socket))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_search.Find(_copper, socket, Anything) is { } connection)
            {
                _copper.Add(connection);
            }
        }
    }

    private int ToBus(int socket)
    {
        var column = _side.BusColumn((ushort)_side.Socket(socket).Net);
        return _side.Accesses(socket).Select(access => Math.Abs(_side.Grid.Column(access.Node) - column)).DefaultIfEmpty().Min();
    }

    /// <summary>Takes off the tracks that come near to some sockets.</summary>
    /// <param name="groups">Sockets that stand together.</param>
    private void TakeOffNear(IEnumerable<IEnumerable<int>> groups, long reach)
    {
        var boxes = groups.Select(group => Box.Around([.. group.Select(socket => _side.Socket(socket).Start)]).Inflate(reach)).ToList();
        var near = _copper.Connections.Where(connection => connection.Nodes.Any(node => boxes.Exists(box => box.Contains(_side.Grid.At(node)))));
        foreach (var socket in near.Select(connection => connection.Socket).Order().ToList())
        {
            NetTree.TakeBranch(_side, _copper, socket);
            _touched.Add(socket);
        }

        TakeOffWithoutBus();
    }

    /// <summary>Of nets that do not meet their bus and have an open socket, all goes: what meets the bus from now on would not be joined to it.</summary>
    private void TakeOffWithoutBus()
    {
        var nets = Open.Select(socket => (ushort)_side.Socket(socket).Net).Where(net => !_copper.Extent(net).MeetsBus).ToHashSet();
        foreach (var connection in _copper.Connections.Where(connection => nets.Contains(connection.Net)).ToList())
        {
            _copper.Remove(connection);
            _touched.Add(connection.Socket);
        }
    }

    private void Improve(CancellationToken cancellationToken)
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            foreach (var socket in _touched)
            {
                cancellationToken.ThrowIfCancellationRequested();
                UnitRouter.Improve(_side, _copper, _search, _side.Socket(socket));
            }
        }
    }
}
