using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// A plan on a grid whose nodes are also nodes of the plan's own, finer grid, about one track pitch wide: there a board is routed quickly,
/// and every step of the result is a run of the fine grid's steps.
/// </summary>
internal static class CoarsePlan
{
    /// <returns>Null where the plan's own grid is about as coarse.</returns>
    public static RoutingPlan? Of(RoutingPlan plan)
    {
        var steps = StepsOf(plan);
        return steps < 2 ? null : plan with { Lattice = plan.Lattice.Coarser(steps, [.. plan.Sockets.Select(socket => socket.At)]) };
    }

    /// <summary>Fine steps to a coarse one: so many that neighbouring tracks fit side by side, unless that would waste room.</summary>
    private static long StepsOf(RoutingPlan plan)
    {
        var enough = (plan.TrackPitch + plan.Lattice.Pitch - 1) / plan.Lattice.Pitch;
        return 4 * enough * plan.Lattice.Pitch <= 5 * plan.TrackPitch ? enough : plan.TrackPitch / plan.Lattice.Pitch;
    }
}
