using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing;

/// <summary>
/// The stages of a job as pure functions, one for each activity of the orchestration. State travels between them as
/// opaque bytes, so that an activity can read a blob, call one of these, and write a blob.
/// </summary>
/// <remarks>
/// ReadProject -> LoadModules -> Place -> Plan -> per side: StartSide, then rounds of (RouteBatch for every pending
/// batch, in any order and place; Merge) until nothing is pending -> Repair (both sides) -> Verify -> Fabricate for every
/// artifact name -> Package. The result does not depend on how many batches there are or where they run.
/// </remarks>
public static partial class BoardStages
{
    /// <summary>Version of the core; part of every key under which a result may be reused.</summary>
    public static string CoreVersion => typeof(BoardStages).Assembly.GetName().Version!.ToString(3);
}

/// <summary>A socket batch of one side, as planned: what an activity routes.</summary>
/// <param name="Sockets">Ids of its sockets.</param>
public sealed record BatchSummary(Side Side, int Index, ImmutableArray<int> Sockets);

/// <summary>A routing plan and the little that an orchestrator must know of it.</summary>
/// <param name="Plan">The plan for <see cref="BoardStages.RouteBatch"/> and the other stages.</param>
/// <param name="Batches">Batches of both sides in order; few enough that each is worth an activity.</param>
/// <param name="Reasoning">Why the sockets were cut into these batches, one sentence a side.</param>
/// <param name="Issues">Problems that stop the job (a module in a bus zone) or do not (an unpaired transmitter), see <see cref="CanRoute"/>.</param>
/// <param name="CanRoute">False where an issue forbids routing.</param>
public sealed record PlanResult(
    byte[] Plan, ImmutableArray<BatchSummary> Batches, ImmutableArray<string> Reasoning, ImmutableArray<Issue> Issues, bool CanRoute);

/// <summary>State of one side after a merge.</summary>
/// <param name="State">For the next round's RouteBatch, Merge or Repair.</param>
/// <param name="PendingBatches">Batches that still have losers to route; empty when the side's rounds are over.</param>
public sealed record SideResult(byte[] State, int Round, int Sockets, int Connected, int Conflicts, ImmutableArray<int> PendingBatches);
