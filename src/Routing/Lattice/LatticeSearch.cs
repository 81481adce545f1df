using System.Numerics;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Lattice;

/// <summary>
/// The cheapest way on the lattice from a piece of a net to its other pieces and to its bus, within a corridor of blocks, about: the estimate counts more than
/// it may. The scratch belongs to one worker.
/// </summary>
internal sealed class LatticeSearch : AStar
{
    /// <summary>Cost of a step.</summary>
    public const int Step = 16;

    /// <summary>What a step that is left counts as an estimate.</summary>
    private const int Trust = 24;

    /// <summary>What a place costs more for each dispute that was about it.</summary>
    public const int Memory = Step;

    /// <summary>Looks after which a search looks at no state a second time: as a rule there is no way then, and one that is a little shorter is not worth the time.</summary>
    private const int LooksToComeAgain = 1 << 15;

    private const byte Seed = Claim.Nowhere;
    private const byte Closed = 128;

    private readonly LatticeBoard _board;
    private readonly LatticeCopper _copper;
    private readonly LatticeLookahead _lookahead;
    private readonly int _count;
    private readonly int _columns;
    private readonly int[] _delta;
    private readonly Cell[] _cells;
    private readonly NodeList _visited = new();
    private readonly int _viaCost;
    private LatticeNet _net = null!;
    private int _source;
    private int _entryColumn;
    private int _loose;
    private int _present;
    private bool _isHard;
    private bool _intoStarts;
    private long _mostToComeAgain;
    private (int Label, int Socket, bool IsEntry) _end;

    public LatticeSearch(LatticeBoard board, LatticeCopper copper)
    {
        (_board, _copper, _lookahead, _count, _columns, _delta) = (board, copper, new(board, copper), board.Count, board.Grid.Columns, board.Delta);
        _cells = PooledArray.Rent<Cell>(2 * _count);
        _cells.AsSpan(0, 2 * _count).Fill(new() { Cost = int.MaxValue });
        _viaCost = (int)(board.Plan.Options.ViaLength * Step / board.Grid.Pitch);
    }

    public override void Dispose()
    {
        PooledArray.Return(_cells);
        _visited.Dispose();
        _lookahead.Dispose();
        base.Dispose();
    }

    /// <summary>The cheapest way; null where there is none.</summary>
    /// <param name="price">What each other net costs that a step comes too near to; negative where none may.</param>
    /// <param name="width">Blocks on either side of the corridor's.</param>
    /// <param name="intoStarts">The way may end on ground of the net's own that nobody else comes onto: where nothing leads to other places.</param>
    public LatticePath? Find(LatticeNet net, Piece piece, int price, int width, bool intoStarts)
    {
        _intoStarts = intoStarts;
        return Find(net, piece, Claim.Loose, price, width, int.MaxValue);
    }

    /// <summary>A cheaper way for a loose branch, in conflict with nobody; null where there is none.</summary>
    /// <inheritdoc cref="Find(LatticeNet, Piece, int, int, bool)"/>
    public LatticePath? FindShorter(LatticeNet net, Branch branch, int width)
    {
        _intoStarts = false;
        return Find(net, branch.Piece, branch.Track.Loose, price: -1, width, CostOf(branch.Track));
    }

    private LatticePath? Find(LatticeNet net, Piece piece, int loose, int price, int width, int limit)
    {
        _loose = loose;
        (_net, _source, _present, _isHard) = (net, net.PieceOf(piece.Label), Math.Max(price, 0), price < 0);
        _entryColumn = net.IsOffBus ? -1 : _board.EntryColumn(net.Side);
        _mostToComeAgain = NodesExpanded + LooksToComeAgain;
        Begin(limit);
        if (!_lookahead.At(net, _source, piece.States, width))
        {
            return null;
        }

        PushSeeds(piece);
        var path = Search(int.MaxValue) ? new LatticePath([.. Trace()], _end.Label, _end.Socket, _end.IsEntry) : null;
        foreach (var state in _visited.Nodes)
        {
            _cells[state].Cost = int.MaxValue;
        }

        _visited.Clear();
        return path;
    }

    /// <summary>What a branch costs as it is.</summary>
    private int CostOf(LooseTrack branch)
    {
        var cost = branch.IsEntry ? _viaCost : 0;
        for (var i = 1; i < branch.States.Length; i++)
        {
            cost += branch.States[i] == _board.OtherLayer(branch.States[i - 1]) ? _viaCost : Step;
        }

        return cost;
    }

    private bool IsClosed(int state) => _cells[state].Cost != int.MaxValue && (_cells[state].From & Closed) != 0;

    private void PushSeeds(Piece piece)
    {
        for (var i = 0; i < piece.States.Length; i++)
        {
            var state = piece.States[i];
            int node = _board.Node(state), row = node / _columns;
            if (piece.Socket >= 0)
            {
                Reach(state, node - row * _columns, row, _board.Starts[piece.Socket][i].Cost * (Step / SocketStart.StepCost), Seed);
            }
            else if (_lookahead.IsInside(_board.BlockOf(state)))
            {
                Push(state, node - row * _columns, row, 0, Seed);
            }
        }
    }

    /// <param name="item">A state, or one more than all of them from which a path may go to the other layer.</param>
    protected override void Look(int item)
    {
        if (item >= 2 * _count)
        {
            ChangeLayer(item - 2 * _count);
        }
        else if (!IsClosed(item))
        {
            Expand(item);
        }
    }

