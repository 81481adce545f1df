namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// What lies on one layer, seen by a track's centre line. A node is free (0), open to one net only (its id: it lies within
/// the clearance of that net's copper), or <see cref="Blocked"/>. Flags hold edges that are blocked although both their ends
/// are free, and the nodes that tracks run through.
/// </summary>
internal sealed class CopperMap(int count)
{
    public const ushort Blocked = ushort.MaxValue;

    /// <summary>A committed track runs through the node.</summary>
    public const byte Path = 16;

    public readonly ushort[] Owner = new ushort[count];

    /// <summary>Bits 0 to 3: the edge in direction 0 to 3 is blocked; the other four directions belong to the neighbour.</summary>
    public readonly byte[] Flags = new byte[count];

    public void CopyFrom(CopperMap other)
    {
        other.Owner.AsSpan().CopyTo(Owner);
        other.Flags.AsSpan().CopyTo(Flags);
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

    public void SetFlag(int node, byte flag)
    {
        Flags[node] |= flag;
    }

    public bool IsForeign(int node, ushort net) => Owner[node] != 0 && Owner[node] != net;

    /// <summary>A track of another net runs through the node.</summary>
    public bool HasForeignPath(int node, ushort net) => (Flags[node] & Path) != 0 && Owner[node] != net;

    /// <summary>A track of this net runs through the node.</summary>
    public bool HasOwnPath(int node, ushort net) => (Flags[node] & Path) != 0 && Owner[node] == net;
}
