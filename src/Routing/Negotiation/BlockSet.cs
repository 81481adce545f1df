namespace MakeDevice.Routing.Negotiation;

/// <summary>Some of a board's blocks.</summary>
internal sealed class BlockSet(Blocks blocks)
{
    // Of each block when it was last added: it belongs to the set where that is now.
    private readonly int[] _added = new int[blocks.Count];
    private int _now = 1;

    public bool Contains(int block) => _added[block] == _now;

    /// <summary>Adds a block and those around it.</summary>
    /// <param name="width">Blocks on either side.</param>
    public void AddAround(int block, int width)
    {
        int row = block / blocks.Columns, column = block - row * blocks.Columns;
        int left = Math.Max(0, column - width), right = Math.Min(blocks.Columns - 1, column + width);
        for (var y = Math.Max(0, row - width); y <= Math.Min(blocks.Rows - 1, row + width); y++)
        {
            _added.AsSpan(y * blocks.Columns + left, right - left + 1).Fill(_now);
        }
    }

    public void Clear() => _now++;
}
