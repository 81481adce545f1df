namespace MakeDevice.Local.Durable;

/// <summary>
/// The states of the instances that ended last, for their pollers. Bounded in number and size, so that memory does not grow with the
/// number of jobs: everything else is read from disk when someone asks.
/// </summary>
internal sealed class EndedCache(int capacity)
{
    private const int LargestPayload = 16 * 1024;

    private readonly Dictionary<string, LinkedListNode<InstanceState>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<InstanceState> _oldestFirst = new();
    private readonly Lock _lock = new();

    public InstanceState? Find(string instanceId)
    {
        lock (_lock)
        {
            return _byId.TryGetValue(instanceId, out LinkedListNode<InstanceState>? node) ? node.Value : null;
        }
    }

    /// <summary>Keeps an ended state, unless it is large; gives it back either way.</summary>
    public InstanceState? Keep(InstanceState? state)
    {
        if (state is not { HasEnded: true } || Size(state) > LargestPayload)
        {
            return state;
        }

        lock (_lock)
        {
            Forget(state.InstanceId);
            _byId[state.InstanceId] = _oldestFirst.AddLast(state);
            if (_oldestFirst.Count > capacity)
            {
                Forget(_oldestFirst.First!.Value.InstanceId);
            }
        }

        return state;
    }

    public void Remove(string instanceId)
    {
        lock (_lock)
        {
            Forget(instanceId);
        }
    }

    private static int Size(InstanceState state) =>
        (state.Started.Input?.Length ?? 0) + (state.Output?.Length ?? 0) + (state.CustomStatus?.Length ?? 0);

    private void Forget(string instanceId)
    {
        if (_byId.Remove(instanceId, out LinkedListNode<InstanceState>? node))
        {
            _oldestFirst.Remove(node);
        }
    }
}
