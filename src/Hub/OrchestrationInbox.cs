namespace MakeDevice.Hub;

/// <summary>
/// Messages that wait for their orchestrations. An orchestration is taken with all that is due for it, and by one taker at a time; what comes meanwhile waits
/// until it is given back.
/// </summary>
internal sealed class OrchestrationInbox : IDisposable
{
    private readonly Dictionary<string, Box> _boxes = new(StringComparer.Ordinal);
    private readonly Queue<Box> _ready = new();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _count = new(0);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Delivers the message now, or when it is due.</summary>
    public void Post(HubMessage message)
    {
        if (message.Due > DateTime.UtcNow)
        {
            _ = PostWhenDueAsync(message);
        }
        else
        {
            Return([message]);
        }
    }

    /// <summary>The orchestration whose messages wait longest, with them; null where none came in time.</summary>
    public async Task<(string InstanceId, List<HubMessage> Messages)?> TakeAsync(TimeSpan patience, CancellationToken stop)
    {
        if (!await _count.WaitAsync(patience, stop))
        {
            return null;
        }

        lock (_lock)
        {
            Box box = _ready.Dequeue();
            (box.IsQueued, box.IsTaken) = (false, true);
            List<HubMessage> messages = [.. box.Messages.OrderBy(message => message.Number)];
            box.Messages.Clear();
            return (box.InstanceId, messages);
        }
    }

    /// <summary>Puts back what was taken and not done.</summary>
    public void Return(IEnumerable<HubMessage> messages)
    {
        lock (_lock)
        {
            foreach (HubMessage message in messages)
            {
                Deliver(message);
            }
        }
    }

    /// <summary>Lets the next one take the orchestration.</summary>
    public void Release(string instanceId)
    {
        lock (_lock)
        {
            if (_boxes.TryGetValue(instanceId, out Box? box))
            {
                box.IsTaken = false;
                if (box.Messages.Count == 0)
                {
                    _boxes.Remove(instanceId);
                }
                else
                {
                    Offer(box);
                }
            }
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
        _count.Dispose();
    }

    private async Task PostWhenDueAsync(HubMessage message)
    {
        await WallClock.UntilAsync(message.Due, _closing.Token);
        Return([message]);
    }

    private void Deliver(HubMessage message)
    {
        if (!_boxes.TryGetValue(message.InstanceId, out Box? box))
        {
            _boxes[message.InstanceId] = box = new Box(message.InstanceId);
        }

        box.Messages.Add(message);
        Offer(box);
    }

    private void Offer(Box box)
    {
        if (!box.IsTaken && !box.IsQueued)
        {
            box.IsQueued = true;
            _ready.Enqueue(box);
            _count.Release();
        }
    }

    private sealed class Box(string instanceId)
    {
        public string InstanceId => instanceId;

        public List<HubMessage> Messages { get; } = [];

        /// <summary>Whether it stands among the ready ones.</summary>
        public bool IsQueued { get; set; }

        public bool IsTaken { get; set; }
    }
}
