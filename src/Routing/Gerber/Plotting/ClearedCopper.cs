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
        var remaining = new List<PlottedShape>();
        for (var i = 0; i < plotted.Length;)
        {
            if (plotted[i].Polarity == Polarity.Dark)
            {
                remaining.Add(plotted[i++]);
                continue;
            }

            var clear = new List<Shape>();
            while (i < plotted.Length && plotted[i].Polarity == Polarity.Clear)
            {
                clear.Add(plotted[i++].Shape);
            }

            remaining = Cut(remaining, clear, budget);
        }

        return [.. remaining];
    }

    /// <summary>What remains of the shapes where others are taken out; untouched shapes are returned as they are.</summary>
    public static ImmutableArray<Shape> Subtract(IReadOnlyList<Shape> shapes, IReadOnlyList<Shape> removed)
    {
        var budget = new PlotBudget();
        return [.. shapes.SelectMany(shape => Cut(shape, removed, budget))];
    }

    private static List<PlottedShape> Cut(List<PlottedShape> dark, List<Shape> clear, PlotBudget budget)
    {
        budget.Spend(dark.Count / 64);
        var bounds = clear.Aggregate(Box.Empty, (box, shape) => box.Union(shape.Bounds));
        var remaining = new List<PlottedShape>(dark.Count);
        foreach (var plotted in dark)
        {
            if (!plotted.Shape.Bounds.Intersects(bounds))
            {
                remaining.Add(plotted);
                continue;
            }

            remaining.AddRange(Cut(plotted.Shape, clear, budget).Select(shape => plotted with { Shape = shape }));
        }

        return remaining;
    }

    private static IReadOnlyList<Shape> Cut(Shape shape, IReadOnlyList<Shape> clear, PlotBudget budget)
    {
        budget.Spend(clear.Count * (1 + PlotBudget.PointsOf(shape) / 64L) / 16);
        var cutters = clear.Where(cutter => cutter.Bounds.Intersects(shape.Bounds) && Shapes.Distance(shape, cutter) == 0).ToList();
        return cutters.Count == 0 ? [shape] : PolygonClipper.Difference(shape, cutters, budget);
    }
}
