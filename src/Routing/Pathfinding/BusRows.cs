using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>The rows that a side's buses may reach: they end short of rounded corners and mounting holes.</summary>
internal readonly record struct BusRows(int Bottom, int Top)
{
    public static BusRows Of(RoutingPlan plan, RoutingGrid grid, Side side)
    {
        var bounds = plan.Outline.Bounds;
        var corner = plan.Outline.CornerRadius > 0 ? plan.Outline.CornerRadius + BoardEdge.ArcMargin : 0;
        var inset = Math.Max(Math.Max(corner, plan.Rules.BusInset), MountingInset(plan, side));
        return new(grid.RowAtOrAfter(bounds.Bottom + inset), grid.RowAtOrBefore(bounds.Top - inset));
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
