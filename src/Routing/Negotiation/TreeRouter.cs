using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>Routes a plan of trees: negotiates on a coarse grid, and on the plan's own, finer one only what the coarse grid could not hold; then draws every branch tighter on the fine grid.</summary>
internal static class TreeRouter
{
    /// <summary>Routes the board; sockets that no legal copper could join are open.</summary>
    /// <param name="plan">A plan of trees.</param>
    /// <param name="workers">Most threads at work, at least 1; the result does not depend on it.</param>
    /// <param name="mostLooks">As in <see cref="SocketInsertion"/>.</param>
    /// <param name="progress">Told after every round how many sockets of a side are free of conflicts.</param>
    public static RoutedBoard Route(RoutingPlan plan, int workers, long mostLooks, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        if (CoarsePlan.Of(plan) is not { } coarse)
        {
            var only = NegotiatedRouter.Of(plan, workers, []);
            only.Complete(mostLooks, progress, cancellationToken);
            only.Polish(NegotiatedRouter.Anywhere, cancellationToken);
            return only.Copper();
        }

        var sketch = NegotiatedRouter.Of(coarse, workers, []);
        sketch.Sketch(progress, cancellationToken);
        sketch.Polish(NegotiatedRouter.Anywhere, cancellationToken);
        var router = NegotiatedRouter.Of(plan, workers, sketch.UsedLegs());
        router.TakeOver(sketch);
        router.Complete(mostLooks, progress, cancellationToken);
        router.Polish(NegotiatedRouter.BesideTheOldPath, cancellationToken);
        return router.Copper();
    }
}
