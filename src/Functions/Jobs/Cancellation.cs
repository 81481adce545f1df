using MakeDevice.Functions.Storage;

namespace MakeDevice.Functions.Jobs;

/// <summary>
/// Asks a job's stages to stop, and lets a stage hear it. Ending an orchestration does not stop an activity that is already running
/// somewhere: one in the process that is asked hears at once, on another machine a stage that works for long looks for the job's marker now and then.
/// </summary>
public sealed class Cancellation(IArtifactStore store)
{
    /// <summary>A stage that takes less time never looks.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly List<(string Job, CancellationTokenSource Work)> _here = [];

    public Task AskAsync(string job, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var (_, work) in _here.Where(running => running.Job == job))
            {
                _ = work.CancelAsync();
            }
        }

        return store.PutAsync(new JobFiles(job).CancelMarker, ReadOnlyMemory<byte>.Empty, cancellationToken);
    }

    public async Task<bool> IsAskedAsync(string job, CancellationToken cancellationToken) => await AskedAtAsync(job, cancellationToken) is not null;

    /// <summary>When the job was asked to stop, by the storage's clock; null where it was not.</summary>
    public async Task<DateTimeOffset?> AskedAtAsync(string job, CancellationToken cancellationToken) =>
        (await store.FindAsync(new JobFiles(job).CancelMarker, cancellationToken))?.Modified;

    /// <summary>Cancels <paramref name="work"/> soon after the job was cancelled; returns when <paramref name="running"/> has ended, whatever its end.</summary>
    public async Task WatchAsync(string job, Task running, CancellationTokenSource work)
    {
        lock (_lock)
        {
            _here.Add((job, work));
        }

        try
        {
            await WatchMarkerAsync(job, running, work);
        }
        finally
        {
            lock (_lock)
            {
                _here.Remove((job, work));
            }
        }
    }

    private async Task WatchMarkerAsync(string job, Task running, CancellationTokenSource work)
    {
        // The last delay is left to run out: cancelling it would throw, and a stage that is done early is the rule.
        while (await Task.WhenAny(running, Task.Delay(Interval, CancellationToken.None)) != running)
        {
            if (!work.IsCancellationRequested && await IsSeenAsync(job))
            {
                await work.CancelAsync();
            }
        }
    }

    /// <summary>A storage that fails tells nothing; the stage itself will find out.</summary>
    private async Task<bool> IsSeenAsync(string job)
    {
        try
        {
            return await IsAskedAsync(job, CancellationToken.None);
        }
        catch (Exception e) when (StorageFault.IsPassing(e))
        {
            return false;
        }
    }
}
