using System.Numerics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Negotiation;

/// <summary>What conflicts with other nets cost a search.</summary>
/// <param name="Present">Price of each other net that a step comes too near to.</param>
/// <param name="Hard">No conflict is allowed at any price, and earlier ones are forgotten.</param>
/// <param name="Trust">Whether the cheapest path is wanted, or a good one soon.</param>
/// <param name="Narrow">Vias count half: a path that changes layers often takes less room from others than one that goes round.</param>
/// <param name="MostLooks">Grid vertices that a search looks at before it gives up; 0 for all.</param>
internal readonly record struct Tolerance(int Present, bool Hard, Trust Trust, bool Narrow = false, int MostLooks = 0)
{
    public static readonly Tolerance None = new(0, true, Trust.Exact);
}

/// <summary>How much a search's estimate of the way that is left counts, in sixteenths.</summary>
internal enum Trust
{
    /// <summary>The cheapest path is found.</summary>
    Exact = 16,

    /// <summary>Tracks still push each other about, and no path stays.</summary>
    Negotiating = 20,

    /// <summary>A branch is laid again: most stay as they are, and to find that out for sure would take twice as long.</summary>
    LayingAgain = 25,
}

/// <summary>
/// The cheapest path over both layers of the rules' grid from one component of a net to the nearest other. While conflicts are
/// negotiated it trusts its estimate more than it may: what that costs is won back when branches are laid again.
/// </summary>
internal sealed class TreeSearch : AStar
{
    private const byte Via = 8;
    private const byte Seed = 9;
    private const byte LegSeed = 10;

    private const byte Source = 1;
    private const byte Target = 2;
    private const byte TargetLeg = 4;
    private const byte Closed = 8;
    private const byte Drilled = 16;

    // For each heading, and one for none: the directions that make no acute angle, a bit each, and what turning into them costs.
    private static readonly int[] Onwards = [.. Enumerable.Range(-1, 9).Select(from => Directions.Where(to => PathCost.Turn(from, to) >= 0).Sum(to => 1 << to))];
    private static readonly int[] StepCosts =
        [.. Enumerable.Range(-1, 9).SelectMany(from => Directions.Select(to => PathCost.Step(to) + Math.Max(0, PathCost.Turn(from, to))))];

    private readonly TreeBoard _board;
    private readonly Congestion _congestion;
    private readonly OwnClaims _own;
    private readonly TreeLookahead _lookahead;
    private readonly SearchPages _pages;
    private readonly int _exactViaCost;
    private readonly ushort[] _moves;
    private readonly ushort[][] _owners;
    private readonly int[] _delta;
    private readonly int _columns;
    private readonly int _count;
    private readonly Dictionary<int, Leg> _seedLegs = [];
    private readonly List<int> _sources = [];
    private NetGraph _graph = null!;
    private int _source;

    // Columns and rows that paths below the limit come to.
    private Box _reach;
    private Tolerance _tolerance;

    // Roles of vertices that are not reached any more.
    private byte _shut;
    private int _viaCost;
    private int _end;

    public TreeSearch(TreeBoard board, Congestion congestion, OwnClaims own)
    {
        (_board, _congestion, _own) = (board, congestion, own);
        _lookahead = new(board);
        _pages = new(board.Blocks, _lookahead);
        _exactViaCost = TreeCost.Via(board.Plan);
        (_moves, _owners, _delta) = (board.Moves, [board.Maps[0].Owner, board.Maps[1].Owner], board.Grid.Delta);
        (_columns, _count) = (board.Grid.Columns, board.Grid.Count);
    }

    public override void Dispose()
    {
        _lookahead.Dispose();
        _pages.Dispose();
        base.Dispose();
    }

    private static IEnumerable<int> Directions => Enumerable.Range(0, 8);

    /// <summary>Blocks that the last search looked at, those of the back layer after the front's.</summary>
    public IReadOnlyList<int> Touched => _pages.Touched;

