using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Explanation;

/// <summary>What a flood knows of a whole cell.</summary>
internal enum CellState : byte
{
    Unknown,

    /// <summary>No point of it can be on a track's centre line.</summary>
    Shut,

    /// <summary>Some may be: its small cells tell.</summary>
    Divided,

    Open,

    /// <summary>Open, and the flood has come there.</summary>
    Entered,
}

/// <summary>What a flood knows of the cells about its socket. The memory serves one flood after another.</summary>
/// <param name="reach">Whole cells on either side of the socket's.</param>
internal sealed class EscapeCells(int reach)
{
    private readonly int _across = 2 * reach + 1;
    private readonly CellState[] _states = new CellState[2 * (2 * reach + 1) * (2 * reach + 1)];
    private readonly List<int> _known = [];
    private readonly HashSet<long> _entered = [];

    /// <summary>Whole cells that are known, and small ones that were entered.</summary>
    public int Count => _known.Count + _entered.Count;

    /// <summary>What a whole cell is.</summary>
    /// <param name="cell">See <see cref="IndexOf"/>.</param>
    public CellState this[int cell]
    {
        get => _states[cell];
        set
        {
            if (_states[cell] == CellState.Unknown)
            {
                _known.Add(cell);
            }

            _states[cell] = value;
        }
    }

    /// <param name="column">Of whole cells, from the socket's.</param>
    public int IndexOf(CopperLayer layer, int column, int row) => ((int)layer * _across + row + reach) * _across + column + reach;

    /// <summary>Enters a small cell.</summary>
    /// <returns>False where that was entered before.</returns>
    public bool Enter(CopperLayer layer, int column, int row) => _entered.Add(((long)column << 32 | (uint)row) << 1 | (long)layer);

    public void Clear()
    {
        foreach (var cell in _known)
        {
            _states[cell] = CellState.Unknown;
        }

        _known.Clear();
        _entered.Clear();
    }
}
