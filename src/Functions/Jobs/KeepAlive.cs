using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using MakeDevice.Functions.Storage;

namespace MakeDevice.Functions.Jobs;

/// <summary>
/// Remembers when a client of the compatible endpoints last asked for a job. A poll costs a dictionary look-up; a file is written at most
/// once in <see cref="LongestInterval"/>, and more often where the patience is short, which is what the orchestration's watch reads, on whatever instance it runs.
/// </summary>
public sealed class KeepAlive(IArtifactStore store, ServiceOptions options, TimeProvider clock)
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How old what the watch reads may be: at most a third of its patience, so that a client that polls all the time is not taken for one that has gone.
    /// </summary>
    private readonly TimeSpan _interval = options.KeepAlive / 3 < LongestInterval ? options.KeepAlive / 3 : LongestInterval;

    /// <summary>More remembered jobs than this are forgotten; the next poll only writes a file too much.</summary>
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _written = new(StringComparer.Ordinal);

    public async Task TouchAsync(string job, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_written.TryGetValue(job, out var last) && now - last < _interval)
        {
            return;
        }

        if (_written.Count >= MaxRemembered)
        {
            _written.Clear();
        }

        _written[job] = now;
        var text = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        try
        {
            await store.PutAsync(new JobFiles(job).LastPoll, Encoding.ASCII.GetBytes(text), cancellationToken);
        }
        catch
        {
            _written.TryRemove(job, out _); // so that the next poll tries again
            throw;
        }
    }

    /// <summary>True where nobody asked for the job within <paramref name="patience"/>.</summary>
    public async Task<bool> IsAbandonedAsync(string job, TimeSpan patience, CancellationToken cancellationToken)
    {
        var content = await store.ReadAsync(new JobFiles(job).LastPoll, cancellationToken);
        var last = content is not null && long.TryParse(Encoding.ASCII.GetString(content), CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.MinValue;
        return clock.GetUtcNow() - last >= patience;
    }
}
