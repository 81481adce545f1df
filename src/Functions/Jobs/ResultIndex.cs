using System.Text;
using System.Text.Json;
using MakeDevice.Functions.Http;
using MakeDevice.Functions.Storage;

namespace MakeDevice.Functions.Jobs;

/// <summary>
/// Finds a finished result by its content key and copies it under another job's id. A job never points into another's folder, so either can be
/// purged alone.
/// </summary>
public sealed class ResultIndex(IArtifactStore store)
{
    public Task RecordAsync(string key, string job, JobResult result, CancellationToken cancellationToken)
    {
        var entry = JsonSerializer.SerializeToUtf8Bytes(new IndexEntry(job, result), ApiJson.Default.IndexEntry);
        return store.PutAsync($"{JobFiles.Results}/{key}", entry, cancellationToken);
    }

    /// <summary>The result, now the job's own; null where there is none or a part of it is gone.</summary>
    public async Task<JobResult?> ReuseAsync(string key, string job, CancellationToken cancellationToken)
    {
        var content = await store.ReadAsync($"{JobFiles.Results}/{key}", cancellationToken);
        if (content is null || JsonSerializer.Deserialize(content, ApiJson.Default.IndexEntry) is not { } entry || !JobId.IsValid(entry.Job))
        {
            return null;
        }

        return await CopyAsync(new JobFiles(entry.Job), new JobFiles(job), entry.Result, cancellationToken)
            ? entry.Result with { Reused = true }
            : null;
    }

    private async Task<bool> CopyAsync(JobFiles from, JobFiles to, JobResult result, CancellationToken cancellationToken)
    {
        if (from == to)
        {
            return true;
        }

        List<(string From, string To)> copies =
        [
            (from.Report, to.Report),
            (from.Preview(result.PreviewVersion, "front"), to.Preview(result.PreviewVersion, "front")),
            (from.Preview(result.PreviewVersion, "back"), to.Preview(result.PreviewVersion, "back")),
        ];
        await foreach (var file in store.ListAsync(from.Artifacts, cancellationToken))
        {
            copies.Add((file.Name, to.Artifact(file.Name[(from.Artifacts.Length + 1)..])));
        }

        // The zip is copied last and must be there: without it the other job is being purged.
        var zip = (from.Artifact(result.Artifact!), to.Artifact(result.Artifact!));
        if (!copies.Remove(zip))
        {
            return false;
        }

        // A job that ran while nothing was reused has none.
        await CopyAsync(from.RoutingState, to.RoutingState, cancellationToken);
        var copied = await Task.WhenAll(copies.Select(c => CopyAsync(c.From, c.To, cancellationToken)));
        return copied.All(c => c) && await CopyAsync(zip.Item1, zip.Item2, cancellationToken);
    }

    private async Task<bool> CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(from, cancellationToken) is not { } content)
        {
            return false;
        }

        await store.PutAsync(to, content, cancellationToken);
        return true;
    }
}

/// <summary>An entry of the index by content.</summary>
/// <param name="Job">The job that made the result.</param>
internal sealed record IndexEntry(string Job, JobResult Result);
