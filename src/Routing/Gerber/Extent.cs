using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>How far from the origin an object and the sizes of its aperture reach, in nanometres; arc centres may be further off.</summary>
internal static class Extent
{
    public static long Of(GraphicObject item) => item switch
    {
        Flash flash => Math.Max(Of(flash.At), Of(flash.Aperture)),
        Line line => Math.Max(Math.Max(Of(line.From), Of(line.To)), Of(line.Aperture)),
        Arc arc => Math.Max(Math.Max(Of(arc.From), Of(arc.To)), Math.Max(OfCenter(arc.Center), Of(arc.Aperture))),
        Region region => Greatest(region.Contours, Of),
        _ => throw new ArgumentOutOfRangeException(nameof(item)),
    };

    /// <summary>A box about all points of a layer, without the sizes of its apertures.</summary>
    public static Box BoundsOf(GerberLayer layer)
    {
        var box = Box.Empty;
        foreach (var item in layer.Objects)
        {
            box = item switch
            {
                Flash flash => box.Include(flash.At),
                Line line => box.Include(line.From).Include(line.To),
                Arc arc => box.Include(arc.From).Include(arc.To),
                Region region => Include(box, region),
                _ => box,
            };
        }

        return box;
    }

    private static Box Include(Box box, Region region)
    {
        foreach (var contour in region.Contours)
        {
            foreach (var segment in contour.Segments)
            {
                box = box.Include(segment.To);
            }
        }

        return box;
    }

    private static long Of(Point p) => Math.Max(Math.Abs(p.X), Math.Abs(p.Y));

    private static long OfCenter(Point center) => Of(center) / (1 + ReadingBudget.ArcRadius / ReadingBudget.Coordinate);

    private static long Of(Contour contour) =>
        Greatest(contour.Segments, static segment => Math.Max(Of(segment.To), segment.Center is { } center ? OfCenter(center) : 0));

    private static long Of(Aperture aperture) => aperture switch
    {
        CircleAperture circle => circle.Diameter,
        RectangleAperture rectangle => Math.Max(rectangle.Width, rectangle.Height),
        ObroundAperture obround => Math.Max(obround.Width, obround.Height),
        PolygonAperture polygon => polygon.OuterDiameter,
        MacroAperture macro => Greatest(macro.Primitives, Of),
        _ => 0,
    };

    private static long Of(MacroPrimitive primitive) => primitive switch
    {
        MacroCircle circle => Math.Max(circle.Diameter, Of(circle.Center)),
        MacroVectorLine line => Math.Max(line.Width, Math.Max(Of(line.From), Of(line.To))),
        MacroCenterLine line => Math.Max(Math.Max(line.Width, line.Height), Of(line.Center)),
        MacroOutline outline => Greatest(outline.Points, Of),
        MacroPolygon polygon => Math.Max(polygon.Diameter, Of(polygon.Center)),
        MacroMoire moire => Math.Max(moire.Diameter, Math.Max(moire.CrosshairLength, Of(moire.Center))),
        MacroThermal thermal => Math.Max(thermal.OuterDiameter, Of(thermal.Center)),
        _ => 0,
    };

    private static long Greatest<T>(EquatableArray<T> items, Func<T, long> reach)
    {
        var greatest = 0L;
        foreach (var item in items)
        {
            greatest = Math.Max(greatest, reach(item));
        }

        return greatest;
    }
}
