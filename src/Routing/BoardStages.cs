using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing;

/// <summary>A socket batch of one side, as planned: what an activity routes.</summary>
/// <param name="Sockets">Ids of its sockets.</param>
public sealed record BatchSummary(Side Side, int Index, ImmutableArray<int> Sockets);

/// <summary>A step's blobs between activities: opaque bytes with the little that an orchestrator must know.</summary>
/// <param name="Plan">The routing plan, for <see cref="BoardStages"/>.</param>
/// <param name="Batches">Batches of both sides in order; few enough that each is worth an activity.</param>
/// <param name="Reasoning">Why the sockets were cut into these batches, one sentence a side.</param>
/// <param name="Issues">Problems that do not stop the job (for instance an unpaired transmitter).</param>
public sealed record PlanResult(byte[] Plan, ImmutableArray<BatchSummary> Batches, ImmutableArray<string> Reasoning, ImmutableArray<Issue> Issues);

/// <summary>State of one side after a merge.</summary>
/// <param name="State">For the next round's <c>RouteBatch</c>, <c>Merge</c> or <c>Repair</c>.</param>
/// <param name="PendingBatches">Batches that still have losers to route; empty when the side's rounds are over.</param>
public sealed record SideResult(byte[] State, int Round, int Sockets, int Connected, int Conflicts, ImmutableArray<int> PendingBatches);
