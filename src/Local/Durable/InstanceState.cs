using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Local.Durable;

/// <summary>What is known of an instance at one moment; immutable, so that any number of pollers share one.</summary>
internal sealed record InstanceState(ExecutionStarted Started)
{
    public string InstanceId => Started.InstanceId;

    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Pending;

    public DateTime LastUpdatedAt { get; init; } = Started.CreatedAt;

    public string? CustomStatus { get; init; }

    public string? Output { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public bool HasEnded =>
        Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>The state that a history ends in; null for an empty one.</summary>
    public static InstanceState? Of(IReadOnlyList<HistoryEvent> history) =>
        history is [ExecutionStarted started, ..] ? history.Aggregate(new InstanceState(started), (state, next) => state.After(next)) : null;

    public InstanceState After(HistoryEvent next) => next switch
    {
        TurnStarted turn => this with
        {
            Status = Status == OrchestrationRuntimeStatus.Pending ? OrchestrationRuntimeStatus.Running : Status,
            LastUpdatedAt = turn.At,
        },
        TurnEnded turn => this with { LastUpdatedAt = turn.At },
        CustomStatusSet status => this with { CustomStatus = status.Json },
        ExecutionSuspended => this with { Status = OrchestrationRuntimeStatus.Suspended },
        ExecutionResumed when Status == OrchestrationRuntimeStatus.Suspended => this with { Status = OrchestrationRuntimeStatus.Running },
        ExecutionEnded end => this with { Status = end.Status, Output = end.Output, Failure = end.Failure, LastUpdatedAt = end.At },
        _ => this,
    };

    public OrchestrationMetadata ToMetadata(bool withPayloads, DataConverter converter) => new(Started.Name, InstanceId)
    {
        RuntimeStatus = Status,
        CreatedAt = Started.CreatedAt,
        LastUpdatedAt = LastUpdatedAt,
        Tags = Started.Tags ?? System.Collections.Immutable.ImmutableDictionary<string, string>.Empty,
        DataConverter = withPayloads ? converter : null,
        SerializedInput = withPayloads ? Started.Input : null,
        SerializedOutput = withPayloads ? Output : null,
        SerializedCustomStatus = withPayloads ? CustomStatus : null,
        FailureDetails = withPayloads ? Failure : null,
    };
}
