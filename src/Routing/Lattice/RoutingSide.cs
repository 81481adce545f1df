using System.Collections.Immutable;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>What one side of a board is on the rules' grid: static map, socket accesses and buses. Shared by all workers.</summary>
internal sealed class RoutingSide
{
    private readonly Dictionary<int, PlannedSocket> _sockets;
    private readonly Dictionary<int, ImmutableArray<SocketAccess>> _accesses;

    /// <param name="ground">Of the plan, or of one that has the same modules and nets.</param>
    public RoutingSide(RoutingPlan plan, Ground ground, Side side)
    {
        Plan = plan;
        Ground = ground;
        Side = side;
        _sockets = plan.Sockets.Where(socket => plan.SideOf(socket) == side).ToDictionary(socket => socket.Id);

        Static = ground.BesideBuses(side.TrackLayer());
        var finder = new SocketAccessFinder(plan, Grid, ground.Index);
        _accesses = _sockets.Values.ToDictionary(socket => socket.Id, socket => finder.Find(side.TrackLayer(), Static, socket));
        (BusBottom, BusTop) = BusRows.Of(plan, Grid, side);
    }

    public RoutingPlan Plan { get; }

    public Ground Ground { get; }

    public RoutingGrid Grid => Ground.Grid;

    public Side Side { get; }

    /// <summary>What tracks may use on the side's layer; not to be changed.</summary>
    public CopperMap Static { get; }

    /// <summary>First row that a bus may reach, see <see cref="BusRows"/>.</summary>
    public int BusBottom { get; }

    public int BusTop { get; }

    public IEnumerable<PlannedSocket> Sockets => _sockets.Values;

    public ImmutableArray<SocketAccess> Accesses(int socket) => _accesses[socket];

    public int BusColumn(ushort net) => Grid.ColumnAtOrAfter(Plan.Net(net).BusX);
}
