using System.Runtime.CompilerServices;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>What a search knows of a grid vertex.</summary>
/// <param name="Cost">Least cost found so far; <see cref="int.MaxValue"/> for none.</param>
/// <param name="From">How it was reached.</param>
/// <param name="Role">What it is to the search, a bit each.</param>
/// <param name="SinceVia">Steps since the path's last via, at most 255; that where it has none.</param>
internal record struct SearchCell(int Cost, byte From, byte Role, byte SinceVia = byte.MaxValue);

/// <summary>A grid vertex, by its layer and its place on the grid.</summary>
internal readonly record struct SearchPlace(int Layer, int Column, int Row);

/// <summary>
/// The scratch memory of a search: a page for every block of 8 x 8 nodes that it touches, so that a search costs what it visits
/// and never what the board holds.
/// </summary>
internal sealed class SearchPages : IDisposable
{
    private const int Cells = Blocks.Size * Blocks.Size;
    private const int Untouched = -1;
    private const int Unknown = -1;

    // Page 0: all blocks outside the corridor. Its cells cannot be reached at any cost.
    private const int Wall = 0;

    // For each cell of a page the directions in which its neighbour is of the same page, a bit each.
    private static readonly byte[] Inside = [.. Enumerable.Range(0, Cells).Select(cell => (byte)RoutingGrid.Steps.Select((step, direction) => IsInside(cell, step) ? 1 << direction : 0).Sum())];
    private static readonly int[] Delta = [.. RoutingGrid.Steps.Select(step => step.Y * Blocks.Size + step.X)];

    private readonly Blocks _blocks;
    private readonly int[] _pageOf;
    private readonly List<int> _touched = [];
    private readonly TreeLookahead _lookahead;

    // What grid vertices are before a search looks at them: a page for each block.
    private readonly SparseArray<byte> _roles;
    private BlockSet? _corridor;
    private int _trust;
    private SearchCell[] _cells = PooledArray.Rent<SearchCell>(64 * Cells);

    // What a path costs from each cell on; of a page that has not been asked for, the first is unknown.
    private int[] _ahead = PooledArray.Rent<int>(64 * Cells);

    // Of each page the node of its first cell.
    private SearchPlace[] _places = PooledArray.Rent<SearchPlace>(64);
    private int _used = Cells;

    /// <param name="lookahead">Spread before estimates are asked for.</param>
    public SearchPages(Blocks blocks, TreeLookahead lookahead)
    {
        (_blocks, _lookahead, _roles) = (blocks, lookahead, new(2 * blocks.Count * Cells));
        _pageOf = PooledArray.Rent<int>(2 * blocks.Count);
        Array.Fill(_pageOf, Untouched);
        _cells.AsSpan(0, Cells).Fill(new(int.MinValue, 0, 0));
    }

    public void Dispose()
    {
        PooledArray.Return(_pageOf);
        PooledArray.Return(_ahead);
        PooledArray.Return(_places);
        PooledArray.Return(_cells);
        _roles.Dispose();
    }

    /// <summary>Blocks whose pages were made for this search, those of the back layer after the front's.</summary>
    public IReadOnlyList<int> Touched => _touched;

    /// <summary>Forgets all cells and roles.</summary>
    /// <param name="corridor">Blocks that may be entered; null for all.</param>
    /// <param name="trust">Weight of estimates, in sixteenths.</param>
    public void Clear(BlockSet? corridor, Trust trust)
    {
        foreach (var block in _touched)
        {
            _pageOf[block] = Untouched;
        }

        _touched.Clear();
        _roles.Clear();
        (_corridor, _trust) = (corridor, (int)trust);
        _used = Cells;
    }

    /// <summary>Adds to what a vertex is before it is looked at.</summary>
    public void AddRole(SearchPlace place, byte role)
    {
        var (layer, column, row) = place;
        _roles.At((layer * _blocks.Count + _blocks.Of(column, row)) * Cells + CellOf(column, row)) |= role;
    }

    /// <summary>A cell by its index; valid until the next call of <see cref="Find"/>, which may move the cells.</summary>
    public ref SearchCell this[int cell] => ref _cells[cell];

    /// <summary>Estimated cost of a path from a cell that can be reached.</summary>
    public int Ahead(int cell)
    {
        var first = cell & -Cells;
        if (_ahead[first] == Unknown)
        {
            _lookahead.Estimate(_places[cell / Cells], _trust, _ahead.AsSpan(first, Cells));
        }

        return _ahead[cell];
    }

    /// <summary>The index of a node's cell.</summary>
    public int Find(int layer, int column, int row)
    {
        var block = _blocks.Of(column, row);
        var page = _pageOf[layer * _blocks.Count + block];
        if (page < 0)
        {
            page = Open(layer * _blocks.Count + block, block, new(layer, column & ~Blocks.Mask, row & ~Blocks.Mask));
        }

        return page + CellOf(column, row);
    }

    /// <summary>The node of a cell that can be reached.</summary>
    public SearchPlace Place(int cell)
    {
        var (layer, column, row) = _places[cell / Cells];
        return new(layer, column + (cell & Blocks.Mask), row + (cell >> Blocks.Shift & Blocks.Mask));
    }

    /// <summary>The index of the neighbour's cell where that is of the same page, as most are; else negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Beside(int cell, int direction) => (Inside[cell & (Cells - 1)] >> direction & 1) != 0 ? cell + Delta[direction] : -1;

    /// <summary>A node's cell within its page.</summary>
    private static int CellOf(int column, int row) => ((row & Blocks.Mask) << Blocks.Shift) + (column & Blocks.Mask);

    private static bool IsInside(int cell, (int X, int Y) step) =>
        (uint)((cell & Blocks.Mask) + step.X) < Blocks.Size && (uint)((cell >> Blocks.Shift) + step.Y) < Blocks.Size;

    private int Open(int index, int block, SearchPlace first)
    {
        _touched.Add(index);
        if (_corridor is not null && !_corridor.Contains(block))
        {
            return _pageOf[index] = Wall;
        }

        PooledArray.Reserve(ref _cells, _used, Cells);
        PooledArray.Reserve(ref _ahead, _used, Cells);
        PooledArray.Reserve(ref _places, _used / Cells, 1);
        _places[_used / Cells] = first;
        _ahead[_used] = Unknown;
        var cells = _cells.AsSpan(_used, Cells);
        cells.Fill(new(int.MaxValue, 0, 0));
        var roles = _roles.Page(index);
        for (var i = 0; i < roles.Length; i++)
        {
            cells[i].Role = roles[i];
        }

        _pageOf[index] = _used;
        _used += Cells;
        return _pageOf[index];
    }
}
