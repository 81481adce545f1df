using System.Collections.Concurrent;

namespace MakeDevice.Load;

/// <summary>How a job ended, seen from its client.</summary>
internal enum Outcome
{
    /// <summary>The zip arrived and holds exactly the expected bytes.</summary>
    Done,

    /// <summary>The service ended the job, or refused it, with a coded error.</summary>
    Coded,

    /// <summary>The client cancelled it and the service says so.</summary>
    Cancelled,

    /// <summary>Still running when the client's patience ended: slow, not lost.</summary>
    Unfinished,

    /// <summary>The service no longer knows the job, or it ended without a code or without its zip.</summary>
    Lost,

    /// <summary>A zip arrived that is not this board's.</summary>
    Corrupt,
}

/// <param name="Seconds">From before the start request until the verified zip, or until the end was seen.</param>
/// <param name="At">Seconds since the scenario began, when it ended.</param>
internal sealed record JobResult(string Board, Outcome Outcome, double Seconds, double At, string Detail);

/// <summary>What clients saw, gathered from many threads.</summary>
internal sealed class Measurements
{
    private readonly ConcurrentBag<JobResult> jobs = [];
    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> requests = new(StringComparer.Ordinal);
    private int failedRequests;
    private int totalRequests;

    public IReadOnlyCollection<JobResult> Jobs => jobs;

    public int FailedRequests => failedRequests;

    public int TotalRequests => totalRequests;

    public IReadOnlyDictionary<string, ConcurrentBag<double>> Requests => requests;

    public void Add(JobResult job) => jobs.Add(job);

    /// <summary>One request: its kind, its time in seconds, and whether the answer was one that the contract allows.</summary>
    public void AddRequest(string kind, double seconds, bool ok)
    {
        Interlocked.Increment(ref totalRequests);
        if (!ok)
        {
            Interlocked.Increment(ref failedRequests);
        }

        requests.GetOrAdd(kind, _ => []).Add(seconds);
    }
}

/// <summary>Percentiles by nearest rank.</summary>
internal sealed class Percentiles
{
    private readonly double[] sorted;

    public Percentiles(IEnumerable<double> values)
    {
        sorted = [.. values];
        Array.Sort(sorted);
    }

    public int Count => sorted.Length;

    public double At(double percent) =>
        sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Length) - 1, 0, sorted.Length - 1)];

    public IReadOnlyList<double> Sorted => sorted;
}
