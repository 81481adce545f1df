using System.Collections.Concurrent;
using System.Security.Cryptography;
using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Batches;

/// <summary>A board that several tests begin with, routed from scratch by one worker, once for all of them: a routing never changes.</summary>
/// <param name="Routing">As it was routed.</param>
/// <param name="Result">As it was finished.</param>
internal sealed record RoutedOnce(BoardPlan Plan, BoardRouting Routing, RouteResult Result)
{
    private static readonly ConcurrentDictionary<string, Lazy<RoutedOnce>> Known = [];

    public RoutedBoard Routed => Result.Routed;

    public static RoutedOnce Of(PlacedBoard board)
    {
        var plan = BoardStages.PlanInMemory(board);
        return Known.GetOrAdd(Digest(plan.Plan), _ => new(() => Route(plan))).Value;
    }

    /// <summary>Boards of the same plan are routed alike: stages know nothing else of them.</summary>
    public static string Digest(RoutingPlan plan) => Convert.ToHexString(SHA256.HashData(PlanCodec.Write(plan)));

    private static RoutedOnce Route(BoardPlan plan)
    {
        using var router = new BoardRouter(plan.Plan);
        var routing = router.Route(null, 1, null, default);
        return new(plan, routing, new(plan.Board, plan.Plan, routing, 1));
    }
}
