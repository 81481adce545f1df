namespace MakeDevice.Routing.Lattice;

/// <summary>The nodes at some offsets from one, as far as they are on the board.</summary>
internal ref struct NearNodes((int X, int Y)[] offsets, int node, int column, int row, int columns, int rows)
{
    private int _index = -1;

    public int Current { get; private set; }

    public readonly NearNodes GetEnumerator() => this;

    public bool MoveNext()
    {
        while (++_index < offsets.Length)
        {
            var (x, y) = offsets[_index];
            if ((uint)(column + x) < (uint)columns && (uint)(row + y) < (uint)rows)
            {
                Current = node + y * columns + x;
                return true;
            }
        }

        return false;
    }
}
