using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Batches;

/// <summary>Routes as a host of activities does: every state and result as bytes, the items of a step in reverse order, one of them twice.</summary>
internal static class StagedRoute
{
    public static RouteResult Of(PlacedBoard board, byte[]? previous = null, RoutingCache? cache = null) => OfPlan(board, BoardStages.Plan(board).Plan, previous, cache);

    public static RouteResult OfPlan(PlacedBoard board, byte[] plan, byte[]? previous = null, RoutingCache? cache = null)
    {
        var step = BoardStages.Begin(plan, previous, 1, default, cache);
        while (!step.IsOver)
        {
            var state = step.State;
            var results = step.Work.Reverse().Select(item => BoardStages.Work(plan, state, item.Index, 1, default, cache)).ToList();
            results.Add(results[0]);
            step = BoardStages.Continue(plan, state, results, 2, default, cache);
        }

        return BoardStages.Finish(board, plan, step.State, 1);
    }
}
