using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber.Plotting;

/// <summary>
/// Takes clear areas out of dark ones. Few layers hold any, so the polygon clipper behind this is a library
/// (NetTopologySuite) that is loaded only when a layer does.
/// </summary>
internal static class ClearedCopper
{
    /// <summary>What remains of the dark areas, in drawing order: a clear area removes what was drawn before it.</summary>
    public static ImmutableArray<PlottedShape> Remaining(ImmutableArray<PlottedShape> plotted)
    {
        var budget = new PlotBudget();
        var drawn = new DrawnShapes(plotted.Aggregate(Box.Empty, (box, shape) => box.Union(shape.Shape.Bounds)), budget);
        for (var i = 0; i < plotted.Length;)
        {
            if (plotted[i].Polarity == Polarity.Dark)
            {
                drawn.Add(plotted[i++]);
                continue;
            }

            var clear = new List<Shape>();
            while (i < plotted.Length && plotted[i].Polarity == Polarity.Clear)
            {
                clear.Add(plotted[i++].Shape);
            }

            drawn.Cut([.. clear.Select(shape => shape.Bounds)], dark => Cut(dark.Shape, clear, budget).Select(shape => dark with { Shape = shape }));
        }

        return [.. drawn.Remaining];
    }

    /// <summary>What remains of the shapes where others are taken out; untouched shapes are returned as they are.</summary>
    public static ImmutableArray<Shape> Subtract(IReadOnlyList<Shape> shapes, IReadOnlyList<Shape> removed)
    {
        var budget = new PlotBudget();
        return [.. shapes.SelectMany(shape => Cut(shape, removed, budget))];
    }

    private static IReadOnlyList<Shape> Cut(Shape shape, IReadOnlyList<Shape> clear, PlotBudget budget)
    {
        budget.Spend(clear.Count * (1 + PlotBudget.PointsOf(shape) / 64L) / 16);
        var cutters = clear.Where(cutter => cutter.Bounds.Intersects(shape.Bounds) && Shapes.Distance(shape, cutter) == 0).ToList();
        return cutters.Count == 0 ? [shape] : PolygonClipper.Difference(shape, cutters, budget);
    }
}
