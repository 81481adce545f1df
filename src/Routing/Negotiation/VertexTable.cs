using System.Numerics;

namespace MakeDevice.Routing.Negotiation;

/// <summary>A hash table from vertices to their links and labels: open addressing in flat arrays, so that a net costs what it uses.</summary>
internal sealed class VertexTable
{
    private const int Empty = -1;

    private int[] _vertices = NewVertices(64);
    private ushort[] _links = new ushort[64];
    private int[] _labels = new int[64];

    /// <summary>Slots, used or not: <see cref="VertexAt"/> tells which are.</summary>
    public int Slots => _vertices.Length;

    public int Count { get; private set; }

    /// <summary>The vertex in a slot, negative where there is none.</summary>
    public int VertexAt(int slot) => _vertices[slot];

    public ref ushort LinksAt(int slot) => ref _links[slot];

    public ref int LabelAt(int slot) => ref _labels[slot];

    public VertexTable Copy() => new()
    {
        _vertices = [.. _vertices],
        _links = [.. _links],
        _labels = [.. _labels],
        Count = Count,
    };

    /// <summary>The slot of a vertex, negative where it is not in the table.</summary>
    public int Find(int vertex)
    {
        for (var slot = Home(vertex); ; slot = (slot + 1) & (_vertices.Length - 1))
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
        if (2 * Count >= _vertices.Length)
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

            slot = (slot + 1) & (_vertices.Length - 1);
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
        var mask = _vertices.Length - 1;
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
        var (vertices, links, labels) = (_vertices, _links, _labels);
        _vertices = NewVertices(2 * vertices.Length);
        _links = new ushort[_vertices.Length];
        _labels = new int[_vertices.Length];
        Count = 0;
        for (var i = 0; i < vertices.Length; i++)
        {
            if (vertices[i] != Empty)
            {
                var slot = Add(vertices[i]);
                (_links[slot], _labels[slot]) = (links[i], labels[i]);
            }
        }
    }

    private int Home(int vertex) => (int)((uint)vertex * 0x9E3779B1u >> (32 - BitOperations.Log2((uint)_vertices.Length)));

    private static int[] NewVertices(int length)
    {
        var vertices = new int[length];
        vertices.AsSpan().Fill(Empty);
        return vertices;
    }
}