    /// <summary>
    /// The cheapest path from a component to any other one: vertices of the graph, both ends included; null where there is none below
    /// the limit.
    /// </summary>
    /// <param name="graph">Labelled by <see cref="NetGraph.LabelComponents"/>.</param>
    /// <param name="limit">Cost, exclusive.</param>
    /// <param name="corridor">Blocks that the path may enter; null for all.</param>
    public List<int>? Find(NetGraph graph, int source, Tolerance tolerance, int limit, BlockSet? corridor)
    {
        (_graph, _source, _tolerance) = (graph, source, tolerance);
        Begin(limit);
        _shut = (byte)(tolerance.Trust == Trust.Exact ? Source : Source | Closed);

        // A via that is made while tracks still push each other about is hard to get rid of later.
        _viaCost = tolerance.Narrow ? _exactViaCost / 2 : tolerance.Hard ? _exactViaCost : _exactViaCost + _exactViaCost / 5;
        _seedLegs.Clear();
        _pages.Clear(corridor, tolerance.Trust);
        Aim(limit);
        if (!_lookahead.Spread(limit, tolerance.Hard ? _viaCost : 0, tolerance.Trust, corridor))
        {
            return null;
        }

        PushSeeds();
        return Search(tolerance.MostLooks > 0 ? tolerance.MostLooks : int.MaxValue) ? [.. Trace(), _end] : null;
    }

    /// <summary>Notes where paths begin and where they may end. What no path below the limit comes to is passed over: of a large net most, where a short branch is laid again.</summary>
    private void Aim(int limit)
    {
        _lookahead.Clear();
        _sources.Clear();
        _reach = Box.Empty;
        foreach (ref readonly var entry in _graph.Vertices.Entries)
        {
            if (entry.Vertex >= 0 && entry.Label == _source)
            {
                _sources.Add(entry.Vertex);
                AimFrom(entry.Vertex, NetGraph.IsVia(entry.Links));
            }
        }

        _reach = _reach.Inflate(limit / PathCost.Straight + _board.Stencil.HoleToHoleSteps);
        foreach (ref readonly var entry in _graph.Vertices.Entries)
        {
            if (entry.Vertex >= 0 && entry.Label != _source)
            {
                AimAt(entry.Vertex, NetGraph.IsVia(entry.Links));
            }
        }
    }

    private void AimFrom(int vertex, bool isVia)
    {
        if (vertex < _board.FirstSocket)
        {
            var place = Place(vertex);
            Begin(place);
            _pages.AddRole(place, Source);
            KeepFromDrilling(vertex, isVia);
            return;
        }

        foreach (var leg in _board.LegsOf(vertex))
        {
            Begin(Place(leg.State));
        }

        void Begin(SearchPlace place)
        {
            _lookahead.AddSource(place);
            _reach = _reach.Include(new(place.Column, place.Row));
        }
    }

    private void AimAt(int vertex, bool isVia)
    {
        if (vertex < _board.FirstSocket)
        {
            var place = Place(vertex);
            if (IsInReach(place))
            {
                _pages.AddRole(place, Target);
                _lookahead.AddGoal(place);
                KeepFromDrilling(vertex, isVia);
            }

            return;
        }

        foreach (var leg in _board.LegsOf(vertex))
        {
            var place = Place(leg.State);
            if (IsInReach(place))
            {
                _pages.AddRole(place, TargetLeg);
                _lookahead.AddGoal(place);
            }
        }
    }

    private bool IsInReach(SearchPlace place) => _reach.Contains(new(place.Column, place.Row));

    private void KeepFromDrilling(int state, bool isVia)
    {
        if (!isVia || state >= _count)
        {
            return;
        }

        foreach (var near in new NearNodes(_board.Stencil.HoleToHole, state, _count))
        {
            _pages.AddRole(Place(near), Drilled);
        }
    }

    private void PushSeeds()
    {
        foreach (var vertex in _sources)
        {
            if (vertex < _board.FirstSocket)
            {
                Reach(vertex, 0, Seed);
                continue;
            }

            foreach (var leg in _board.LegsOf(vertex))
            {
                if ((Cell(leg.State).Role & Source) == 0 && Price(_congestion.OnLeg(_own, leg), _congestion.LegResource(leg.Index)) is >= 0 and var price)
                {
                    PushLeg(leg, leg.Cost + price);
                }
            }
        }
    }

    private void PushLeg(Leg leg, int cost)
    {
        ref var cell = ref Cell(leg.State);
        if (cell.Cost <= cost)
        {
            return;
        }

        if ((cell.Role & Target) != 0)
        {
            End(leg.State, leg.Socket, cost);
            return;
        }

        _seedLegs[leg.State] = leg;
        Reach(leg.State, cost, LegSeed);
    }

