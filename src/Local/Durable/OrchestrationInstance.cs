using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace MakeDevice.Local.Durable;

/// <summary>
/// A running instance as an actor: letters arrive in any order and number, one thread at a time handles them in turns. A turn writes
/// what arrived, lets the orchestrator run, writes what it decided, and only then acts on it. Where the journal cannot be written it tries
/// again for a while, and then gives the instance up: it ends as failed as soon as that can be recorded.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Activities hold its token beyond its end; without a timer there is nothing to release.")]
internal sealed class OrchestrationInstance : IThreadPoolWorkItem
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly DurableEngine _engine;
    private readonly ConcurrentQueue<Letter> _mailbox = new();
    private readonly List<HistoryEvent> _unwritten = [];
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource<InstanceState> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<InstanceState> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> _timers = [];
    private Journal _journal;
    private List<HistoryEvent>? _history;
    private Execution? _execution;
    private Turn? _turn;
    private ExecutionEnded? _lastWord;
    private DateTime? _unwritableSince;
    private volatile InstanceState _state;
    private volatile bool _isGivenUp;
    private volatile bool _awaitsIllegally;
    private int _scheduled;

    /// <param name="history">What the journal holds; more than its first record after a restart.</param>
    public OrchestrationInstance(DurableEngine engine, Journal journal, List<HistoryEvent> history)
    {
        _engine = engine;
        _journal = journal;
        _history = history;
        _state = InstanceState.Of(history)!;
    }

    public InstanceState State => _state;

    /// <summary>True from the moment in which the instance was given up until its journal says so.</summary>
    public bool IsGivenUp => _isGivenUp;

    /// <summary>Completes when the orchestrator has begun (or ended before that).</summary>
    public Task<InstanceState> Begun => _begun.Task;

    public Task<InstanceState> Ended => _ended.Task;

    /// <summary>For activities of this instance.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    private int Generation => _state.Started.Generation;

    /// <summary>Lets the instance look after itself: begin, replay, or try again.</summary>
    public void Wake()
    {
        _mailbox.Enqueue(Letter.WakeUp);
        Schedule();
    }

    /// <summary>Delivers a fact. The task completes when it is durable.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public Task Deliver(HistoryEvent fact)
    {
        TaskCompletionSource written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _mailbox.Enqueue(new Letter(fact, Generation, written));
        Schedule();
        return written.Task;
    }

    /// <summary>Delivers an answer to a decision of the given generation; it is kept until it could be written.</summary>
    public void Deliver(Answer answer, int generation)
    {
        _mailbox.Enqueue(new Letter(answer, generation, null));
        Schedule();
    }

    /// <summary>False while the instance runs. Where it has ended, waits until its journal is filed away: only then may its id be used again.</summary>
    public bool HasBeenFiled()
    {
        if (!_state.HasEnded)
        {
            return false;
        }

        _ended.Task.Wait();
        return true;
    }

    /// <summary>Sets a durable timer.</summary>
    public void SetTimer(TimerCreated timer, int generation) =>
        _timers.Add(_engine.Timers.At(timer.FireAt, () => Deliver(new TimerFired(timer.Id), generation)));

    /// <summary>Stops what runs for this instance; its results are asked for again after a restart.</summary>
    public void Abandon() => _cancellation.Cancel();

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            if (_engine.TryEnter())
            {
                Work();
            }
        }
        finally
        {
            _engine.Leave();
            Volatile.Write(ref _scheduled, 0);
            if (!_mailbox.IsEmpty)
            {
                Schedule();
            }
        }
    }

    private void Schedule()
    {
        if (Interlocked.Exchange(ref _scheduled, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void Work()
    {
        if (_state.HasEnded)
        {
            Refuse();
            return;
        }

        if (_lastWord is not null)
        {
            WriteLastWord();
            return;
        }

        try
        {
            Recover();
            CompleteTurn();
            TakeTurn();
            _unwritableSince = null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            BearFailedWrite(failure);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException && !_state.HasEnded)
        {
            _engine.Log.LogError(failure, "Instance {InstanceId} cannot go on.", _state.InstanceId);
            Fail(failure);
        }
    }

    /// <summary>A write failed: whoever waits is told, an end that was asked for is tried for itself, and patience has an end.</summary>
    private void BearFailedWrite(Exception failure)
    {
        if (_unwritableSince is not { } since)
        {
            _unwritableSince = since = DateTime.UtcNow;
            _engine.Log.LogError(failure, "The journal of instance {InstanceId} cannot be written; trying again.", _state.InstanceId);
        }

        if (TellWaiting(failure) is { } end)
        {
            EndNowOrTell(end, failure);
        }
        else if (DateTime.UtcNow - since >= _engine.WritePatience)
        {
            _engine.Log.LogError("The journal of instance {InstanceId} could not be written for too long; giving it up.", _state.InstanceId);
            EndWith(Execution.Unrecorded(DateTime.UtcNow));
        }
        else
        {
            _engine.Timers.After(RetryDelay, Wake);
        }
    }

    /// <summary>Tells the senders in the mailbox that nothing can be written; answers stay there.</summary>
    /// <returns>An end that somebody waits for, for its own try.</returns>
    private Letter? TellWaiting(Exception failure)
    {
        Letter? end = null;
        for (int left = _mailbox.Count; left > 0 && _mailbox.TryDequeue(out Letter? letter); left--)
        {
            if (letter is { Fact: ExecutionEnded } && end is null)
            {
                end = letter;
            }
            else if (letter.Written is { } written)
            {
                written.TrySetException(failure);
            }
            else if (letter.Fact is not null)
            {
                _mailbox.Enqueue(letter);
            }
        }

        return end;
    }

    /// <summary>An end that a client asked for needs no room, but where even that cannot be written the client is told and may ask again.</summary>
    private void EndNowOrTell(Letter letter, Exception failure)
    {
        ExecutionEnded end = (ExecutionEnded)letter.Fact!;
        try
        {
            _journal.Append([end], flush: true);
        }
        catch (Exception again) when (again is IOException or UnauthorizedAccessException)
        {
            letter.Written?.TrySetException(failure);
            _engine.Timers.After(RetryDelay, Wake);
            return;
        }

        _state = _state.After(end);
        letter.Written?.TrySetResult();
        Finish();
    }

    /// <summary>Ends the instance whatever it was about; where that cannot be recorded yet, nothing else is done until it is.</summary>
    private void EndWith(ExecutionEnded end)
    {
        _lastWord = end;
        _turn = null;
        _unwritten.Clear();
        Release();
        WriteLastWord();
    }

    private void WriteLastWord()
    {
        ExecutionEnded end = _lastWord!;
        try
        {
            _journal.Append([end], flush: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _isGivenUp = true;
            TellWaiting(failure)?.Written?.TrySetException(failure);
            _engine.Timers.After(RetryDelay, Wake);
            return;
        }

        _state = _state.After(end);
        _isGivenUp = false;
        Finish();
    }

    /// <summary>After a restart: replays the journal and asks again for every answer that is missing.</summary>
    private void Recover()
    {
        if (_execution is not null)
        {
            return;
        }

        List<HistoryEvent> history = _history!;
        _execution = NewExecution();
        if (_execution is null)
        {
            Fail(new InvalidOperationException($"The orchestrator function '{_state.Started.Name}' does not exist."));
            return;
        }

        _history = null;
        int settled = history.FindLastIndex(e => e is TurnEnded);
        try
        {
            for (int i = 1; i < history.Count; i++)
            {
                _execution.IsReplaying = i <= settled;
                _execution.Apply(history[i]);
            }
        }
        catch (NonDeterminismException different)
        {
            Fail(different);
            return;
        }

        _execution.IsReplaying = false;
        AskAgain(history, settled);
        if (!_execution.HasBegun && _state.Started.StartAt is { } startAt && startAt > DateTime.UtcNow)
        {
            _timers.Add(_engine.Timers.At(startAt, Wake));
        }

        if (_execution.HasBegun)
        {
            _begun.TrySetResult(_state);
            Decide();
        }
    }

    /// <summary>Decisions whose answers are open, and events whose sending the crash may have prevented.</summary>
    private void AskAgain(List<HistoryEvent> history, int settled)
    {
        HashSet<int> open = [.. _execution!.OpenIds];
        int lastTurn = settled < 0 ? -1 : history.FindLastIndex(settled, e => e is TurnStarted);
        for (int i = 0; i < history.Count; i++)
        {
            if (history[i] is EventSent ? i > lastTurn : history[i] is Decision decision && open.Contains(decision.Id))
            {
                _engine.Act(this, Generation, (Decision)history[i]);
            }
        }
    }

    private void TakeTurn()
    {
        DateTime now = DateTime.UtcNow;
        if (_state.HasEnded || _turn is not null || _lastWord is not null)
        {
            return;
        }

        List<TaskCompletionSource> waiting = Collect();
        bool due = _execution!.HasBegun || _state.Started.StartAt is not { } startAt || startAt <= now;
        bool idle = _execution.HasBegun ? !_awaitsIllegally : !due;
        if (_unwritten.Count == 0 && idle)
        {
            waiting.ForEach(written => written.TrySetResult());
            return;
        }

        List<HistoryEvent> incoming = due && _unwritten is not [ExecutionEnded] ? [new TurnStarted(now), .. _unwritten] : [.. _unwritten];
        Write(incoming, waiting);
        foreach (HistoryEvent next in incoming)
        {
            _state = _state.After(next);
            if (next is not ExecutionEnded)
            {
                _execution.Apply(next);
            }
        }

        _begun.TrySetResult(_state);
        if (_state.HasEnded)
        {
            Finish();
        }
        else if (due)
        {
            Decide();
        }
    }

    /// <summary>Moves the mailbox into the facts to write; the end of an instance makes all others void.</summary>
    private List<TaskCompletionSource> Collect()
    {
        List<TaskCompletionSource> waiting = [];
        while (_mailbox.TryDequeue(out Letter? letter))
        {
            if (letter.Fact is { } fact && (fact is not Answer || letter.Generation == Generation) && _execution!.Accepts(fact))
            {
                _unwritten.Add(fact);
            }

            if (letter.Written is { } written)
            {
                waiting.Add(written);
            }
        }

        if (_unwritten.Find(fact => fact is ExecutionEnded) is { } end)
        {
            _unwritten.Clear();
            _unwritten.Add(end);
        }

        return waiting;
    }

    private void Write(List<HistoryEvent> incoming, List<TaskCompletionSource> waiting)
    {
        try
        {
            _journal.Append(incoming, flush: waiting.Count > 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A client is told, and may ask again. An answer has nobody to repeat it, so it stays.
            waiting.ForEach(written => written.TrySetException(failure));
            _unwritten.RemoveAll(fact => fact is not Answer);
            throw;
        }

        _unwritten.Clear();
        waiting.ForEach(written => written.TrySetResult());
    }

    /// <summary>Writes what the orchestrator decided, then acts on it.</summary>
    private void Decide()
    {
        DateTime now = DateTime.UtcNow;
        List<HistoryEvent> decisions = _execution!.TakeDecisions();
        ExecutionEnded? end = _awaitsIllegally || _execution.IsStuck
            ? Execution.Failed(new InvalidOperationException(OrchestratorContext.IllegalAwait), now)
            : _execution.HasReturned ? _execution.Result(now) : null;
        bool again = end is { Status: OrchestrationRuntimeStatus.Completed } && _execution.Continuation is not null;
        _turn = new Turn(decisions, again ? new TurnEnded(now) : end ?? (HistoryEvent)new TurnEnded(now), again);
        CompleteTurn();
    }

    private void CompleteTurn()
    {
        if (_turn is not { } turn)
        {
            return;
        }

        if (!turn.Written)
        {
            _journal.Append([.. turn.Decisions, turn.Last], flush: turn.Last is ExecutionEnded);
            turn.Written = true;
            _state = turn.Decisions.Aggregate(_state, (state, next) => state.After(next)).After(turn.Last);
            int generation = Generation;
            foreach (Decision decision in turn.Decisions.OfType<Decision>().Where(d => turn.Last is TurnEnded || d is EventSent))
            {
                _engine.Act(this, generation, decision);
            }
        }

        if (turn.ContinuesAsNew)
        {
            ContinueAsNew();
        }

        _turn = null;
        if (_state.HasEnded)
        {
            Finish();
        }
    }

    /// <summary>Starts the journal over in one step with the new input and the events nobody took.</summary>
    private void ContinueAsNew()
    {
        (string? input, bool keepEvents) = _execution!.Continuation!.Value;
        ExecutionStarted started = _state.Started with { Input = input, StartAt = null, Generation = Generation + 1 };
        List<HistoryEvent> history = [started];
        if (_state.CustomStatus is { } status)
        {
            history.Add(new CustomStatusSet(status));
        }

        history.AddRange(keepEvents ? _execution.UntakenEvents : []);
        _journal = _engine.Store.Restart(started.InstanceId, history);
        _state = InstanceState.Of(history)! with { Status = OrchestrationRuntimeStatus.Running, LastUpdatedAt = _state.LastUpdatedAt };
        _history = history;
        _execution = null;
        Recover();
        Wake();
    }

    private void Fail(Exception failure) => EndWith(Execution.Failed(failure, DateTime.UtcNow));

    private void Finish()
    {
        Release();
        _engine.Ended(this);
        _begun.TrySetResult(_state);
        _ended.TrySetResult(_state);
        Refuse();
    }

    /// <summary>Lets go of what only a running instance needs.</summary>
    private void Release()
    {
        _cancellation.Cancel();
        _timers.ForEach(timer => timer.Dispose());
        _timers.Clear();
        _execution = null;
    }

    /// <summary>Nothing that comes after the end is written.</summary>
    private void Refuse()
    {
        while (_mailbox.TryDequeue(out Letter? late))
        {
            late.Written?.TrySetException(new InvalidOperationException(
                $"The orchestration instance {_state.InstanceId} is in the {_state.Status} state."));
        }
    }

    private Execution? NewExecution() => _engine.FindOrchestrator(_state.Started.Name) is { } body
        ? new Execution(_state.Started, body, _engine.Converter, _engine.Loggers, OnIllegalAwait)
        : null;

    private void OnIllegalAwait()
    {
        _awaitsIllegally = true;
        Wake();
    }

    /// <summary>A fact on its way; <see cref="Written"/> is whoever waits for its being durable.</summary>
    private sealed record Letter(HistoryEvent? Fact, int Generation, TaskCompletionSource? Written)
    {
        /// <summary>Brings nothing; the instance looks after itself.</summary>
        public static Letter WakeUp { get; } = new(null, 0, null);
    }

    /// <summary>The second half of a turn; kept where writing it fails, so that it can be tried again.</summary>
    private sealed record Turn(List<HistoryEvent> Decisions, HistoryEvent Last, bool ContinuesAsNew)
    {
        public bool Written { get; set; }
    }
}
