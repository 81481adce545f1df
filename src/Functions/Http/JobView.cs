using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MakeDevice.Functions.Jobs;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary>A job as the durable client sees it.</summary>
internal sealed class JobView(OrchestrationMetadata instance)
{
    public const string Running = "running";

    private JobStatus? _status;

    public OrchestrationMetadata Instance { get; } = instance;

    public bool HasEnded => Instance.IsCompleted;

    /// <summary>How it ended; null while it runs. Where it left no readable result, what the instance's state says.</summary>
    public JobResult? Result { get; } = instance.IsCompleted ? Stored(instance) ?? EndOf(instance) : null;

    /// <summary>True where the result is the job's own word.</summary>
    public bool LeftResult { get; } = instance.IsCompleted && Stored(instance) is not null;

    /// <summary>The live status, parsed on demand; null before the first.</summary>
    public JobStatus? Status => _status ??= Parse(Instance.SerializedCustomStatus, ApiJson.Default.JobStatus);

    /// <summary><see cref="Running"/> or one of <see cref="JobOutcome"/>.</summary>
    public string State => Result?.Status ?? Running;

    public bool IsDone => Result is { Status: JobOutcome.Done, Artifact: not null };

    /// <summary>0 to 100; 100 only for a job that is done.</summary>
    public double Progress => IsDone ? 100 : Math.Min(99, Status?.Progress ?? 0);

    public int PreviewVersion => Math.Max(Result?.PreviewVersion ?? 0, Status?.PreviewVersion ?? 0);

    /// <summary>All issues of an ended job, those that fit the status of a running one.</summary>
    public string[] Issues => Result?.Issues ?? Status?.Issues ?? [];

    /// <summary>The job, or null where there is none of that id.</summary>
    public static async Task<JobView?> FindAsync(DurableTaskClient client, string? id, CancellationToken cancellationToken) =>
        JobId.IsValid(id) && await client.GetInstanceAsync(id!, getInputsAndOutputs: true, cancellationToken).OrUnavailableAsync() is { } instance
            ? new JobView(instance)
            : null;

    private static JobResult? Stored(OrchestrationMetadata instance) => Parse(instance.SerializedOutput, ApiJson.Default.JobResult);

    private static JobResult EndOf(OrchestrationMetadata instance)
    {
        // Terminated past this service, by the durable management API, or failed in the orchestrator or under it.
        return instance.RuntimeStatus == OrchestrationRuntimeStatus.Terminated
            ? JobResult.Ended(JobOutcome.Cancelled, "JOB_TERMINATED")
            : instance.FailureDetails?.ErrorType == DamagedRecord.Code
                ? JobResult.Ended(JobOutcome.Failed, DamagedRecord.Code)
            : instance.FailureDetails?.ErrorType == typeof(IOException).FullName
                ? JobResult.Ended(JobOutcome.Failed, $"{HttpReplies.StorageUnavailable} error=the job's history could not be written")
                : JobResult.Ended(JobOutcome.Failed, "INTERNAL_ERROR stage=RouteBoard");
    }

    private static T? Parse<T>(string? json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return string.IsNullOrEmpty(json) || json[0] != '{' ? null : JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
