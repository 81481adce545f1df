using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// What stays the same while trees are routed over both layers: the grid, what modules leave of it for tracks and vias, and the
/// legs of sockets.
/// </summary>
/// <remarks>
/// The copper of a net is a graph. Its vertices are the grid's nodes on each layer (front first) and, after them, the sockets:
/// <see cref="FirstSocket"/> plus the index in <see cref="RoutingPlan.Sockets"/>.
/// </remarks>
internal sealed class TreeBoard : IDisposable
{
    private readonly ImmutableArray<Leg>[] _legsOf;
    private readonly Dictionary<int, List<Leg>> _legsAt = [];
    private readonly Dictionary<int, int> _edgesBesideLegs = [];

    /// <param name="carried">Legs that sockets may use beside those that are found.</param>
    /// <param name="trunks">Where buses may run; the rest of the bus areas on their layers is closed. None on a board of trees.</param>
    public TreeBoard(RoutingPlan plan, Ground ground, IReadOnlyList<CarriedLeg> carried, IReadOnlyList<Trunk> trunks)
        : this(plan, ground, _ => carried, more: true, trunks)
    {
    }

    private TreeBoard(RoutingPlan plan, Ground ground, Func<CopperMap[], IReadOnlyList<CarriedLeg>> carried, bool more, IReadOnlyList<Trunk> trunks)
    {
        Plan = plan;
        Grid = ground.Grid;
        Trunks = trunks;
        Stencil = ground.Stencil;
        Blocks = new(Grid);
        Maps = [MapOf(CopperLayer.Front, ground), MapOf(CopperLayer.Back, ground)];
        Vias = StaticMap.OfVias(plan, Grid, trunks);
        Moves = MoveMap.Build(Grid, Maps);
        IsOpen = OpenBlocks();
        Legs = new LegFinder(this, ground.Index).Find(carried(Maps), more);
        var legsOf = Legs.ToLookup(leg => leg.Socket - FirstSocket);
        _legsOf = [.. Enumerable.Range(0, plan.Sockets.Length).Select(socket => legsOf[socket].ToImmutableArray())];
        foreach (var leg in Legs)
        {
            if (!_legsAt.TryGetValue(leg.State, out var list))
            {
                _legsAt[leg.State] = list = [];
            }

            list.Add(leg);
        }
    }

    /// <summary>A board that begins with earlier copper.</summary>
    /// <param name="kept">Given <see cref="Maps"/>, the legs in use.</param>
    /// <param name="more">False where sockets that have one use no other.</param>
    public static TreeBoard Of(RoutingPlan plan, Ground ground, Func<CopperMap[], IReadOnlyList<CarriedLeg>> kept, bool more) =>
        new(plan, ground, kept, more, plan.Rules.Topology == Topology.Tree ? [] : Trunk.Of(plan, ground.Grid));

    /// <summary>Gives its maps back; one job's serve the next.</summary>
    public void Dispose()
    {
        Maps[0].Dispose();
        Maps[1].Dispose();
        Vias.Dispose();
        PooledArray.Return(Moves);
    }

    public RoutingPlan Plan { get; }

    public RoutingGrid Grid { get; }

    public IReadOnlyList<Trunk> Trunks { get; }

    public Stencil Stencil { get; }

    public Blocks Blocks { get; }

    /// <summary>What tracks may use on either layer.</summary>
    public CopperMap[] Maps { get; }

    /// <summary>Where vias may stand.</summary>
    public CopperMap Vias { get; }

    /// <summary>From each grid vertex the steps that no module forbids, see <see cref="MoveMap"/>.</summary>
    public ushort[] Moves { get; }

    /// <summary>Blocks that some track may enter, those of the back layer after the front's.</summary>
    public bool[] IsOpen { get; }

    public ImmutableArray<Leg> Legs { get; }

    /// <summary>Number of edges that some leg passes too near to, although it keeps its distance from both their ends.</summary>
    public int EdgesBesideLegs => _edgesBesideLegs.Count;

    /// <summary>The first vertex that is a socket.</summary>
    public int FirstSocket => 2 * Grid.Count;

