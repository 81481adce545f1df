namespace MakeDevice.Local.Hub;

/// <summary>Activities that wait for a worker, those of the oldest instance first: jobs end one after the other, and not all at the end.</summary>
internal sealed class ActivityBacklog : IDisposable
{
    private readonly PriorityQueue<HubMessage, (DateTime Born, long Number)> _waiting = new();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _count = new(0);

    public int Count => _count.CurrentCount;

    /// <param name="born">When the activity's instance was started.</param>
    public void Add(HubMessage activity, DateTime born)
    {
        lock (_lock)
        {
            _waiting.Enqueue(activity, (born, activity.Number));
        }

        _count.Release();
    }

    /// <summary>The next one; null where none came in time.</summary>
    public async Task<HubMessage?> TakeAsync(TimeSpan patience, CancellationToken stop)
    {
        if (!await _count.WaitAsync(patience, stop))
        {
            return null;
        }

        lock (_lock)
        {
            return _waiting.Dequeue();
        }
    }

    public void Dispose() => _count.Dispose();
}
