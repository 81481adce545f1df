using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Negotiation;

/// <summary>
/// What stays the same while trees are routed over both layers: the grid, what modules leave of it for tracks and vias, and the
/// legs of sockets.
/// </summary>
/// <remarks>
/// The copper of a net is a graph. Its vertices are the grid's nodes on each layer (front first) and, after them, the sockets:
/// <see cref="FirstSocket"/> plus the index in <see cref="RoutingPlan.Sockets"/>.
/// </remarks>
internal sealed class TreeBoard
{
    private readonly ImmutableArray<Leg>[] _legsOf;
    private readonly Dictionary<int, List<Leg>> _legsAt = [];

    public TreeBoard(RoutingPlan plan, RoutingGrid grid, Stencil stencil, ObstacleIndex index, IReadOnlyList<CarriedLeg> carried)
    {
        Plan = plan;
        Grid = grid;
        Stencil = new(plan, grid, stencil);
        Blocks = new(grid);
        Maps = [StaticMap.Build(plan, grid, CopperLayer.Front, reserveBuses: false), StaticMap.Build(plan, grid, CopperLayer.Back, reserveBuses: false)];
        Vias = ViaMap.Build(plan, grid);
        Moves = MoveMap.Build(grid, Maps);
        IsOpen = OpenBlocks();
        Legs = new LegFinder(this, index).Find(carried);
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

    public RoutingPlan Plan { get; }

    public RoutingGrid Grid { get; }

    public TreeStencil Stencil { get; }

    public Blocks Blocks { get; }

    /// <summary>What tracks may use on either layer.</summary>
    public CopperMap[] Maps { get; }

    /// <summary>Where vias may stand.</summary>
    public CopperMap Vias { get; }

    /// <summary>From each grid vertex the steps that no module forbids, see <see cref="MoveMap"/>.</summary>
    public ushort[] Moves { get; }

    /// <summary>Blocks that some track may enter on some layer.</summary>
    public bool[] IsOpen { get; }

    public ImmutableArray<Leg> Legs { get; }

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

    private bool[] OpenBlocks()
    {
        var open = new bool[Blocks.Count];
        for (var row = 0; row < Grid.Rows; row++)
        {
            for (var column = 0; column < Grid.Columns; column++)
            {
                var node = Grid.Node(column, row);
                open[Blocks.Of(column, row)] |= Maps[0].Owner[node] != CopperMap.Blocked || Maps[1].Owner[node] != CopperMap.Blocked;
            }
        }

        return open;
    }
}