    public ImmutableArray<Leg> LegsOf(int socketVertex) => _legsOf[socketVertex - FirstSocket];

    /// <summary>The leg from a socket to a grid vertex.</summary>
    public Leg LegOf(int socketVertex, int state)
    {
        foreach (var leg in LegsOf(socketVertex))
        {
            if (leg.State == state)
            {
                return leg;
            }
        }

        throw new ArgumentException("no leg of the socket ends there", nameof(state));
    }

    /// <summary>Legs of any socket that end at a grid vertex.</summary>
    public IReadOnlyList<Leg> LegsAt(int state) => _legsAt.TryGetValue(state, out var legs) ? legs : [];

    public int Layer(int state) => state < Grid.Count ? 0 : 1;

    public int Node(int state) => state < Grid.Count ? state : state - Grid.Count;

    public int OtherLayer(int state) => state < Grid.Count ? state + Grid.Count : state - Grid.Count;

    /// <summary>The index of an edge among those beside legs, from either end; negative where it is none.</summary>
    public int FindEdgeBesideLeg(int state, int direction)
    {
        var begin = direction < 4 ? state : state + Grid.Delta[direction];
        var flags = begin < Grid.Count ? Maps[0].Flags[begin] : Maps[1].Flags[begin - Grid.Count];
        return (flags & CopperMap.LegBeside) != 0 && _edgesBesideLegs.TryGetValue(4 * begin + (direction & 3), out var index) ? index : -1;
    }

    /// <summary>Puts an edge among those beside legs.</summary>
    /// <param name="direction">0 to 3.</param>
    /// <returns>Its index.</returns>
    public int EdgeBesideLeg(int state, int direction)
    {
        Maps[Layer(state)].SetFlag(Node(state), CopperMap.LegBeside);
        _edgesBesideLegs.TryAdd(4 * state + direction, _edgesBesideLegs.Count);
        return _edgesBesideLegs[4 * state + direction];
    }

    /// <summary>True where modules and the board's edge leave a step to a net that may be where it begins.</summary>
    public bool LeavesStep(int net, int state, int direction)
    {
        var moves = Moves[state];
        return (moves >> direction & 1) != 0
            || ((moves >> (8 + direction) & 1) != 0 && !Maps[Layer(state)].IsForeign(Node(state + Grid.Delta[direction]), (ushort)net));
    }

    /// <summary>True where copper at a grid vertex is part of a bus.</summary>
    public bool IsOnTrunk(int state)
    {
        var column = Grid.Column(Node(state));
        return Trunks.Any(trunk => trunk.Column == column && (int)trunk.Layer == Layer(state));
    }

    /// <summary>What modules and the board's edge leave on a layer; of the bus areas there, each net's own column.</summary>
    private CopperMap MapOf(CopperLayer layer, Ground ground)
    {
        var map = Trunks.Count > 0 ? ground.BesideBuses(layer).Copy() : StaticMap.OfTracks(Plan, Grid, layer, reserveBuses: false);
        foreach (var trunk in Trunks.Where(trunk => trunk.Layer == layer))
        {
            for (var row = trunk.Bottom; row <= trunk.Top; row++)
            {
                map.Owner[Grid.Node(trunk.Column, row)] = (ushort)trunk.Net.Id;
            }
        }

        return map;
    }

    private bool[] OpenBlocks()
    {
        var open = new bool[2 * Blocks.Count];
        for (var row = 0; row < 2 * Grid.Rows; row++)
        {
            var (layer, rowOfLayer) = row < Grid.Rows ? (0, row) : (1, row - Grid.Rows);
            var owners = Maps[layer].Owner.AsSpan(Grid.Node(0, rowOfLayer), Grid.Columns);
            for (var column = 0; column < Grid.Columns; column++)
            {
                // One open node makes a block an open one: the rest of its row need not be looked at.
                if (owners[column] != CopperMap.Blocked)
                {
                    open[layer * Blocks.Count + Blocks.Of(column, rowOfLayer)] = true;
                    column |= Blocks.Mask;
                }
            }
        }

        return open;
    }
}
