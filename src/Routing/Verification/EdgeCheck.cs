using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Verification;

/// <summary>Copper and holes against the board's edge, and the edge itself.</summary>
internal sealed class EdgeCheck(VerifiedCopper copper)
{
    private readonly double?[] _least = new double?[2];
    private readonly long _reach = Math.Max(copper.Reach, copper.Input.Rules.RoutedEdgeClearance + 1);

    /// <summary>Least distance of a layer's copper from the edge, known after <see cref="Findings"/>; null where none is near.</summary>
    public double? Least(CopperLayer layer) => _least[(int)layer];

    public List<Finding> Findings() => [.. LooseCorners(), .. Copper(), .. Holes()];

    private IEnumerable<Finding> LooseCorners() =>
        from corner in copper.Edge.LooseCorners
        select new Finding(FindingKind.OutlineOpen, Severity.Error, null, corner, [], null, null, "The board's outline has a loose end.");

    /// <summary>The worst place of each routed piece and of each module; copper that crosses no edge is inside or outside as a piece.</summary>
    private IEnumerable<Finding> Copper()
    {
        var worst = new Dictionary<(CopperLayer Layer, bool Added, int Owner), (int Item, double Distance)>();
        var outside = new Dictionary<(CopperLayer Layer, int Piece), bool>();
        for (var i = 0; i < copper.Pieces.Items.Length; i++)
        {
            ref readonly var item = ref copper.Item(i);
            var distance = copper.Edge.DistanceTo(item, _reach);
            if (distance < _reach)
            {
                ref var least = ref _least[(int)item.Layer];
                least = Math.Min(least ?? distance, distance);
            }

            if (distance > 0 && !Inside(outside, i))
            {
                distance = 0;
            }

            if (distance < Required(item) - ClearanceCheck.Tolerance)
            {
                var key = (item.Layer, item.Added, item.Added ? copper.Pieces.PieceOf(i) : item.Module);
                if (!worst.TryGetValue(key, out var known) || distance < known.Distance)
                {
                    worst[key] = (i, distance);
                }
            }
        }

        return worst.Values.Select(found => Describe(found.Item, found.Distance));
    }

    /// <summary>The keep-out binds what routing adds; modules may stand in it.</summary>
    private long Required(in CopperItem item) =>
        item.RoutedNet is null ? copper.Input.Rules.EdgeClearance : copper.Input.Rules.RoutedEdgeClearance;

    private bool Inside(Dictionary<(CopperLayer Layer, int Piece), bool> outside, int item)
    {
        var key = (copper.Item(item).Layer, copper.Pieces.PieceOf(item));
        if (!outside.TryGetValue(key, out var inside))
        {
            outside[key] = inside = copper.Edge.Contains(copper.Item(item).Anchor);
        }

        return inside;
    }

    private Finding Describe(int index, double distance)
    {
        var item = copper.Item(index);
        var allowed = copper.Input.EdgeModules.Contains(item.Module);
        var severity = allowed ? Severity.Info : Severity.Error;
        var whose = item.Added ? "Routed copper" : "Module copper";
        if (distance == 0)
        {
            return new(
                FindingKind.CopperOutsideBoard, severity, item.Layer, item.Anchor, copper.NetsOf(index), 0, Required(item),
                $"{whose} reaches over the board's edge.");
        }

        var edge = copper.Edge.Edges.MinBy(stroke => item.DistanceTo(stroke, double.PositiveInfinity))!;
        var nearest = new CopperItem(item.Layer, new[] { item.Shapes.Span[0] with { Shape = edge } }, edge.Bounds, null, ModuleZones.None);
        return new(
            FindingKind.EdgeClearance, severity, item.Layer, Contact.Between(item, nearest), copper.NetsOf(index), distance,
            Required(item), $"{whose} is nearer to the board's edge than the edge clearance.");
    }

    private IEnumerable<Finding> Holes()
    {
        foreach (var hole in copper.Pieces.Holes.Concat(copper.NonPlated))
        {
            if (copper.Edge.DistanceTo(hole.Shape, copper.Reach) == 0 || !copper.Edge.Contains(hole.Shape.A))
            {
                var allowed = copper.Input.EdgeModules.Contains(hole.Module);
                yield return new(
                    FindingKind.HoleOutsideBoard, allowed ? Severity.Info : Severity.Error, null, hole.Shape.A, [], null, null,
                    "A hole does not lie inside the board.");
            }
        }
    }
}
