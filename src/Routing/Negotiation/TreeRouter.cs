using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>Routes a plan of trees: negotiates on a coarse grid, and on the plan's own, finer one only what the coarse grid could not hold; then draws every branch tighter on the fine grid.</summary>
internal static class TreeRouter
{
    /// <summary>What a coarse grid holds, on the plan's own; nothing where none is coarser.</summary>
    /// <param name="plan">A plan of trees.</param>
    /// <param name="workers">Most threads at work, at least 1; the result does not depend on it.</param>
    /// <param name="progress">Told after every round how many sockets of a side are free of conflicts.</param>
    public static Layout Sketch(RoutingPlan plan, Ground ground, int workers, Action<RouteProgress>? progress, CancellationToken cancellationToken)
    {
        if (CoarsePlan.Of(plan) is not { } coarse)
        {
            return Layout.Of(plan, ground, RoutedBoard.Empty);
        }

        using var coarseGround = new Ground(coarse);
        using var sketch = Layout.Of(coarse, coarseGround, RoutedBoard.Empty);
        using var router = new NegotiatedRouter(sketch, workers);
        router.Sketch(progress, cancellationToken);
        router.Polish(NegotiatedRouter.Anywhere, cancellationToken);
        return Layout.Of(plan, ground, sketch.Copper());
    }

    /// <summary>Lays every branch again, near to where a coarse grid had it.</summary>
    /// <param name="layout">On the plan's grid, or on a finer one.</param>
    /// <inheritdoc cref="Sketch"/>
    public static void Polish(Layout layout, RoutingPlan plan, int workers, CancellationToken cancellationToken)
    {
        using var router = new NegotiatedRouter(layout, workers);
        router.Polish(CoarsePlan.Of(plan) is null ? NegotiatedRouter.Anywhere : NegotiatedRouter.BesideTheOldPath, cancellationToken);
    }
}
