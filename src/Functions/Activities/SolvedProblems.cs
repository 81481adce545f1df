using System.Runtime.CompilerServices;
using MakeDevice.Functions.Telemetry;
using MakeDevice.Routing;

namespace MakeDevice.Functions.Activities;

/// <summary>
/// Sub-problems of routing that this process has solved, for all its jobs; made when a stage first needs it, as answering a status request loads
/// no routing core.
/// </summary>
public sealed class SolvedProblems
{
    private readonly Lazy<object?> _cache;

    public SolvedProblems(ServiceOptions options, JobTelemetry telemetry) => _cache = new Lazy<object?>(() => Make(options, telemetry));

    /// <summary>Null where none is wanted.</summary>
    public RoutingCache? Cache => (RoutingCache?)_cache.Value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RoutingCache? Make(ServiceOptions options, JobTelemetry telemetry)
    {
        if (!options.ReuseResults || options.RoutingCacheMegabytes == 0)
        {
            return null;
        }

        var cache = new RoutingCache(options.RoutingCacheMegabytes * 1024L * 1024);
        telemetry.WatchCache("routing", () => cache.Use.Hits, () => cache.Use.Misses, () => cache.Use.Bytes);
        return cache;
    }
}
