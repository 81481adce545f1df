using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Batches;

/// <summary>A cheaper track for a socket.</summary>
/// <param name="Gain">By how much it is cheaper, against the frozen state, in <see cref="PathCost"/> units.</param>
internal sealed record Proposal(Connection Connection, int Gain);

/// <summary>
/// Improves the tracks of one module's sockets against a frozen state. The module is the unit of work: its sockets see each
/// other's proposals, those of other modules do not, so the result is the same however modules are grouped into batches.
/// </summary>
internal sealed class UnitRouter(RoutingSide side) : IDisposable
{
    private readonly SideCopper _copper = new(side);
    private readonly PathSearch _search = new(side);

    public void Dispose()
    {
        _copper.Dispose();
        _search.Dispose();
    }

    /// <param name="frozen">The round's state; only read.</param>
    public List<Proposal> Route(SideCopper frozen, IEnumerable<PlannedSocket> sockets, CancellationToken cancellationToken)
    {
        _copper.CopyFrom(frozen);
        var proposals = new List<Proposal>();
        foreach (var socket in sockets.OrderBy(socket => socket.Id))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Improve(side, _copper, _search, socket) is { } proposal)
            {
                proposals.Add(proposal);
            }
        }

        return proposals;
    }

    /// <summary>Lays a socket's own branch again, where there is a cheaper way; null where there is none.</summary>
    public static Proposal? Improve(RoutingSide side, SideCopper copper, PathSearch search, PlannedSocket socket)
    {
        var branch = NetTree.TakeBranch(side, copper, socket.Id);
        var price = NetTree.Price(side, copper, branch);
        var cheaper = search.Find(copper, socket, price);
        var proposal = cheaper is null ? null : new Proposal(cheaper, price - NetTree.Price(side, copper, cheaper));
        copper.Add(cheaper ?? branch);
        return proposal;
    }
}
