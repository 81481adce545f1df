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
        var fine = plan.Lattice;
        var steps = StepsOf(plan);
        return steps < 2 ? null : plan with
        {
            Lattice = new(
                steps * fine.Pitch,
                Residue(plan.Sockets.Select(socket => socket.At.X), fine.ResidueX, fine.Pitch, steps),
                Residue(plan.Sockets.Select(socket => socket.At.Y), fine.ResidueY, fine.Pitch, steps)),
        };
    }

    /// <summary>Fine steps to a coarse one: so many that neighbouring tracks fit side by side, unless that would waste room.</summary>
    private static long StepsOf(RoutingPlan plan)
    {
        var enough = (plan.TrackPitch + plan.Lattice.Pitch - 1) / plan.Lattice.Pitch;
        return 4 * enough * plan.Lattice.Pitch <= 5 * plan.TrackPitch ? enough : plan.TrackPitch / plan.Lattice.Pitch;
    }

    /// <summary>Of the fine grid's lines the ones that most sockets stand on.</summary>
    private static long Residue(IEnumerable<long> values, long fine, long pitch, long steps) => values
        .Select(value => Modulo(value, steps * pitch))
        .Where(residue => Modulo(residue, pitch) == fine)
        .GroupBy(residue => residue)
        .OrderByDescending(group => group.Count())
        .ThenBy(group => group.Key)
        .Select(group => group.Key)
        .FirstOrDefault(fine);

    private static long Modulo(long value, long modulus) => ((value % modulus) + modulus) % modulus;
}
