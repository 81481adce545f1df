using MakeDevice.Functions.Jobs;
using MakeDevice.Routing;

namespace MakeDevice.Functions.Activities;

/// <summary>A step of the core as the orchestrator's messages tell it.</summary>
internal static class RoutingProgressOf
{
    public static RoutingProgress Step(int number, RoutingStep step)
    {
        var all = Math.Max(1, step.Work.Sum(item => item.Estimate));
        var items = step.Work.OrderByDescending(item => item.Estimate).Select(item => new RoutingItem(item.Index, Math.Round((double)item.Estimate / all, 4)));
        return new RoutingProgress(number, [.. items], Sides(step));
    }

    public static SidesStatus Sides(RoutingStep step) => new(Side(step.Left), Side(step.Right));

    private static SideStatus Side(SideProgress side) => new(side.Batches, side.Done, side.Sockets, side.Joined, side.Round);
}
