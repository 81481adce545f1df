using System.Buffers;
using MakeDevice.Routing.Negotiation;

namespace MakeDevice.Routing.Lattice;

/// <summary>
/// Where a search should look: how far the blocks of the lattice are from the nearest places that a piece may be joined to, and the corridor to the
/// nearest. It spreads from the piece until it has found that, and back from all places that are not much farther. The bus is as much farther as the via on
/// it is worth.
/// </summary>
internal sealed class LatticeAim : IDisposable
{
    private const int Unknown = int.MaxValue;

    private readonly LatticeBoard _board;
    private readonly LatticeCopper _copper;
    private readonly Blocks _blocks;
    private readonly byte[] _exits;
    private readonly int[] _delta;
    private readonly int[] _distance;
    private readonly int[] _fromPiece;
    private readonly BlockSet _corridor;

    // By block: states of the piece that is aimed from.
    private readonly int[] _ofPiece;
    private readonly List<int> _reached = [];
    private readonly List<int> _back = [];
    private readonly List<int> _entries = [];
    private readonly int _toBus;
    private int _horizon;

    public LatticeAim(LatticeBoard board, LatticeCopper copper)
    {
        (_board, _copper, _blocks, _exits) = (board, copper, board.Blocks, board.Exits);
        _delta = [1, _blocks.Columns, -1, -_blocks.Columns];
        _toBus = (int)(board.Plan.Options.ViaLength / (board.Grid.Pitch << Blocks.Shift));
        _distance = ArrayPool<int>.Shared.Rent(_blocks.Count);
        _fromPiece = ArrayPool<int>.Shared.Rent(_blocks.Count);
        _corridor = new(_blocks);
        _ofPiece = ArrayPool<int>.Shared.Rent(_blocks.Count);
        _ofPiece.AsSpan(0, _blocks.Count).Clear();
        _distance.AsSpan(0, _blocks.Count).Fill(Unknown);
        _fromPiece.AsSpan(0, _blocks.Count).Fill(Unknown);
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_distance);
        ArrayPool<int>.Shared.Return(_fromPiece);
        ArrayPool<int>.Shared.Return(_ofPiece);
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
            Reach(block, 0);
        }

        SpreadFromPiece(net, label);
        if (_back.Count + _entries.Count == 0)
        {
            return false;
        }

        SpreadBack();
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

    private int Steps(int block) => Math.Min(_distance[block], _horizon) << Blocks.Shift;

    private void SpreadFromPiece(LatticeNet net, int label)
    {
        _horizon = Unknown;
        for (var i = 0; i < _reached.Count && _fromPiece[_reached[i]] is var distance && distance <= _horizon; i++)
        {
            var block = _reached[i];
            if (HasGoal(net, label, block))
            {
                _back.Add(block);
                _distance[block] = 0;
                _horizon = Math.Min(_horizon, HorizonOf(distance));
            }
            else if (!net.IsOffBus && _board.HasEntry(net.Side, block))
            {
                _entries.Add(block);
                _horizon = Math.Min(_horizon, HorizonOf(distance + _toBus));
            }

            for (var direction = 0; direction < 4; direction++)
            {
                if ((_exits[block] >> direction & 1) != 0)
                {
                    Reach(block + _delta[direction], distance + 1);
                }
            }
        }
    }

    /// <summary>How far to look where the nearest place is so far.</summary>
    private static int HorizonOf(int distance) => distance + distance / 2 + 3;

    private void SpreadBack()
    {
        for (var i = 0; i <= _back.Count; i++)
        {
            if (i == _back.Count || _distance[_back[i]] >= _toBus)
            {
                BeginAtBus();
            }

            if (i == _back.Count || _distance[_back[i]] >= _horizon)
            {
                return;
            }

            for (var direction = 0; direction < 4; direction++)
            {
                var next = _back[i] + _delta[direction];
                if (_distance[next] == Unknown && _fromPiece[next] != Unknown && (_exits[next] >> (direction ^ 2) & 1) != 0)
                {
                    _distance[next] = _distance[_back[i]] + 1;
                    _back.Add(next);
                }
            }
        }
    }

    /// <summary>Once all is reached that is nearer to another place.</summary>
    private void BeginAtBus()
    {
        foreach (var block in _entries)
        {
            if (_distance[block] == Unknown)
            {
                _distance[block] = _toBus;
                _back.Add(block);
            }
        }

        _entries.Clear();
    }

    private void MarkCorridor(int width)
    {
        _corridor.Clear();
        var block = -1;
        for (var i = 0; i < _reached.Count && _fromPiece[_reached[i]] == 0; i++)
        {
            block = block < 0 || _distance[_reached[i]] < _distance[block] ? _reached[i] : block;
        }

        while (block >= 0)
        {
            _corridor.AddAround(block, width);
            var next = -1;
            for (var direction = 0; direction < 4 && next < 0; direction++)
            {
                var beside = block + _delta[direction];
                next = (_exits[block] >> direction & 1) != 0 && _distance[beside] < _distance[block] ? beside : -1;
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
        _copper.Find(state, net.Id) is > 0 and var found && (_copper.Claim(found).IsTrack || _copper.Claim(found).Socket >= 0) && _copper.Claim(found).Label is >= 0 and var there && net.PieceOf(there) != label;

    private void Reach(int block, int distance)
    {
        if (_fromPiece[block] == Unknown)
        {
            _fromPiece[block] = distance;
            _reached.Add(block);
        }
    }

    private void Clear()
    {
        foreach (var block in _reached)
        {
            (_fromPiece[block], _distance[block], _ofPiece[block]) = (Unknown, Unknown, 0);
        }

        _reached.Clear();
        _back.Clear();
        _entries.Clear();
    }
}
