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
            using var only = Layout.OfTrees(plan, []);
            return Complete(only, NegotiatedRouter.Anywhere, workers, effort, progress, cancellationToken);
        }

        using var sketch = Layout.OfTrees(coarse, []);
        using (var router = new NegotiatedRouter(sketch, workers))
        {
            router.Sketch(progress, cancellationToken);
            router.Polish(NegotiatedRouter.Anywhere, cancellationToken);
        }

        using var layout = Layout.OfTrees(plan, CoarseCopper.LegsOf(sketch));
        CoarseCopper.Lay(sketch, layout);
        return Complete(layout, NegotiatedRouter.BesideTheOldPath, workers, effort, progress, cancellationToken);
    }

    /// <summary>Joins what is open, on a finer grid where the last sockets need that, and lays every branch again.</summary>
    /// <param name="width">How far from its old path a branch may go, in blocks.</param>
    private static RoutedBoard Complete(
        Layout layout, int width, int workers, Effort effort, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        using var router = new NegotiatedRouter(layout, workers);
        using var finer = router.Complete(progress, cancellationToken) ? null : LastSockets.Join(layout, effort, cancellationToken).Finer;
        using var onFiner = finer is null ? null : new NegotiatedRouter(finer, workers);
        (onFiner ?? router).Polish(width, cancellationToken);
        return (finer ?? layout).Copper();
    }
}
