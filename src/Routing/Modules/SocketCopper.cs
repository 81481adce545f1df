using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;

namespace MakeDevice.Routing.Modules;

/// <summary>Tells on which layer a module has copper at a point, and so where a socket's track must end.</summary>
internal sealed class SocketCopper(GerberLayer? front, GerberLayer? back)
{
    private readonly ImmutableArray<PlottedShape> _front = Plotted(front);
    private readonly ImmutableArray<PlottedShape> _back = Plotted(back);

    /// <summary>
    /// The layer with copper at the point. Where both have some, as at a plated hole, the front is named: tracks of ordinary nets run there,
    /// and either layer reaches the other through the hole. Null where neither has any.
    /// </summary>
    public CopperLayer? LayerAt(Point point) =>
        HasCopper(_front, point) ? CopperLayer.Front : HasCopper(_back, point) ? CopperLayer.Back : null;

    /// <summary>The last object drawn over a point decides whether copper is left there.</summary>
    private static bool HasCopper(ImmutableArray<PlottedShape> shapes, Point point)
    {
        for (var i = shapes.Length - 1; i >= 0; i--)
        {
            if (shapes[i].Shape.Bounds.Contains(point) && Shapes.Contains(shapes[i].Shape, point))
            {
                return shapes[i].Polarity == Polarity.Dark;
            }
        }

        return false;
    }

    private static ImmutableArray<PlottedShape> Plotted(GerberLayer? layer) => layer is null ? [] : LayerPlot.Plot(layer);
}
