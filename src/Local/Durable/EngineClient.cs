using System.Diagnostics;
using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Local.Durable;

/// <summary>The client of the programming model over the engine.</summary>
/// <param name="httpBaseUrl">Address of the management endpoints, as the host learns it at its start.</param>
/// <param name="queryString">Query of management URLs: the system key where keys are required, else null.</param>
internal sealed class EngineClient(DurableEngine engine, Func<string?> httpBaseUrl, string? queryString)
    : DurableTaskClient("MakeDevice"), IManagedClient
{
    public string? QueryString => queryString;

    public string? HttpBaseUrl => httpBaseUrl();

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default) =>
        ScheduleSerializedAsync(orchestratorName, engine.Converter.Serialize(input), options);

    /// <summary>Starts an orchestration with an input that is serialised already.</summary>
    public Task<string> ScheduleSerializedAsync(TaskName orchestratorName, string? input, StartOrchestrationOptions? options)
    {
        ExecutionStarted started = new(
            options?.InstanceId ?? Guid.NewGuid().ToString("N"),
            orchestratorName.Name ?? "",
            input,
            DateTime.UtcNow,
            options?.StartAt?.UtcDateTime,
            Tags: options?.Tags is { Count: > 0 } tags ? tags : null,
            TraceParent: Activity.Current?.Id);
        engine.StartInstance(started, [.. (options?.DedupeStatuses ?? []).Select(Parse)]);
        return Task.FromResult(started.InstanceId);
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        RaiseSerializedAsync(instanceId, eventName, engine.Converter.Serialize(eventPayload)).WaitAsync(cancellation);

    /// <summary>Raises an event with a payload that is serialised already.</summary>
    public Task RaiseSerializedAsync(string instanceId, string eventName, string? payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return engine.Required(instanceId).Deliver(new EventRaised(eventName, payload));
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        InstanceState state = engine.FindLive(instanceId) is { } live ? await live.Begun.WaitAsync(cancellation) : Existing(instanceId);
        return state.ToMetadata(getInputsAndOutputs, engine.Converter);
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        InstanceState state = engine.FindLive(instanceId) is { } live ? await live.Ended.WaitAsync(cancellation) : Existing(instanceId);
        return state.ToMetadata(getInputsAndOutputs, engine.Converter);
    }

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        engine.TerminateAsync(instanceId, engine.Converter.Serialize(options?.Output), options?.Recursive ?? false).WaitAsync(cancellation);

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        engine.Required(instanceId).Deliver(new ExecutionSuspended(reason)).WaitAsync(cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        engine.Required(instanceId).Deliver(new ExecutionResumed(reason)).WaitAsync(cancellation);

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return Task.FromResult(engine.Find(instanceId)?.ToMetadata(getInputsAndOutputs, engine.Converter));
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        OrchestrationQuery query = filter ?? new OrchestrationQuery();
        return Pageable.Create((continuation, size, _) =>
            Task.FromResult(Page(query, continuation ?? query.ContinuationToken, Math.Max(1, size ?? query.PageSize))));
    }

    public override Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        Task.FromResult(new PurgeResult(engine.Purge(instanceId, options?.Recursive ?? false), true));

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        OrchestrationQuery query = new(filter.CreatedFrom, filter.CreatedTo, filter.Statuses);
        Stopwatch clock = Stopwatch.StartNew();
        int purged = 0;
        foreach (InstanceState ended in engine.List(state => state.HasEnded && Passes(query, state), mayHaveEnded: true))
        {
            cancellation.ThrowIfCancellationRequested();
            if (clock.Elapsed > filter.Timeout)
            {
                return Task.FromResult(new PurgeResult(purged, false));
            }

            purged += engine.Purge(ended.InstanceId, options?.Recursive ?? false);
        }

        return Task.FromResult(new PurgeResult(purged, true));
    }

    public override ValueTask DisposeAsync() => default;

    /// <summary>One page of a listing, oldest instance first; the token is the last one's place.</summary>
    private Page<OrchestrationMetadata> Page(OrchestrationQuery query, string? token, int size)
    {
        bool mayHaveEnded = query.Statuses is null || query.Statuses.Any(s => new InstanceState(Nobody) { Status = s }.HasEnded);
        List<InstanceState> found = engine.List(state => Passes(query, state) && IsAfter(token, state), mayHaveEnded);
        List<OrchestrationMetadata> page = [.. found.Take(size).Select(s => s.ToMetadata(query.FetchInputsAndOutputs, engine.Converter))];
        return new Page<OrchestrationMetadata>(page, found.Count > size ? Place(found[size - 1]) : null);
    }

    private static ExecutionStarted Nobody { get; } = new("", "", null, DateTime.MinValue);

    private static string Place(InstanceState state) => $"{state.Started.CreatedAt.Ticks:D19}|{state.InstanceId}";

    private static bool IsAfter(string? token, InstanceState state) => token is null || string.CompareOrdinal(Place(state), token) > 0;

    private static bool Passes(OrchestrationQuery query, InstanceState state) =>
        (query.CreatedFrom is not { } from || state.Started.CreatedAt >= from.UtcDateTime)
        && (query.CreatedTo is not { } to || state.Started.CreatedAt <= to.UtcDateTime)
        && (query.Statuses is null || !query.Statuses.Any() || query.Statuses.Contains(state.Status))
        && (query.InstanceIdPrefix is not { } prefix || state.InstanceId.StartsWith(prefix, StringComparison.Ordinal));

    private static OrchestrationRuntimeStatus Parse(string status) =>
        Enum.TryParse(status, ignoreCase: true, out OrchestrationRuntimeStatus parsed)
            ? parsed
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Invalid orchestration runtime status: '{status}' for deduplication."));

    private InstanceState Existing(string instanceId) =>
        engine.Find(instanceId) ?? throw new ArgumentException($"No instance with ID '{instanceId}' was found.");
}
