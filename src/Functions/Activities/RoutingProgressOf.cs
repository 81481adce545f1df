using MakeDevice.Functions.Jobs;
using MakeDevice.Routing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

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

    /// <summary>A board whose copper came with the job: nothing to do, and no sides.</summary>
    public static RoutingProgress Routed(PlacedBoard board, RoutedBoard routed) => new(0, [], Sides(board, routed));

    public static SidesStatus Sides(PlacedBoard board, RoutedBoard routed)
    {
        var total = BoardStages.SocketsToJoin(board);
        return new(SideStatus.None with { Sockets = total, Connected = total - routed.Unconnected.Length }, SideStatus.None);
    }

    public static SidesStatus Sides(RoutingStep step) => new(Side(step.Left), Side(step.Right));

    private static SideStatus Side(SideProgress side) => new(side.Batches, side.Done, side.Sockets, side.Joined, side.Round);
}
