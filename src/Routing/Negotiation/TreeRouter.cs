using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>Routes a plan of trees: negotiates on a coarse grid, and on the plan's own, finer one only what the coarse grid could not hold; then draws every branch tighter on the fine grid.</summary>
internal static class TreeRouter
{
    /// <summary>Routes the board; sockets that no legal copper could join are open.</summary>
    /// <param name="plan">A plan of trees.</param>
    /// <param name="workers">Most threads at work, at least 1; the result does not depend on it.</param>
    /// <param name="progress">Told after every round how many sockets of a side are free of conflicts.</param>
    public static RoutedBoard Route(RoutingPlan plan, int workers, Effort effort, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        if (CoarsePlan.Of(plan) is not { } coarse)
        {
            var only = Complete(NegotiatedRouter.Of(plan, workers, []), workers, effort, progress, cancellationToken);
            only.Polish(NegotiatedRouter.Anywhere, cancellationToken);
            return only.Copper();
        }

        var sketch = NegotiatedRouter.Of(coarse, workers, []);
        sketch.Sketch(progress, cancellationToken);
        sketch.Polish(NegotiatedRouter.Anywhere, cancellationToken);
        var router = NegotiatedRouter.Of(plan, workers, CoarseCopper.LegsOf(sketch.Layout));
        CoarseCopper.Lay(sketch.Layout, router.Layout);
        router = Complete(router, workers, effort, progress, cancellationToken);
        router.Polish(NegotiatedRouter.BesideTheOldPath, cancellationToken);
        return router.Copper();
    }

    /// <returns>A router of the same board, on a finer grid where the last sockets needed that.</returns>
    private static NegotiatedRouter Complete(
        NegotiatedRouter router, int workers, Effort effort, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        if (router.Complete(progress, cancellationToken))
        {
            return router;
        }

        var (finer, _) = LastSockets.Join(router.Layout, effort, cancellationToken);
        return finer is null ? router : new(finer, workers);
    }
}
