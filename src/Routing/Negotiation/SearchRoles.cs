namespace MakeDevice.Routing.Negotiation;

/// <summary>What grid vertices are to a search before it looks at them, a bit each, by blocks of 8 x 8 nodes.</summary>
internal sealed class SearchRoles(Blocks blocks)
{
    private const int Cells = Blocks.Size * Blocks.Size;
    private const int None = -1;

    private readonly int[] _pageOf = Enumerable.Repeat(None, 2 * blocks.Count).ToArray();
    private readonly List<int> _used = [];
    private byte[] _roles = new byte[64 * Cells];

    public void Clear()
    {
        _roles.AsSpan(0, _used.Count * Cells).Clear();
        foreach (var block in _used)
        {
            _pageOf[block] = None;
        }

        _used.Clear();
    }

    /// <summary>Adds to what a vertex is.</summary>
    public void Add(SearchPlace place, byte role)
    {
        var (layer, column, row) = place;
        var block = layer * blocks.Count + blocks.Of(column, row);
        var page = _pageOf[block];
        if (page == None)
        {
            page = Open(block);
        }

        _roles[page + ((row & Blocks.Mask) << Blocks.Shift) + (column & Blocks.Mask)] |= role;
    }

    /// <summary>Gives the cells of a block their roles.</summary>
    /// <param name="block">Those of the back layer after the front's.</param>
    public void CopyTo(int block, Span<SearchCell> cells)
    {
        if (_pageOf[block] is not None and var page)
        {
            for (var i = 0; i < Cells; i++)
            {
                cells[i].Role = _roles[page + i];
            }
        }
    }

    private int Open(int block)
    {
        if ((_used.Count + 1) * Cells > _roles.Length)
        {
            Array.Resize(ref _roles, 2 * _roles.Length);
        }

        _pageOf[block] = _used.Count * Cells;
        _used.Add(block);
        return _pageOf[block];
    }
}
