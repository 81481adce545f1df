namespace MakeDevice.Functions.Jobs;

/// <summary>The input of an orchestration: nothing bulky, and every setting that its course depends on, so that a replay runs the same, on later code too.</summary>
/// <param name="KeepAliveSeconds">The job is cancelled when nobody polled it for this long; 0 for never.</param>
/// <param name="MaxRunningSeconds">Longest running time, from the begin of the job's first activity.</param>
/// <param name="RetrySeconds">Wait before the first repetition of a failed stage.</param>
/// <param name="ReuseResults">False to route even where an earlier job's result would do, and to keep nothing for later ones to begin with.</param>
/// <param name="Previous">Id of the job whose routing this one begins with; null to route from scratch, as without <paramref name="ReuseResults"/>.</param>
public sealed record JobInput(double KeepAliveSeconds, double MaxRunningSeconds, double RetrySeconds, bool ReuseResults, string? Previous = null)
{
    /// <summary>The copper came with the job: it is checked and packed, and stands for no other job's.</summary>
    public bool IsRouted { get; init; }

    /// <summary>
    /// How long a board's routing may take to be done by the activity that prepares the job, and the rest of the job with it; what takes longer is shared out to activities of its own.
    /// 0, as in jobs of earlier versions: always shared out.
    /// </summary>
    public double InPlaceSeconds { get; init; }

    /// <summary>Attempts of a stage whose infrastructure fails: with doubled waits of at most <see cref="LongestRetrySeconds"/> about a minute and a half.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>Longest wait between two attempts.</summary>
    public double LongestRetrySeconds { get; init; } = 30;

    /// <summary>How long a job that was told to stop may take to do so: long enough for a stage that was lost with its machine to come back.</summary>
    public double StopSeconds { get; init; } = 120;

    /// <summary>Least time between two updates of the live status for counts alone.</summary>
    public double StatusSeconds { get; init; } = 0.25;
}
