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

    public TreeBoard(RoutingPlan plan, RoutingGrid grid, Stencil stencil, ObstacleIndex index)
    {
        Plan = plan;
        Grid = grid;
        Stencil = new(plan, grid, stencil);
        Maps = [StaticMap.Build(plan, grid, CopperLayer.Front, reserveBuses: false), StaticMap.Build(plan, grid, CopperLayer.Back, reserveBuses: false)];
        Vias = ViaMap.Build(plan, grid);
        Legs = new LegFinder(this, index).Find();
        _legsOf = [.. Enumerable.Range(0, plan.Sockets.Length).Select(socket => Legs.Where(leg => leg.Socket == FirstSocket + socket).ToImmutableArray())];
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

    /// <summary>What tracks may use on either layer.</summary>
    public CopperMap[] Maps { get; }

    /// <summary>Where vias may stand.</summary>
    public CopperMap Vias { get; }

    public ImmutableArray<Leg> Legs { get; }

    /// <summary>The first vertex that is a socket.</summary>
    public int FirstSocket => 2 * Grid.Count;

    public ImmutableArray<Leg> LegsOf(int socketVertex) => _legsOf[socketVertex - FirstSocket];

    /// <summary>Legs of any socket that end at a grid vertex.</summary>
    public IReadOnlyList<Leg> LegsAt(int state) => _legsAt.TryGetValue(state, out var legs) ? legs : [];

    public int Layer(int state) => state < Grid.Count ? 0 : 1;

    public int Node(int state) => state < Grid.Count ? state : state - Grid.Count;

    public int OtherLayer(int state) => state < Grid.Count ? state + Grid.Count : state - Grid.Count;
}
