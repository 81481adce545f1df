using MakeDevice.Functions.Jobs;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>
/// How a stage is repeated when the infrastructure fails: with doubled waits, and every call of every job with others, so that what failed
/// together does not come back together. A call's waits are drawn from its job's id and its number, which a replay repeats.
/// </summary>
internal sealed class StageRetries(string job, JobInput input)
{
    private const double Backoff = 2;

    private int _calls;

    /// <param name="work">Of a call that computes, by <see cref="WorkTags.Work"/>.</param>
    public TaskOptions Next(string work) => Next() with { Tags = new Dictionary<string, string> { [WorkTags.Work] = work } };

    public TaskOptions Next()
    {
        var first = TimeSpan.FromSeconds(input.RetrySeconds * (0.75 + Draw() / 2));
        var longest = TimeSpan.FromSeconds(Math.Max(input.LongestRetrySeconds, first.TotalSeconds));
        return TaskOptions.FromRetryPolicy(new RetryPolicy(input.Attempts, first, Backoff, longest));
    }

    /// <summary>0 to 1, by FNV-1a over the job's id and the call's number, mixed as MurmurHash3 ends.</summary>
    private double Draw()
    {
        var hash = 2166136261u;
        foreach (var letter in job)
        {
            hash = (hash ^ letter) * 16777619;
        }

        hash = (hash ^ (uint)_calls++) * 16777619;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return (hash ^ (hash >> 16)) / (double)uint.MaxValue;
    }
}
