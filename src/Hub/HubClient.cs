using System.Diagnostics;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Query;
using DurableTask.Core.Tracing;
using MakeDevice.Functions.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using HistoryEvent = DurableTask.Core.History.HistoryEvent;
using OrchestrationQuery = Microsoft.DurableTask.Client.OrchestrationQuery;
using PurgeResult = Microsoft.DurableTask.Client.PurgeResult;

namespace MakeDevice.Hub;

/// <summary>The programming model's client over a hub of DurableTask.Core, whichever it is.</summary>
/// <param name="service">Is an <see cref="IOrchestrationServicePurgeClient"/> and an <see cref="IOrchestrationServiceQueryClient"/>, too.</param>
/// <param name="mark">Of an account, which is asked nothing and told nothing before it is known to be of this version's format; null where the hub has told by itself.</param>
/// <param name="defaultVersion">Of instances that are started without one; empty for none.</param>
/// <remarks>Every call fails with an <see cref="IOException"/> where the account does not tell its format, a <see cref="StoreRefusedException"/> where it is another version's.</remarks>
internal sealed class HubClient(IOrchestrationServiceClient service, FormatMark? mark, DataConverter converter, Func<string, bool> isOrchestrator, string defaultVersion)
    : DurableTaskClient("MakeDevice")
{
    private static readonly OrchestrationStatus[] Unfinished =
        [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended, OrchestrationStatus.ContinuedAsNew];

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default) =>
        ScheduleSerializedAsync(orchestratorName, converter.Serialize(input), options);

    /// <summary>Starts an orchestration with an input that is serialised already; durable on return.</summary>
    /// <exception cref="ArgumentException">No such orchestrator, or an id that Azure would not take.</exception>
    /// <exception cref="DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException">The id is in use.</exception>
    public async Task<string> ScheduleSerializedAsync(TaskName orchestratorName, string? input, StartOrchestrationOptions? options)
    {
        OrchestrationInstance instance = new() { InstanceId = options?.InstanceId ?? NewId(), ExecutionId = NewId() };
        Validate(instance.InstanceId);
        if (!isOrchestrator(orchestratorName.Name))
        {
            throw new ArgumentException($"The function '{orchestratorName.Name}' doesn't exist, is disabled, or is not an orchestrator function.");
        }

        ExecutionStartedEvent start = new(-1, input)
        {
            Name = orchestratorName.Name,
            Version = options?.Version?.Version ?? defaultVersion,
            OrchestrationInstance = instance,
            ScheduledStartTime = options?.StartAt?.UtcDateTime,
            Tags = options?.Tags is { Count: > 0 } tags ? tags.ToDictionary() : null,
            ParentTraceContext = Activity.Current is { Id: { } id } current ? new DistributedTraceContext(id, current.TraceStateString) : null,
        };
        OrchestrationStatus[] dedupe = [.. Unfinished, .. (options?.DedupeStatuses ?? []).Select(Enum.Parse<OrchestrationStatus>)];
        await (await ServiceAsync()).CreateTaskOrchestrationAsync(new TaskMessage { OrchestrationInstance = instance, Event = start }, dedupe);
        return instance.InstanceId;
    }

    public override Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        RaiseSerializedAsync(instanceId, eventName, converter.Serialize(eventPayload));

    /// <summary>Raises an event with a payload that is serialised already.</summary>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public Task RaiseSerializedAsync(string instanceId, string eventName, string? payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return SendAsync(instanceId, new EventRaisedEvent(-1, payload) { Name = eventName });
    }

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new ExecutionSuspendedEvent(-1, reason));

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        SendAsync(instanceId, new ExecutionResumedEvent(-1, reason));

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        TerminateSerializedAsync(instanceId, converter.Serialize(options?.Output));

    /// <summary>Ends an instance with an output that is serialised already.</summary>
    public async Task TerminateSerializedAsync(string instanceId, string? output)
    {
        await RequireRunningAsync(instanceId);
        await (await ServiceAsync()).ForceTerminateTaskOrchestrationAsync(instanceId, output);
    }

    public override async Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        await FindAsync(instanceId) is { } state ? Metadata(state, getInputsAndOutputs) : null;

    public async Task<OrchestrationState?> FindAsync(string instanceId) => (await (await ServiceAsync()).GetOrchestrationStateAsync(instanceId, false))?.FirstOrDefault();

    /// <summary>The history of an instance, as far as it has come.</summary>
    public async Task<List<HistoryEvent>> ReadHistoryAsync(OrchestrationState state) =>
        HistoryJson.ReadHistory(await (await ServiceAsync()).GetOrchestrationHistoryAsync(state.OrchestrationInstance.InstanceId, state.OrchestrationInstance.ExecutionId));

    public override async Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        while (true)
        {
            OrchestrationState state = await FindAsync(instanceId) ?? throw Unknown(instanceId);
            if (state.OrchestrationStatus != OrchestrationStatus.Pending)
            {
                return Metadata(state, getInputsAndOutputs);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellation);
        }
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Metadata(await (await ServiceAsync()).WaitForOrchestrationAsync(instanceId, null, TimeSpan.MaxValue, cancellation) ?? throw Unknown(instanceId), getInputsAndOutputs);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) => Pageable.Create(async (continuation, pageSize, cancellation) =>
    {
        OrchestrationQueryResult page = await QueryAsync((filter ?? new OrchestrationQuery()) with
        {
            ContinuationToken = continuation ?? filter?.ContinuationToken,
            PageSize = pageSize ?? filter?.PageSize ?? OrchestrationQuery.DefaultPageSize,
        }, cancellation);
        return new Page<OrchestrationMetadata>([.. page.OrchestrationState.Select(state => Metadata(state, filter?.FetchInputsAndOutputs ?? false))], page.ContinuationToken);
    });

    public async Task<OrchestrationQueryResult> QueryAsync(OrchestrationQuery filter, CancellationToken cancellation) =>
        await ((IOrchestrationServiceQueryClient)await ServiceAsync()).GetOrchestrationWithQueryAsync(
            new DurableTask.Core.Query.OrchestrationQuery
            {
                CreatedTimeFrom = filter.CreatedFrom?.UtcDateTime,
                CreatedTimeTo = filter.CreatedTo?.UtcDateTime,
                RuntimeStatus = Statuses(filter.Statuses),
                InstanceIdPrefix = filter.InstanceIdPrefix,
                PageSize = filter.PageSize,
                ContinuationToken = filter.ContinuationToken,
                FetchInputsAndOutputs = filter.FetchInputsAndOutputs,
            },
            cancellation);

    public override async Task<PurgeResult> PurgeInstanceAsync(string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        await FindAsync(instanceId) is { } state && state.OrchestrationStatus.IsEnded()
            ? new PurgeResult((await ((IOrchestrationServicePurgeClient)await ServiceAsync()).PurgeInstanceStateAsync(instanceId)).DeletedInstanceCount)
            : new PurgeResult(0);

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        PurgeInstanceFilter core = new((filter.CreatedFrom ?? DateTimeOffset.UnixEpoch).UtcDateTime, filter.CreatedTo?.UtcDateTime, Statuses(filter.Statuses)) { Timeout = filter.Timeout };
        DurableTask.Core.PurgeResult purged = await ((IOrchestrationServicePurgeClient)await ServiceAsync()).PurgeInstanceStateAsync(core);
        return new PurgeResult(purged.DeletedInstanceCount, purged.IsComplete);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<IOrchestrationServiceClient> ServiceAsync()
    {
        if (mark is not null)
        {
            await mark.RequireAsync(CancellationToken.None);
        }

        return service;
    }

    private static string NewId() => Guid.NewGuid().ToString("N");

    /// <summary>Ids as Azure takes them: 1 to 100 characters, none of <c>/ \ # ?</c>, no control character, no leading <c>@</c>.</summary>
    private static void Validate(string instanceId)
    {
        bool legal = instanceId.Length is > 0 and <= 100
            && instanceId[0] != '@'
            && !instanceId.AsSpan().ContainsAny("/\\#?")
            && !instanceId.Any(char.IsControl);
        if (!legal)
        {
            throw new ArgumentException("Instance IDs have 1 to 100 characters, none of them a control character or one of / \\ # ?, and do not begin with @.");
        }
    }

    private async Task SendAsync(string instanceId, HistoryEvent message)
    {
        await RequireRunningAsync(instanceId);
        await (await ServiceAsync()).SendTaskOrchestrationMessageAsync(new TaskMessage { OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId }, Event = message });
    }

    private async Task RequireRunningAsync(string instanceId)
    {
        OrchestrationState state = await FindAsync(instanceId) ?? throw Unknown(instanceId);
        if (state.OrchestrationStatus.IsEnded())
        {
            throw new InvalidOperationException($"The orchestration instance {instanceId} is in the {state.OrchestrationStatus} state.");
        }
    }

    private static ArgumentException Unknown(string instanceId) => new($"No instance with ID '{instanceId}' was found.");

    private static OrchestrationStatus[]? Statuses(IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
        statuses?.Select(status => Enum.Parse<OrchestrationStatus>(status.ToString())).ToArray();

    private OrchestrationMetadata Metadata(OrchestrationState state, bool withPayloads) => new(state.Name, state.OrchestrationInstance.InstanceId)
    {
        DataConverter = withPayloads ? converter : null,
        RuntimeStatus = Enum.Parse<OrchestrationRuntimeStatus>(state.OrchestrationStatus.ToString()),
        CreatedAt = state.CreatedTime,
        LastUpdatedAt = state.LastUpdatedTime,
        SerializedInput = withPayloads ? state.Input : null,
        SerializedOutput = withPayloads ? state.Output : null,
        SerializedCustomStatus = withPayloads ? state.Status : null,
        Tags = state.Tags?.AsReadOnly() ?? (IReadOnlyDictionary<string, string>)System.Collections.Immutable.ImmutableDictionary<string, string>.Empty,
        FailureDetails = withPayloads && state.FailureDetails is { } failure ? Failure(failure) : null,
    };

    private static TaskFailureDetails Failure(FailureDetails failure) =>
        new(failure.ErrorType, failure.ErrorMessage, failure.StackTrace, failure.InnerFailure is { } inner ? Failure(inner) : null, failure.Properties);
}
