using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Local.Durable;

/// <summary>What an orchestrator sees: it turns calls into decisions, and answers into finished tasks.</summary>
internal sealed class OrchestratorContext(
    ExecutionStarted started, DataConverter converter, ILoggerFactory loggers, OrchestratorLoop loop) : TaskOrchestrationContext
{
    /// <summary>Limit of the custom status: 16 KB of UTF-16, as in Azure.</summary>
    public const int CustomStatusBytes = 16 * 1024;

    public const string IllegalAwait =
        "An invalid asynchronous invocation was detected. This can be caused by awaiting non-durable tasks in an orchestrator function's"
        + " implementation or by middleware that invokes asynchronous code.";

    private readonly Dictionary<int, OpenTask> _open = [];
    private readonly Queue<Decision> _decisions = new();
    private readonly EventWaiters _events = new(converter);
    private string? _customStatus;
    private string? _writtenStatus;
    private int _nextId;
    private int _guids;
    private DateTime _now = started.CreatedAt;
    private bool _replaying;

    public override TaskName Name => started.Name;

    public override string InstanceId => started.InstanceId;

    public override ParentOrchestrationInstance? Parent =>
        started.Parent is { } parent ? new ParentOrchestrationInstance(parent.Name, parent.InstanceId) : null;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => _replaying;

    /// <summary>What <see cref="ContinueAsNew"/> asked for; null where it was not called.</summary>
    public (string? Input, bool KeepEvents)? Continuation { get; private set; }

    /// <summary>Events that the next generation gets.</summary>
    public IEnumerable<EventRaised> UntakenEvents => _events.Untaken;

    /// <summary>True where some answer or event can still wake the orchestrator.</summary>
    public bool CanBeWoken => _open.Count > 0 || _events.Any;

    /// <summary>Decisions whose answers are still to come, by their ids.</summary>
    public IReadOnlyCollection<int> OpenIds => _open.Keys;

    protected override ILoggerFactory LoggerFactory => loggers;

    public void Begin(DateTime now) => _now = now > _now ? now : _now;

    public void SetReplaying(bool replaying) => _replaying = replaying;

    public bool IsOpen(int id) => _open.ContainsKey(id);

    /// <summary>Compares a decision of the history with the one made now.</summary>
    public void Confirm(Decision recorded)
    {
        if (!_decisions.TryDequeue(out Decision? made))
        {
            throw new NonDeterminismException($"history has {recorded.Subject} as decision {recorded.Id}, but the code made none.");
        }

        if (made.Id != recorded.Id || !string.Equals(made.Subject, recorded.Subject, StringComparison.OrdinalIgnoreCase))
        {
            throw new NonDeterminismException(
                $"history has {recorded.Subject} as decision {recorded.Id}, but the code made {made.Subject} as decision {made.Id}.");
        }
    }

    /// <summary>Checks that the code made no decision in a turn that its history lacks.</summary>
    public void ConfirmTurn()
    {
        if (_decisions.TryPeek(out Decision? extra))
        {
            throw new NonDeterminismException($"the code made {extra.Subject} as decision {extra.Id}, which history lacks.");
        }
    }

    public void ConfirmStatus(string? json) => _writtenStatus = json;

    /// <summary>What was decided since the last call.</summary>
    public List<HistoryEvent> TakeDecisions()
    {
        List<HistoryEvent> made = [.. _decisions];
        _decisions.Clear();
        if (_customStatus is not null && _customStatus != _writtenStatus)
        {
            _writtenStatus = _customStatus;
            made.Add(new CustomStatusSet(_customStatus));
        }

        return made;
    }

    /// <summary>Completes the task that an answer belongs to; one that is not open (twice answered, cancelled) is ignored.</summary>
    public void Complete(Answer answer)
    {
        if (_open.TryGetValue(answer.Id, out OpenTask? task))
        {
            if (!task.Expects(answer))
            {
                throw new NonDeterminismException($"decision {answer.Id} is a {task.Kind}, but history answers it with {answer.GetType().Name}.");
            }

            _open.Remove(answer.Id);
            task.Complete(answer);
        }
    }

    public void Raise(EventRaised raised) => _events.Raise(raised);

    public override T? GetInput<T>()
        where T : default => converter.Deserialize<T>(started.Input);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        RefuseOptionsAsInput(input, options);
        string? payload = converter.Serialize(input);
        return await WithRetries(name, options, () => Ask<TResult>(new TaskScheduled(_nextId++, name, payload), name));
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        RefuseOptionsAsInput(input, options);
        string child = (options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N");
        string? payload = converter.Serialize(input);
        return await WithRetries(
            orchestratorName, options, () => Ask<TResult>(new ChildCreated(_nextId++, orchestratorName, child, payload), orchestratorName));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        OpenTimer timer = new();
        TimerCreated decision = new(_nextId++, fireAt.ToUniversalTime());
        Decide(decision, timer);
        cancellationToken.Register(() =>
        {
            _open.Remove(decision.Id);
            timer.Cancel();
        });
        return timer.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EnsureLegal();
        return _events.Wait<T>(eventName, cancellationToken);
    }

    public override void SendEvent(string instanceId, string eventName, object payload) =>
        Decide(new EventSent(_nextId++, instanceId, eventName, converter.Serialize(payload)), null);

    /// <exception cref="ArgumentException">The status is larger than 16 KB.</exception>
    public override void SetCustomStatus(object? customStatus)
    {
        EnsureLegal();
        string json = converter.Serialize(customStatus) ?? "null";
        int bytes = json.Length * sizeof(char);
        if (bytes > CustomStatusBytes)
        {
            throw new ArgumentException(
                $"The UTF-16 size of the JSON-serialized payload must not exceed 16 KB. The current payload size is {bytes / 1024.0:F1} KB.",
                nameof(customStatus));
        }

        _customStatus = json;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true)
    {
        EnsureLegal();
        Continuation = (converter.Serialize(newInput), preserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        EnsureLegal();
        Guid dns = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        string name = $"{InstanceId}_{_now.ToString("o", CultureInfo.InvariantCulture)}_{_guids++}";
#pragma warning disable CA5350 // RFC 4122 names SHA-1 for version 5; nothing secret depends on it.
        byte[] hash = SHA1.HashData([.. dns.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    private static void RefuseOptionsAsInput(object? input, TaskOptions? options)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException("A TaskOptions value was given as the input. Did you mean the options parameter?", nameof(input));
        }
    }

    private Task<T> Ask<T>(Decision decision, string name)
    {
        OpenCall<T> call = new(decision, name, converter);
        Decide(decision, call);
        return call.Task;
    }

    private void Decide(Decision decision, OpenTask? task)
    {
        EnsureLegal();
        _decisions.Enqueue(decision);
        if (task is not null)
        {
            _open.Add(decision.Id, task);
        }
    }

    private void EnsureLegal()
    {
        if (!loop.IsCurrent)
        {
            loop.Post(static _ => { }, null); // reports the offence, since this exception may go unobserved
            throw new InvalidOperationException(IllegalAwait);
        }
    }

    private async Task<T> WithRetries<T>(string name, TaskOptions? options, Func<Task<T>> call)
    {
        DateTime first = _now;
        for (int attempt = 1; ; attempt++)
        {
            TaskFailedException failed;
            try
            {
                return await call();
            }
            catch (TaskFailedException failure) when (options?.Retry is not null)
            {
                failed = failure;
            }

            if (options.Retry is { Policy: { } policy })
            {
                if (Backoff(policy, attempt, first, failed.FailureDetails) is not { } wait)
                {
                    throw new TaskFailedException(name, failed.TaskId, failed.FailureDetails);
                }

                await CreateTimer(wait, CancellationToken.None);
            }
            else if (!await options.Retry.Handler!(new RetryContext(this, attempt, failed.FailureDetails, _now - first, CancellationToken.None)))
            {
                throw new TaskFailedException(name, failed.TaskId, failed.FailureDetails);
            }
        }
    }

    /// <summary>The wait before the next attempt; null where there is none. Same arithmetic as DurableTask.Core's RetryInterceptor.</summary>
    private TimeSpan? Backoff(RetryPolicy policy, int attempt, DateTime first, TaskFailureDetails failure)
    {
        bool expired = policy.RetryTimeout != Timeout.InfiniteTimeSpan && _now >= first + policy.RetryTimeout;
        if (attempt >= policy.MaxNumberOfAttempts || expired || !policy.HandleFailure(failure))
        {
            return null;
        }

        double milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        bool bounded = policy.MaxRetryInterval != Timeout.InfiniteTimeSpan;
        double limit = bounded ? policy.MaxRetryInterval.TotalMilliseconds : TimeSpan.FromDays(365).TotalMilliseconds;
        return TimeSpan.FromMilliseconds(Math.Min(milliseconds, limit));
    }

    private abstract class OpenTask
    {
        public abstract string Kind { get; }

        public abstract bool Expects(Answer answer);

        public abstract void Complete(Answer answer);
    }

    private sealed class OpenTimer : OpenTask
    {
        private readonly TaskCompletionSource _source = new();

        public Task Task => _source.Task;

        public override string Kind => "timer";

        public override bool Expects(Answer answer) => answer is TimerFired;

        public override void Complete(Answer answer) => _source.TrySetResult();

        public void Cancel() => _source.TrySetCanceled();
    }

    private sealed class OpenCall<T>(Decision decision, string name, DataConverter converter) : OpenTask
    {
        private readonly TaskCompletionSource<T> _source = new();

        public Task<T> Task => _source.Task;

        public override string Kind => decision.Subject;

        public override bool Expects(Answer answer) => decision is TaskScheduled
            ? answer is TaskCompleted or TaskFailed
            : answer is ChildCompleted or ChildFailed;

        public override void Complete(Answer answer)
        {
            switch (answer)
            {
                case TaskFailed failed:
                    Fail(failed.Failure);
                    break;
                case ChildFailed failed:
                    Fail(failed.Failure);
                    break;
                case TaskCompleted completed:
                    Succeed(completed.Result);
                    break;
                case ChildCompleted completed:
                    Succeed(completed.Result);
                    break;
            }
        }

        private void Fail(TaskFailureDetails failure) => _source.TrySetException(new TaskFailedException(name, decision.Id, failure));

        private void Succeed(string? result)
        {
            try
            {
                _source.TrySetResult(converter.Deserialize<T>(result)!);
            }
            catch (Exception malformed) when (malformed is not OutOfMemoryException)
            {
                _source.TrySetException(malformed);
            }
        }
    }
}
