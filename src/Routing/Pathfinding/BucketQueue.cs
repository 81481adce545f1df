using System.Numerics;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// A priority queue for small integer costs (Dial's algorithm, 1969): a ring of buckets, each a stack, so that equal costs
/// come out newest first, always in the same order. Costs may never fall below the last one taken.
/// </summary>
internal sealed class BucketQueue : IDisposable
{
    private const int Ring = 1 << 13;

    private readonly int[] _heads = PooledArray.Rent<int>(Ring);

    // One bit a bucket that holds something: empty ones are passed 64 at a time. A head counts only where its bit is set.
    private readonly ulong[] _filled = new ulong[Ring / 64];
    private (int Item, int Cost, int Next)[] _entries = PooledArray.Rent<(int, int, int)>(1024);
    private int _used;

    // Entries that have been taken, to be used again: the queue grows with what waits, not with all that ever did.
    private int _free = -1;
    private int _waiting;
    private int _cursor;

    /// <summary>Gives the queue's memory back; one job's serves the next.</summary>
    public void Dispose()
    {
        PooledArray.Return(_heads);
        PooledArray.Return(_entries);
    }

    public void Clear()
    {
        Array.Clear(_filled);
        _used = 0;
        _free = -1;
        _waiting = 0;
        _cursor = int.MaxValue;
    }

    /// <param name="cost">At most 8,191 above the lowest cost waiting.</param>
    public void Push(int cost, int item)
    {
        var entry = NewEntry();
        var slot = cost & (Ring - 1);
        ref var filled = ref _filled[slot >> 6];
        var bit = 1UL << (slot & 63);
        _entries[entry] = (item, cost, (filled & bit) != 0 ? _heads[slot] : -1);
        _heads[slot] = entry;
        filled |= bit;
        _waiting++;
        _cursor = Math.Min(_cursor, cost);
    }

    public bool TryPop(out int cost, out int item)
    {
        if (_waiting == 0)
        {
            cost = item = 0;
            return false;
        }

        var slot = NextFilled(_cursor & (Ring - 1));
        var taken = _heads[slot];
        ref var entry = ref _entries[taken];
        (item, cost, var next) = entry;
        _heads[slot] = next;
        if (next < 0)
        {
            _filled[slot >> 6] &= ~(1UL << (slot & 63));
        }

        _waiting--;
        _cursor = cost;
        entry.Next = _free;
        _free = taken;
        return true;
    }

    private int NewEntry()
    {
        if (_free >= 0)
        {
            var entry = _free;
            _free = _entries[entry].Next;
            return entry;
        }

        if (_used == _entries.Length)
        {
            PooledArray.Grow(ref _entries, _used);
        }

        return _used++;
    }

    private int NextFilled(int slot)
    {
        var word = slot >> 6;
        var bits = _filled[word] & (ulong.MaxValue << (slot & 63));
        while (bits == 0)
        {
            word = (word + 1) & (_filled.Length - 1);
            bits = _filled[word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }
}
