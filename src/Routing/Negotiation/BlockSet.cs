namespace MakeDevice.Routing.Negotiation;

/// <summary>Some of a board's blocks.</summary>
internal sealed class BlockSet(Blocks blocks)
{
    private readonly bool[] _contains = new bool[blocks.Count];
    private readonly List<int> _members = [];

    public bool Contains(int node) => _contains[blocks.Of(node)];

    /// <summary>Adds a block and the eight around it: what copper claims reaches no further.</summary>
    public void AddAround(int block)
    {
        int row = block / blocks.Columns, column = block - row * blocks.Columns;
        for (var y = Math.Max(0, row - 1); y <= Math.Min(blocks.Rows - 1, row + 1); y++)
        {
            for (var x = Math.Max(0, column - 1); x <= Math.Min(blocks.Columns - 1, column + 1); x++)
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
