using System.Collections.Immutable;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Lattice;

/// <summary>What one side of a board is on the rules' grid: static map, socket accesses and buses. Shared by all workers.</summary>
internal sealed class RoutingSide
{
    private readonly Dictionary<int, ImmutableArray<SocketAccess>> _accesses;

    /// <param name="ground">Of the plan, or of one that has the same modules and nets.</param>
    public RoutingSide(RoutingPlan plan, Ground ground, Side side)
    {
        Plan = plan;
        Ground = ground;
        Side = side;
        Sockets = [.. plan.Sockets.Where(socket => plan.SideOf(socket) == side)];
        Static = ground.BesideBuses(side.TrackLayer());
        var finder = new SocketAccessFinder(plan, Grid, ground.Index);
        _accesses = Sockets.ToDictionary(socket => socket.Id, socket => finder.Find(side.TrackLayer(), Static, socket));
        Buses = BusRows.Of(plan, Grid, side);
    }

    public RoutingPlan Plan { get; }

    public Ground Ground { get; }

    public RoutingGrid Grid => Ground.Grid;

    public Side Side { get; }

    /// <summary>What tracks may use on the side's layer; not to be changed.</summary>
    public CopperMap Static { get; }

    /// <summary>The rows that buses may reach.</summary>
    public BusRows Buses { get; }

    public ImmutableArray<PlannedSocket> Sockets { get; }

    public ImmutableArray<SocketAccess> Accesses(int socket) => _accesses[socket];
}
