using System.Collections.Concurrent;
using DurableTask.Core;
using DurableTask.Core.History;
using MakeDevice.Functions.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MakeDevice.Hub;

/// <summary>
/// A task hub in one SQLite file, for one process. Every step of an orchestration and every end of an activity is one transaction, so that what is on the
/// disk is always between two steps: a process that is killed goes on there. What waits is in memory, too, and becomes visible when it is on the disk.
/// </summary>
internal sealed class SqliteHub : IOrchestrationService, IDisposable
{
    private static readonly TimeSpan WriteAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>After this an instance that could not be run is tried again: one of a newer version waits so for its host.</summary>
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);

    private readonly HubFile _file;
    private readonly ILogger _log;
    private readonly ActivityBacklog _backlog;
    private readonly OrchestrationInbox _inbox = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, bool> _abandoned = new(StringComparer.Ordinal);
    private long _number;

    /// <param name="workers">Activities at once; at least 1.</param>
    /// <exception cref="IOException">The folder cannot be used; a <see cref="StoreRefusedException"/> says why.</exception>
    public SqliteHub(string folder, int workers, ILogger? log = null)
    {
        (MaxConcurrentTaskActivityWorkItems, _log) = (ActivityBacklog.MostAtOnce(workers), log ?? NullLogger.Instance);
        _backlog = new ActivityBacklog(workers, TimeProvider.System);
        _file = new HubFile(folder);
        try
        {
            Resume();
        }
        catch
        {
            _file.Dispose();
            throw;
        }

        Client = new SqliteHubClient(_file, Live, Message, _inbox);
    }

    public SqliteHubClient Client { get; }

    public LiveInstances Live { get; } = new();

    /// <summary>Activities that wait for a worker.</summary>
    public int QueuedActivities => _backlog.Count;

    public int TaskOrchestrationDispatcherCount => 1;

    public int MaxConcurrentTaskOrchestrationWorkItems => 16;

    public int TaskActivityDispatcherCount => 1;

    public int MaxConcurrentTaskActivityWorkItems { get; }

    public BehaviorOnContinueAsNew EventBehaviourForContinueAsNew => BehaviorOnContinueAsNew.Carryover;

    public async Task<TaskOrchestrationWorkItem> LockNextTaskOrchestrationWorkItemAsync(TimeSpan receiveTimeout, CancellationToken cancellationToken)
    {
        while (await _inbox.TakeAsync(receiveTimeout, cancellationToken) is var (id, messages))
        {
            List<HubMessage> expected = [.. messages.Where(Live.Expect)];
            if (expected.Count < messages.Count)
            {
                await ForgetAsync("messages", messages.Except(expected));
            }

            if (expected.Count > 0)
            {
                return WorkItem(id, expected);
            }

            _inbox.Release(id);
        }

        return null!;
    }

    public async Task CompleteTaskOrchestrationWorkItemAsync(
        TaskOrchestrationWorkItem workItem,
        OrchestrationRuntimeState newOrchestrationRuntimeState,
        IList<TaskMessage> outboundMessages,
        IList<TaskMessage> orchestratorMessages,
        IList<TaskMessage> timerMessages,
        TaskMessage continuedAsNewMessage,
        OrchestrationState orchestrationState)
    {
        string id = workItem.InstanceId;
        LiveInstance? before = Live.Find(id);
        bool counts = before is not null && orchestrationState is not null; // else it was purged meanwhile, or was never there
        List<HubMessage> activities = [.. outboundMessages.Select(message => Message(message))];
        List<HubMessage> messages = [.. orchestratorMessages.Select(message => Message(message)), .. timerMessages.Select(Timer)];
        if (continuedAsNewMessage is not null)
        {
            messages.Add(Message(continuedAsNewMessage));
        }

        await WrittenAsync(file =>
        {
            Delete(file, "messages", workItem.NewMessages.Select(message => message.SequenceNumber));
            if (!counts)
            {
                return;
            }

            activities.ForEach(activity => activity.Insert(file, "activities"));
            messages.ForEach(message => message.Insert(file, "messages"));
            Save(file, id, before!, newOrchestrationRuntimeState, orchestrationState!);
        });
        workItem.OrchestrationRuntimeState = newOrchestrationRuntimeState;
        if (counts)
        {
            Live.Step(id, before!, newOrchestrationRuntimeState);
            activities.ForEach(activity => _backlog.Add(activity, before));
            messages.ForEach(_inbox.Post);
            if (orchestrationState!.OrchestrationStatus.IsEnded())
            {
                _backlog.Forget(id);
            }
        }
    }

    public Task AbandonTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        _inbox.Return(workItem.NewMessages.Select(message => new HubMessage(message.SequenceNumber, DateTime.MinValue, message)));
        _abandoned[workItem.InstanceId] = true;
        return Task.CompletedTask;
    }

    public Task ReleaseTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        if (_abandoned.TryRemove(workItem.InstanceId, out _))
        {
            _ = ReleaseLaterAsync(workItem.InstanceId);
        }
        else
        {
            _inbox.Release(workItem.InstanceId);
        }

        return Task.CompletedTask;
    }

    /// <remarks>A lock lasts until it is released: there is no other process that could take it over.</remarks>
    public Task RenewTaskOrchestrationWorkItemLockAsync(TaskOrchestrationWorkItem workItem) => Task.CompletedTask;

    public async Task<TaskActivityWorkItem> LockNextTaskActivityWorkItem(TimeSpan receiveTimeout, CancellationToken cancellationToken)
    {
        while (await _backlog.TakeAsync(receiveTimeout, cancellationToken) is { } activity)
        {
            if (Live.Expect(activity))
            {
                return new TaskActivityWorkItem { Id = $"{activity.Number}", LockedUntilUtc = DateTime.MaxValue, TaskMessage = activity.Message };
            }

            _backlog.End(activity.Number);
            await ForgetAsync("activities", [activity]);
        }

        return null!;
    }

    public async Task CompleteTaskActivityWorkItemAsync(TaskActivityWorkItem workItem, TaskMessage responseMessage)
    {
        _backlog.End(workItem.TaskMessage.SequenceNumber);
        HubMessage answer = Message(responseMessage);
        await WrittenAsync(file =>
        {
            Delete(file, "activities", [workItem.TaskMessage.SequenceNumber]);
            answer.Insert(file, "messages");
        });
        _inbox.Post(answer);
    }

    public Task AbandonTaskActivityWorkItemAsync(TaskActivityWorkItem workItem)
    {
        HubMessage activity = new(workItem.TaskMessage.SequenceNumber, DateTime.MinValue, workItem.TaskMessage);
        _backlog.End(activity.Number);
        _backlog.Add(activity, Live.Find(activity.InstanceId));
        return Task.CompletedTask;
    }

    public Task<TaskActivityWorkItem> RenewTaskActivityWorkItemLockAsync(TaskActivityWorkItem workItem) => Task.FromResult(workItem);

    public bool IsMaxMessageCountExceeded(int currentMessageCount, OrchestrationRuntimeState runtimeState) => false;

    public int GetDelayInSecondsAfterOnFetchException(Exception exception) => exception is OperationCanceledException ? 0 : 1;

    public int GetDelayInSecondsAfterOnProcessException(Exception exception) => 1;

    public Task StartAsync() => Task.CompletedTask;

    public Task StopAsync() => StopAsync(isForced: false);

    public Task StopAsync(bool isForced) => _stopping.CancelAsync();

    public Task CreateAsync() => Task.CompletedTask;

    public Task CreateAsync(bool recreateInstanceStore) => Task.CompletedTask;

    public Task CreateIfNotExistsAsync() => Task.CompletedTask;

    public Task DeleteAsync() => throw new NotSupportedException("A folder's hub is deleted with its folder.");

    public Task DeleteAsync(bool deleteInstanceStore) => DeleteAsync();

    public void Dispose()
    {
        _stopping.Cancel();
        _file.Dispose();
        _inbox.Dispose();
        _backlog.Dispose();
        _stopping.Dispose();
    }

    private static void Save(HubConnection file, string id, LiveInstance before, OrchestrationRuntimeState state, OrchestrationState summary)
    {
        string execution = state.OrchestrationInstance!.ExecutionId;
        bool isNewGeneration = execution != before.ExecutionId;
        if (isNewGeneration)
        {
            file.Execute("DELETE FROM history WHERE instance = $0", id);
        }

        IList<HistoryEvent> events = state.Events;
        for (int number = isNewGeneration ? 0 : before.History.Count; number < events.Count; number++)
        {
            file.Execute(
                "INSERT INTO history(instance, number, type, event) VALUES($0, $1, $2, $3)", id, number, (int)events[number].EventType, HistoryJson.Write(events[number]));
        }

        file.Execute(
            "INSERT OR REPLACE INTO instances(id, execution, born, status, state) VALUES($0, $1, $2, $3, $4)",
            id, execution, before.Born.Ticks, (int)summary.OrchestrationStatus, HistoryJson.Write(summary));
        if (summary.OrchestrationStatus.IsEnded())
        {
            file.Execute("DELETE FROM messages WHERE instance = $0", id); // timers that nobody waits for
            file.Execute("DELETE FROM activities WHERE instance = $0", id);
        }
    }

    private static void Delete(HubConnection file, string table, IEnumerable<long> numbers)
    {
        foreach (long number in numbers)
        {
            file.Execute($"DELETE FROM {table} WHERE number = $0", number);
        }
    }

    private HubMessage Message(TaskMessage message, DateTime due = default)
    {
        message.SequenceNumber = Interlocked.Increment(ref _number);
        return new HubMessage(message.SequenceNumber, due, message);
    }

    private HubMessage Timer(TaskMessage message) => Message(message, ((TimerFiredEvent)message.Event).FireAt);

    private TaskOrchestrationWorkItem WorkItem(string id, List<HubMessage> messages)
    {
        if (Live.Find(id) is null && messages.Select(message => message.Message.Event).OfType<ExecutionStartedEvent>().FirstOrDefault() is { } start)
        {
            Live.Begin(id, start); // a sub-orchestration
        }

        return new TaskOrchestrationWorkItem
        {
            InstanceId = id,
            LockedUntilUtc = DateTime.MaxValue,
            NewMessages = [.. messages.Select(message => message.Message)],
            OrchestrationRuntimeState = new OrchestrationRuntimeState(Live.Find(id)?.History ?? []),
        };
    }

    private async Task ReleaseLaterAsync(string id)
    {
        await Task.Delay(TryAgain, _stopping.Token);
        _inbox.Release(id);
    }

    /// <summary>Writes what must not be lost: on a full disk again and again, until there is room or the host stops.</summary>
    private async Task WrittenAsync(Action<HubConnection> change)
    {
        while (true)
        {
            try
            {
                await _file.ChangeAsync(change);
                return;
            }
            catch (IOException) when (!_stopping.IsCancellationRequested)
            {
                await Task.Delay(WriteAgain, _stopping.Token);
            }
        }
    }

    /// <summary>Deletes what nobody expects any more; what cannot be deleted now is found again after the next start.</summary>
    private async Task ForgetAsync(string table, IEnumerable<HubMessage> messages)
    {
        long[] numbers = [.. messages.Select(message => message.Number)];
        try
        {
            await _file.ChangeAsync(file => Delete(file, table, numbers));
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Goes on with what a former host has left unfinished; what is damaged is set aside, and told.</summary>
    private void Resume()
    {
        UnfinishedWork left = _file.Read(UnfinishedWork.Read);
        foreach ((string id, string error) in left.Damaged)
        {
            _file.ChangeAsync(file => SetAside.Instance(file, id, error)).GetAwaiter().GetResult();
            HubLog.Damaged(_log, id, error);
        }

        foreach ((string id, LiveInstance instance) in left.Instances)
        {
            Live.Resume(id, instance);
        }

        _number = left.Activities.Concat(left.Messages).Select(message => message.Number).DefaultIfEmpty().Max();
        foreach (HubMessage activity in left.Activities)
        {
            _backlog.Add(activity, Live.Find(activity.InstanceId));
        }

        foreach (HubMessage message in left.Messages)
        {
            _inbox.Post(message);
        }
    }
}
