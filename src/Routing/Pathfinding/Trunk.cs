using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>Where a net's bus may run: a column of the grid that is the net's own on the layer of its side's buses.</summary>
/// <param name="Bottom">First row.</param>
/// <param name="Top">Last row.</param>
internal sealed record Trunk(PlannedNet Net, int Column, int Bottom, int Top)
{
    public CopperLayer Layer => Net.Side.BusLayer();

    /// <summary>The trunks of all nets that have sockets.</summary>
    public static ImmutableArray<Trunk> Of(RoutingPlan plan, RoutingGrid grid)
    {
        BusRows[] rows = [BusRows.Of(plan, grid, Side.Left), BusRows.Of(plan, grid, Side.Right)];
        var used = plan.Sockets.Select(socket => socket.Net).ToHashSet();
        return
        [
            .. from net in plan.Nets
               where used.Contains(net.Id)
               let side = rows[(int)net.Side]
               select new Trunk(net, grid.ColumnAtOrAfter(net.BusX), side.Bottom, side.Top),
        ];
    }
}
