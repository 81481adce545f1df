using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Orchestration;

/// <summary>Forgets ended instances and files older than the retention, every hour.</summary>
public sealed class PurgeFunction(ExpiredFiles files, ServiceOptions options, TimeProvider clock, JobTelemetry telemetry)
{
    private static readonly OrchestrationRuntimeStatus[] Ended =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    [Function("PurgeOldJobs")]
    public async Task RunAsync(
        [TimerTrigger("0 17 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        var limit = clock.GetUtcNow() - options.Retention;
        // From the first day of Unix time on: the durable extension takes no filter without a beginning.
        var purged = await client.PurgeAllInstancesAsync(new PurgeInstancesFilter(DateTimeOffset.UnixEpoch, limit, Ended), context.CancellationToken);
        var jobs = await files.DeleteAsync(limit, context.CancellationToken);
        telemetry.Purged(purged.PurgedInstanceCount, jobs);
    }
}

/// <summary>Finds and deletes what nothing has touched since a time.</summary>
public sealed class ExpiredFiles(IArtifactStore store)
{
    /// <summary>Deletes jobs whose newest file is older than <paramref name="limit"/>, and index entries that are; the number of jobs.</summary>
    public async Task<int> DeleteAsync(DateTimeOffset limit, CancellationToken cancellationToken)
    {
        var expired = await ExpiredJobsAsync(limit, cancellationToken);
        foreach (var job in expired)
        {
            await store.DeleteAllAsync(new JobFiles(job).Folder, cancellationToken);
        }

        await DeleteEntriesAsync(JobFiles.Keys, limit, cancellationToken);
        await DeleteEntriesAsync(JobFiles.Results, limit, cancellationToken);
        return expired.Count;
    }

    private async Task<List<string>> ExpiredJobsAsync(DateTimeOffset limit, CancellationToken cancellationToken)
    {
        var newest = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        await foreach (var file in store.ListAsync(JobFiles.All, cancellationToken))
        {
            var job = file.Name.Split('/')[1];
            newest[job] = newest.TryGetValue(job, out var known) && known > file.Modified ? known : file.Modified;
        }

        return [.. newest.Where(job => job.Value < limit).Select(job => job.Key)];
    }

    private async Task DeleteEntriesAsync(string folder, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        await foreach (var file in store.ListAsync(folder, cancellationToken))
        {
            if (file.Modified < limit)
            {
                await store.DeleteAsync(file.Name, cancellationToken);
            }
        }
    }
}
