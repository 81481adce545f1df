using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Storage;

namespace MakeDevice.Functions.Jobs;

/// <summary>
/// Asks a job's stages to stop, and lets a stage hear it. Ending an orchestration does not stop an activity that is already running
/// somewhere, so a stage looks for the job's marker when it starts and once a second while it works.
/// </summary>
public sealed class Cancellation(IArtifactStore store)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public Task AskAsync(string job, CancellationToken cancellationToken) =>
        store.PutAsync(new JobFiles(job).CancelMarker, ReadOnlyMemory<byte>.Empty, cancellationToken);

    public async Task<bool> IsAskedAsync(string job, CancellationToken cancellationToken) =>
        await store.FindAsync(new JobFiles(job).CancelMarker, cancellationToken) is not null;

    /// <summary>Cancels <paramref name="work"/> soon after the job was cancelled; ends when <paramref name="work"/> is cancelled or done.</summary>
    public async Task WatchAsync(string job, CancellationTokenSource work, CancellationToken done)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(done))
            {
                if (await IsAskedAsync(job, done))
                {
                    await work.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The stage ended first.
        }
        catch (Exception e) when (StageRunner.IsInfrastructure(e))
        {
            // The storage failed; the stage itself will find out.
        }
    }
}
