using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>What conflicts with other nets cost a search.</summary>
/// <param name="Present">Price of each other net that a step comes too near to.</param>
/// <param name="Hard">No conflict is allowed at any price, and earlier ones are forgotten.</param>
internal readonly record struct Tolerance(int Present, bool Hard)
{
    public static readonly Tolerance None = new(0, true);
}

/// <summary>
/// A* over both layers (Hart, Nilsson, Raphael 1968) from one component of a net to the nearest other. The scratch arrays are stamped
/// by a generation instead of cleared.
/// </summary>
internal sealed class TreeSearch(TreeBoard board, Congestion congestion)
{
    private const byte Via = 8;
    private const byte Seed = 9;
    private const byte LegSeed = 10;

    private const int Source = 1;
    private const int Target = 2;
    private const int TargetLeg = 4;

    private readonly Lookahead _lookahead = new(board);
    private readonly CostQueue _queue = new();
    private readonly int _viaCost = TreeCost.Via(board.Grid);
    private readonly int[] _stamp = new int[2 * board.Grid.Count];
    private readonly int[] _cost = new int[2 * board.Grid.Count];
    private readonly int[] _estimate = new int[2 * board.Grid.Count];
    private readonly byte[] _from = new byte[2 * board.Grid.Count];
    private readonly int[] _roleStamp = new int[2 * board.Grid.Count];
    private readonly byte[] _role = new byte[2 * board.Grid.Count];
    private readonly int[] _drilled = new int[board.Grid.Count];
    private readonly Dictionary<int, Leg> _seedLegs = [];
    private int _generation;
    private NetGraph _graph = null!;
    private Dictionary<int, int> _components = [];
    private int _source;
    private Tolerance _tolerance;
    private int _best;
    private int _last;
    private int _end;

    /// <summary>
    /// The cheapest path from a component to any other one: vertices of the graph, both ends included; null where there is none below
    /// the limit.
    /// </summary>
    /// <param name="components">From <see cref="NetGraph.Components"/>.</param>
    /// <param name="limit">Cost, exclusive.</param>
    public List<int>? Find(NetGraph graph, Dictionary<int, int> components, int source, Tolerance tolerance, int limit = int.MaxValue)
    {
        _generation++;
        (_graph, _components, _source) = (graph, components, source);
        _tolerance = tolerance;
        (_best, _last, _end) = (limit, -1, -1);
        _queue.Clear();
        _seedLegs.Clear();
        Aim();
        PushSeeds();
        while (_queue.TryPop(out var estimate, out var state) && estimate < _best)
        {
            if (_estimate[state] != estimate)
            {
                continue;
            }

            // Never expanded twice at one cost: the estimate is spent.
            _estimate[state] = -1;
            Walk(state);
            ChangeLayer(state);
            EndOnLegs(state);
        }

        return _last < 0 ? null : Trace();
    }

    private void Aim()
    {
        _lookahead.Clear();
        foreach (var (vertex, component) in _components)
        {
            if (vertex < board.FirstSocket)
            {
                SetRole(vertex, component == _source ? Source : Target);
                if (component != _source)
                {
                    _lookahead.AddGoal(vertex);
                }

                if (_graph.HasVia(vertex))
                {
                    MarkDrilled(board.Node(vertex));
                }
            }
            else if (component != _source)
            {
                foreach (var leg in board.LegsOf(vertex))
                {
                    SetRole(leg.State, TargetLeg);
                    _lookahead.AddGoal(leg.State);
                }
            }
        }

        _lookahead.Spread();
    }

    private void MarkDrilled(int node)
    {
        foreach (var offset in board.Stencil.HoleToHole)
        {
            if ((uint)(node + offset) < (uint)_drilled.Length)
            {
                _drilled[node + offset] = _generation;
            }
        }
    }

    private void PushSeeds()
    {
        foreach (var (vertex, component) in _components)
        {
            if (component != _source)
            {
                continue;
            }

            if (vertex < board.FirstSocket)
            {
                Reach(vertex, 0, Seed);
                continue;
            }

            foreach (var leg in board.LegsOf(vertex))
            {
                if (!Has(leg.State, Source) && Price(congestion.OnLeg(leg), congestion.LegResource(leg.Index)) is >= 0 and var price)
                {
                    PushLeg(leg, leg.Cost + price);
                }
            }
        }
    }

    private void PushLeg(Leg leg, int cost)
    {
        if (IsKnown(leg.State) && _cost[leg.State] <= cost)
        {
            return;
        }

        if (Has(leg.State, Target))
        {
            if (cost < _best)
            {
                (_best, _last, _end) = (cost, leg.State, leg.Socket);
            }

            return;
        }

        _seedLegs[leg.State] = leg;
        Reach(leg.State, cost, LegSeed);
    }

