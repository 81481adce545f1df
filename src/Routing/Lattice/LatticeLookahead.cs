using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Lattice;

/// <summary>
/// Where a search should look: how far the blocks of the lattice are from the nearest places that a piece may be joined to, and the corridor to the
/// nearest. From the piece it looks for that, and spreads back from all places that are not much farther. The bus is as much farther as the via on
/// it is worth.
/// </summary>
internal sealed class LatticeLookahead : Lookahead
{
    private const int Unknown = int.MaxValue;

    private readonly LatticeBoard _board;
    private readonly LatticeCopper _copper;
    private readonly Blocks _blocks;
    private readonly byte[] _exits;
    private readonly int[] _delta;
    private readonly BlockSet _corridor;

    // By block: blocks from the piece.
    private readonly int[] _fromPiece;

    // By block: states of the piece that is aimed from.
    private readonly int[] _ofPiece;
    private readonly List<int> _seen = [];

    // Blocks that the bus is farther than it is.
    private readonly int _toBus;

    public LatticeLookahead(LatticeBoard board, LatticeCopper copper)
        : base(board.Blocks.Count)
    {
        (_board, _copper, _blocks, _exits) = (board, copper, board.Blocks, board.Exits);
        _delta = [1, _blocks.Columns, -1, -_blocks.Columns];
        _toBus = (int)(board.Plan.Options.ViaLength / (board.Grid.Pitch << Blocks.Shift));
        _corridor = new(_blocks);
        _ofPiece = PooledArray.Rent<int>(_blocks.Count);
        _fromPiece = PooledArray.Rent<int>(_blocks.Count);
        _ofPiece.AsSpan(0, _blocks.Count).Clear();
        _fromPiece.AsSpan(0, _blocks.Count).Fill(Unknown);
    }

    public override void Dispose()
    {
        PooledArray.Return(_fromPiece);
        PooledArray.Return(_ofPiece);
        base.Dispose();
    }

    /// <summary>Aims from a piece.</summary>
    /// <param name="label">Of the piece.</param>
    /// <param name="width">Blocks on either side of the corridor's.</param>
    /// <returns>False where nothing leads to any place.</returns>
    public bool At(LatticeNet net, int label, int[] states, int width)
    {
        Clear();
        foreach (var state in states)
        {
            var block = _board.BlockOf(state);
            _ofPiece[block]++;
            See(block, 0);
        }

        if (!LookForGoals(net, label))
        {
            return false;
        }

        Spread();
        MarkCorridor(width);
        return true;
    }

    /// <summary>True where a search may enter a block.</summary>
    public bool IsInside(int block) => _corridor.Contains(block);

    /// <summary>Steps to the nearest place, about.</summary>
    public int Estimate(int column, int row)
    {
        const int Half = Blocks.Size / 2;
        var block = _blocks.Of(column, row);
        int x = column & Blocks.Mask, y = row & Blocks.Mask;
        var (beside, toBeside) = x < Half ? (-1, x + Half + 1) : (1, Blocks.Size + Half - 1 - x);
        var (above, toAbove) = y < Half ? (-_blocks.Columns, y + Half + 1) : (_blocks.Columns, Blocks.Size + Half - 1 - y);
        int fromX = Math.Abs(x - Half), fromY = Math.Abs(y - Half);
        var least = Math.Min(Steps(block) + fromX + fromY, Math.Min(Steps(block + beside) + toBeside + fromY, Steps(block + above) + toAbove + fromX));
        return Math.Max(0, least - Blocks.Size);
    }

    private int Steps(int block) => Math.Min(DistanceOf(block), Horizon);

    /// <summary>Looks from the piece for places that it may be joined to.</summary>
    /// <returns>False where there is none.</returns>
    private bool LookForGoals(LatticeNet net, int label)
    {
        var (isFound, horizon) = (false, Unknown);
        for (var i = 0; i < _seen.Count && _fromPiece[_seen[i]] is var distance && distance <= horizon; i++)
        {
            var block = _seen[i];
            var farther = HasGoal(net, label, block) ? 0 : !net.IsOffBus && _board.HasEntry(net.Side, block) ? _toBus : Unknown;
            if (farther != Unknown)
            {
                isFound = true;
                Reach(block, farther << Blocks.Shift);
                horizon = Math.Min(horizon, HorizonOf(distance + farther));
            }

            for (var direction = 0; direction < 4; direction++)
            {
                if ((_exits[block] >> direction & 1) != 0)
                {
                    See(block + _delta[direction], distance + 1);
                }
            }
        }

        Horizon = horizon << Blocks.Shift;
        return isFound;
    }

    /// <summary>How far to look where the nearest place is so far.</summary>
    private static int HorizonOf(int distance) => distance + distance / 2 + 3;

    protected override void SpreadFrom(int block, int distance)
    {
        for (var direction = 0; direction < 4 && distance + Blocks.Size <= Horizon; direction++)
        {
            var next = block + _delta[direction];
            if (_fromPiece[next] != Unknown && (_exits[next] >> (direction ^ 2) & 1) != 0)
            {
                Reach(next, distance + Blocks.Size);
            }
        }
    }

    private void MarkCorridor(int width)
    {
        _corridor.Clear();
        var block = -1;
        for (var i = 0; i < _seen.Count && _fromPiece[_seen[i]] == 0; i++)
        {
            block = block < 0 || DistanceOf(_seen[i]) < DistanceOf(block) ? _seen[i] : block;
        }

        while (block >= 0)
        {
            _corridor.AddAround(block, width);
            var next = -1;
            for (var direction = 0; direction < 4 && next < 0; direction++)
            {
                var beside = block + _delta[direction];
                next = (_exits[block] >> direction & 1) != 0 && DistanceOf(beside) < DistanceOf(block) ? beside : -1;
            }

            block = next;
        }
    }

    /// <summary>True where the piece may be joined in a block to another piece of its net, or to a socket.</summary>
    private bool HasGoal(LatticeNet net, int label, int block)
    {
        if (net.InBlock[block] == _ofPiece[block])
        {
            return false;
        }

        int firstColumn = _blocks.FirstColumn(block), firstRow = _blocks.FirstRow(block);
        for (var row = firstRow; row < Math.Min(firstRow + Blocks.Size, _board.Grid.Rows); row++)
        {
            for (var column = firstColumn; column < Math.Min(firstColumn + Blocks.Size, _board.Grid.Columns); column++)
            {
                var node = _board.Grid.Node(column, row);
                if (IsGoal(net, label, node) || IsGoal(net, label, node + _board.Count))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsGoal(LatticeNet net, int label, int state) =>
        _copper.IsHeld(state, net.Id) && _copper.Claim(_copper.Find(state, net.Id)).Label is >= 0 and var there && net.PieceOf(there) != label;

    private void See(int block, int distance)
    {
        if (_fromPiece[block] == Unknown)
        {
            _fromPiece[block] = distance;
            _seen.Add(block);
        }
    }

    private void Clear()
    {
        foreach (var block in _seen)
        {
            (_fromPiece[block], _ofPiece[block]) = (Unknown, 0);
        }

        _seen.Clear();
        Forget();
    }
}
