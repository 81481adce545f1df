using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Verification;

/// <summary>
/// The pieces into which a board's copper falls: what touches on a layer is one, and plated holes join the layers. Known from
/// the shapes alone, whatever nets anything claims to belong to.
/// </summary>
internal sealed class CopperPieces : IDisposable
{
    /// <summary>Copper this near counts as touching, in nanometres: inches and turned coordinates are rounded by half of one.</summary>
    public const double Touch = 2;

    /// <summary>Copper this near to a point counts as lying at it, in nanometres.</summary>
    private const long AtPoint = 20_000;

    private readonly DisjointSets _pieces;
    private readonly DisjointSets _modulePieces;
    private readonly DisjointSets _firmPieces;
    private readonly List<(int A, int B, double Neck)> _thin = [];
    private readonly double _neck;
    private readonly int[] _holePieces;
    private readonly List<int> _near = [];

    private CopperPieces(ImmutableArray<CopperItem> items, ImmutableArray<DrilledHole> holes, double neck, long reach)
    {
        (Items, Holes, _neck) = (items, holes, neck);
        _pieces = new(items.Length);
        _modulePieces = new(items.Length);
        _firmPieces = new(items.Length);
        Grids = [Grid(CopperLayer.Front, reach), Grid(CopperLayer.Back, reach)];
        foreach (var grid in Grids)
        {
            JoinTouching(grid);
            JoinContained(grid);
        }

        _holePieces = [.. holes.Select(JoinLayers)];
    }

    /// <summary>All copper of both layers.</summary>
    public ImmutableArray<CopperItem> Items { get; }

    public ImmutableArray<DrilledHole> Holes { get; }

    /// <summary>The spatial index of each layer, in the order of <see cref="CopperLayer"/>.</summary>
    public ImmutableArray<CopperGrid> Grids { get; }

    /// <param name="routed">What routing added; its copper is told apart from the modules'.</param>
    /// <param name="zones">Where modules stand; without them all copper counts as added.</param>
    /// <param name="neck">Joints of added copper thinner than this are <see cref="ThinJoints"/>, nanometres.</param>
    /// <param name="reach">Largest distance that the grids will be asked for, nanometres.</param>
    /// <exception cref="PlotLimitException">A layer is a bomb.</exception>
    public static CopperPieces Build(GerberLayer front, GerberLayer back, DrillFile plated, RoutedBoard? routed = null, ModuleZones? zones = null, double neck = 0, long reach = 500_000)
    {
        var copper = new RoutedCopper(routed ?? RoutedBoard.Empty);
        zones ??= new([]);
        var items = ImmutableArray.CreateBuilder<CopperItem>();
        AddItems(items, front, CopperLayer.Front, copper, zones);
        AddItems(items, back, CopperLayer.Back, copper, zones);
        return new(items.DrainToImmutable(), [.. plated.Hits.Select(hit => DrilledHole.Of(hit, copper, zones))], neck, reach);
    }

    /// <summary>The piece of an item, named by a number that is the same for all copper of the piece.</summary>
    public int PieceOf(int item) => _pieces.Find(item);

    /// <summary>The piece that an item would belong to had nothing been routed.</summary>
    public int ModulePieceOf(int item) => _modulePieces.Find(item);

    /// <summary>Joints of added copper that are thinner than asked and without which their piece would fall apart.</summary>
    public IEnumerable<(int A, int B, double Neck)> ThinJoints => _thin.Where(joint => !_firmPieces.Same(joint.A, joint.B)).Distinct();

    /// <summary>The piece of a plated hole, -1 where it meets no copper.</summary>
    public int PieceOfHole(int hole) => _holePieces[hole] < 0 ? -1 : PieceOf(_holePieces[hole]);

    /// <summary>The piece with copper at a point of a layer, or as near as 20 µm; null where there is none.</summary>
    public int? PieceAt(CopperLayer layer, Point at) => ItemAt(layer, at) is { } item ? PieceOf(item) : null;

    /// <summary>The item nearest to a point of a layer, if it is within 20 µm.</summary>
    public int? ItemAt(CopperLayer layer, Point at)
    {
        Candidates(layer, Box.Around(at, at).Inflate(AtPoint), _near);
        var point = new Capsule(at, at, 0);
        (int? nearest, double least) = (null, AtPoint);
        foreach (var index in _near)
        {
            var distance = Items[index].DistanceTo(point, least);
            if (distance < least)
            {
                (nearest, least) = (index, distance);
            }
        }

        return nearest;
    }

    /// <summary>Puts every item of a layer that may have copper within a box into the list, in no order, large ones perhaps twice.</summary>
    public void Candidates(CopperLayer layer, Box box, List<int> found)
    {
        var grid = Grids[(int)layer];
        grid.Near(box, found);
        foreach (var large in grid.LargeItems)
        {
            if (Items.ItemRef(large).Bounds.Intersects(box))
            {
                found.Add(large);
            }
        }
    }

    /// <summary>For each plated hole the items that it meets on both layers.</summary>
    public IEnumerable<IReadOnlyList<int>> ItemsOfHoles()
    {
        foreach (var hole in Holes)
        {
            var met = new List<int>();
            foreach (var layer in Enum.GetValues<CopperLayer>())
            {
                var near = new List<int>();
                Candidates(layer, hole.Shape.Bounds, near);
                met.AddRange(near.Where(index => Items[index].DistanceTo(hole.Shape, Touch) < Touch));
            }

            if (met.Count > 0)
            {
                yield return met;
            }
        }
    }

