using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Local.Durable;

/// <summary>
/// One fact in an instance's history. What came from outside (a result, a timer, an event) is written before the orchestrator
/// sees it; what the orchestrator decided (an activity to run) is written before it is acted on.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "e")]
[JsonDerivedType(typeof(ExecutionStarted), "started")]
[JsonDerivedType(typeof(TurnStarted), "turn")]
[JsonDerivedType(typeof(TurnEnded), "turnEnd")]
[JsonDerivedType(typeof(TaskScheduled), "task")]
[JsonDerivedType(typeof(TaskCompleted), "taskDone")]
[JsonDerivedType(typeof(TaskFailed), "taskFailed")]
[JsonDerivedType(typeof(TimerCreated), "timer")]
[JsonDerivedType(typeof(TimerFired), "timerFired")]
[JsonDerivedType(typeof(ChildCreated), "child")]
[JsonDerivedType(typeof(ChildCompleted), "childDone")]
[JsonDerivedType(typeof(ChildFailed), "childFailed")]
[JsonDerivedType(typeof(EventSent), "send")]
[JsonDerivedType(typeof(EventRaised), "event")]
[JsonDerivedType(typeof(ExecutionSuspended), "suspended")]
[JsonDerivedType(typeof(ExecutionResumed), "resumed")]
[JsonDerivedType(typeof(CustomStatusSet), "status")]
[JsonDerivedType(typeof(ExecutionEnded), "ended")]
internal abstract record HistoryEvent;

/// <summary>Always the first record: who the instance is.</summary>
/// <param name="Generation">0, and one more each time the orchestrator continued as new.</param>
/// <param name="TraceParent">W3C trace context of the request that started it.</param>
internal sealed record ExecutionStarted(
    string InstanceId,
    string Name,
    string? Input,
    DateTime CreatedAt,
    DateTime? StartAt = null,
    ParentLink? Parent = null,
    IReadOnlyDictionary<string, string>? Tags = null,
    int Generation = 0,
    string? TraceParent = null) : HistoryEvent;

/// <summary>The parent's call that a sub-orchestration answers.</summary>
internal sealed record ParentLink(string InstanceId, string Name, int TaskId, int Generation);

/// <summary>The orchestrator's clock for the events that follow.</summary>
internal sealed record TurnStarted(DateTime At) : HistoryEvent;

/// <summary>Everything the orchestrator decided in this turn stands above.</summary>
internal sealed record TurnEnded(DateTime At) : HistoryEvent;

/// <summary>Something the orchestrator decided; ids count up from 0 in the order of decision.</summary>
internal abstract record Decision(int Id) : HistoryEvent
{
    /// <summary>What must be equal in a replay.</summary>
    public abstract string Subject { get; }
}

internal sealed record TaskScheduled(int Id, string Name, string? Input) : Decision(Id)
{
    [JsonIgnore]
    public override string Subject => $"activity '{Name}'";
}

internal sealed record TimerCreated(int Id, DateTime FireAt) : Decision(Id)
{
    [JsonIgnore]
    public override string Subject => "timer";
}

internal sealed record ChildCreated(int Id, string Name, string InstanceId, string? Input) : Decision(Id)
{
    [JsonIgnore]
    public override string Subject => $"sub-orchestration '{Name}'";
}

internal sealed record EventSent(int Id, string InstanceId, string Name, string? Input) : Decision(Id)
{
    [JsonIgnore]
    public override string Subject => $"event '{Name}'";
}

/// <summary>The answer to a decision.</summary>
internal abstract record Answer(int Id) : HistoryEvent;

internal sealed record TaskCompleted(int Id, string? Result) : Answer(Id);

internal sealed record TaskFailed(int Id, TaskFailureDetails Failure) : Answer(Id);

internal sealed record TimerFired(int Id) : Answer(Id);

internal sealed record ChildCompleted(int Id, string? Result) : Answer(Id);

internal sealed record ChildFailed(int Id, TaskFailureDetails Failure) : Answer(Id);

internal sealed record EventRaised(string Name, string? Input) : HistoryEvent;

internal sealed record ExecutionSuspended(string? Reason) : HistoryEvent;

internal sealed record ExecutionResumed(string? Reason) : HistoryEvent;

internal sealed record CustomStatusSet(string? Json) : HistoryEvent;

/// <summary>Always the last record of an ended instance.</summary>
internal sealed record ExecutionEnded(
    OrchestrationRuntimeStatus Status, string? Output, TaskFailureDetails? Failure, DateTime At) : HistoryEvent;

/// <summary>How history is written: compact JSON by generated code, so that reading it costs no reflection at start.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(HistoryEvent))]
internal sealed partial class HistoryJson : JsonSerializerContext;
