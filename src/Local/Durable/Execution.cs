using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Local.Durable;

/// <summary>The code of an orchestrator: takes its context, returns its output.</summary>
internal delegate Task<object?> OrchestratorBody(TaskOrchestrationContext context);

/// <summary>
/// One run of an orchestrator's code in memory, fed with events one at a time. It stays in memory between events; a replay after a
/// restart feeds it the events of the journal in the same order, so both give the same decisions.
/// </summary>
internal sealed class Execution
{
    private readonly OrchestratorBody _body;
    private readonly DataConverter _converter;
    private readonly OrchestratorLoop _loop;
    private readonly OrchestratorContext _context;
    private readonly Queue<HistoryEvent> _held = new();
    private Task<object?>? _run;
    private bool _suspended;

    /// <param name="illegalAwait">Called on another thread where the code awaits something that is not durable.</param>
    public Execution(ExecutionStarted started, OrchestratorBody body, DataConverter converter, ILoggerFactory loggers, Action illegalAwait)
    {
        _body = body;
        _converter = converter;
        _loop = new OrchestratorLoop(illegalAwait);
        _context = new OrchestratorContext(started, converter, loggers, _loop);
    }

    public bool HasBegun => _run is not null;

    public bool HasReturned => _run is { IsCompleted: true };

    /// <summary>True where nothing can ever wake the code again: it awaits something that is not durable.</summary>
    public bool IsStuck => _run is { IsCompleted: false } && !_suspended && !_context.CanBeWoken;

    public IReadOnlyCollection<int> OpenIds => _context.OpenIds;

    /// <summary>Null where the code did not ask to continue as new.</summary>
    public (string? Input, bool KeepEvents)? Continuation => _context.Continuation;

    public IEnumerable<EventRaised> UntakenEvents => _context.UntakenEvents;

    /// <summary>While set, loggers made by the context are silent.</summary>
    public bool IsReplaying
    {
        get => _context.IsReplaying;
        set => _context.SetReplaying(value);
    }

    /// <summary>False for an answer that came twice, too late, or to a decision that was cancelled.</summary>
    public bool Accepts(HistoryEvent next) => !HasReturned && next switch
    {
        Answer answer => _context.IsOpen(answer.Id),
        _ => true,
    };

    /// <summary>Feeds one event and runs the code until it waits again.</summary>
    /// <exception cref="NonDeterminismException">The code decided otherwise than the history says.</exception>
    public void Apply(HistoryEvent next)
    {
        switch (next)
        {
            case TurnStarted turn:
                _context.Begin(turn.At);
                Begin();
                break;
            case Decision decision:
                _context.Confirm(decision);
                break;
            case CustomStatusSet status:
                _context.ConfirmStatus(status.Json);
                break;
            case TurnEnded:
                _context.ConfirmTurn();
                break;
            case ExecutionSuspended:
                _suspended = true;
                break;
            case ExecutionResumed:
                Resume();
                break;
            case Answer or EventRaised when _suspended:
                _held.Enqueue(next);
                break;
            case Answer answer:
                _loop.Run(() => _context.Complete(answer));
                break;
            case EventRaised raised:
                _loop.Run(() => _context.Raise(raised));
                break;
        }
    }

    /// <summary>What the code decided since the last call.</summary>
    public List<HistoryEvent> TakeDecisions() => _context.TakeDecisions();

    /// <summary>How the run ended. Call it once it has returned.</summary>
    public ExecutionEnded Result(DateTime at)
    {
        try
        {
            return new ExecutionEnded(OrchestrationRuntimeStatus.Completed, _converter.Serialize(_run!.GetAwaiter().GetResult()), null, at);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return Failed(failure, at);
        }
    }

    public static ExecutionEnded Failed(Exception failure, DateTime at) =>
        new(OrchestrationRuntimeStatus.Failed, failure.Message, TaskFailureDetails.FromException(failure), at);

    /// <summary>The end of an instance whose history could not be written. Small, so that it fits the room that a journal keeps for it.</summary>
    public static ExecutionEnded Unrecorded(DateTime at)
    {
        const string Reason = "STORAGE_UNAVAILABLE error=the history could not be written";
        return new ExecutionEnded(
            OrchestrationRuntimeStatus.Failed, Reason, new TaskFailureDetails(typeof(IOException).FullName!, Reason, null, null, null), at);
    }

    private void Begin()
    {
        if (_run is null)
        {
            _loop.Run(() => _run = Call());
        }
    }

    private Task<object?> Call()
    {
        try
        {
            return _body(_context);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return Task.FromException<object?>(failure);
        }
    }

    private void Resume()
    {
        _suspended = false;
        while (!_suspended && _held.TryDequeue(out HistoryEvent? next))
        {
            Apply(next);
        }
    }
}
