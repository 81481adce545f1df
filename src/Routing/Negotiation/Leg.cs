using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>A way from a socket onto the grid of one layer, and what it takes from others.</summary>
/// <param name="Index">Index in <see cref="TreeBoard.Legs"/>.</param>
/// <param name="Socket">Vertex of the socket.</param>
/// <param name="State">Vertex where the leg meets the grid.</param>
/// <param name="Cost">In <see cref="PathCost"/> units.</param>
/// <param name="Tracks">Grid vertices that tracks of other nets may not run through.</param>
/// <param name="Edges">Edges that tracks of other nets may not use although both their ends are free: indices of <see cref="TreeBoard.EdgesBesideLegs"/>.</param>
/// <param name="Vias">Nodes where other nets may have no via.</param>
/// <param name="Rivals">Indices of other nets' legs that come too near.</param>
/// <param name="Via">Begins at the socket's reserved via.</param>
internal sealed record Leg(int Index, int Socket, int State, SocketAccess Access, int Cost, int[] Tracks, int[] Edges, int[] Vias, int[] Rivals, bool Via)
{
    public int Direction => Access.Direction;
}

/// <summary>A leg as it is found, or as it was used on another grid, without what it takes from others.</summary>
/// <param name="Socket">Index in <see cref="Planning.RoutingPlan.Sockets"/>.</param>
internal sealed record CarriedLeg(int Socket, int Layer, SocketAccess Access);
