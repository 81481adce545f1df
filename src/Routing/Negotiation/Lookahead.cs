using System.Runtime.Intrinsics;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// How far each part of a layer is from the goals of a search, by way of the centres of blocks, which know the modules in the way, and by vias from
/// layer to layer. It spreads from the goals no further than the search will need; what lies beyond is at least as far as the last block it reached.
/// </summary>
internal sealed class Lookahead : IDisposable
{
    private const int Straight = PathCost.Straight << Blocks.Shift;
    private const int Diagonal = PathCost.Diagonal << Blocks.Shift;

    // A goal may be nearer than its block's centre, and a track may cut the corners of the blocks it passes.
    private const int Slack = Diagonal / 4;
    private const int Far = 1 << 25;

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
    private readonly int[] _distance;
    private readonly List<int> _reached = [];
    private readonly List<int> _sources = [];
    private readonly CostQueue _queue = new();
    private int _horizon;

    // The box of the sources' blocks.
    private int _left;
    private int _right;
    private int _bottom;
    private int _top;

    public Lookahead(TreeBoard board)
    {
        (_blocks, _open) = (board.Blocks, board.IsOpen);
        _stride = _blocks.Columns;
        _steps = [1, _stride + 1, _stride, _stride - 1, -1, -_stride - 1, -_stride, -_stride + 1];
        _layer = _blocks.Count;
        _isSource = new bool[_open.Length];
        _distance = new int[_open.Length];
        Array.Fill(_distance, Far);
    }

    public void Dispose() => _queue.Dispose();

    /// <summary>Begins a new set of goals and sources.</summary>
    public void Clear()
    {
        foreach (var block in _reached)
        {
            _distance[block] = Far;
        }

        foreach (var block in _sources)
        {
            _isSource[block] = false;
        }

        (_left, _right, _bottom, _top) = (int.MaxValue, int.MinValue, int.MaxValue, int.MinValue);
        _reached.Clear();
        _sources.Clear();
        _queue.Clear();
    }

    public void AddGoal(SearchPlace place)
    {
        var block = Block(place);
        if (_distance[block] > 0)
        {
            Note(block, 0);
            _queue.Push(0, block);
        }
    }

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
        _horizon = limit < Far ? limit + 2 * Slack : Far;
        var isFound = false;
        while (_queue.TryPop(out var distance, out var block) && distance <= _horizon)
        {
            if (distance != _distance[block] || Back(block) + ((distance - Margin) * (long)trust >> 4) >= limit)
            {
                continue;
            }

            if (_isSource[block])
            {
                isFound = true;
                _horizon = Math.Min(_horizon, distance + distance / 2 + 4 * Diagonal);
            }

            for (var direction = 0; direction < 8; direction++)
            {
                var next = block + _steps[direction];
                var reached = distance + ((direction & 1) == 0 ? Straight : Diagonal);
                if (reached < _distance[next] && reached <= _horizon && _open[next] && (corridor is null || corridor.Contains(next < _layer ? next : next - _layer)))
                {
                    Note(next, reached);
                    _queue.Push(reached, next);
                }
            }

            var beyond = block < _layer ? block + _layer : block - _layer;
            if (distance + viaCost < _distance[beyond] && distance + viaCost <= _horizon && _open[beyond])
            {
                Note(beyond, distance + viaCost);
                _queue.Push(distance + viaCost, beyond);
            }
        }

        return isFound;
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
            var ahead = Vector128.Max(Vector128<int>.Zero, Vector128.Min(least, Vector128.Create(_horizon)) - Vector128.Create(Slack));
            (ahead * trust >> 4).CopyTo(costs[i..]);
        }
    }

    /// <summary>Costs from the nodes of half a row by way of a block's centre.</summary>
    private Vector128<int> By(int block, int centre, int first) =>
        Vector128.Create(_distance[block]) + Vector128.Create<int>(ToCentres.AsSpan(centre * Blocks.Size * Blocks.Size + first, Half));

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

    private void Note(int block, int distance)
    {
        if (_distance[block] == Far)
        {
            _reached.Add(block);
        }

        _distance[block] = distance;
    }

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
