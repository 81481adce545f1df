using Microsoft.DurableTask;

namespace MakeDevice.Local.Durable;

/// <summary>
/// External events of one execution: the newest waiter gets an event first (so that a waiter abandoned in a loop takes none from
/// its successor), and an event nobody waits for is kept. Names are compared without regard to case.
/// </summary>
internal sealed class EventWaiters(DataConverter converter)
{
    private readonly Dictionary<string, Stack<Waiter>> _waiters = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Queue<EventRaised>> _kept = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>True where something still waits.</summary>
    public bool Any => _waiters.Values.Any(stack => stack.Any(waiter => !waiter.IsDone));

    /// <summary>Events that nobody has taken.</summary>
    public IEnumerable<EventRaised> Untaken => _kept.Values.SelectMany(queue => queue);

    public Task<T> Wait<T>(string name, CancellationToken cancellationToken)
    {
        Waiter<T> waiter = new(converter);
        if (_kept.TryGetValue(name, out Queue<EventRaised>? queue) && queue.TryDequeue(out EventRaised? early))
        {
            waiter.Complete(early.Input);
            return waiter.Task;
        }

        Stack<Waiter> stack = Of(name);
        if (stack.TryPeek(out Waiter? other) && other is not Waiter<T>)
        {
            throw new ArgumentException($"Events with the same name must have the same type argument: '{name}' is already awaited as {other.Type.FullName}.");
        }

        stack.Push(waiter);
        cancellationToken.Register(waiter.Cancel);
        return waiter.Task;
    }

    public void Raise(EventRaised raised)
    {
        if (Of(raised.Name).TryPop(out Waiter? waiter))
        {
            waiter.Complete(raised.Input);
            return;
        }

        if (!_kept.TryGetValue(raised.Name, out Queue<EventRaised>? queue))
        {
            _kept[raised.Name] = queue = new Queue<EventRaised>();
        }

        queue.Enqueue(raised);
    }

    private Stack<Waiter> Of(string name)
    {
        if (!_waiters.TryGetValue(name, out Stack<Waiter>? stack))
        {
            _waiters[name] = stack = new Stack<Waiter>();
        }

        return stack;
    }

    private abstract class Waiter
    {
        public abstract bool IsDone { get; }

        public abstract Type Type { get; }

        public abstract void Complete(string? input);
    }

    private sealed class Waiter<T>(DataConverter converter) : Waiter
    {
        private readonly TaskCompletionSource<T> _source = new();

        public Task<T> Task => _source.Task;

        public override bool IsDone => _source.Task.IsCompleted;

        public override Type Type => typeof(T);

        public void Cancel() => _source.TrySetCanceled();

        public override void Complete(string? input)
        {
            try
            {
                _source.TrySetResult(converter.Deserialize<T>(input)!);
            }
            catch (Exception malformed) when (malformed is not OutOfMemoryException)
            {
                _source.TrySetException(malformed);
            }
        }
    }
}