    public void Dispose()
    {
        foreach (var grid in Grids)
        {
            grid.Dispose();
        }
    }

    private static void AddItems(ImmutableArray<CopperItem>.Builder items, GerberLayer gerber, CopperLayer layer, RoutedCopper routed, ModuleZones zones)
    {
        var shapes = LayerPlot.Copper(gerber);
        for (var start = 0; start < shapes.Length;)
        {
            var end = start + 1;
            while (end < shapes.Length && shapes[end].ObjectIndex == shapes[start].ObjectIndex && ReferenceEquals(shapes[end].Source, shapes[start].Source))
            {
                end++;
            }

            AddItems(items, shapes.AsMemory()[start..end], layer, routed.NetOf(shapes[start].Source, layer), zones);
            start = end;
        }
    }

    /// <summary>One item where the shapes hang together, as those of a macro pad do; one for each shape otherwise.</summary>
    private static void AddItems(ImmutableArray<CopperItem>.Builder items, ReadOnlyMemory<PlottedShape> shapes, CopperLayer layer, string? routedNet, ModuleZones zones)
    {
        const int most = 16;
        if (shapes.Length <= most && HangTogether(shapes.Span))
        {
            var bounds = Box.Empty;
            foreach (var plotted in shapes.Span)
            {
                bounds = bounds.Union(plotted.Shape.Bounds);
            }

            items.Add(new(layer, shapes, bounds, routedNet, ModuleOf(bounds)));
            return;
        }

        for (var i = 0; i < shapes.Length; i++)
        {
            var bounds = shapes.Span[i].Shape.Bounds;
            items.Add(new(layer, shapes.Slice(i, 1), bounds, routedNet, ModuleOf(bounds)));
        }

        int ModuleOf(Box bounds) => routedNet is null ? zones.ModuleOf(bounds) : ModuleZones.None;
    }

    private static bool HangTogether(ReadOnlySpan<PlottedShape> shapes)
    {
        for (var i = 1; i < shapes.Length; i++)
        {
            var touches = false;
            for (var k = 0; k < i && !touches; k++)
            {
                touches = Shapes.Distance(shapes[i].Shape, shapes[k].Shape, Touch) < Touch;
            }

            if (!touches)
            {
                return false;
            }
        }

        return true;
    }

    private CopperGrid Grid(CopperLayer layer, long reach)
    {
        var indices = new List<int>(Items.Length);
        for (var i = 0; i < Items.Length; i++)
        {
            if (Items[i].Layer == layer)
            {
                indices.Add(i);
            }
        }

        return new(Items, indices, reach);
    }

    private void JoinTouching(CopperGrid grid)
    {
        var joiner = new Joiner(this);
        grid.VisitPairs(ref joiner, Touch);
    }

    /// <summary>
    /// What lies wholly within a large polygon does not meet its border. Copper that hangs together without crossing a
    /// border is on one side of it, so one point of each piece decides.
    /// </summary>
    private void JoinContained(CopperGrid grid)
    {
        var decided = new HashSet<int>();
        foreach (var large in grid.LargeItems)
        {
            var container = Items[large];
            decided.Clear();
            for (var i = 0; i < Items.Length; i++)
            {
                ref readonly var item = ref Items.ItemRef(i);
                if (item.Layer == container.Layer && container.Bounds.Contains(item.Anchor) && !Joined(i, large)
                    && decided.Add(item.Added ? PieceOf(i) : -1 - ModulePieceOf(i)) && container.Contains(item.Anchor))
                {
                    Join(i, large);
                }
            }
        }
    }

    /// <summary>Joins what a plated hole meets on both layers; returns one item of it, -1 where there is none.</summary>
    private int JoinLayers(DrilledHole hole)
    {
        int first = -1, firstOfModule = -1;
        foreach (var layer in Enum.GetValues<CopperLayer>())
        {
            Candidates(layer, hole.Shape.Bounds, _near);
            foreach (var index in _near)
            {
                if (Items[index].DistanceTo(hole.Shape, Touch) >= Touch)
                {
                    continue;
                }

                first = first < 0 ? index : first;
                _pieces.Join(first, index);
                _firmPieces.Join(first, index);
                if (!hole.Added && !Items[index].Added)
                {
                    firstOfModule = firstOfModule < 0 ? index : firstOfModule;
                    _modulePieces.Join(firstOfModule, index);
                }
            }
        }

        return first;
    }

    /// <summary>True where joining two items would tell nothing new.</summary>
    private bool Joined(int a, int b) => _firmPieces.Same(a, b) && (Items.ItemRef(a).Added || Items.ItemRef(b).Added || _modulePieces.Same(a, b));

    private void Join(int a, int b)
    {
        ref readonly var one = ref Items.ItemRef(a);
        ref readonly var other = ref Items.ItemRef(b);
        _pieces.Join(a, b);
        if (!one.Added && !other.Added)
        {
            _modulePieces.Join(a, b);
        }

        var neck = _neck > 0 && (one.Added || other.Added) ? Neck.Between(one, other) : double.PositiveInfinity;
        if (neck < _neck)
        {
            _thin.Add((a, b, neck));
        }
        else
        {
            _firmPieces.Join(a, b);
        }
    }

    private readonly struct Joiner(CopperPieces pieces) : CopperGrid.IPairVisitor
    {
        public bool Wants(int a, int b) => !pieces.Joined(a, b);

        public void Meet(int a, int b, double distance) => pieces.Join(a, b);
    }
}
