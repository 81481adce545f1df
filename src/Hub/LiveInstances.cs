using System.Collections.Concurrent;
using DurableTask.Core;
using DurableTask.Core.History;
using MakeDevice.Functions.Jobs;

namespace MakeDevice.Hub;

/// <summary>An instance that has not ended.</summary>
/// <param name="Born">When it was started; UTC.</param>
/// <param name="ExecutionId">Its generation: a new one for each start and each time it continues as new.</param>
/// <param name="History">What it has done up to its last step.</param>
internal sealed record LiveInstance(DateTime Born, string ExecutionId, IList<HistoryEvent> History)
{
    /// <summary>Whose it is, by the tag of its start; empty where nobody said.</summary>
    public string Client { get; init; } = "";

    /// <summary>Completes with the instance's end.</summary>
    public TaskCompletionSource Ended { get; init; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>The instances that have not ended; kept in memory so that a step does not read its history again.</summary>
internal sealed class LiveInstances
{
    private readonly ConcurrentDictionary<string, LiveInstance> _byId = new(StringComparer.Ordinal);

    public int Count => _byId.Count;

    public LiveInstance? Find(string instanceId) => _byId.GetValueOrDefault(instanceId);

    public void Begin(string instanceId, ExecutionStartedEvent start) =>
        _byId[instanceId] = new LiveInstance(start.Timestamp, start.OrchestrationInstance.ExecutionId, []) { Client = ClientOf(start) };

    public void Resume(string instanceId, LiveInstance instance) => _byId[instanceId] = instance;

    public static string ClientOf(ExecutionStartedEvent? start) => start?.Tags?.TryGetValue(WorkTags.Client, out string? client) == true ? client : "";

    /// <summary>The instance has come to the end of a step, unless another has taken its id.</summary>
    public void Step(string instanceId, LiveInstance before, OrchestrationRuntimeState state)
    {
        if (state.OrchestrationStatus.IsEnded())
        {
            _byId.TryRemove(KeyValuePair.Create(instanceId, before));
            before.Ended.TrySetResult();
        }
        else
        {
            _byId.TryUpdate(instanceId, before with { ExecutionId = state.OrchestrationInstance!.ExecutionId, History = [.. state.Events] }, before);
        }
    }

    /// <summary>Whether the message is for the instance as it is now; a start is, where there is none yet.</summary>
    public bool Expect(HubMessage message) => Find(message.InstanceId) is { } live
        ? message.ExecutionId is null || message.ExecutionId == live.ExecutionId
        : message.Message.Event is ExecutionStartedEvent { ParentInstance: not null };
}

internal static class Endings
{
    public static bool IsEnded(this OrchestrationStatus status) => status is
        OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated or OrchestrationStatus.Canceled;
}
