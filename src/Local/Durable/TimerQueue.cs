namespace MakeDevice.Local.Durable;

/// <summary>All durable timers of the host on one system timer. A callback runs on the thread pool and must be short.</summary>
internal sealed class TimerQueue : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly PriorityQueue<Entry, DateTime> _due = new();
    private readonly Timer _timer;
    private bool _closed;

    public TimerQueue() => _timer = new Timer(_ => Fire(), null, Timeout.Infinite, Timeout.Infinite);

    /// <returns>Disposed, it does not fire, and holds on to nothing.</returns>
    public IDisposable At(DateTime utc, Action callback)
    {
        Entry entry = new(callback);
        lock (_due)
        {
            _due.Enqueue(entry, utc);
            Arm();
        }

        return entry;
    }

    public void After(TimeSpan delay, Action callback) => At(DateTime.UtcNow + delay, callback);

    public void Dispose()
    {
        lock (_due)
        {
            _closed = true;
            _due.Clear();
        }

        _timer.Dispose();
    }

    private void Fire()
    {
        List<Entry> ready = [];
        lock (_due)
        {
            while (_due.TryPeek(out Entry? next, out DateTime at) && at <= DateTime.UtcNow)
            {
                _due.Dequeue();
                ready.Add(next);
            }

            Arm();
        }

        ready.ForEach(entry => entry.Fire());
    }

    private void Arm()
    {
        if (!_closed && _due.TryPeek(out _, out DateTime at))
        {
            // Rounded up, so that a timer never fires before its time.
            double wait = Math.Ceiling((at - DateTime.UtcNow).TotalMilliseconds);
            _timer.Change((long)Math.Clamp(wait, 0, LongestWait.TotalMilliseconds), Timeout.Infinite);
        }
    }

    private sealed class Entry(Action callback) : IDisposable
    {
        private Action? _callback = callback;

        public void Fire() => Interlocked.Exchange(ref _callback, null)?.Invoke();

        public void Dispose() => _callback = null;
    }
}
