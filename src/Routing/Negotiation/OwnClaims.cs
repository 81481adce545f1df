using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>What the net that a worker has in hand claims itself: a bit a resource, so that others can be told from it without taking it off the board.</summary>
internal sealed class OwnClaims : IDisposable
{
    private readonly ulong[] _bits;
    private readonly NodeList _noted = new();

    public OwnClaims(int resources)
    {
        _bits = PooledArray.Rent<ulong>((resources + 63) / 64);
        Array.Clear(_bits);
    }

    public void Dispose()
    {
        PooledArray.Return(_bits);
        _noted.Dispose();
    }

    /// <summary>1 where the net itself claims a resource, else 0.</summary>
    public int Of(int resource) => (int)(_bits[resource >> 6] >> (resource & 63) & 1);

    /// <summary>Marks a resource for the time being, until <see cref="TakeNoted"/>.</summary>
    public void Note(int resource)
    {
        ref var word = ref _bits[resource >> 6];
        var bit = 1UL << (resource & 63);
        if ((word & bit) == 0)
        {
            word |= bit;
            _noted.Add(resource);
        }
    }

    /// <summary>What was noted, each resource once; nothing is marked any more.</summary>
    public int[] TakeNoted()
    {
        int[] noted = [.. _noted.Nodes];
        _noted.Clear();
        Unmark(noted);
        return noted;
    }

    public void Mark(int[] footprint)
    {
        foreach (var resource in footprint)
        {
            _bits[resource >> 6] |= 1UL << (resource & 63);
        }
    }

    public void Unmark(ReadOnlySpan<int> footprint)
    {
        foreach (var resource in footprint)
        {
            _bits[resource >> 6] = 0;
        }
    }
}
