using System.Numerics;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// A priority queue for integer costs of any spread: buckets a few units wide, each a stack, so that equal costs come out newest
/// first, always in the same order. Within a bucket the order is not by cost.
/// </summary>
internal sealed class CostQueue
{
    private const int Shift = 3;

    private int[] _heads = new int[1 << 12];

    // One bit a bucket that holds something; a head counts only where its bit is set.
    private ulong[] _filled = new ulong[1 << 6];
    private int[] _items = new int[1024];
    private int[] _costs = new int[1024];
    private int[] _next = new int[1024];
    private int _used;
    private int _waiting;
    private int _first;
    private int _last;

    public void Clear()
    {
        if (_last >= _first)
        {
            Array.Clear(_filled, _first, _last - _first + 1);
        }

        _used = 0;
        _waiting = 0;
        _first = int.MaxValue;
        _last = -1;
    }

    /// <param name="cost">Not negative.</param>
    public void Push(int cost, int item)
    {
        var bucket = cost >> Shift;
        Grow(bucket);
        var word = bucket >> 6;
        var bit = 1UL << (bucket & 63);
        _items[_used] = item;
        _costs[_used] = cost;
        _next[_used] = (_filled[word] & bit) != 0 ? _heads[bucket] : -1;
        _heads[bucket] = _used++;
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
        _heads[bucket] = _next[entry];
        if (_next[entry] < 0)
        {
            _filled[_first] &= _filled[_first] - 1;
        }

        _waiting--;
        cost = _costs[entry];
        item = _items[entry];
        return true;
    }

    private void Grow(int bucket)
    {
        if (bucket >= _heads.Length)
        {
            var size = Math.Max(2 * _heads.Length, (bucket | 63) + 1);
            Array.Resize(ref _heads, size);
            Array.Resize(ref _filled, size >> 6);
        }

        if (_used == _items.Length)
        {
            Array.Resize(ref _items, _used * 2);
            Array.Resize(ref _costs, _used * 2);
            Array.Resize(ref _next, _used * 2);
        }
    }
}