    private void Walk(int state)
    {
        var node = board.Node(state);
        var map = board.Maps[board.Layer(state)];
        var heading = Heading(state);
        var joined = _from[state] == Seed ? _graph.Steps(state) : 0;
        for (var direction = 0; direction < 8; direction++)
        {
            var turn = PathCost.Turn(heading, direction);
            var delta = board.Grid.Delta[direction];
            if (turn < 0 || map.IsForeign(node + delta, _graph.Net) || Has(state + delta, Source))
            {
                continue;
            }

            var edge = direction < 4 ? map.Flags[node] >> direction : map.Flags[node + delta] >> (direction - 4);
            if ((edge & 1) != 0 || Price(congestion.OnStep(state, direction), state + delta) is not (>= 0 and var price))
            {
                continue;
            }

            Arrive(state, state + delta, _cost[state] + PathCost.Step(direction) + turn + price + TreeCost.Joint(joined, direction), (byte)direction);
        }
    }

    private void ChangeLayer(int state)
    {
        var node = board.Node(state);
        var other = board.OtherLayer(state);
        if (_from[state] == Via || Has(other, Source) || board.Vias.IsForeign(node, _graph.Net)
            || board.Maps[board.Layer(other)].IsForeign(node, _graph.Net) || _drilled[node] == _generation)
        {
            return;
        }

        if (Price(congestion.AtVia(node) + congestion.AtState(other), congestion.ViaResource(node)) is >= 0 and var price && !IsNearOwnVia(state))
        {
            Arrive(state, other, _cost[state] + _viaCost + price, Via);
        }
    }

    /// <summary>True where the path itself has a via too near by.</summary>
    private bool IsNearOwnVia(int state)
    {
        var node = board.Node(state);
        for (var steps = board.Stencil.HoleToHole.Length; steps > 0; steps--)
        {
            var from = _from[state];
            if (from >= Seed)
            {
                return false;
            }

            if (from == Via)
            {
                return Array.IndexOf(board.Stencil.HoleToHole, board.Node(state) - node) >= 0;
            }

            state -= board.Grid.Delta[from];
        }

        return false;
    }

    private void EndOnLegs(int state)
    {
        if (!Has(state, TargetLeg))
        {
            return;
        }

        var heading = Heading(state);
        foreach (var leg in board.LegsAt(state))
        {
            if (!_components.TryGetValue(leg.Socket, out var component) || component == _source
                || Price(congestion.OnLeg(leg), congestion.LegResource(leg.Index)) is not (>= 0 and var price))
            {
                continue;
            }

            var turn = leg.Direction < 0 ? 0 : PathCost.Turn(heading, (leg.Direction + 4) & 7);
            var cost = _cost[state] + leg.Cost + turn + price;
            if (turn >= 0 && cost < _best)
            {
                (_best, _last, _end) = (cost, state, leg.Socket);
            }
        }
    }

    private void Arrive(int from, int to, int cost, byte by)
    {
        if (Has(to, Target))
        {
            cost += by < Via ? TreeCost.Joint(_graph.Steps(to), (by + 4) & 7) : 0;
            if (cost < _best)
            {
                (_best, _last, _end) = (cost, from, to);
            }
        }
        else if (!IsKnown(to) || cost < _cost[to])
        {
            Reach(to, cost, by);
        }
    }

    private void Reach(int state, int cost, byte from)
    {
        var estimate = cost + _lookahead.Estimate(board.Node(state));
        if (estimate < _best)
        {
            _stamp[state] = _generation;
            _cost[state] = cost;
            _from[state] = from;
            _estimate[state] = estimate;
            _queue.Push(estimate, state);
        }
    }

    /// <summary>Price of coming too near to so many other nets; -1 where that is forbidden.</summary>
    private int Price(int claims, int resource)
    {
        if (_tolerance.Hard)
        {
            return claims == 0 ? 0 : -1;
        }

        return claims * _tolerance.Present + congestion.History(resource);
    }

    private int Heading(int state) => _from[state] switch
    {
        < Via => _from[state],
        LegSeed => _seedLegs[state].Direction,
        _ => -1,
    };

    private List<int> Trace()
    {
        var path = new List<int> { _end };
        if (Has(_last, Target))
        {
            // A leg that ends on the other component's copper.
            path.Add(_last);
            return path;
        }

        for (var state = _last; ;)
        {
            path.Add(state);
            switch (_from[state])
            {
                case Seed:
                    path.Reverse();
                    return path;
                case LegSeed:
                    path.Add(_seedLegs[state].Socket);
                    path.Reverse();
                    return path;
                case Via:
                    state = board.OtherLayer(state);
                    break;
                case var direction:
                    state -= board.Grid.Delta[direction];
                    break;
            }
        }
    }

    private bool IsKnown(int state) => _stamp[state] == _generation;

    private bool Has(int state, int role) => _roleStamp[state] == _generation && (_role[state] & role) != 0;

    private void SetRole(int state, int role)
    {
        _role[state] = (byte)(_roleStamp[state] == _generation ? _role[state] | role : role);
        _roleStamp[state] = _generation;
    }
}
