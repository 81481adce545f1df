namespace MakeDevice.Routing.Negotiation;

/// <summary>What a search knows of a grid vertex.</summary>
/// <param name="Cost">Least cost found so far; <see cref="int.MaxValue"/> for none.</param>
/// <param name="From">How it was reached.</param>
/// <param name="Role">What it is to the search, a bit each.</param>
internal record struct SearchCell(int Cost, byte From, byte Role);

/// <summary>
/// The scratch memory of a search: a page for every block of 8 x 8 nodes that it touches, so that a search costs what it visits
/// and never what the board holds.
/// </summary>
internal sealed class SearchPages
{
    private const int Cells = Blocks.Size * Blocks.Size;
    private const int Untouched = -1;

    // Page 0: all blocks outside the corridor. Its cells cannot be reached at any cost.
    private const int Wall = 0;

    private readonly Blocks _blocks;
    private readonly int[] _pageOf;
    private readonly List<int> _touched = [];
    private bool[] _corridor = [];
    private SearchCell[] _cells = new SearchCell[64 * Cells];
    private int _used = Cells;

    public SearchPages(Blocks blocks)
    {
        _blocks = blocks;
        _pageOf = new int[2 * blocks.Count];
        Array.Fill(_pageOf, Untouched);
        _cells.AsSpan(0, Cells).Fill(new(int.MinValue, 0, 0));
    }

    /// <summary>Blocks whose pages were made for this search, those of the back layer after the front's.</summary>
    public IReadOnlyList<int> Touched => _touched;

    /// <param name="corridor">Blocks that may be entered; empty for all.</param>
    public void Clear(bool[] corridor)
    {
        foreach (var block in _touched)
        {
            _pageOf[block] = Untouched;
        }

        _touched.Clear();
        _corridor = corridor;
        _used = Cells;
    }

    /// <summary>The cell of a node; valid until the next call, which may move the cells.</summary>
    public ref SearchCell At(int layer, int column, int row)
    {
        var block = (row >> Blocks.Shift) * _blocks.Columns + (column >> Blocks.Shift);
        var page = _pageOf[layer * _blocks.Count + block];
        if (page < 0)
        {
            page = Open(layer * _blocks.Count + block, block);
        }

        return ref _cells[page + ((row & Blocks.Mask) << Blocks.Shift) + (column & Blocks.Mask)];
    }

    private int Open(int index, int block)
    {
        _touched.Add(index);
        if (_corridor.Length > 0 && !_corridor[block])
        {
            return _pageOf[index] = Wall;
        }

        if (_used == _cells.Length)
        {
            Array.Resize(ref _cells, 2 * _cells.Length);
        }

        _cells.AsSpan(_used, Cells).Fill(new(int.MaxValue, 0, 0));
        _pageOf[index] = _used;
        _used += Cells;
        return _pageOf[index];
    }
}