    protected override void Look(int index)
    {
        ref var cell = ref _pages[index];
        if ((cell.Role & Closed) != 0)
        {
            return;
        }

        NodesExpanded++;
        cell.Role |= Closed;
        var (cost, from, role, sinceVia) = cell;
        var place = _pages.Place(index);
        var state = State(place);
        var spot = new Spot(index, state, place, cost, from, from == Seed ? _graph.Steps(state) : 0, sinceVia);
        Walk(spot);
        ChangeLayer(spot);
        if ((role & TargetLeg) != 0)
        {
            EndOnLegs(state, cost, from);
        }
    }

    private void Walk(in Spot spot)
    {
        var heading = Heading(spot.State, spot.From) + 1;
        var costs = StepCosts.AsSpan(8 * heading, 8);
        var moves = _moves[spot.State];
        for (var open = (moves | moves >> 8) & Onwards[heading]; open != 0; open &= open - 1)
        {
            var direction = BitOperations.TrailingZeroCount(open);
            var beside = SearchPages.Beside(spot.Cell, direction);
            if (beside < 0)
            {
                var (x, y) = RoutingGrid.Steps[direction];
                beside = _pages.Find(spot.Place.Layer, spot.Place.Column + x, spot.Place.Row + y);
            }

            ref var next = ref _pages[beside];
            var reached = spot.Cost + costs[direction];
            if (next.Cost > reached && (next.Role & _shut) == 0)
            {
                Step(spot, direction, beside, reached, (moves >> direction & 1) != 0);
            }
        }
    }

    /// <param name="isFree">No net owns the vertex that the step leads to.</param>
    private void Step(in Spot spot, int direction, int beside, int reached, bool isFree)
    {
        var to = spot.State + _delta[direction];
        ref var next = ref _pages[beside];
        if ((!isFree && _owners[spot.Place.Layer][to - spot.Place.Layer * _count] != _graph.Net)
            || _congestion.AtState(_own, to) is var claims && claims > 0 && _tolerance.Hard
            || IsVain(beside, next.Role, reached, out var ahead)
            || Price(claims + _congestion.BesideStep(_own, spot.State, direction), to) is not (>= 0 and var price))
        {
            return;
        }

        reached += price + (spot.Joined == 0 ? 0 : TreeCost.Joint(spot.Joined, direction));
        if ((next.Role & Target) != 0)
        {
            End(spot.State, to, reached + TreeCost.Joint(_graph.Steps(to), (direction + 4) & 7));
        }
        else
        {
            Push(beside, ahead, reached, (byte)direction, (byte)Math.Min(spot.SinceVia + 1, byte.MaxValue));
        }
    }

    private void ChangeLayer(in Spot spot)
    {
        var (layer, column, row) = spot.Place;
        var node = spot.State - layer * _count;
        var reached = spot.Cost + _viaCost;
        if (spot.From == Via || _board.Vias.IsForeign(node, _graph.Net) || _board.Maps[1 - layer].IsForeign(node, _graph.Net))
        {
            return;
        }

        var front = layer == 0 ? spot.Cell : _pages.Find(0, column, row);
        if ((_pages[front].Role & Drilled) != 0)
        {
            return;
        }

        var beyond = layer == 0 ? _pages.Find(1, column, row) : front;
        ref var next = ref _pages[beyond];
        var other = _board.OtherLayer(spot.State);
        if (next.Cost <= reached || (next.Role & _shut) != 0 || IsVain(beyond, next.Role, reached, out var ahead)
            || Price(_congestion.AtVia(_own, node) + _congestion.AtState(_own, other), _congestion.ViaResource(node)) is not (>= 0 and var price)
            || next.Cost <= reached + price || (spot.SinceVia < _board.Stencil.HoleToHoleSteps && IsNearOwnVia(spot.Place)))
        {
            return;
        }

        if ((next.Role & Target) != 0)
        {
            End(spot.State, other, reached + price);
        }
        else
        {
            Push(beyond, ahead, reached + price, Via, 0);
        }
    }

