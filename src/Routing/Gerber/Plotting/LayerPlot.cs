using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber.Plotting;

/// <summary>
/// Plots a layer: each graphic object becomes the filled areas it leaves, as exact shapes instead of pixels.
/// Strokes stay strokes, curves of areas become chords that deviate less than 1 µm.
/// </summary>
internal static class LayerPlot
{
    /// <summary>All areas in drawing order, dark and clear; areas without extent are left out.</summary>
    /// <exception cref="PlotLimitException">The layer is a bomb: see <see cref="PlotBudget"/>.</exception>
    public static ImmutableArray<PlottedShape> Plot(GerberLayer layer)
    {
        var plotter = new ObjectPlotter(layer.Objects.Length);
        for (var i = 0; i < layer.Objects.Length; i++)
        {
            plotter.Add(layer.Objects[i], i);
        }

        return plotter.ToShapes();
    }

    /// <summary>The copper that remains: dark areas, with what later clear objects remove taken away exactly.</summary>
    /// <exception cref="PlotLimitException">The layer is a bomb: see <see cref="PlotBudget"/>.</exception>
    public static ImmutableArray<PlottedShape> Copper(GerberLayer layer)
    {
        var plotted = Plot(layer);
        foreach (var shape in plotted)
        {
            if (shape.Polarity == Polarity.Clear)
            {
                return ClearedCopper.Remaining(plotted);
            }
        }

        return plotted;
    }
}
