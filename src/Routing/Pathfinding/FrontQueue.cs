using System.Buffers;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// A priority queue for a front that spreads over places by straight and by slanting steps and from layer to layer: what was reached by steps of one kind
/// was reached in order, so that a lane for each kind, and one for where the front begins, take the place of buckets.
/// </summary>
internal sealed class FrontQueue : IDisposable
{
    private Lane _beginnings = new();
    private Lane _straight = new();
    private Lane _slanting = new();
    private Lane _across = new();

    /// <summary>Gives the queue's memory back; one job's serves the next.</summary>
    public void Dispose()
    {
        _beginnings.Dispose();
        _straight.Dispose();
        _slanting.Dispose();
        _across.Dispose();
    }

    public void Clear()
    {
        _beginnings.Clear();
        _straight.Clear();
        _slanting.Clear();
        _across.Clear();
    }

    /// <summary>Adds a place where the front begins.</summary>
    /// <param name="distance">Not negative, and not below the last one's.</param>
    public void Begin(int distance, int place) => _beginnings.Add(distance, place);

    /// <summary>Adds a place that was reached by a step from the last one taken.</summary>
    public void Step(int distance, int place, bool isSlanting)
    {
        if (isSlanting)
        {
            _slanting.Add(distance, place);
        }
        else
        {
            _straight.Add(distance, place);
        }
    }

    /// <summary>Adds a place on the other layer that was reached from the last one taken; it costs the same everywhere.</summary>
    public void Cross(int distance, int place) => _across.Add(distance, place);

    /// <summary>Takes the nearest place.</summary>
    public bool TryPop(out int distance, out int place)
    {
        ref var nearest = ref _beginnings;
        if (_straight.First < nearest.First)
        {
            nearest = ref _straight;
        }

        if (_slanting.First < nearest.First)
        {
            nearest = ref _slanting;
        }

        if (_across.First < nearest.First)
        {
            nearest = ref _across;
        }

        return nearest.TryTake(out distance, out place);
    }

    /// <summary>Entries in order of their distances, and behind them one that is farther than all.</summary>
    private struct Lane
    {
        private const ulong End = ulong.MaxValue;

        private ulong[] _entries = ArrayPool<ulong>.Shared.Rent(256);
        private int _head;
        private int _tail;

        public Lane() => Clear();

        public readonly ulong First => _entries[_head];

        public readonly void Dispose() => ArrayPool<ulong>.Shared.Return(_entries);

        public void Clear()
        {
            (_head, _tail) = (0, 0);
            _entries[0] = End;
        }

        public void Add(int distance, int place)
        {
            if (_tail + 1 == _entries.Length)
            {
                PooledArray.Grow(ref _entries, _tail);
            }

            _entries[_tail++] = (ulong)(uint)distance << 32 | (uint)place;
            _entries[_tail] = End;
        }

        public bool TryTake(out int distance, out int place)
        {
            var first = _entries[_head];
            (distance, place) = ((int)(first >> 32), (int)first);
            if (first == End)
            {
                return false;
            }

            _head++;
            return true;
        }
    }
}
