using MakeDevice.Routing.Caching;

namespace MakeDevice.Routing.Planning;

/// <summary>What the answers to a plan's sub-problems depend on, as bytes to hash.</summary>
internal static class SubProblem
{
    /// <summary>A batch: its sockets, all obstacles and buses, the grid and the rules. Not other sockets, which their reserved vias stand for.</summary>
    public static byte[] OfBatch(RoutingPlan plan, PlannedBatch batch) =>
        OfBoard(plan with { Sockets = [.. plan.Sockets.Where(socket => batch.Sockets.Contains(socket.Id))] });

    /// <summary>The whole board, however the work is cut into batches.</summary>
    public static byte[] OfBoard(RoutingPlan plan) => PlanCodec.Write(plan with { Batches = [], Reasoning = [] });

    /// <summary>The answer that the cache has, or what <paramref name="solve"/> finds; without a cache the question costs nothing.</summary>
    public static byte[] Solve(this RoutingCache? cache, Func<ContentHash> question, Func<byte[]> solve) =>
        cache is null ? solve() : cache.GetOrMake(question(), solve);
}
