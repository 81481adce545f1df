using System.Globalization;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Core.Query;
using MakeDevice.Functions.Jobs;
using Microsoft.Data.Sqlite;

namespace MakeDevice.Hub;

/// <summary>Starts, steers, reads and purges instances of a <see cref="SqliteHub"/>. What it says it has done is on the disk.</summary>
internal sealed class SqliteHubClient(HubFile file, LiveInstances live, Func<TaskMessage, DateTime, HubMessage> number, OrchestrationInbox inbox)
    : IOrchestrationServiceClient, IOrchestrationServicePurgeClient, IOrchestrationServiceQueryClient
{
    public Task CreateTaskOrchestrationAsync(TaskMessage creationMessage) => CreateTaskOrchestrationAsync(creationMessage, []);

    /// <exception cref="OrchestrationAlreadyExistsException">There is an instance of that id in one of the statuses.</exception>
    public async Task CreateTaskOrchestrationAsync(TaskMessage creationMessage, OrchestrationStatus[] dedupeStatuses)
    {
        ExecutionStartedEvent start = (ExecutionStartedEvent)creationMessage.Event;
        string id = creationMessage.OrchestrationInstance.InstanceId;
        string execution = creationMessage.OrchestrationInstance.ExecutionId;
        HubMessage message = number(creationMessage, start.ScheduledStartTime ?? default);
        OrchestrationState state = new()
        {
            OrchestrationInstance = creationMessage.OrchestrationInstance,
            OrchestrationStatus = OrchestrationStatus.Pending,
            Name = start.Name,
            Version = start.Version,
            Input = start.Input,
            Tags = start.Tags,
            CreatedTime = start.Timestamp,
            LastUpdatedTime = start.Timestamp,
            ScheduledStartTime = start.ScheduledStartTime,
        };
        await file.ChangeAsync(write =>
        {
            if (write.Query("SELECT status FROM instances WHERE id = $0", row => (OrchestrationStatus)row.GetInt32(0), id) is [var status] && dedupeStatuses.Contains(status))
            {
                throw new OrchestrationAlreadyExistsException($"An Orchestration instance with the ID {id} already exists.");
            }

            Delete(write, id);
            write.Execute(
                "INSERT INTO instances(id, execution, born, status, state) VALUES($0, $1, $2, $3, $4)",
                id, execution, start.Timestamp.Ticks, (int)state.OrchestrationStatus, HistoryJson.Write(state));
            message.Insert(write, "messages");
        });
        live.Begin(id, start);
        inbox.Post(message);
    }

    public Task SendTaskOrchestrationMessageAsync(TaskMessage message) => SendTaskOrchestrationMessageBatchAsync(message);

    public async Task SendTaskOrchestrationMessageBatchAsync(params TaskMessage[] messages)
    {
        List<HubMessage> numbered = [.. messages.Select(message => number(message, NotBefore(message.OrchestrationInstance.InstanceId)))];
        await file.ChangeAsync(write => numbered.ForEach(message => message.Insert(write, "messages")));
        numbered.ForEach(inbox.Post);
    }

    public Task ForceTerminateTaskOrchestrationAsync(string instanceId, string reason) => SendTaskOrchestrationMessageAsync(new TaskMessage
    {
        OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId },
        Event = new ExecutionTerminatedEvent(-1, reason),
    });

    /// <returns>The instance's state at its end; null where there is no such instance, or its end did not come in time.</returns>
    public async Task<OrchestrationState> WaitForOrchestrationAsync(string instanceId, string? executionId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (live.Find(instanceId) is { } instance)
        {
            TimeSpan patience = timeout > TimeSpan.FromDays(1) ? Timeout.InfiniteTimeSpan : timeout;
            try
            {
                await instance.Ended.Task.WaitAsync(patience, cancellationToken);
            }
            catch (TimeoutException)
            {
                return null!;
            }
        }

        return Find(instanceId)!;
    }

    public Task<IList<OrchestrationState>> GetOrchestrationStateAsync(string instanceId, bool allExecutions) =>
        Task.FromResult<IList<OrchestrationState>>(Find(instanceId) is { } state ? [state] : []);

    public Task<OrchestrationState> GetOrchestrationStateAsync(string instanceId, string executionId) => Task.FromResult(Find(instanceId)!);

    /// <remarks>An event that cannot be read is shown as one that says so.</remarks>
    public Task<string> GetOrchestrationHistoryAsync(string instanceId, string? executionId) => Task.FromResult(file.Read(read =>
        $"[{string.Join(',', read.Query("SELECT type, event FROM history WHERE instance = $0 ORDER BY number", Readable, instanceId))}]"));

    private static string Readable(SqliteDataReader row)
    {
        try
        {
            DamageTo.Unless(HistoryJson.ReadHistory($"[{row.GetString(1)}]") is [var read] && read.EventType == (EventType)row.GetInt32(0), "another event");
            return row.GetString(1);
        }
        catch (InvalidDataException)
        {
            return HistoryJson.Write(new GenericEvent(-1, DamagedRecord.Code));
        }
    }

    public async Task<OrchestrationQueryResult> GetOrchestrationWithQueryAsync(OrchestrationQuery query, CancellationToken cancellationToken)
    {
        (long born, string id) = Parse(query.ContinuationToken);
        List<(long Born, OrchestrationState State)> page = await Task.Run(
            () => file.Read(read => read.Query(
                $"""
                SELECT {StoredState.Columns} FROM instances WHERE (born, id) > ($0, $1) AND born >= $2 AND born <= $3
                AND substr(id, 1, length($4)) = $4 {OfStatus(query.RuntimeStatus)} ORDER BY born, id LIMIT $5
                """,
                row => (row.GetInt64(2), StoredState.Read(row)),
                born, id, (query.CreatedTimeFrom ?? DateTime.MinValue).Ticks, (query.CreatedTimeTo ?? DateTime.MaxValue).Ticks, query.InstanceIdPrefix ?? "", query.PageSize + 1L)),
            cancellationToken);
        bool isMore = page.Count > query.PageSize;
        List<(long Born, OrchestrationState State)> shown = [.. page.Take(query.PageSize)];
        string? token = isMore ? string.Create(CultureInfo.InvariantCulture, $"{shown[^1].Born}/{shown[^1].State.OrchestrationInstance.InstanceId}") : null;
        return new OrchestrationQueryResult([.. shown.Select(found => found.State.ClearFieldsImmutably(!query.FetchInputsAndOutputs, !query.FetchInputsAndOutputs))], token);
    }

    /// <summary>Deletes an ended instance.</summary>
    public Task<PurgeResult> PurgeInstanceStateAsync(string instanceId) => PurgeAsync(write => write.Query(
        $"SELECT id FROM instances WHERE id = $0 {Ended}", row => row.GetString(0), instanceId));

    public Task<PurgeResult> PurgeInstanceStateAsync(PurgeInstanceFilter purgeInstanceFilter) => PurgeAsync(write => write.Query(
        $"SELECT id FROM instances WHERE born >= $0 AND born <= $1 {Ended} {OfStatus(purgeInstanceFilter.RuntimeStatus)}",
        row => row.GetString(0),
        purgeInstanceFilter.CreatedTimeFrom.Ticks,
        (purgeInstanceFilter.CreatedTimeTo ?? DateTime.MaxValue).Ticks));

    public Task PurgeOrchestrationHistoryAsync(DateTime thresholdDateTimeUtc, OrchestrationStateTimeRangeFilterType timeRangeFilterType) =>
        PurgeInstanceStateAsync(new PurgeInstanceFilter(DateTime.MinValue, thresholdDateTimeUtc, null));

    private const string Ended = $"AND status IN {StoredState.Ended}";

    private async Task<PurgeResult> PurgeAsync(Func<HubConnection, List<string>> choose)
    {
        int count = 0;
        await file.ChangeAsync(write =>
        {
            List<string> ids = choose(write);
            ids.ForEach(id => Delete(write, id));
            count = ids.Count;
            write.Query("PRAGMA incremental_vacuum", row => row.GetInt64(0)); // the file gets smaller, too
        });
        return new PurgeResult(count);
    }

    private static void Delete(HubConnection write, string id)
    {
        write.Execute("DELETE FROM instances WHERE id = $0", id);
        write.Execute("DELETE FROM history WHERE instance = $0", id);
        write.Execute("DELETE FROM messages WHERE instance = $0", id);
        write.Execute("DELETE FROM activities WHERE instance = $0", id);
    }

    /// <summary>What is for an instance that starts later waits for its start.</summary>
    private DateTime NotBefore(string id) =>
        live.Find(id) is { History.Count: 0 } && Find(id)?.ScheduledStartTime is { } start ? start : default;

    private OrchestrationState? Find(string id) => file.Read(read =>
        read.Query($"SELECT {StoredState.Columns} FROM instances WHERE id = $0", StoredState.Read, id)).FirstOrDefault();

    private static string OfStatus(IEnumerable<OrchestrationStatus>? statuses) =>
        statuses is null || !statuses.Any() ? "" : $"AND status IN ({string.Join(',', statuses.Select(status => (int)status))})";

    /// <exception cref="ArgumentException">The token is none that a query has given.</exception>
    private static (long Born, string Id) Parse(string? token)
    {
        if (string.IsNullOrEmpty(token))
        {
            return (long.MinValue, "");
        }

        int slash = token.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && long.TryParse(token.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out long born)
            ? (born, token[(slash + 1)..])
            : throw new ArgumentException("The continuation token is malformed.");
    }
}
