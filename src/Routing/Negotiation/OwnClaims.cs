namespace MakeDevice.Routing.Negotiation;

/// <summary>What the net that a worker has in hand claims itself: a bit a resource, so that others can be told from it without taking it off the board.</summary>
internal sealed class OwnClaims(int resources)
{
    private readonly ulong[] _bits = new ulong[(resources + 63) / 64];

    /// <summary>1 where the net itself claims a resource, else 0.</summary>
    public int Of(int resource) => (int)(_bits[resource >> 6] >> (resource & 63) & 1);

    /// <summary>True where the resource was not marked before.</summary>
    public bool TryMark(int resource)
    {
        ref var word = ref _bits[resource >> 6];
        var bit = 1UL << (resource & 63);
        if ((word & bit) != 0)
        {
            return false;
        }

        word |= bit;
        return true;
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
