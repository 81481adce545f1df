namespace MakeDevice.Routing.Negotiation;

/// <summary>The blocks around a path, to which the search for a better one is kept.</summary>
internal sealed class Corridor(TreeBoard board)
{
    private readonly bool[] _contains = new bool[board.Blocks.Count];
    private readonly List<int> _marked = [];

    /// <summary>For each block whether it belongs to the corridor.</summary>
    public bool[] Blocks => _contains;

    /// <param name="width">Blocks on either side of the path's.</param>
    public void Set(List<int> path, int width)
    {
        foreach (var block in _marked)
        {
            _contains[block] = false;
        }

        _marked.Clear();
        var last = -1;
        foreach (var vertex in path)
        {
            if (vertex < board.FirstSocket && board.Blocks.Of(board.Node(vertex)) is var block && block != last)
            {
                last = block;
                Mark(block, width);
            }
        }
    }

    private void Mark(int block, int width)
    {
        int row = block / board.Blocks.Columns, column = block - row * board.Blocks.Columns;
        for (var y = Math.Max(0, row - width); y <= Math.Min(board.Blocks.Rows - 1, row + width); y++)
        {
            for (var x = Math.Max(0, column - width); x <= Math.Min(board.Blocks.Columns - 1, column + width); x++)
            {
                var index = y * board.Blocks.Columns + x;
                if (!_contains[index])
                {
                    _contains[index] = true;
                    _marked.Add(index);
                }
            }
        }
    }
}
