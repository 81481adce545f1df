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
/// ReadProject -> LoadModules -> Place -> Plan -> Begin, then steps of (Work for every item, in any order and place; Continue) until a step
/// is over -> Finish -> Verify -> Fabricate for every artifact name -> Package. The caller need not know how a board is routed: how many steps
/// there are and what their items are is the core's business. The result does not depend on where they run.
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
/// <param name="Plan">The plan for <see cref="BoardStages.Begin"/> and the other stages.</param>
/// <param name="Batches">Batches of both sides in order; few enough that each is worth an activity.</param>
/// <param name="Reasoning">Why the sockets were cut into these batches, one sentence a side.</param>
/// <param name="Issues">Problems that stop the job (a module in a bus zone) or do not (an unpaired transmitter), see <see cref="CanRoute"/>.</param>
/// <param name="CanRoute">False where an issue forbids routing.</param>
public sealed record PlanResult(
    byte[] Plan, ImmutableArray<BatchSummary> Batches, ImmutableArray<string> Reasoning, ImmutableArray<Issue> Issues, bool CanRoute);

/// <summary>Where the routing of a plan stands.</summary>
/// <param name="State">Opaque bytes for <see cref="BoardStages.Work"/>, <see cref="BoardStages.Continue"/> and <see cref="BoardStages.Finish"/>.</param>
/// <param name="Work">What can be done at once, in any place and order; none where the routing is over.</param>
public sealed record RoutingStep(byte[] State, ImmutableArray<RoutingWork> Work, SideProgress Left, SideProgress Right)
{
    /// <summary>True where <see cref="BoardStages.Finish"/> comes next, false where <see cref="BoardStages.Continue"/> does.</summary>
    public bool IsOver => Work.IsEmpty;
}

/// <summary>An item of a step's work.</summary>
/// <param name="Label">For people and logs: lower-case letters, digits and spaces.</param>
/// <param name="Estimate">How much work it is beside the step's other items; at least 1.</param>
public sealed record RoutingWork(int Index, string Label, long Estimate);

/// <summary>How far one side of a board has come.</summary>
/// <param name="Done">Batches that are routed.</param>
/// <param name="Joined">Sockets that are joined to their net.</param>
/// <param name="Round">Rounds that were merged.</param>
public sealed record SideProgress(int Batches, int Done, int Sockets, int Joined, int Round);
