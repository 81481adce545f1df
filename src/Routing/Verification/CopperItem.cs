using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber.Plotting;

namespace MakeDevice.Routing.Verification;

/// <summary>The smallest unit of copper that verification tells apart: the connected shapes of one graphic object.</summary>
/// <param name="Shapes">One for a stroke or region; several for a macro pad.</param>
/// <param name="RoutedNet">The net of a track, bus or via pad that routing claims to have drawn; else null.</param>
/// <param name="Module">The module that it belongs to; <see cref="ModuleZones.None"/> for all that was added to the board.</param>
internal readonly record struct CopperItem(CopperLayer Layer, ReadOnlyMemory<PlottedShape> Shapes, Box Bounds, string? RoutedNet, int Module)
{
    /// <summary>True for copper that is no module's own: tracks, buses, via pads, pours.</summary>
    public bool Added => Module == ModuleZones.None;

    /// <summary>A point of its copper, for messages and containment.</summary>
    public Point Anchor => Shapes.Span[0].Shape switch
    {
        Capsule capsule => capsule.A,
        Polygon polygon => polygon.Outline[0],
        _ => Bounds.Center,
    };

    public bool Contains(Point p)
    {
        if (!Bounds.Contains(p))
        {
            return false;
        }

        foreach (var plotted in Shapes.Span)
        {
            if (Routing.Geometry.Shapes.Contains(plotted.Shape, p))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Distance to a shape in nanometres, exact below <paramref name="limit"/>.</summary>
    public double DistanceTo(Shape shape, double limit)
    {
        foreach (var plotted in Shapes.Span)
        {
            var distance = Routing.Geometry.Shapes.Distance(plotted.Shape, shape, limit);
            if (distance <= 0)
            {
                return 0;
            }

            limit = Math.Min(limit, distance);
        }

        return limit;
    }

    /// <summary>Distance to another item in nanometres, exact below <paramref name="limit"/>.</summary>
    public double DistanceTo(in CopperItem other, double limit)
    {
        foreach (var plotted in other.Shapes.Span)
        {
            if (Segments.BoxToBoxSquared(Bounds, plotted.Shape.Bounds) < limit * limit)
            {
                limit = DistanceTo(plotted.Shape, limit);
                if (limit <= 0)
                {
                    return 0;
                }
            }
        }

        return limit;
    }
}
