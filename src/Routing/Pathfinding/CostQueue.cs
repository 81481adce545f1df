using System.Numerics;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// A priority queue for integer costs of any spread: buckets a few units wide, each a stack, so that equal costs come out newest
/// first, always in the same order. Within a bucket the order is not by cost.
/// </summary>
internal sealed class CostQueue : IDisposable
{
    private const int Shift = 3;

    private int[] _heads = PooledArray.Rent<int>(1 << 12);

    // One bit a bucket that holds something; a head counts only where its bit is set.
    private ulong[] _filled = new ulong[1 << 6];
    private (int Item, int Cost, int Next)[] _entries = PooledArray.Rent<(int, int, int)>(1024);
    private int _used;

    // The first of the entries that were taken out and may be used again, each naming the next; negative for none.
    private int _free = -1;
    private int _waiting;
    private int _first;
    private int _last;

    public void Dispose()
    {
        PooledArray.Return(_heads);
        PooledArray.Return(_entries);
    }

    public void Clear()
    {
        if (_last >= _first)
        {
            Array.Clear(_filled, _first, _last - _first + 1);
        }

        _used = 0;
        _free = -1;
        _waiting = 0;
        _first = int.MaxValue;
        _last = -1;
    }

    /// <param name="cost">Not negative.</param>
    public void Push(int cost, int item)
    {
        var bucket = cost >> Shift;
        var word = bucket >> 6;
        if (word >= _filled.Length || (_free < 0 && _used == _entries.Length))
        {
            Grow(bucket);
        }

        var entry = _free < 0 ? _used++ : _free;
        _free = _free < 0 ? -1 : _entries[entry].Next;
        var bit = 1UL << (bucket & 63);
        _entries[entry] = (item, cost, (_filled[word] & bit) != 0 ? _heads[bucket] : -1);
        _heads[bucket] = entry;
        _filled[word] |= bit;
        _waiting++;
        _first = Math.Min(_first, word);
        _last = Math.Max(_last, word);
    }

    public bool TryPop(out int cost, out int item)
    {
        if (_waiting == 0)
        {
            cost = item = 0;
            return false;
        }

        while (_filled[_first] == 0)
        {
            _first++;
        }

        var bucket = (_first << 6) + BitOperations.TrailingZeroCount(_filled[_first]);
        var entry = _heads[bucket];
        (item, cost, var next) = _entries[entry];
        (_entries[entry].Next, _free) = (_free, entry);
        _heads[bucket] = next;
        if (next < 0)
        {
            _filled[_first] &= _filled[_first] - 1;
        }

        _waiting--;
        return true;
    }

    private void Grow(int bucket)
    {
        if (bucket >> 6 >= _filled.Length)
        {
            var buckets = Math.Max(_filled.Length << 7, (bucket | 63) + 1);
            Array.Resize(ref _filled, buckets >> 6);
            PooledArray.Grow(ref _heads, _heads.Length, buckets);
        }

        PooledArray.Reserve(ref _entries, _used, 1);
    }
}
