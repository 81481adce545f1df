using System.Collections.Concurrent;
using System.Diagnostics;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Local.Durable;

/// <summary>Code that instances run, by name.</summary>
internal interface IDurableFunctions
{
    OrchestratorBody? FindOrchestrator(string name);

    ActivityBody? FindActivity(string name);
}

/// <param name="Folder">Where journals lie.</param>
/// <param name="Workers">Activities at once; at least 1.</param>
/// <param name="WritePatience">How long an instance whose journal cannot be written is kept before it is given up.</param>
internal sealed record EngineOptions(string Folder, int Workers, TimeSpan WritePatience);

/// <summary>
/// Orchestrations in one process. Every instance is an actor with a journal of its own; activities run on a bounded pool, at least
/// once; after a kill, <see cref="Start"/> lets every unfinished instance go on where it was.
/// </summary>
internal sealed class DurableEngine : IAsyncDisposable
{
    private const int CachedEndings = 1024;
    private static readonly TimeSpan AfterCancellation = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, OrchestrationInstance> _live = new(StringComparer.Ordinal);
    private readonly EndedCache _endings = new(CachedEndings);
    private readonly IDurableFunctions _functions;
    private readonly ActivityPool _pool;
    private readonly Lock[] _starting = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];
    private int _inside;
    private volatile bool _closed;

    /// <exception cref="IOException">The folder cannot be used.</exception>
    public DurableEngine(EngineOptions options, IDurableFunctions functions, DataConverter converter, ILoggerFactory loggers)
    {
        _functions = functions;
        WritePatience = options.WritePatience;
        Converter = converter;
        Loggers = loggers;
        Log = loggers.CreateLogger("MakeDevice.Durable");
        Store = new JournalStore(options.Folder);
        Metrics = new EngineMetrics(() => _live.Count, () => _pool?.Queued ?? 0);
        _pool = new ActivityPool(options.Workers, Metrics);
        foreach ((Journal journal, List<HistoryEvent> events) in Store.ReadLive())
        {
            OrchestrationInstance instance = new(this, journal, events);
            _live[instance.State.InstanceId] = instance;
        }
    }

    public TimeSpan WritePatience { get; }

    public DataConverter Converter { get; }

    public ILoggerFactory Loggers { get; }

    public ILogger Log { get; }

    public JournalStore Store { get; }

    public TimerQueue Timers { get; } = new();

    public EngineMetrics Metrics { get; }

    /// <summary>Instances that have not ended.</summary>
    public IEnumerable<InstanceState> Live => _live.Values.Select(instance => instance.State);

    /// <summary>Lets the instances that a former host left unfinished go on.</summary>
    public void Start()
    {
        foreach (OrchestrationInstance instance in _live.Values)
        {
            Log.LogInformation("Resuming instance {InstanceId} of {Name}.", instance.State.InstanceId, instance.State.Started.Name);
            instance.Wake();
        }
    }

    public OrchestratorBody? FindOrchestrator(string name) => _functions.FindOrchestrator(name);

    /// <summary>Starts an instance; durable on return.</summary>
    /// <exception cref="ArgumentException">No such orchestrator, or an id that Azure would not take.</exception>
    /// <exception cref="OrchestrationAlreadyExistsException">The id is in use.</exception>
    public void StartInstance(ExecutionStarted started, IReadOnlyCollection<OrchestrationRuntimeStatus> dedupe)
    {
        Validate(started.InstanceId);
        if (FindOrchestrator(started.Name) is null)
        {
            throw new ArgumentException($"The function '{started.Name}' doesn't exist, is disabled, or is not an orchestrator function.");
        }

        OrchestrationInstance instance;
        lock (_starting[(uint)StringComparer.Ordinal.GetHashCode(started.InstanceId) % (uint)_starting.Length])
        {
            if (_closed)
            {
                throw new InvalidOperationException("The host is stopping.");
            }

            bool running = FindLive(started.InstanceId) is { } live && !live.HasBeenFiled();
            if (running || (Find(started.InstanceId) is { } ended && dedupe.Contains(ended.Status)))
            {
                throw new OrchestrationAlreadyExistsException($"An Orchestration instance with the ID {started.InstanceId} already exists.");
            }

            instance = new OrchestrationInstance(this, Store.Create(started), [started]);
            _live[started.InstanceId] = instance;
            _endings.Remove(started.InstanceId);
            Store.Delete(started.InstanceId);
        }

        Metrics.Started(started.Name);
        instance.Wake();
    }

    /// <summary>The state of an instance; null if there is none.</summary>
    /// <exception cref="IOException">It was given up, but its journal does not say so yet: nothing that is said now would outlive this process.</exception>
    public InstanceState? Find(string instanceId)
    {
        if (_live.TryGetValue(instanceId, out OrchestrationInstance? instance))
        {
            return instance.IsGivenUp ? throw new IOException("The end of the instance cannot be recorded.") : instance.State;
        }

        return _endings.Find(instanceId) ?? _endings.Keep(InstanceState.Of(Store.ReadHistory(instanceId)));
    }

    public OrchestrationInstance? FindLive(string instanceId) => _live.GetValueOrDefault(instanceId);

    /// <summary>All instances that pass the filter, oldest first.</summary>
    /// <param name="mayHaveEnded">False spares the ended ones, which are read from disk.</param>
    public List<InstanceState> List(Func<InstanceState, bool> filter, bool mayHaveEnded)
    {
        Dictionary<string, InstanceState> found = new(StringComparer.Ordinal);
        if (mayHaveEnded)
        {
            foreach (InstanceState state in Store.ReadAllDone().Select(InstanceState.Of).OfType<InstanceState>().Where(filter))
            {
                found[state.InstanceId] = state;
            }
        }

        foreach (InstanceState state in Live.Where(filter))
        {
            found[state.InstanceId] = state;
        }

        return [.. found.Values.OrderBy(s => s.Started.CreatedAt).ThenBy(s => s.InstanceId, StringComparer.Ordinal)];
    }

    /// <summary>Deletes an ended instance.</summary>
    /// <param name="recursive">Also the ended instances that it started.</param>
    /// <returns>How many were deleted.</returns>
    public int Purge(string instanceId, bool recursive)
    {
        if (_live.ContainsKey(instanceId))
        {
            return 0;
        }

        List<string> children = recursive ? [.. Store.ReadDone(instanceId).OfType<ChildCreated>().Select(c => c.InstanceId)] : [];
        _endings.Remove(instanceId);
        int deleted = Store.Delete(instanceId) ? 1 : 0;
        return deleted + children.Sum(child => Purge(child, recursive));
    }

    /// <summary>Ends an instance at once; activities that still run see their cancellation.</summary>
    public async Task TerminateAsync(string instanceId, string? output, bool recursive)
    {
        OrchestrationInstance instance = Required(instanceId);
        List<string> children = recursive ? [.. Store.ReadHistory(instanceId).OfType<ChildCreated>().Select(c => c.InstanceId)] : [];
        await instance.Deliver(new ExecutionEnded(OrchestrationRuntimeStatus.Terminated, output, null, DateTime.UtcNow));
        foreach (string child in children.Where(_live.ContainsKey))
        {
            await TerminateAsync(child, output, recursive);
        }
    }

    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">It has ended.</exception>
    public OrchestrationInstance Required(string instanceId) => FindLive(instanceId) ?? throw (Find(instanceId) is { } ended
        ? new InvalidOperationException($"The orchestration instance {instanceId} is in the {ended.Status} state.")
        : new ArgumentException($"No instance with ID '{instanceId}' was found."));

    /// <summary>Does what an orchestrator decided.</summary>
    public void Act(OrchestrationInstance instance, int generation, Decision decision)
    {
        switch (decision)
        {
            case TaskScheduled task:
                RunActivity(instance, generation, task);
                break;
            case TimerCreated timer:
                instance.SetTimer(timer, generation);
                break;
            case ChildCreated child:
                ThreadPool.QueueUserWorkItem(_ => StartChild(instance, generation, child));
                break;
            case EventSent sent:
                _ = FindLive(sent.InstanceId)?.Deliver(new EventRaised(sent.Name, sent.Input));
                break;
        }
    }

    /// <summary>Called once when an instance has ended.</summary>
    public void Ended(OrchestrationInstance instance)
    {
        InstanceState state = instance.State;
        try
        {
            Store.MoveToDone(state.InstanceId);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.LogWarning(failure, "The journal of the ended instance {InstanceId} is filed away at the next start.", state.InstanceId);
        }

        _endings.Keep(state);
        _live.TryRemove(new KeyValuePair<string, OrchestrationInstance>(state.InstanceId, instance));
        Metrics.Ended(state);
        TellParent(state);
    }

    /// <summary>False once the engine is closed; a true one is answered by <see cref="Leave"/>, and so is a false one.</summary>
    public bool TryEnter()
    {
        Interlocked.Increment(ref _inside);
        return !_closed;
    }

    public void Leave() => Interlocked.Decrement(ref _inside);

    /// <summary>Stops: running activities may finish within <paramref name="patience"/>, then they are cancelled and repeated at the next start.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        _pool.Close();
        if (!await Task.Run(() => _pool.Join(patience)))
        {
            foreach (OrchestrationInstance instance in _live.Values)
            {
                instance.Abandon();
            }

            await Task.Run(() => _pool.Join(AfterCancellation));
        }

        _closed = true;

        while (Volatile.Read(ref _inside) > 0)
        {
            await Task.Delay(1);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        Timers.Dispose();
        _pool.Dispose();
        Metrics.Dispose();
        Store.Dispose();
    }

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

    private void RunActivity(OrchestrationInstance instance, int generation, TaskScheduled task)
    {
        ExecutionStarted started = instance.State.Started;
        ActivityBody body = _functions.FindActivity(task.Name) ?? (_ => throw new InvalidOperationException(
            $"The function '{task.Name}' doesn't exist, is disabled, or is not an activity function."));
        ActivityCall call = new(task.Name, started.InstanceId, task.Id, task.Input, instance.Cancellation);
        _pool.Enqueue(new ActivityWork(call, body, DateTime.UtcNow, started.TraceParent, answer => instance.Deliver(answer, generation)));
    }

    /// <summary>Starts a sub-orchestration, or finds that a former run of the same decision already has.</summary>
    private void StartChild(OrchestrationInstance parent, int generation, ChildCreated child)
    {
        ParentLink link = new(parent.State.InstanceId, parent.State.Started.Name, child.Id, generation);
        if (parent.State.HasEnded)
        {
            return;
        }

        try
        {
            if (Find(child.InstanceId) is { } known && known.Started.Parent == link)
            {
                if (known.HasEnded)
                {
                    TellParent(known);
                }

                return;
            }

            ExecutionStarted started = new(
                child.InstanceId, child.Name, child.Input, DateTime.UtcNow, Parent: link, TraceParent: parent.State.Started.TraceParent);
            StartInstance(started, []);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Timers.After(TimeSpan.FromSeconds(1), () => StartChild(parent, generation, child));
        }
        catch (Exception failure) when (failure is ArgumentException or OrchestrationAlreadyExistsException)
        {
            parent.Deliver(new ChildFailed(child.Id, TaskFailureDetails.FromException(failure)), generation);
        }
        catch (InvalidOperationException)
        {
            // The host is stopping; the child is started at the next start.
        }
    }

    private void TellParent(InstanceState child)
    {
        if (child.Started.Parent is { } link)
        {
            Answer answer = child.Status == OrchestrationRuntimeStatus.Completed
                ? new ChildCompleted(link.TaskId, child.Output)
                : new ChildFailed(link.TaskId, child.Failure ?? new TaskFailureDetails(
                    "DurableTask.Core.Exceptions.SubOrchestrationFailedException", child.Output ?? child.Status.ToString(), null, null, null));
            FindLive(link.InstanceId)?.Deliver(answer, link.Generation);
        }
    }
}
