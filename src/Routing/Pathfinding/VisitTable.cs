using System.Runtime.CompilerServices;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>What a search knows of a node it has reached.</summary>
internal struct Visit
{
    public int Node;
    public int Generation;

    /// <summary>Cost from the socket.</summary>
    public int Cost;

    /// <summary>The estimate it waits in the queue with; -1 where it does not wait (any more).</summary>
    public int Estimate;

    /// <summary>The node it was reached from in a straight line; below 0 where it is where access -1 - Parent ends.</summary>
    public int Parent;

    /// <summary>Direction of the last step; -1 for none.</summary>
    public int Heading;
}

/// <summary>
/// The nodes a search has reached, as a hash table: a search that jumps touches few of them, so nothing it needs grows with the
/// grid. Cleared by a new generation; grows to what the largest search needed.
/// </summary>
internal sealed class VisitTable : IDisposable
{
    private Visit[] _visits = Rent(1 << 12);
    private int _size = 1 << 12;
    private int _mask = (1 << 12) - 1;
    private int _count;
    private int _generation;

    public void Clear()
    {
        _count = 0;
        if (++_generation == int.MaxValue)
        {
            Array.Clear(_visits);
            _generation = 1;
        }
    }

    /// <summary>Gives the table's memory back; one job's serves the next.</summary>
    public void Dispose() => PooledArray.Return(_visits);

    /// <summary>The entry of a node, a new one (cost <see cref="int.MaxValue"/>) where it was not reached yet. Good until the next call.</summary>
    public ref Visit this[int node]
    {
        get
        {
            var slot = Slot(node);
            while (true)
            {
                ref var visit = ref _visits[slot];
                if (visit.Generation != _generation)
                {
                    break;
                }

                if (visit.Node == node)
                {
                    return ref visit;
                }

                slot = (slot + 1) & _mask;
            }

            if (2 * (_count + 1) > _size)
            {
                Grow();
                return ref this[node];
            }

            _count++;
            _visits[slot] = new Visit { Node = node, Generation = _generation, Cost = int.MaxValue, Estimate = -1 };
            return ref _visits[slot];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Slot(int node) => (int)((uint)node * 2654435769u >> 8) & _mask;

    private static Visit[] Rent(int size)
    {
        var visits = PooledArray.Rent<Visit>(size);
        Array.Clear(visits);
        return visits;
    }

    private void Grow()
    {
        var before = _visits;
        _size *= 2;
        _visits = Rent(_size);
        _mask = _size - 1;
        _count = 0;
        foreach (var visit in before)
        {
            if (visit.Generation == _generation)
            {
                var slot = Slot(visit.Node);
                while (_visits[slot].Generation == _generation)
                {
                    slot = (slot + 1) & _mask;
                }

                _visits[slot] = visit;
                _count++;
            }
        }

        PooledArray.Return(before);
    }
}
