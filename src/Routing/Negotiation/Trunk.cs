using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>Where a net's bus may run: a column of the grid that is the net's own on the layer of its side's buses.</summary>
/// <param name="Bottom">First row.</param>
/// <param name="Top">Last row.</param>
internal sealed record Trunk(PlannedNet Net, int Column, int Bottom, int Top)
{
    public CopperLayer Layer => Net.Side.BusLayer();

    /// <summary>The trunks of a side's nets.</summary>
    public static IEnumerable<Trunk> Of(RoutingSide side) => side.Plan.Nets
        .Where(net => net.Side == side.Side && side.Plan.Sockets.Any(socket => socket.Net == net.Id))
        .Select(net => new Trunk(net, side.BusColumn((ushort)net.Id), side.BusBottom, side.BusTop));
}
