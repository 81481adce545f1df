namespace MakeDevice.Routing.Caching;

/// <summary>
/// Values by key, as many as a budget of bytes allows: those that were used longest ago are dropped first. Safe for concurrent use. Two who
/// ask for the same value at the same time may both make it, so a value must follow from its key alone.
/// </summary>
/// <param name="capacity">Bytes; a single value that is larger is not kept, and with 0 nothing is.</param>
internal sealed class BoundedCache<TKey, TValue>(long capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes;
    private long _hits;
    private long _misses;

    public CacheUse Use
    {
        get
        {
            lock (_lock)
            {
                return new(_hits, _misses, _entries.Count, _bytes);
            }
        }
    }

    /// <summary>The value that is kept, or what <paramref name="make"/> makes; an exception leaves nothing behind.</summary>
    /// <param name="weigh">Bytes that a value takes, about.</param>
    public TValue GetOrMake(TKey key, Func<TValue> make, Func<TValue, long> weigh)
    {
        if (Find(key) is { } known)
        {
            return known.Value;
        }

        var value = make();
        Keep(new(key, value, weigh(value)));
        return value;
    }

    private Entry? Find(TKey key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node))
            {
                _misses++;
                return null;
            }

            _hits++;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value;
        }
    }

    private void Keep(Entry entry)
    {
        lock (_lock)
        {
            if (entry.Bytes > capacity || _entries.ContainsKey(entry.Key))
            {
                return;
            }

            _entries[entry.Key] = _byUse.AddFirst(entry);
            for (_bytes += entry.Bytes; _bytes > capacity; _bytes -= _byUse.Last!.Value.Bytes, _byUse.RemoveLast())
            {
                _entries.Remove(_byUse.Last!.Value.Key);
            }
        }
    }

    private sealed record Entry(TKey Key, TValue Value, long Bytes);
}

/// <summary>What a cache was good for.</summary>
/// <param name="Hits">Questions it could answer.</param>
/// <param name="Misses">Questions it could not.</param>
/// <param name="Entries">Values that it holds.</param>
/// <param name="Bytes">Memory that they take, about.</param>
public readonly record struct CacheUse(long Hits, long Misses, int Entries, long Bytes);
