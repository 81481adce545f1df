using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Batches;

/// <summary>
/// Routes the pending sockets of one module against a frozen state. The module is the unit of work: its sockets see each
/// other's proposals, those of other modules do not, so the result is the same however modules are grouped into batches.
/// </summary>
internal sealed class UnitRouter(RoutingSide side)
{
    private readonly SideCopper _copper = new(side);
    private readonly PathSearch _search = new(side);
    private readonly ChangeLog _log = new();

    /// <summary>Makes this worker's copy of the round's frozen state.</summary>
    public void Freeze(SideCopper state) => _copper.CopyFrom(state);

    /// <summary>A connection for every socket that has a way; cheapest first, so that short tracks are not walled in by long ones.</summary>
    public List<Connection> Route(IEnumerable<PlannedSocket> sockets, CancellationToken cancellationToken)
    {
        var proposals = new List<Connection>();
        foreach (var first in sockets.Select(socket => _search.Find(_copper, socket)).OfType<Connection>().OrderBy(c => c.Cost).ThenBy(c => c.Socket).ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var proposal = _copper.Fits(first) ? first : _search.Find(_copper, side.Socket(first.Socket));
            if (proposal is not null)
            {
                proposals.Add(proposal);
                _copper.Add(proposal, _log);
            }
        }

        _copper.Undo(proposals.Count, _log);
        return proposals;
    }
}
