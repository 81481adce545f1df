using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Explanation;

/// <summary>
/// How many moves may be tried for a board: fewer for a large one, so that advice never takes longer than a few seconds. Counted, not timed:
/// the same board gets the same advice everywhere.
/// </summary>
internal sealed class TrialBudget
{
    /// <summary>For the last sockets of a trial: half a second's worth, on the board's own grid.</summary>
    public static readonly Effort OfARoute = new(1_000_000, 0);

    private int _analyses;
    private int _routes;
    private int _negotiations;

    public TrialBudget(RoutingPlan plan)
    {
        var nodes = (double)plan.Outline.Width / plan.Lattice.Pitch * plan.Outline.Height / plan.Lattice.Pitch;
        var size = Math.Max(1, nodes / 100_000) * Math.Max(1, plan.Sockets.Length / 60.0);
        _analyses = (int)Math.Clamp(64 / size, 2, 64);
        _routes = (int)Math.Clamp(6 / size, 1, 6);
        _negotiations = (int)Math.Clamp(3 / (Math.Max(1, nodes / 50_000) * Math.Max(1, plan.Sockets.Length / 24.0)), 0, 3);
    }

    public bool TakeAnalysis() => _analyses-- > 0;

    /// <summary>For a route over buses.</summary>
    public bool TakeRoute() => _routes-- > 0;

    /// <summary>For a route of trees, which only small boards can afford.</summary>
    public bool TakeNegotiation() => _negotiations-- > 0;
}
