using System.Runtime.CompilerServices;

namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// What lies on one layer, seen by a track's centre line. A node is free (0), open to one net only (its id: it lies within
/// the clearance of that net's copper), or <see cref="Blocked"/>. Flags hold edges that are blocked although both their ends
/// are free.
/// </summary>
internal sealed class CopperMap : IDisposable
{
    public const ushort Blocked = ushort.MaxValue;

    /// <summary>A leg may pass too near to an edge that begins at the node.</summary>
    public const byte LegBeside = 32;

    /// <summary>At least <see cref="Count"/> long.</summary>
    public readonly ushort[] Owner;

    /// <summary>Bits 0 to 3: the edge in direction 0 to 3 is blocked; the other four directions belong to the neighbour.</summary>
    public readonly byte[] Flags;

    private CopperMap(int count, ushort[] owner, byte[] flags) => (Count, Owner, Flags) = (count, owner, flags);

    /// <summary>Nodes.</summary>
    public int Count { get; }

    /// <summary>A map on pooled memory, with anything on it; to be given back with <see cref="Dispose"/>.</summary>
    public static CopperMap Rent(int count) => new(count, PooledArray.Rent<ushort>(count), PooledArray.Rent<byte>(count));

    /// <summary>The same on pooled memory of its own.</summary>
    public CopperMap Copy()
    {
        var copy = Rent(Count);
        Owner.AsSpan(0, Count).CopyTo(copy.Owner);
        Flags.AsSpan(0, Count).CopyTo(copy.Flags);
        return copy;
    }

    public void Dispose()
    {
        PooledArray.Return(Owner);
        PooledArray.Return(Flags);
    }

    public void Clear()
    {
        Owner.AsSpan(0, Count).Clear();
        Flags.AsSpan(0, Count).Clear();
    }

    /// <summary>Claims a node for a net: free becomes the net's, another net's becomes blocked.</summary>
    public void Claim(int node, ushort net)
    {
        var owner = Owner[node];
        if (owner == net || owner == Blocked)
        {
            return;
        }

        Owner[node] = owner == 0 ? net : Blocked;
    }

    /// <summary>Claims so many nodes of a row.</summary>
    public void ClaimAll(int first, int count, ushort net)
    {
        if (net == Blocked)
        {
            Owner.AsSpan(first, count).Fill(Blocked);
            return;
        }

        for (var node = first; node < first + count; node++)
        {
            Claim(node, net);
        }
    }

    public void SetFlag(int node, byte flag)
    {
        Flags[node] |= flag;
    }

    /// <summary>The edge between two neighbours is blocked.</summary>
    /// <param name="direction">From the one to the other.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsEdgeClosed(int from, int to, int direction) => ((direction < 4 ? Flags[from] >> direction : Flags[to] >> (direction - 4)) & 1) != 0;

    public bool IsForeign(int node, ushort net) => Owner[node] != 0 && Owner[node] != net;
}
