using System.Text.Json;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Orchestration;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MakeDevice.Functions.Tests.Orchestration;

/// <summary>
/// Runs the orchestrator against scripted activities on a virtual clock, one event after the other, as the durable engines do. What passes
/// between orchestrator and activity goes through JSON. The order in which activities complete is the test's to choose.
/// </summary>
internal sealed class ScriptedContext(JobInput input, Func<string, object, object?> activity) : TaskOrchestrationContext
{
    private readonly List<Pending> _pending = [];
    private readonly List<Timer> _timers = [];
    private readonly List<Waiting> _retries = [];
    private readonly Dictionary<string, TaskCompletionSource<object?>> _events = new(StringComparer.Ordinal);
    private readonly Queue<string> _raised = new();
    private DateTime _now = Start;
    private int _ended;

    public static readonly DateTime Start = new(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Activities that followed one another: how often the orchestrator had to wait for one.</summary>
    public int Waits { get; private set; }

    /// <summary>Chooses the next activity to complete among those that run.</summary>
    public Func<int, int> Next { get; init; } = _ => 0;

    /// <summary>Running time of every activity on the virtual clock.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Running time of the first activity, the wait for a machine with it; null for as long as the others.</summary>
    public TimeSpan? FirstDuration { get; init; }

    /// <summary>Activities that never complete.</summary>
    public Func<string, bool> Hangs { get; init; } = _ => false;

    public List<(string Name, string Input)> Calls { get; } = [];

    public List<(DateTime At, JobStatus Status, string Json)> Statuses { get; } = [];

    public override TaskName Name => RouteBoardOrchestration.Name;

    public override string InstanceId => "0123456789abcdefABCDEF";

    public override ParentOrchestrationInstance? Parent => null;

    public override string Version => OfVersion;

    public string OfVersion { get; init; } = JobVersion.Current;

    /// <summary>What is run: a board, or a panel.</summary>
    public Func<TaskOrchestrationContext, Task<JobResult>> Orchestrator { get; init; } = RouteBoardOrchestration.RunAsync;

    public override DateTime CurrentUtcDateTime => _now;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public JobResult Run()
    {
        var running = Orchestrator(this);
        while (!running.IsCompleted)
        {
            Step();
        }

        return running.GetAwaiter().GetResult();
    }

    /// <summary>Raises an external event, which the orchestrator sees as the next one.</summary>
    public void Raise(string name) => _raised.Enqueue(name);

    public int CountOf(string name) => Calls.Count(c => c.Name == name);

    public override T? GetInput<T>()
        where T : default => Copy<T>(input);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? task = null, TaskOptions? options = null)
    {
        var policy = options?.Retry?.Policy;
        for (var attempt = 1; ; attempt++)
        {
            Calls.Add((name.Name, JsonSerializer.Serialize(task)));
            var pending = new Pending(name.Name, task!, _ended + 1);
            Waits = Math.Max(Waits, pending.Depth);
            _pending.Add(pending);
            try
            {
                return Copy<TResult>(await pending.Done.Task)!;
            }
            catch (Exception e) when (policy is null || attempt >= policy.MaxNumberOfAttempts)
            {
                throw new TaskFailedException(name.Name, Calls.Count, e);
            }
            catch (IOException)
            {
                var wait = new Waiting(_now + Shorter(policy!.FirstRetryInterval * Math.Pow(policy.BackoffCoefficient, attempt - 1), policy.MaxRetryInterval));
                _retries.Add(wait);
                await wait.Done.Task;
            }
        }
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var timer = new Timer(fireAt);
        _timers.Add(timer);
        cancellationToken.Register(() =>
        {
            _timers.Remove(timer);
            timer.Done.TrySetCanceled(cancellationToken);
        });
        return timer.Done.Task;
    }

    public override void SetCustomStatus(object? customStatus)
    {
        var json = JsonSerializer.Serialize(customStatus);
        Statuses.Add((_now, JsonSerializer.Deserialize<JobStatus>(json)!, json));
    }

    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        var waiting = _events[eventName] = new TaskCompletionSource<object?>();
        await using var stop = cancellationToken.Register(() => waiting.TrySetCanceled(cancellationToken));
        return Copy<T>(await waiting.Task)!;
    }

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        throw new NotSupportedException();

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => throw new NotSupportedException();

    public override Guid NewGuid() => throw new NotSupportedException();

    /// <summary>The next event: an activity's end, or, where none runs, the earliest timer.</summary>
    private void Step()
    {
        if (_raised.TryDequeue(out var raised))
        {
            _events[raised].TrySetResult(null);
            return;
        }

        var running = _pending.Where(p => !Hangs(p.Name)).ToList();
        if (running.Count == 0)
        {
            Fire();
            return;
        }

        _now += _ended == 0 ? FirstDuration ?? Duration : Duration;
        if (_timers.Find(t => t.At <= _now) is { } due)
        {
            _timers.Remove(due);
            due.Done.TrySetResult();
            return;
        }

        var pending = running[Next(running.Count)];
        _pending.Remove(pending);
        Complete(pending);
    }

    private void Complete(Pending pending)
    {
        object? result;
        _ended = Math.Max(_ended, pending.Depth);
        try
        {
            result = activity(pending.Name, pending.Task);
        }
        catch (IOException e)
        {
            pending.Done.SetException(e);
            return;
        }

        pending.Done.SetResult(result);
    }

    private void Fire()
    {
        if (_retries.MinBy(r => r.At) is { } retry && _timers.TrueForAll(t => t.At >= retry.At))
        {
            _retries.Remove(retry);
            _now = retry.At > _now ? retry.At : _now;
            retry.Done.SetResult();
            return;
        }

        var timer = _timers.MinBy(t => t.At);
        Assert.True(timer is not null, "The orchestrator waits for nothing.");
        _timers.Remove(timer);
        _now = timer.At > _now ? timer.At : _now;
        timer.Done.TrySetResult();
    }

    private static TimeSpan Shorter(TimeSpan wait, TimeSpan longest) => wait < longest ? wait : longest;

    private static T? Copy<T>(object? value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value));

    private sealed record Pending(string Name, object Task, int Depth)
    {
        public TaskCompletionSource<object?> Done { get; } = new();
    }

    private record Waiting(DateTime At)
    {
        public TaskCompletionSource Done { get; } = new();
    }

    private sealed record Timer(DateTime At) : Waiting(At);
}
