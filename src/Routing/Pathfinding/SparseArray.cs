namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// Values of places of which few are anything but 0: there is memory for every 64 places in a row of which one was, and none before the first.
/// </summary>
/// <param name="places">Their number.</param>
internal sealed class SparseArray<T>(int places) : IDisposable
    where T : unmanaged
{
    public const int PageLength = 64;

    private readonly List<int> _open = [];

    // For every 64 places where their values begin, negative where all are 0.
    private int[] _pages = [];
    private T[] _values = [];

    public T this[int place] => _pages.Length > 0 && _pages[(uint)place / PageLength] is >= 0 and var first ? _values[first + (int)((uint)place % PageLength)] : default;

    /// <summary>Gives its memory back; one job's serves the next.</summary>
    public void Dispose()
    {
        PooledArray.Return(_pages);
        PooledArray.Return(_values);
    }

    /// <summary>A place's value, to be changed; good until the next one is asked for.</summary>
    public ref T At(int place)
    {
        if (_pages.Length == 0)
        {
            _pages = PooledArray.Rent<int>((places + PageLength - 1) / PageLength);
            _values = PooledArray.Rent<T>(64 * PageLength);
            Array.Fill(_pages, -1);
        }

        var page = place / PageLength;
        if (_pages[page] < 0)
        {
            Open(page);
        }

        return ref _values[_pages[page] + place % PageLength];
    }

    /// <summary>The values of 64 places in a row; none where all are 0.</summary>
    /// <param name="page">The first place by 64.</param>
    public ReadOnlySpan<T> Page(int page) => _pages.Length > 0 && _pages[page] is >= 0 and var first ? _values.AsSpan(first, PageLength) : [];

    /// <summary>Makes all values 0.</summary>
    public void Clear()
    {
        _open.ForEach(page => _pages[page] = -1);
        _open.Clear();
    }

    private void Open(int page)
    {
        var first = _open.Count * PageLength;
        PooledArray.Reserve(ref _values, first, PageLength);
        _values.AsSpan(first, PageLength).Clear();
        _pages[page] = first;
        _open.Add(page);
    }
}
