using MakeDevice.Routing.Caching;

namespace MakeDevice.Routing;

/// <summary>
/// Answers to sub-problems of routing, by a SHA-256 over all that each depends on: a side's start, a batch against a frozen state, a merge, the
/// repair. What was solved once, for another job too, is not solved again. It changes no byte of a result. Safe for concurrent use; the caller
/// owns it and decides how long it lives.
/// </summary>
/// <param name="capacity">Bytes for answers; those that were used longest ago go first. 0 keeps nothing.</param>
public sealed class RoutingCache(long capacity)
{
    private readonly BoundedCache<ContentHash, byte[]> _solved = new(capacity);

    /// <summary>What it was good for so far.</summary>
    public CacheUse Use => _solved.Use;

    internal byte[] GetOrMake(ContentHash question, Func<byte[]> solve) => _solved.GetOrMake(question, solve, answer => answer.LongLength);
}
