namespace MakeDevice.Local.Hub;

/// <summary>
/// Messages that wait for their orchestrations. An orchestration is taken with all that is due for it, and by one taker at a time; what comes meanwhile waits
/// until it is given back.
/// </summary>
internal sealed class OrchestrationInbox : IDisposable
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    private readonly Dictionary<string, Box> _boxes = new(StringComparer.Ordinal);
    private readonly Queue<Box> _ready = new();
    private readonly PriorityQueue<HubMessage, (DateTime Due, long Number)> _later = new();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _count = new(0);
    private readonly Timer _clock;

    public OrchestrationInbox() => _clock = new Timer(_ => Ripen());

    public void Post(HubMessage message)
    {
        lock (_lock)
        {
            if (message.Due > DateTime.UtcNow)
            {
                _later.Enqueue(message, (message.Due, message.Number));
                Wind();
            }
            else
            {
                Deliver(message);
            }
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
        _clock.Dispose();
        _count.Dispose();
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

    /// <summary>Delivers what has become due.</summary>
    private void Ripen()
    {
        lock (_lock)
        {
            while (_later.TryPeek(out HubMessage? next, out _) && next.Due <= DateTime.UtcNow)
            {
                Deliver(_later.Dequeue());
            }

            Wind();
        }
    }

    private void Wind()
    {
        if (_later.TryPeek(out HubMessage? next, out _))
        {
            TimeSpan wait = next.Due - DateTime.UtcNow;
            // A timer counts whole milliseconds and may be early by a part of one.
            _clock.Change(wait <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : wait > LongestTimer ? LongestTimer : wait + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
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
