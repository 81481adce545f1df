using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// Pulls the tracks of a net tight like rubber bands: a run that turns to the same side at both of its ends moves to that side as far as there is
/// room, and right angles are cut. Vias, sockets and branches stay where they are. Without a search: the work is that of the copper that moves.
/// </summary>
internal sealed class PullTight(TreeBoard board, Congestion congestion, OwnClaims own)
{
    private const int None = -1;
    private const int Barred = 1 << 20;

    // For the directions of three runs: how much shorter the outer ones and how much longer the inner one becomes where that moves inwards.
    private static readonly Shift[] Shifts = [.. from first in Enumerable.Range(0, 8) from inner in Enumerable.Range(0, 8) from last in Enumerable.Range(0, 8) select ShiftOf(first, inner, last)];

    private readonly List<Run> _runs = [];
    private NetGraph _net = null!;
    private int _before;
    private int _after;

    /// <summary>Pulls all tracks of the net in hand.</summary>
    /// <returns>True where something moved.</returns>
    public bool Pull(NetGraph net)
    {
        _net = net;
        var isMoved = false;
        foreach (var chain in net.Chains().Select(chain => chain.ToArray()).ToList())
        {
            for (int begin = 0, end; begin < chain.Length - 1; begin = end)
            {
                end = EndOfLayer(chain, begin);
                isMoved |= end > begin && Pull(chain, begin, end);
                end = Math.Max(end, begin + 1);
            }
        }

        return isMoved;
    }

    /// <summary>The last place up to which a chain goes on along the layer of one of its places.</summary>
    private int EndOfLayer(int[] chain, int begin)
    {
        var end = begin;
        while (chain[end] < board.FirstSocket && end + 1 < chain.Length && chain[end + 1] < board.FirstSocket && chain[end + 1] != board.OtherLayer(chain[end]))
        {
            end++;
        }

        return end;
    }

    private bool Pull(int[] chain, int begin, int end)
    {
        Read(chain, begin, end);
        (_before, _after) = (HeadingBefore(chain, begin), HeadingAfter(chain, end));
        var isMoved = false;
        for (var moves = true; moves;)
        {
            moves = false;
            for (var i = 0; i + 1 < _runs.Count; i++)
            {
                moves |= CutCorner(i) || (i + 2 < _runs.Count && MoveInwards(i));
            }

            isMoved |= moves;
        }

        return isMoved;
    }

    private void Read(int[] chain, int begin, int end)
    {
        _runs.Clear();
        for (var i = begin; i < end; i++)
        {
            var direction = board.Grid.DirectionOf(chain[i + 1] - chain[i]);
            if (_runs.Count > 0 && _runs[^1].Direction == direction)
            {
                _runs[^1] = _runs[^1] with { Length = _runs[^1].Length + 1 };
            }
            else
            {
                _runs.Add(new(chain[i], direction, 1));
            }
        }
    }

    /// <summary>A run between the two of a right angle, which was but a point.</summary>
    private bool CutCorner(int i)
    {
        var (first, last) = (_runs[i], _runs[i + 1]);
        var turn = (last.Direction - first.Direction) & 7;
        if (turn is not (2 or 6))
        {
            return false;
        }

        var inner = new Run(last.Begin, (first.Direction + (turn == 2 ? 1 : 7)) & 7, 0);
        _runs.Insert(i + 1, inner);
        if (MoveInwards(i))
        {
            return true;
        }

        _runs.RemoveAt(i + 1);
        return false;
    }

    /// <summary>Moves the middle one of three runs inwards, as far as it can or half as far.</summary>
    private bool MoveInwards(int i)
    {
        var shift = Shifts[(_runs[i].Direction * 8 + _runs[i + 1].Direction) * 8 + _runs[i + 2].Direction];
        if (shift.First == 0)
        {
            return false;
        }

        for (var steps = Math.Min(_runs[i].Length / shift.First, _runs[i + 2].Length / shift.Last); steps > 0; steps /= 2)
        {
            if (MoveInwards(i, shift, steps))
            {
                return true;
            }
        }

        return false;
    }

    private bool MoveInwards(int i, Shift shift, int steps)
    {
        var delta = board.Grid.Delta;
        Run first = _runs[i], inner = _runs[i + 1], last = _runs[i + 2];
        var shorter = first with { Length = first.Length - steps * shift.First };
        var moved = new Run(shorter.Begin + shorter.Length * delta[first.Direction], inner.Direction, inner.Length + steps * shift.Inner);
        var rest = new Run(moved.Begin + moved.Length * delta[moved.Direction], last.Direction, last.Length - steps * shift.Last);
        if (Cost(i, [shorter, moved, rest]) >= Cost(i, [first, inner, last]) || !IsFree(moved))
        {
            return false;
        }

        Unlink(first with { Begin = moved.Begin, Length = first.Length - shorter.Length });
        Unlink(inner);
        Unlink(last with { Length = last.Length - rest.Length });
        Link(moved);
        Replace(i, [shorter, moved, rest]);
        return true;
    }

