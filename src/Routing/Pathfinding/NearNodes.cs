namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// The nodes at some offsets from one, as far as there are such nodes. Of one that is nearer to the end of its row than they reach, some are at the other
/// end of a row: who asks knows that nothing is there.
/// </summary>
/// <param name="count">Of all nodes.</param>
internal ref struct NearNodes(int[] offsets, int node, int count)
{
    private int _index = -1;

    public int Current { get; private set; }

    public readonly NearNodes GetEnumerator() => this;

    public bool MoveNext()
    {
        while (++_index < offsets.Length)
        {
            Current = node + offsets[_index];
            if ((uint)Current < (uint)count)
            {
                return true;
            }
        }

        return false;
    }
}
