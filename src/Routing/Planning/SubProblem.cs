using MakeDevice.Routing.Caching;

namespace MakeDevice.Routing.Planning;

/// <summary>What the answers to a plan's sub-problems depend on, as bytes to hash.</summary>
internal static class SubProblem
{
    /// <summary>
    /// A side: its sockets, all obstacles and buses, the grid and the rules. Not the other side's sockets, which its reserved vias stand for,
    /// and not how the work is cut into batches.
    /// </summary>
    public static byte[] OfSide(RoutingPlan plan, Side side) => PlanCodec.Write(plan with
    {
        Sockets = [.. plan.Sockets.Where(socket => plan.SideOf(socket) == side)],
        Batches = [],
        Reasoning = [],
    });

    /// <summary>The whole board, however the work is cut into batches.</summary>
    public static byte[] OfBoard(RoutingPlan plan) => PlanCodec.Write(plan with { Batches = [], Reasoning = [] });

    /// <summary>The answer that the cache has, or what <paramref name="solve"/> finds; without a cache the question costs nothing.</summary>
    public static byte[] Solve(this RoutingCache? cache, Func<ContentHash> question, Func<byte[]> solve) =>
        cache is null ? solve() : cache.GetOrMake(question(), solve);
}