    protected override int Before(int vertex) => (_cells[vertex].From & ~Closed) switch
    {
        Seed => -1,
        Claim.ByVia => _board.OtherLayer(vertex),
        var direction => vertex - _board.Delta[direction],
    };

    private void Expand(int state)
    {
        NodesExpanded++;
        ref var cell = ref _cells[state];
        var (cost, from, ahead) = (cell.Cost, cell.From, cell.Ahead);
        cell.From |= Closed;
        int node = _board.Node(state), row = node / _columns, column = node - row * _columns;
        if (column == _entryColumn && _board.IsEntryOf(_net.Side, state))
        {
            End(state, cost + _viaCost, (LatticeNet.Root, -1, true));
        }

        // The directions open to all, and after them those to the starts of sockets.
        for (var moves = _board.Moves[state] & (_intoStarts ? 255 : 15); moves != 0; moves &= moves - 1)
        {
            var bit = BitOperations.TrailingZeroCount(moves);
            var (direction, next) = (bit & 3, state + _delta[bit & 3]);
            if (bit < 4 || _copper.IsHeld(next, _net.Id))
            {
                var (x, y) = RoutingGrid.Steps[2 * direction];
                Reach(next, column + x, row + y, cost + Step, (byte)direction);
            }
        }

        // Whether there is room for a via is found out only if the search comes so far.
        var beyond = cost + _viaCost;
        if (from != Claim.ByVia && _cells[_board.OtherLayer(state)].Cost > beyond)
        {
            Push(beyond + ahead * Trust, 2 * _count + state);
        }
    }

    private void ChangeLayer(int state)
    {
        var other = _board.OtherLayer(state);
        var cost = _cells[state].Cost + _viaCost;
        if (_cells[other].Cost <= cost || (_board.Moves[other] & 15) == 0)
        {
            return;
        }

        int node = _board.Node(state), row = node / _columns;
        var others = _copper.OthersAtVia(node, _net.Id);
        if ((others == 0 || (others > 0 && !_isHard)) && !IsNearOwnVia(state))
        {
            Reach(other, node - row * _columns, row, _isHard ? cost : cost + others * _present + _copper.History[_copper.ViaPlace(node)], Claim.ByVia);
        }
    }

    /// <summary>True where the path that comes to a state made a via a few steps before.</summary>
    private bool IsNearOwnVia(int state)
    {
        for (var steps = 2 * _copper.DrillReach; steps > 0; steps--)
        {
            var from = _cells[state].From & ~Closed;
            if (from == Claim.ByVia)
            {
                return true;
            }

            if (from == Seed)
            {
                return false;
            }

            state -= _board.Delta[from];
        }

        return false;
    }

    private void Reach(int state, int column, int row, int cost, byte from)
    {
        ref readonly var known = ref _cells[state];
        if (cost >= known.Cost || cost >= Best
            || (known.Cost == int.MaxValue ? !_lookahead.IsInside(_board.Blocks.Of(column, row)) : NodesExpanded > _mostToComeAgain && (known.From & Closed) != 0))
        {
            return;
        }

        int others = 0, own = 0;
        for (var claim = _copper.First(state); claim != 0;)
        {
            ref var there = ref _copper.Claim(claim);
            if (there.Net == _net.Id)
            {
                own = claim;
            }
            else if (there.KeepsOthersAway)
            {
                others++;
            }

            claim = there.Next;
        }

        if (own != 0 && _copper.Claim(own).IsTrack && _copper.Claim(own).Label != _loose)
        {
            // No price is to be paid where the net is already; where another branch of it is loose, the way is closed.
            if (_copper.Claim(own).Label is >= 0 and var label && _net.PieceOf(label) is var piece && piece != _source)
            {
                Come(state, cost, from, (piece, -1, false));
            }

            return;
        }

        cost += _isHard ? 0 : others * _present + _copper.History[state];
        if ((others > 0 && _isHard) || cost >= known.Cost || cost >= Best)
        {
            return;
        }

        if (own != 0 && _copper.Claim(own).Socket >= 0 && _net.PieceOf(_copper.Claim(own).Label) is var lone && lone != _source)
        {
            Come(state, cost, from, (lone, _copper.Claim(own).Socket, false));
        }
        else
        {
            Push(state, column, row, cost, from);
        }
    }

    /// <summary>Comes to where the piece may be joined.</summary>
    private void Come(int state, int cost, byte from, (int, int, bool) end)
    {
        Enter(state, cost, (byte)(from | Closed));
        End(state, cost, end);
    }

    private void Push(int state, int column, int row, int cost, byte from)
    {
        ref var cell = ref _cells[state];
        if (cell.Cost == int.MaxValue)
        {
            cell.Ahead = (ushort)Math.Min(_lookahead.Estimate(column, row), ushort.MaxValue);
        }

        Enter(state, cost, from);
        Push(cost + cell.Ahead * Trust, state);
    }

    private void Enter(int state, int cost, byte from)
    {
        ref var cell = ref _cells[state];
        if (cell.Cost == int.MaxValue)
        {
            _visited.Add(state);
        }

        (cell.Cost, cell.From) = (cost, from);
    }

    private void End(int state, int cost, (int, int, bool) end)
    {
        if (End(state, cost))
        {
            _end = end;
        }
    }

    private struct Cell
    {
        public int Cost;

        /// <summary>Steps that are left, about.</summary>
        public ushort Ahead;

        public byte From;
    }
}
