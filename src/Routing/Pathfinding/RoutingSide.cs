using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>What one side of a board is on the rules' grid: static map, socket accesses and buses. Shared by all workers.</summary>
internal sealed class RoutingSide : IDisposable
{
    private readonly Dictionary<int, PlannedSocket> _sockets;
    private readonly Dictionary<int, ImmutableArray<SocketAccess>> _accesses;

    public RoutingSide(RoutingPlan plan, RoutingGrid grid, Stencil stencil, ObstacleIndex index, Side side)
    {
        Plan = plan;
        Grid = grid;
        Stencil = stencil;
        Side = side;
        _sockets = plan.Sockets.Where(socket => plan.SideOf(socket) == side).ToDictionary(socket => socket.Id);

        Static = StaticMap.Build(plan, grid, side.TrackLayer(), reserveBuses: true);
        var zones = plan.ZonesByModule();
        _accesses = _sockets.Values.ToDictionary(
            socket => socket.Id,
            socket => SocketAccessFinder.Find(plan, grid, side.TrackLayer(), Static, index, [.. zones[socket.Module]], socket));
        (BusBottom, BusTop) = BusRows.Of(plan, grid, side);
    }

    /// <summary>Gives the map back; one job's serves the next.</summary>
    public void Dispose() => Static.Return();

    public RoutingPlan Plan { get; }

    public RoutingGrid Grid { get; }

    public Stencil Stencil { get; }

    public Side Side { get; }

    public CopperMap Static { get; }

    /// <summary>First row that a bus may reach, see <see cref="BusRows"/>.</summary>
    public int BusBottom { get; }

    public int BusTop { get; }

    public IEnumerable<PlannedSocket> Sockets => _sockets.Values;

    public ImmutableArray<SocketAccess> Accesses(int socket) => _accesses[socket];

    public int BusColumn(ushort net) => Grid.ColumnAtOrAfter(Plan.Net(net).BusX);
}
