using System.Buffers;
using System.Numerics;

namespace MakeDevice.Routing.Negotiation;

/// <summary>A hash table from vertices to their links and labels: open addressing in flat arrays, so that a net costs what it uses.</summary>
internal sealed class VertexTable : IDisposable
{
    private const int Empty = -1;

    // Pooled, and at least as long as there are slots.
    private int[] _vertices;
    private ushort[] _links;
    private int[] _labels;

    public VertexTable()
        : this(64)
    {
        _vertices.AsSpan(0, Slots).Fill(Empty);
    }

    private VertexTable(int slots)
    {
        Slots = slots;
        _vertices = ArrayPool<int>.Shared.Rent(slots);
        _links = ArrayPool<ushort>.Shared.Rent(slots);
        _labels = ArrayPool<int>.Shared.Rent(slots);
    }

    /// <summary>Slots, used or not, a power of two: <see cref="VertexAt"/> tells which are.</summary>
    public int Slots { get; private set; }

    public int Count { get; private set; }

    /// <summary>The vertex in a slot, negative where there is none.</summary>
    public int VertexAt(int slot) => _vertices[slot];

    public ref ushort LinksAt(int slot) => ref _links[slot];

    public ref int LabelAt(int slot) => ref _labels[slot];

    public VertexTable Copy()
    {
        var copy = new VertexTable(Slots) { Count = Count };
        _vertices.AsSpan(0, Slots).CopyTo(copy._vertices);
        _links.AsSpan(0, Slots).CopyTo(copy._links);
        _labels.AsSpan(0, Slots).CopyTo(copy._labels);
        return copy;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => Return(_vertices, _links, _labels);

    /// <summary>The slot of a vertex, negative where it is not in the table.</summary>
    public int Find(int vertex)
    {
        for (var slot = Home(vertex); ; slot = (slot + 1) & (Slots - 1))
        {
            var found = _vertices[slot];
            if (found == vertex)
            {
                return slot;
            }

            if (found == Empty)
            {
                return Empty;
            }
        }
    }

    /// <summary>The slot of a vertex, which is put into the table where it is not there yet.</summary>
    public int Add(int vertex)
    {
        if (2 * Count >= Slots)
        {
            Grow();
        }

        var slot = Home(vertex);
        while (_vertices[slot] != Empty)
        {
            if (_vertices[slot] == vertex)
            {
                return slot;
            }

            slot = (slot + 1) & (Slots - 1);
        }

        (_vertices[slot], _links[slot], _labels[slot]) = (vertex, 0, -1);
        Count++;
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
        for (var slot = (hole + 1) & mask; _vertices[slot] != Empty; slot = (slot + 1) & mask)
        {
            if (((slot - Home(_vertices[slot])) & mask) >= ((slot - hole) & mask))
            {
                (_vertices[hole], _links[hole], _labels[hole]) = (_vertices[slot], _links[slot], _labels[slot]);
                hole = slot;
            }
        }

        _vertices[hole] = Empty;
    }

    private void Grow()
    {
        var (slots, vertices, links, labels) = (Slots, _vertices, _links, _labels);
        (Slots, Count) = (2 * slots, 0);
        _vertices = ArrayPool<int>.Shared.Rent(Slots);
        _links = ArrayPool<ushort>.Shared.Rent(Slots);
        _labels = ArrayPool<int>.Shared.Rent(Slots);
        _vertices.AsSpan(0, Slots).Fill(Empty);
        for (var i = 0; i < slots; i++)
        {
            if (vertices[i] != Empty)
            {
                var slot = Add(vertices[i]);
                (_links[slot], _labels[slot]) = (links[i], labels[i]);
            }
        }

        Return(vertices, links, labels);
    }

    private static void Return(int[] vertices, ushort[] links, int[] labels)
    {
        ArrayPool<int>.Shared.Return(vertices);
        ArrayPool<ushort>.Shared.Return(links);
        ArrayPool<int>.Shared.Return(labels);
    }

    private int Home(int vertex) => (int)((uint)vertex * 0x9E3779B1u >> (32 - BitOperations.Log2((uint)Slots)));
}
