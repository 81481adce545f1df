using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Fabrication;

namespace MakeDevice.Functions.Jobs;

/// <summary>
/// Finds a finished result by its content key and copies it under another job's id. A job never points into another's folder, so either can be
/// purged alone.
/// </summary>
public sealed class ResultIndex(IArtifactStore store)
{
    public Task RecordAsync(string key, string job, JobResult result, CancellationToken cancellationToken)
    {
        var entry = JsonSerializer.SerializeToUtf8Bytes(new IndexEntry(job, result), JobsJson.Default.IndexEntry);
        return store.PutAsync($"{JobFiles.Results}/{key}", entry, cancellationToken);
    }

    /// <summary>The result, now the job's own; null where there is none or a part of it is gone.</summary>
    public async Task<JobResult?> ReuseAsync(string key, string job, CancellationToken cancellationToken)
    {
        try
        {
            return await store.ReadAsync($"{JobFiles.Results}/{key}", cancellationToken) is { } content
                && JsonSerializer.Deserialize(content, JobsJson.Default.IndexEntry) is { Result.Artifact: not null } entry
                && JobId.IsValid(entry.Job)
                && await CopyAsync(new JobFiles(entry.Job), new JobFiles(job), entry.Result, cancellationToken)
                ? entry.Result with { Reused = entry.Job != job } // its own, where it was lost after it had ended its work
                : null;
        }
        catch (Exception damage) when (damage is JsonException or InvalidDataException)
        {
            // A torn entry, or a torn zip that it names: the board is made again, and its result takes the entry's place.
            return null;
        }
    }

    private async Task<bool> CopyAsync(JobFiles from, JobFiles to, JobResult result, CancellationToken cancellationToken)
    {
        if (from == to)
        {
            return true;
        }

        List<(string From, string To)> copies = [];
        if (result.PreviewVersion > 0)
        {
            copies.Add((from.Preview(result.PreviewVersion), to.Preview(result.PreviewVersion)));
        }

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

        // A panel has none.
        var hasProject = copies.Remove((from.Artifact(BoardStages.ProjectFile), to.Artifact(BoardStages.ProjectFile)));

        // A job that ran while nothing was reused has none.
        await CopyAsync(from.RoutingState, to.RoutingState, cancellationToken);

        // A panel has no copper of its own.
        await CopyAsync(from.Routed, to.Routed, cancellationToken);
        var copied = await Task.WhenAll(copies.Select(c => CopyAsync(c.From, c.To, cancellationToken)));
        return copied.All(c => c)
            && await (hasProject ? CopyZipAsync(to, zip.Item1, zip.Item2, cancellationToken) : CopyAsync(zip.Item1, zip.Item2, cancellationToken));
    }

    /// <summary>
    /// The zip holds the project as it was uploaded. Equal input may be written in another way, so what is taken over gets this job's own bytes.
    /// </summary>
    private async Task<bool> CopyZipAsync(JobFiles files, string from, string to, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(from, cancellationToken) is not { } zip || await store.ReadAsync(files.Project, cancellationToken) is not { } project)
        {
            return false;
        }

        await store.PutAsync(files.Artifact(BoardStages.ProjectFile), project, cancellationToken);
        await store.PutAsync(to, BoardStages.Repackage(zip, new Artifact(BoardStages.ProjectFile, project)), cancellationToken);
        return true;
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

/// <summary>What is kept of jobs as JSON, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IndexEntry))]
[JsonSerializable(typeof(IssueDetail))]
[JsonSerializable(typeof(string))]
internal sealed partial class JobsJson : JsonSerializerContext;
