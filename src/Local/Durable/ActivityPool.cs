using System.Collections.Concurrent;
using Microsoft.DurableTask;

namespace MakeDevice.Local.Durable;

/// <summary>One run of an activity.</summary>
/// <param name="Cancellation">Signalled when the instance ends before the activity does, or the host stops.</param>
internal sealed record ActivityCall(string Name, string InstanceId, int TaskId, string? Input, CancellationToken Cancellation);

/// <summary>Runs an activity: serialised input in, serialised output out.</summary>
internal delegate Task<string?> ActivityBody(ActivityCall call);

/// <summary>A piece of work for the pool.</summary>
/// <param name="Report">Gets what the work came to; not called where it must be repeated after a restart.</param>
internal sealed record ActivityWork(ActivityCall Call, ActivityBody Body, DateTime QueuedAt, string? TraceParent, Action<Answer> Report);

/// <summary>
/// Runs activities on a fixed number of threads of its own: routing keeps a core busy for long, and must not take the thread pool from
/// HTTP. Continuations of an activity come back to its thread, so no more than <c>workers</c> activities ever compute at once.
/// </summary>
internal sealed class ActivityPool : IDisposable
{
    private readonly BlockingCollection<ActivityWork> _queue = new(new ConcurrentQueue<ActivityWork>());
    private readonly CancellationTokenSource _closing = new();
    private readonly Thread[] _threads;
    private readonly EngineMetrics _metrics;

    public ActivityPool(int workers, EngineMetrics metrics)
    {
        _metrics = metrics;
        _threads = [.. Enumerable.Range(0, workers).Select(i => new Thread(Work) { IsBackground = true, Name = $"activity-{i}" })];
        foreach (Thread thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Activities that wait for a thread.</summary>
    public int Queued => _queue.Count;

    public void Enqueue(ActivityWork work)
    {
        if (!_closing.IsCancellationRequested)
        {
            _queue.Add(work);
        }
    }

    /// <summary>Starts nothing more; what runs may finish.</summary>
    public void Close() => _closing.Cancel();

    /// <summary>Waits until nothing runs any more.</summary>
    /// <returns>False where something still does.</returns>
    public bool Join(TimeSpan patience)
    {
        DateTime until = DateTime.UtcNow + patience;
        return _threads.All(thread => thread.Join(Max(until - DateTime.UtcNow, TimeSpan.Zero)));
    }

    public void Dispose()
    {
        Close();
        if (Join(TimeSpan.Zero))
        {
            _queue.Dispose();
            _closing.Dispose();
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private void Work()
    {
        using ThreadLoop loop = new();
        try
        {
            foreach (ActivityWork work in _queue.GetConsumingEnumerable(_closing.Token))
            {
                loop.Run(() => RunAsync(work));
                if (_closing.IsCancellationRequested)
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
        }
    }

    private async Task RunAsync(ActivityWork work)
    {
        if (work.Call.Cancellation.IsCancellationRequested)
        {
            return;
        }

        using EngineMetrics.Span span = _metrics.Begin(work);
        try
        {
            string? result = await work.Body(work.Call);
            work.Report(new TaskCompleted(work.Call.TaskId, result));
        }
        catch (OperationCanceledException) when (work.Call.Cancellation.IsCancellationRequested)
        {
            // Of an ended instance nobody asks; after a stop of the host the activity is run again.
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            span.Fail(failure);
            work.Report(new TaskFailed(work.Call.TaskId, TaskFailureDetails.FromException(failure)));
        }
    }

    /// <summary>Runs an asynchronous function to its end on the calling thread.</summary>
    private sealed class ThreadLoop : SynchronizationContext, IDisposable
    {
        private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _ready = [];

        public void Run(Func<Task> function)
        {
            SetSynchronizationContext(this);
            Task task = function();
            task.ContinueWith(_ => Post(static _ => { }, null), TaskScheduler.Default);
            while (!task.IsCompleted)
            {
                (SendOrPostCallback callback, object? state) = _ready.Take();
                callback(state);
            }

            SetSynchronizationContext(null);
            task.GetAwaiter().GetResult();
        }

        public override void Post(SendOrPostCallback d, object? state) => _ready.Add((d, state));

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

        public override SynchronizationContext CreateCopy() => this;

        public void Dispose() => _ready.Dispose();
    }
}
