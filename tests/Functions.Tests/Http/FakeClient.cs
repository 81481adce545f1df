using System.Text.Json;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Orchestration;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Tests.Http;

/// <summary>A durable client over a dictionary: what endpoints start, end and purge can be read, what they see is set.</summary>
internal sealed class FakeClient() : DurableTaskClient("test")
{
    public Dictionary<string, OrchestrationMetadata> Instances { get; } = new(StringComparer.Ordinal);

    public List<(string Id, JobInput Input)> Started { get; } = [];

    public List<string> Terminated { get; } = [];

    public List<(string Id, string Event)> Raised { get; } = [];

    /// <summary>How often all instances were listed.</summary>
    public int Listings { get; private set; }

    public List<string> Purged { get; } = [];

    /// <summary>Thrown instead of starting anything.</summary>
    public Exception? Fault { get; set; }

    public PurgeInstancesFilter? Filter { get; private set; }

    public string Add(OrchestrationRuntimeStatus status, JobResult? output = null, JobStatus? custom = null, string? rawOutput = null)
    {
        var id = JobId.New();
        Instances[id] = new OrchestrationMetadata(RouteBoardOrchestration.Name, id)
        {
            RuntimeStatus = status,
            CreatedAt = DateTimeOffset.UnixEpoch,
            LastUpdatedAt = DateTimeOffset.UnixEpoch.AddSeconds(1),
            SerializedOutput = rawOutput ?? (output is null ? null : JsonSerializer.Serialize(output)),
            SerializedCustomStatus = custom is null ? null : JsonSerializer.Serialize(custom),
        };
        return id;
    }

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        Assert.Contains(orchestratorName.Name, new[] { RouteBoardOrchestration.Name, MakePanelOrchestration.Name });
        if (Fault is not null)
        {
            return Task.FromException<string>(Fault);
        }

        var id = options!.InstanceId!;
        Started.Add((id, (JobInput)input!));
        Instances[id] = new OrchestrationMetadata(orchestratorName.Name, id) { RuntimeStatus = OrchestrationRuntimeStatus.Pending };
        return Task.FromResult(id);
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Task.FromResult(Instances.GetValueOrDefault(instanceId));

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        Terminated.Add(instanceId);
        Instances[instanceId] = new OrchestrationMetadata(RouteBoardOrchestration.Name, instanceId)
        {
            RuntimeStatus = OrchestrationRuntimeStatus.Terminated,
            SerializedOutput = JsonSerializer.Serialize(options?.Output),
        };
        return Task.CompletedTask;
    }

    public override Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        Purged.Add(instanceId);
        return Task.FromResult(new PurgeResult(Instances.Remove(instanceId) ? 1 : 0));
    }

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        Filter = filter;
        return Task.FromResult(new PurgeResult(3));
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        Raised.Add((instanceId, eventName));
        return Task.CompletedTask;
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        Listings++;
        var page = new Page<OrchestrationMetadata>([.. Instances.Values.Where(instance => filter!.Statuses!.Contains(instance.RuntimeStatus))]);
        return Pageable.Create((_, _, _) => Task.FromResult(page));
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
