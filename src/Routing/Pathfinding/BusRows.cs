using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>The rows that a side's buses may reach: they end short of rounded corners and mounting holes.</summary>
internal readonly record struct BusRows(int Bottom, int Top)
{
    public static BusRows Of(RoutingPlan plan, RoutingGrid grid, Side side)
    {
        var bounds = plan.Outline.Bounds;
        var inset = Math.Max(Math.Max(CornerInset(plan, side), plan.Rules.BusInset), MountingInset(plan, side));
        return new(grid.RowAtOrAfter(bounds.Bottom + inset), grid.RowAtOrBefore(bounds.Top - inset));
    }

    /// <summary>How far from the bottom and top edge a rounded corner may be the nearest to a via of a side's buses.</summary>
    private static long CornerInset(RoutingPlan plan, Side side)
    {
        var bounds = plan.Outline.Bounds;
        var depths = plan.Nets.Where(net => net.Side == side).Select(net => Math.Min(net.BusX - bounds.Left, bounds.Right - net.BusX));
        return (long)Math.Ceiling(EdgeDistance.CornerEnd(plan.Outline.CornerRadius, depths.DefaultIfEmpty(0).Min()));
    }

    /// <summary>How far from the bottom and top edge mounting holes keep a side's buses; 0 where they stand clear of all of them.</summary>
    private static long MountingInset(RoutingPlan plan, Side side)
    {
        if (plan.Rules.MountingHoles is not { } holes)
        {
            return 0;
        }

        var reach = holes.KeepOut / 2 + plan.Rules.HalfOfWidest;
        var meets = plan.Nets.Any(net => net.Side == side && holes.On(plan.Outline).Any(hole => Math.Abs(net.BusX - hole.At.X) < reach));
        return meets ? holes.Inset + reach : 0;
    }
}
