using System.Collections.Immutable;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Verification;

/// <summary>
/// The pieces into which a board's copper falls: what touches on a layer is one, and plated holes join the layers. Known from
/// the shapes alone, whatever nets anything claims to belong to. Never changes once it is made: several checks may look at it at once.
/// </summary>
internal sealed class CopperPieces
{
    /// <summary>Copper this near counts as touching, in nanometres: inches and turned coordinates are rounded by half of one.</summary>
    public const double Touch = 2;

    /// <summary>Copper this near to a point counts as lying at it, in nanometres.</summary>
    private const long AtPoint = 20_000;

    private readonly ImmutableArray<int> _pieceOf;
    private readonly ImmutableArray<int> _modulePieceOf;
    private readonly ImmutableArray<int> _holePieces;

    private CopperPieces(ImmutableArray<CopperItem> items, ImmutableArray<DrilledHole> holes, double neck, long reach)
    {
        (Items, Holes) = (items, holes);
        Grids = [Grid(CopperLayer.Front, reach), Grid(CopperLayer.Back, reach)];
        var joining = new PieceJoining(this, neck);
        (_pieceOf, _modulePieceOf, _holePieces, ThinJoints) = (joining.Pieces, joining.ModulePieces, joining.HolePieces, joining.ThinJoints);
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
    public int PieceOf(int item) => _pieceOf[item];

    /// <summary>The piece that an item would belong to had nothing been routed.</summary>
    public int ModulePieceOf(int item) => _modulePieceOf[item];

    /// <summary>Joints of added copper that are thinner than asked and without which their piece would fall apart.</summary>
    public ImmutableArray<(int A, int B, double Neck)> ThinJoints { get; }

    /// <summary>The piece of a plated hole, -1 where it meets no copper.</summary>
    public int PieceOfHole(int hole) => _holePieces[hole];

    /// <summary>The piece with copper at a point of a layer, or as near as 20 µm; null where there is none.</summary>
    public int? PieceAt(CopperLayer layer, Point at) => ItemAt(layer, at) is { } item ? PieceOf(item) : null;

    /// <summary>The item nearest to a point of a layer, if it is within 20 µm.</summary>
    public int? ItemAt(CopperLayer layer, Point at)
    {
        var near = new List<int>();
        Candidates(layer, Box.Around(at, at).Inflate(AtPoint), near);
        var point = new Capsule(at, at, 0);
        (int? nearest, double least) = (null, AtPoint);
        foreach (var index in near)
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

    /// <summary>The items that a hole meets on a layer.</summary>
    public List<int> ItemsAt(Capsule hole, CopperLayer layer)
    {
        var near = new List<int>();
        Candidates(layer, hole.Bounds, near);
        return near.FindAll(index => Items[index].DistanceTo(hole, Touch) < Touch);
    }

    /// <summary>For each plated hole the items that it meets on both layers.</summary>
    public IEnumerable<IReadOnlyList<int>> ItemsOfHoles()
    {
        foreach (var hole in Holes)
        {
            var met = new List<int>();
            foreach (var layer in Enum.GetValues<CopperLayer>())
            {
                met.AddRange(ItemsAt(hole.Shape, layer));
            }

            if (met.Count > 0)
            {
                yield return met;
            }
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
}
