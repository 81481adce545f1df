using MakeDevice.Functions.Storage;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary>
/// Refuses jobs that would only wait: with more of them than the machines can work off, all would be late. Jobs that wait or run are counted
/// in the task hub, all machines' together, at most once in <see cref="Freshness"/>; starts of this process since then are added. Where the disk has no room for one more,
/// those that are at work keep what there is: of many jobs on a small disk the first ends, and not none.
/// </summary>
public sealed class JobAdmission(ServiceOptions options, FreeSpace space, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    private static readonly OrchestrationRuntimeStatus[] Active =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private readonly SemaphoreSlim _counting = new(1, 1);
    private DateTimeOffset _counted = DateTimeOffset.MinValue;
    private int _jobs;

    /// <exception cref="TooManyJobsException">As many jobs as may be are there already.</exception>
    /// <exception cref="IOException">The disk has no room for one more.</exception>
    public async Task EnterAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (options.MaxActiveJobs == 0)
        {
            return;
        }

        await _counting.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            if (now - _counted >= Freshness)
            {
                _jobs = await CountAsync(client, cancellationToken).OrUnavailableAsync();
                _counted = now;
            }

            if (_jobs >= options.MaxActiveJobs)
            {
                throw new TooManyJobsException();
            }

            if (!space.IsThereFor(_jobs))
            {
                throw new IOException("The disk has no room for the files of one more job.");
            }

            _jobs++;
        }
        finally
        {
            _counting.Release();
        }
    }

    public void Dispose() => _counting.Dispose();

    /// <summary>No further than to the limit.</summary>
    private async Task<int> CountAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        var jobs = 0;
        await foreach (var _ in client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: Active)).WithCancellation(cancellationToken))
        {
            if (++jobs >= options.MaxActiveJobs)
            {
                break;
            }
        }

        return jobs;
    }
}

/// <summary>The service has as many jobs as it takes; a client may come again.</summary>
public sealed class TooManyJobsException() : Exception("As many jobs as this service takes are waiting or running.")
{
    /// <summary>When to come again.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);
}
