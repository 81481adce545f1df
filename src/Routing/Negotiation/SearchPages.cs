using System.Buffers;
using System.Runtime.CompilerServices;

namespace MakeDevice.Routing.Negotiation;

/// <summary>What a search knows of a grid vertex.</summary>
/// <param name="Cost">Least cost found so far; <see cref="int.MaxValue"/> for none.</param>
/// <param name="From">How it was reached.</param>
/// <param name="Role">What it is to the search, a bit each.</param>
/// <param name="SinceVia">Steps since the path's last via, at most 255; that where it has none.</param>
internal record struct SearchCell(int Cost, byte From, byte Role, byte SinceVia = byte.MaxValue);

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

    private readonly int _columns;
    private readonly int _count;
    private readonly int[] _pageOf;
    private readonly List<int> _touched = [];
    private bool[] _corridor = [];
    private SearchCell[] _cells = ArrayPool<SearchCell>.Shared.Rent(64 * Cells);
    private int _used = Cells;

    public SearchPages(Blocks blocks)
    {
        (_columns, _count) = (blocks.Columns, blocks.Count);
        _pageOf = ArrayPool<int>.Shared.Rent(2 * blocks.Count);
        Array.Fill(_pageOf, Untouched);
        _cells.AsSpan(0, Cells).Fill(new(int.MinValue, 0, 0));
    }

    public void Return()
    {
        ArrayPool<int>.Shared.Return(_pageOf);
        ArrayPool<SearchCell>.Shared.Return(_cells);
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
        var block = (row >> Blocks.Shift) * _columns + (column >> Blocks.Shift);
        var page = _pageOf[layer * _count + block];
        if (page < 0)
        {
            page = Open(layer * _count + block, block);
        }

        return ref _cells[page + ((row & Blocks.Mask) << Blocks.Shift) + (column & Blocks.Mask)];
    }

    /// <summary>The cell of a node's neighbour; valid as long as <see cref="At"/>'s.</summary>
    /// <param name="page">Of the node, from <see cref="PageOf"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref SearchCell Beside(int page, int layer, int column, int row, int x, int y)
    {
        // Most neighbours are of the same block.
        int beside = (column & Blocks.Mask) + x, above = (row & Blocks.Mask) + y;
        if ((uint)(beside | above) < Blocks.Size)
        {
            return ref _cells[page + (above << Blocks.Shift) + beside];
        }

        return ref At(layer, column + x, row + y);
    }

    /// <summary>The page of a node whose cell was asked for before.</summary>
    public int PageOf(int layer, int column, int row) =>
        _pageOf[layer * _count + (row >> Blocks.Shift) * _columns + (column >> Blocks.Shift)];

    private int Open(int index, int block)
    {
        _touched.Add(index);
        if (_corridor.Length > 0 && !_corridor[block])
        {
            return _pageOf[index] = Wall;
        }

        if (_used + Cells > _cells.Length)
        {
            var cells = ArrayPool<SearchCell>.Shared.Rent(2 * _cells.Length);
            _cells.AsSpan(0, _used).CopyTo(cells);
            ArrayPool<SearchCell>.Shared.Return(_cells);
            _cells = cells;
        }

        _cells.AsSpan(_used, Cells).Fill(new(int.MaxValue, 0, 0));
        _pageOf[index] = _used;
        _used += Cells;
        return _pageOf[index];
    }
}