    private void Replace(int i, ReadOnlySpan<Run> runs)
    {
        _runs.RemoveRange(i, runs.Length);
        var next = i;
        foreach (var run in runs)
        {
            if (run.Length > 0)
            {
                _runs.Insert(next++, run);
            }
        }

        Merge(next - 1);
        Merge(i - 1);
    }

    /// <summary>Makes one of two runs where they go on in one direction.</summary>
    private void Merge(int i)
    {
        if (i >= 0 && i + 1 < _runs.Count && _runs[i].Direction == _runs[i + 1].Direction)
        {
            _runs[i] = _runs[i] with { Length = _runs[i].Length + _runs[i + 1].Length };
            _runs.RemoveAt(i + 1);
        }
    }

    /// <summary>Cost of three runs in the place of those from a place on, with the turns into and out of them.</summary>
    private int Cost(int i, ReadOnlySpan<Run> runs)
    {
        var cost = 0;
        var heading = i > 0 ? _runs[i - 1].Direction : None;
        foreach (var run in runs)
        {
            if (run.Length > 0)
            {
                cost += run.Length * PathCost.Step(run.Direction) + (heading == None ? CostOfBegin(run) : Turn(heading, run.Direction));
                heading = run.Direction;
            }
        }

        return cost + (i + 3 < _runs.Count ? Turn(heading, _runs[i + 3].Direction) : CostOfEnd(heading));
    }

    private int CostOfBegin(Run run) => _before >= 0 ? Turn(_before, run.Direction) : TreeCost.Joint(Joined(_runs[0].Begin, _runs[0].Direction), run.Direction);

    private int CostOfEnd(int heading)
    {
        var last = _runs[^1];
        var back = (last.Direction + 4) & 7;
        return _after >= 0 ? Turn(heading, _after) : TreeCost.Joint(Joined(last.Begin + last.Length * board.Grid.Delta[last.Direction], back), (heading + 4) & 7);
    }

    /// <summary>Directions of the net's other tracks at a place.</summary>
    private int Joined(int state, int direction) => _net.Steps(state) & ~(1 << direction);

    private static int Turn(int from, int to) => PathCost.Turn(from, to) is >= 0 and var cost ? cost : Barred;

    /// <summary>True where other nets and modules leave room for a run, and the net itself is not there yet.</summary>
    private bool IsFree(Run run)
    {
        var state = run.Begin;
        for (var i = 1; i <= run.Length; i++)
        {
            if (!board.LeavesStep(_net.Net, state, run.Direction) || congestion.OnStep(own, state, run.Direction) > 0)
            {
                return false;
            }

            state += board.Grid.Delta[run.Direction];
            if (i < run.Length && _net.Contains(state))
            {
                return false;
            }
        }

        return true;
    }

    private void Link(Run run) => _net.LinkRun(run.Begin, board.Grid.Delta[run.Direction], run.Length);

    private void Unlink(Run run) => _net.UnlinkRun(run.Begin, board.Grid.Delta[run.Direction], run.Length);

    /// <summary>The direction in which a leg leads to a place of a chain; none where there is no leg.</summary>
    private int HeadingBefore(int[] chain, int place) => place > 0 && chain[place - 1] >= board.FirstSocket ? board.LegOf(chain[place - 1], chain[place]).Direction : None;

    private int HeadingAfter(int[] chain, int place) =>
        place + 1 < chain.Length && chain[place + 1] >= board.FirstSocket && board.LegOf(chain[place + 1], chain[place]).Direction is >= 0 and var direction ? (direction + 4) & 7 : None;

    /// <summary>The smallest move: what the outer runs lose is what the inner one gains.</summary>
    private static Shift ShiftOf(int first, int inner, int last)
    {
        int before = (inner - first) & 7, after = (last - inner) & 7;
        var isOneSided = (before, after) is (1 or 2, 1 or 2) or (6 or 7, 6 or 7);
        for (var sum = 2; isOneSided && sum <= 4; sum++)
        {
            for (var a = 1; a < sum; a++)
            {
                var b = sum - a;
                for (var c = 0; c <= 2; c++)
                {
                    if (a * RoutingGrid.Steps[first].X + b * RoutingGrid.Steps[last].X == c * RoutingGrid.Steps[inner].X
                        && a * RoutingGrid.Steps[first].Y + b * RoutingGrid.Steps[last].Y == c * RoutingGrid.Steps[inner].Y)
                    {
                        return new(a, c, b);
                    }
                }
            }
        }

        return default;
    }

    /// <summary>A straight part of a track.</summary>
    private readonly record struct Run(int Begin, int Direction, int Length);

    /// <summary>Steps by which runs become shorter, and the one between them longer.</summary>
    private readonly record struct Shift(int First, int Inner, int Last);
}
