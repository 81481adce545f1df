namespace MakeDevice.Functions.Jobs;

/// <summary>The input of an orchestration: nothing bulky, and every setting that its course depends on, so that a replay runs the same.</summary>
/// <param name="KeepAliveSeconds">The job is cancelled when nobody polled it for this long; 0 for never.</param>
/// <param name="MaxRunningSeconds">Longest running time.</param>
/// <param name="RetrySeconds">Wait before the first repetition of a failed stage.</param>
/// <param name="ReuseResults">False to route even where an earlier job's result would do, and to keep nothing for later ones to begin with.</param>
/// <param name="Previous">Id of the job whose routing this one begins with; null to route from scratch, as without <paramref name="ReuseResults"/>.</param>
public sealed record JobInput(double KeepAliveSeconds, double MaxRunningSeconds, double RetrySeconds, bool ReuseResults, string? Previous = null);
