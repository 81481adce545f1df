using System.Collections.Immutable;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Batches;

/// <summary>A side between two rounds: immutable, so that every batch of a round sees the same.</summary>
/// <param name="Connections">The side's tracks; they keep every distance from each other. Ascending sockets.</param>
/// <param name="Pending">Sockets whose track this pass has still to improve, ascending.</param>
/// <param name="Open">Sockets that one layer could not join, ascending: left to repair.</param>
/// <param name="Pass">Passes over all sockets begun so far, from 1.</param>
/// <param name="PassRound">Rounds merged in this pass.</param>
/// <param name="Round">Rounds merged so far.</param>
/// <param name="Conflicts">Proposals turned down in all rounds.</param>
internal sealed record SideState(
    Side Side, ImmutableArray<Connection> Connections, ImmutableArray<int> Pending, ImmutableArray<int> Open, int Pass, int PassRound, int Round, int Conflicts)
{
    /// <summary>No further round is planned.</summary>
    public bool IsOver => Pending.IsEmpty;
}