    /// <summary>True where reaching a vertex at a cost would lead to nothing: told before its price is worked out, which takes longest.</summary>
    /// <param name="ahead">Estimated cost from there on; 0 at a target.</param>
    private bool IsVain(int cell, byte role, int cost, out int ahead)
    {
        ahead = 0;
        if ((role & Target) != 0 || cost >= Best)
        {
            return cost >= Best;
        }

        ahead = _pages.Ahead(cell);
        return cost + ahead >= Best;
    }

    /// <summary>True where the path itself has a via too near by.</summary>
    private bool IsNearOwnVia(SearchPlace place)
    {
        var (layer, x, y) = place;
        for (var steps = _board.Stencil.HoleToHoleSteps; steps > 0; steps--)
        {
            var from = _pages[_pages.Find(layer, x, y)].From;
            if (from >= Seed)
            {
                return false;
            }

            if (from == Via)
            {
                return Array.IndexOf(_board.Stencil.HoleToHole, (y - place.Row) * _columns + x - place.Column) >= 0;
            }

            x -= RoutingGrid.Steps[from].X;
            y -= RoutingGrid.Steps[from].Y;
        }

        return false;
    }

    private void EndOnLegs(int state, int cost, byte from)
    {
        var heading = Heading(state, from);
        foreach (var leg in _board.LegsAt(state))
        {
            var component = _graph.LabelOf(leg.Socket);
            if (component < 0 || component == _source
                || Price(_congestion.OnLeg(_own, leg), _congestion.LegResource(leg.Index)) is not (>= 0 and var price))
            {
                continue;
            }

            var turn = leg.Direction < 0 ? 0 : PathCost.Turn(heading, (leg.Direction + 4) & 7);
            if (turn >= 0)
            {
                End(state, leg.Socket, cost + leg.Cost + turn + price);
            }
        }
    }

    private void End(int last, int end, int cost)
    {
        if (End(last, cost))
        {
            _end = end;
        }
    }

    private void Reach(int state, int cost, byte from)
    {
        var place = Place(state);
        var cell = _pages.Find(place.Layer, place.Column, place.Row);
        if (cost < _pages[cell].Cost)
        {
            Push(cell, _pages.Ahead(cell), cost, from, byte.MaxValue);
        }
    }

    private void Push(int index, int ahead, int cost, byte from, byte sinceVia)
    {
        ref var cell = ref _pages[index];
        if (cost < cell.Cost && (_tolerance.Trust == Trust.Exact || (cell.Role & Closed) == 0) && Push(cost + ahead, index))
        {
            (cell.Cost, cell.From, cell.Role, cell.SinceVia) = (cost, from, (byte)(cell.Role & ~Closed), sinceVia);
        }
    }

    /// <summary>Price of coming too near to so many other nets; -1 where that is forbidden.</summary>
    private int Price(int claims, int resource)
    {
        if (_tolerance.Hard)
        {
            return claims == 0 ? 0 : -1;
        }

        return claims * _tolerance.Present + _congestion.History[resource];
    }

    private int Heading(int state, byte from) => from switch
    {
        < Via => from,
        LegSeed => _seedLegs[state].Direction,
        _ => -1,
    };

    protected override int Before(int vertex)
    {
        if (vertex >= _board.FirstSocket || (Cell(vertex).Role & Target) != 0)
        {
            // A socket, or the other component's copper where a leg ends.
            return -1;
        }

        return Cell(vertex).From switch
        {
            Seed => -1,
            LegSeed => _seedLegs[vertex].Socket,
            Via => _board.OtherLayer(vertex),
            var direction => vertex - _delta[direction],
        };
    }

    private ref SearchCell Cell(int state)
    {
        var (layer, column, row) = Place(state);
        return ref _pages[_pages.Find(layer, column, row)];
    }

    private SearchPlace Place(int state)
    {
        int layer = state < _count ? 0 : 1, node = state - layer * _count, row = node / _columns;
        return new(layer, node - row * _columns, row);
    }

    private int State(SearchPlace place) => place.Layer * _count + place.Row * _columns + place.Column;

    /// <summary>The vertex that is looked at.</summary>
    /// <param name="Cell">Its index in the pages.</param>
    /// <param name="Joined">Directions of the net's tracks there, a bit each, where the path begins at it.</param>
    private readonly record struct Spot(int Cell, int State, SearchPlace Place, int Cost, byte From, int Joined, byte SinceVia);
}
