using System.Collections.Immutable;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Batches;

/// <summary>A side between two rounds: immutable, so that every batch of a round sees the same.</summary>
/// <param name="Connections">Accepted so far; they keep every distance from each other.</param>
/// <param name="Pending">Sockets still to be joined, in ascending order.</param>
/// <param name="Round">Rounds merged so far.</param>
/// <param name="Conflicts">Proposals turned down in all rounds.</param>
/// <param name="IsOver">No further round can help: what is pending is left to negotiation and repair.</param>
internal sealed record SideState(
    Side Side, ImmutableArray<Connection> Connections, ImmutableArray<int> Pending, int Round, int Conflicts, bool IsOver)
{
    public static SideState Start(RoutingPlan plan, Side side)
    {
        var sockets = plan.Sockets.Where(socket => plan.SideOf(socket) == side).Select(socket => socket.Id).Order().ToImmutableArray();
        return new(side, [], sockets, 0, 0, sockets.IsEmpty);
    }
}
