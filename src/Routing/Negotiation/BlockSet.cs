namespace MakeDevice.Routing.Negotiation;

/// <summary>Some of a board's blocks.</summary>
internal sealed class BlockSet(Blocks blocks)
{
    private readonly bool[] _contains = new bool[blocks.Count];
    private readonly List<int> _members = [];

    /// <summary>For each block whether it belongs to the set.</summary>
    public bool[] Members => _contains;

    public bool Contains(int node) => _contains[blocks.Of(node)];

    /// <summary>Adds a block and those around it.</summary>
    /// <param name="width">Blocks on either side.</param>
    public void AddAround(int block, int width)
    {
        int row = block / blocks.Columns, column = block - row * blocks.Columns;
        for (var y = Math.Max(0, row - width); y <= Math.Min(blocks.Rows - 1, row + width); y++)
        {
            for (var x = Math.Max(0, column - width); x <= Math.Min(blocks.Columns - 1, column + width); x++)
            {
                Add(y * blocks.Columns + x);
            }
        }
    }

    public void Clear()
    {
        foreach (var block in _members)
        {
            _contains[block] = false;
        }

        _members.Clear();
    }

    private void Add(int block)
    {
        if (!_contains[block])
        {
            _contains[block] = true;
            _members.Add(block);
        }
    }
}
