using System.Runtime.Intrinsics;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// How far each part of a layer of the rules' grid is from the goals of a search, by way of the centres of blocks, which know the modules in the way, and by
/// vias from layer to layer.
/// </summary>
internal sealed class TreeLookahead : Lookahead
{
    private const int Straight = PathCost.Straight << Blocks.Shift;
    private const int Diagonal = PathCost.Diagonal << Blocks.Shift;

    // A goal may be nearer than its block's centre, and a track may cut the corners of the blocks it passes.
    private const int Slack = Diagonal / 4;

    // A node may be nearer by way of the block beside its own.
    private const int Margin = Slack + Diagonal;

    private const int Half = Blocks.Size / 2;

    // From each node of a block the cost to the centre of its own block, then to those of the blocks beside, above or below, and across the corner.
    private static readonly int[] ToCentres = CostsToCentres();

    private readonly Blocks _blocks;
    private readonly int _stride;

    // Blocks of a layer: those of the back come after the front's.
    private readonly int _layer;
    private readonly int[] _steps;
    private readonly bool[] _open;
    private readonly bool[] _isSource;
    private readonly List<int> _sources = [];
    private int _limit;
    private int _viaCost;
    private int _trust;
    private BlockSet? _corridor;
    private bool _isFound;

    // The box of the sources' blocks.
    private int _left;
    private int _right;
    private int _bottom;
    private int _top;

    public TreeLookahead(TreeBoard board)
        : base(board.IsOpen.Length)
    {
        (_blocks, _open) = (board.Blocks, board.IsOpen);
        _stride = _blocks.Columns;
        _steps = [1, _stride + 1, _stride, _stride - 1, -1, -_stride - 1, -_stride, -_stride + 1];
        _layer = _blocks.Count;
        _isSource = new bool[_open.Length];
    }

    /// <summary>Begins a new set of goals and sources.</summary>
    public void Clear()
    {
        Forget();
        foreach (var block in _sources)
        {
            _isSource[block] = false;
        }

        (_left, _right, _bottom, _top) = (int.MaxValue, int.MinValue, int.MaxValue, int.MinValue);
        _sources.Clear();
    }

    public void AddGoal(SearchPlace place) => Reach(Block(place), 0);

    public void AddSource(SearchPlace place)
    {
        var block = Block(place);
        if (!_isSource[block])
        {
            _isSource[block] = true;
            _sources.Add(block);
            Include(block);
        }
    }

    /// <summary>Spreads the distances from all goals until well past the nearest source.</summary>
    /// <param name="limit">Cost that no path may reach.</param>
    /// <param name="viaCost">Of a via at least.</param>
    /// <param name="trust">How much the search makes of an estimate: what it will not look at for that is left out.</param>
    /// <param name="corridor">Blocks that paths may enter; null for all.</param>
    /// <returns>False where no source can be reached below the limit.</returns>
    public bool Spread(int limit, int viaCost, Trust trust, BlockSet? corridor)
    {
        (_limit, _viaCost, _trust, _corridor, _isFound) = (limit, viaCost, (int)trust, corridor, false);
        Horizon = limit < Far ? limit + 2 * Slack : Far;
        Spread();
        return _isFound;
    }

    protected override void SpreadFrom(int block, int distance)
    {
        if (Back(block) + ((distance - Margin) * (long)_trust >> 4) >= _limit)
        {
            return;
        }

        if (_isSource[block])
        {
            _isFound = true;
            Horizon = Math.Min(Horizon, distance + distance / 2 + 4 * Diagonal);
        }

        for (var direction = 0; direction < 8; direction++)
        {
            var next = block + _steps[direction];
            var reached = distance + ((direction & 1) == 0 ? Straight : Diagonal);
            if (reached < DistanceOf(next) && reached <= Horizon && _open[next] && (_corridor is null || _corridor.Contains(next < _layer ? next : next - _layer)))
            {
                Reach(next, reached);
            }
        }

        var beyond = block < _layer ? block + _layer : block - _layer;
        if (distance + _viaCost <= Horizon && _open[beyond])
        {
            Reach(beyond, distance + _viaCost);
        }
    }

    /// <summary>Estimated costs from the nodes of a block to the nearest goal, row by row.</summary>
    /// <param name="first">Its first node.</param>
    /// <param name="trust">Their weight in sixteenths.</param>
    public void Estimate(SearchPlace first, int trust, Span<int> costs)
    {
        var block = Block(first);
        for (var i = 0; i < Blocks.Size * Blocks.Size; i += Half)
        {
            // All nodes of half a row have the same blocks beside and above or below them.
            var beside = (i & Half) == 0 ? -1 : 1;
            var above = i < Blocks.Size * Half ? -_stride : _stride;
            var least = Vector128.Min(
                Vector128.Min(By(block, 0, i), By(block + beside, 1, i)), Vector128.Min(By(block + above, 2, i), By(block + above + beside, 3, i)));
            var ahead = Vector128.Max(Vector128<int>.Zero, Vector128.Min(least, Vector128.Create(Horizon)) - Vector128.Create(Slack));
            (ahead * trust >> 4).CopyTo(costs[i..]);
        }
    }

    /// <summary>Costs from the nodes of half a row by way of a block's centre.</summary>
    private Vector128<int> By(int block, int centre, int first) =>
        Vector128.Create(DistanceOf(block)) + Vector128.Create<int>(ToCentres.AsSpan(centre * Blocks.Size * Blocks.Size + first, Half));

    private int Block(SearchPlace place) => place.Layer * _layer + _blocks.Of(place.Column, place.Row);

    private (int Column, int Row) PlaceOf(int block)
    {
        var ofLayer = block < _layer ? block : block - _layer;
        var row = ofLayer / _stride;
        return (ofLayer - row * _stride, row);
    }

    private void Include(int block)
    {
        var (column, row) = PlaceOf(block);
        (_left, _right) = (Math.Min(_left, column), Math.Max(_right, column));
        (_bottom, _top) = (Math.Min(_bottom, row), Math.Max(_top, row));
    }

    /// <summary>Least cost from a source to any node whose estimate depends on a block: to those of the blocks around it.</summary>
    private int Back(int block)
    {
        var (column, row) = PlaceOf(block);
        return PathCost.Octile(Beyond(column, _left, _right), Beyond(row, _bottom, _top)) << Blocks.Shift;
    }

    private static int Beyond(int place, int first, int last) => Math.Max(0, Math.Max(first - place, place - last) - 2);

    private static int[] CostsToCentres()
    {
        const int count = Blocks.Size * Blocks.Size;
        var costs = new int[4 * count];
        for (var i = 0; i < count; i++)
        {
            // In half steps, as centres lie between nodes.
            int x = Math.Abs(2 * (i & Blocks.Mask) - Blocks.Mask), y = Math.Abs(2 * (i >> Blocks.Shift) - Blocks.Mask);
            int beyondX = 2 * Blocks.Size - x, beyondY = 2 * Blocks.Size - y;
            costs[i] = PathCost.Octile(x, y) / 2;
            costs[count + i] = PathCost.Octile(beyondX, y) / 2;
            costs[2 * count + i] = PathCost.Octile(x, beyondY) / 2;
            costs[3 * count + i] = PathCost.Octile(beyondX, beyondY) / 2;
        }

        return costs;
    }
}
