using System.Numerics;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>A hash table from vertices to their links and labels: open addressing in one flat array, so that a net costs what it uses.</summary>
internal sealed class VertexTable : IDisposable
{
    private const int Empty = -1;

    // Pooled, and at least as long as there are slots.
    private Entry[] _entries;

    /// <param name="slots">A power of two.</param>
    public VertexTable(int slots = 64)
    {
        (Slots, _entries) = (slots, PooledArray.Rent<Entry>(slots));
        _entries.AsSpan(0, slots).Fill(new() { Vertex = Empty });
    }

    /// <summary>Slots, used or not.</summary>
    public int Slots { get; private set; }

    public int Count { get; private set; }

    /// <summary>What is in a slot; good until a vertex is added or removed.</summary>
    public ref Entry this[int slot] => ref _entries[slot];

    /// <summary>What is in all slots, used or not.</summary>
    public Span<Entry> Entries => _entries.AsSpan(0, Slots);

    public VertexTable Copy()
    {
        var copy = new VertexTable(Slots) { Count = Count };
        Entries.CopyTo(copy._entries);
        return copy;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => PooledArray.Return(_entries);

    /// <summary>The slot of a vertex, negative where it is not in the table.</summary>
    public int Find(int vertex)
    {
        var slot = SlotFor(vertex);
        return _entries[slot].Vertex == vertex ? slot : Empty;
    }

    /// <summary>The slot of a vertex, which is put into the table where it is not there yet.</summary>
    public int Add(int vertex)
    {
        if (2 * Count >= Slots)
        {
            Grow();
        }

        var slot = SlotFor(vertex);
        if (_entries[slot].Vertex == Empty)
        {
            _entries[slot] = new() { Vertex = vertex, Label = -1 };
            Count++;
        }

        return slot;
    }

    public void Remove(int vertex)
    {
        var hole = Find(vertex);
        if (hole < 0)
        {
            return;
        }

        // What would no longer be found behind the hole moves into it (Knuth 6.4, algorithm R).
        Count--;
        var mask = Slots - 1;
        for (var slot = (hole + 1) & mask; _entries[slot].Vertex != Empty; slot = (slot + 1) & mask)
        {
            if (((slot - Home(_entries[slot].Vertex)) & mask) >= ((slot - hole) & mask))
            {
                _entries[hole] = _entries[slot];
                hole = slot;
            }
        }

        _entries[hole].Vertex = Empty;
    }

    private void Grow()
    {
        var grown = new VertexTable(2 * Slots);
        foreach (ref readonly var entry in Entries)
        {
            if (entry.Vertex != Empty)
            {
                grown[grown.SlotFor(entry.Vertex)] = entry;
            }
        }

        PooledArray.Return(_entries);
        (Slots, _entries) = (grown.Slots, grown._entries);
    }

    /// <summary>The slot where a vertex is, or where it belongs.</summary>
    private int SlotFor(int vertex)
    {
        var slot = Home(vertex);
        while (_entries[slot].Vertex != vertex && _entries[slot].Vertex != Empty)
        {
            slot = (slot + 1) & (Slots - 1);
        }

        return slot;
    }

    private int Home(int vertex) => (int)((uint)vertex * 0x9E3779B1u >> (32 - BitOperations.Log2((uint)Slots)));

    /// <summary>What is in a slot.</summary>
    internal struct Entry
    {
        /// <summary>Negative in a slot that is not used.</summary>
        public int Vertex;

        public int Label;

        public ushort Links;
    }
}
