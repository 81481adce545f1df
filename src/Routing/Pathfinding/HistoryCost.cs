namespace MakeDevice.Routing.Pathfinding;

/// <summary>
/// What places of a board cost more for good because nets disputed them in earlier rounds (PathFinder: McMurchie and Ebeling, FPGA 1995). Few ever are:
/// there is memory for every 64 places of which one was, and none before the first.
/// </summary>
/// <param name="places">Their number.</param>
internal sealed class HistoryCost(int places) : IDisposable
{
    private const int PageLength = 64;

    // For every 64 places where their costs begin, negative where none was ever in dispute.
    private int[] _pages = [];
    private int[] _costs = [];
    private int _used;

    /// <summary>Gives its memory back; one job's serves the next.</summary>
    public void Dispose()
    {
        PooledArray.Return(_pages);
        PooledArray.Return(_costs);
    }

    public int Of(int place) => _pages.Length > 0 && _pages[(uint)place / PageLength] is >= 0 and var page ? _costs[page + (int)((uint)place % PageLength)] : 0;

    /// <summary>Makes a place dearer for good.</summary>
    public void Add(int place, int cost)
    {
        if (_pages.Length == 0)
        {
            _pages = PooledArray.Rent<int>(places / PageLength + 1);
            _costs = PooledArray.Rent<int>(64 * PageLength);
            Forget();
        }

        ref var page = ref _pages[place / PageLength];
        if (page < 0)
        {
            page = OpenPage();
        }

        _costs[page + place % PageLength] += cost;
    }

    /// <summary>Makes all places as cheap as at first.</summary>
    public void Forget()
    {
        Array.Fill(_pages, -1);
        _used = 0;
    }

    private int OpenPage()
    {
        if (_used + PageLength > _costs.Length)
        {
            PooledArray.Grow(ref _costs, _used);
        }

        _costs.AsSpan(_used, PageLength).Clear();
        _used += PageLength;
        return _used - PageLength;
    }
}
