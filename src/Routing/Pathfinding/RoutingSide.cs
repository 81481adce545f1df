using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>What stays the same while one side is routed: its grid, static map, stencils, socket accesses and buses. Shared by all workers.</summary>
internal sealed class RoutingSide : IDisposable
{
    private readonly Dictionary<int, PlannedSocket> _sockets;
    private readonly Dictionary<int, ImmutableArray<SocketAccess>> _accesses;
    private readonly Dictionary<int, LegStamp?[]> _legStamps;

    public RoutingSide(RoutingPlan plan, RoutingGrid grid, Stencil stencil, ObstacleIndex index, Side side, bool forLattice = false)
    {
        Plan = plan;
        Grid = grid;
        Stencil = stencil;
        Side = side;
        _sockets = plan.Sockets.Where(socket => plan.SideOf(socket) == side).ToDictionary(socket => socket.Id);

        // A side without sockets is never searched: it costs no map.
        Static = _sockets.Count == 0 && !forLattice ? CopperMap.Rent(0) : StaticMap.Build(plan, grid, side.TrackLayer(), reserveBuses: true);
        BlockWays = _sockets.Count == 0 || forLattice ? [] : TargetField.FindWays(grid, Static);
        var zones = plan.ZonesByModule();
        _accesses = _sockets.Values.ToDictionary(
            socket => socket.Id,
            socket => SocketAccessFinder.Find(plan, grid, side.TrackLayer(), Static, index, [.. zones[socket.Module]], socket));

        _legStamps = _accesses.ToDictionary(entry => entry.Key, entry => new LegStamp?[entry.Value.Length]);
        (BusBottom, BusTop) = BusRows.Of(plan, grid, side);
    }

    private RoutingSide(RoutingSide side, CopperMap map, IEnumerable<int> sockets)
    {
        (Plan, Grid, Stencil, Side, Static, BlockWays, BusBottom, BusTop) = (side.Plan, side.Grid, side.Stencil, side.Side, map, side.BlockWays, side.BusBottom, side.BusTop);
        (_accesses, _legStamps) = (side._accesses, side._legStamps);
        _sockets = sockets.ToDictionary(socket => socket, side.Socket);
    }

    /// <summary>The side with some of its sockets alone, for which the tracks on a map stand as still as modules do. The map stays its owner's.</summary>
    public RoutingSide Beside(CopperMap tracks, IEnumerable<int> sockets) => new(this, tracks, sockets);

    /// <summary>Gives the map back; one job's serves the next.</summary>
    public void Dispose() => Static.Return();

    public RoutingPlan Plan { get; }

    public RoutingGrid Grid { get; }

    public Stencil Stencil { get; }

    public Side Side { get; }

    public CopperMap Static { get; }

    /// <summary>For <see cref="TargetField"/>.</summary>
    public byte[] BlockWays { get; }

    /// <summary>First row that a bus may reach, see <see cref="BusRows"/>.</summary>
    public int BusBottom { get; }

    public int BusTop { get; }

    public IEnumerable<PlannedSocket> Sockets => _sockets.Values;

    public int SocketCount => _sockets.Count;

    public PlannedSocket Socket(int id) => _sockets[id];

    public ImmutableArray<SocketAccess> Accesses(int socket) => _accesses[socket];

    /// <summary>What a socket's leg takes; two threads that ask at once find the same.</summary>
    public LegStamp LegStamp(int socket, int access) =>
        _legStamps[socket][access] ??= Pathfinding.LegStamp.Of(Grid, _accesses[socket][access].Leg, Plan.TrackPitch);

    public int BusColumn(ushort net) => Grid.ColumnAtOrAfter(Plan.Net(net).BusX);
}
