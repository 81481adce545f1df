using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber.Plotting;

/// <summary>The areas a standard or macro aperture leaves when flashed at the origin (Gerber specification 2024.05, 4.4 and 4.5).</summary>
internal static class AperturePlot
{
    /// <summary>Rings of a moiré beyond this many are not drawn; the specification has no such limit, a bomb would.</summary>
    private const int MostRings = 1000;

    public static ImmutableArray<Shape> Shapes(Aperture aperture) => aperture switch
    {
        CircleAperture { Hole: 0 } circle => Disc(default, circle.Diameter),
        ObroundAperture { Hole: 0 } obround => Obround(obround),
        CircleAperture circle => WithHole(Circle(default, circle.Diameter), circle.Hole, circle.Diameter),
        ObroundAperture obround => WithHole(Outline(Obround(obround)), obround.Hole, Math.Min(obround.Width, obround.Height)),
        RectangleAperture rectangle => WithHole(Rectangle(default, rectangle.Width, rectangle.Height), rectangle.Hole, Math.Min(rectangle.Width, rectangle.Height)),
        PolygonAperture polygon => WithHole(
            RegularPolygon(default, polygon.OuterDiameter, polygon.Vertices, polygon.Degrees), polygon.Hole, InnerDiameter(polygon)),
        MacroAperture macro => Macro(macro),
        _ => throw new NotSupportedException($"Unknown aperture {aperture.GetType().Name}."),
    };

    /// <summary>The convex outline of an aperture, about which a straight draw stretches its hull.</summary>
    public static List<Point> Outline(ImmutableArray<Shape> shapes)
    {
        var points = new List<Point>();
        foreach (var shape in shapes)
        {
            switch (shape)
            {
                case Capsule capsule:
                    Arcs.AppendCircle(points, capsule.A, capsule.Radius);
                    Arcs.AppendCircle(points, capsule.B, capsule.Radius);
                    break;
                case Polygon polygon:
                    points.AddRange(polygon.Outline);
                    break;
            }
        }

        return ConvexHull.Of(points);
    }

    private static ImmutableArray<Shape> Macro(MacroAperture macro)
    {
        var shapes = ImmutableArray.CreateBuilder<Shape>();
        foreach (var primitive in RoundedStrokes.Join(macro.Primitives.Items))
        {
            var added = Primitive(primitive);
            if (primitive.Exposed)
            {
                shapes.AddRange(added);
            }
            else if (shapes.Count > 0)
            {
                var remaining = ClearedCopper.Subtract(shapes, added);
                shapes.Clear();
                shapes.AddRange(remaining);
            }
        }

        return shapes.DrainToImmutable();
    }

    private static ImmutableArray<Shape> Primitive(MacroPrimitive primitive)
    {
        var turn = new Placement(default, primitive.Degrees);
        return primitive switch
        {
            MacroCircle circle => Disc(turn.Apply(circle.Center), circle.Diameter),
            RoundedLine line => [new Capsule(turn.Apply(line.From), turn.Apply(line.To), line.Width / 2)],
            MacroVectorLine line => Filled(Turned(Bar(line.From, line.To, line.Width), turn)),
            MacroCenterLine line => Filled(Turned(Rectangle(line.Center, line.Width, line.Height), turn)),
            MacroOutline outline => Filled(Turned([.. outline.Points], turn)),
            MacroPolygon polygon => Filled(Turned(RegularPolygon(polygon.Center, polygon.Diameter, polygon.Vertices, 0), turn)),
            MacroMoire moire => Moire(moire, turn),
            MacroThermal thermal => Thermal(thermal, turn),
            _ => throw new NotSupportedException($"Unknown macro primitive {primitive.GetType().Name}."),
        };
    }

    private static ImmutableArray<Shape> Disc(Point center, long diameter) => diameter < 2 ? [] : [new Capsule(center, center, diameter / 2)];

    private static ImmutableArray<Shape> Obround(ObroundAperture obround)
    {
        var radius = Math.Min(obround.Width, obround.Height) / 2;
        if (radius < 1)
        {
            return [];
        }

        var end = new Point(obround.Width / 2 - radius, obround.Height / 2 - radius);
        return [new Capsule(-end, end, radius)];
    }

    private static List<Point> Circle(Point center, double diameter)
    {
        var points = new List<Point>();
        Arcs.AppendCircle(points, center, diameter / 2);
        return points;
    }

    /// <summary>Corners of an axis-parallel rectangle; an odd nanometre goes to the right and the top.</summary>
    private static List<Point> Rectangle(Point center, long width, long height)
    {
        var box = new Box(center.X - width / 2, center.Y - height / 2, center.X + width - width / 2, center.Y + height - height / 2);
        return [new(box.Left, box.Bottom), new(box.Right, box.Bottom), new(box.Right, box.Top), new(box.Left, box.Top)];
    }

    private static List<Point> RegularPolygon(Point center, long diameter, int vertices, double degrees)
    {
        var points = new List<Point>();
        Arcs.AppendCircle(points, center, diameter / 2.0, Math.Clamp(vertices, 3, 12), degrees);
        return points;
    }

    private static long InnerDiameter(PolygonAperture polygon) =>
        (long)(polygon.OuterDiameter * Math.Cos(Math.PI / Math.Clamp(polygon.Vertices, 3, 12)));

    /// <summary>A line with square ends that stop at its end points.</summary>
    private static List<Point> Bar(Point from, Point to, long width)
    {
        var length = from.DistanceTo(to);
        if (length == 0)
        {
            return [];
        }

        var across = new Point(
            (long)Math.Round(-(to.Y - from.Y) * (width / 2.0) / length), (long)Math.Round((to.X - from.X) * (width / 2.0) / length));
        return [from - across, to - across, to + across, from + across];
    }

    private static ImmutableArray<Shape> Moire(MacroMoire moire, Placement turn)
    {
        var shapes = ImmutableArray.CreateBuilder<Shape>();
        var center = turn.Apply(moire.Center);
        var diameter = moire.Diameter;
        for (var ring = 0; ring < Math.Min(moire.MaxRings, MostRings) && diameter > 0; ring++)
        {
            var inner = diameter - 2 * moire.RingThickness;
            shapes.AddRange(inner > 0 ? Filled(Circle(center, diameter), Circle(center, inner)) : Disc(center, diameter));
            diameter = inner - 2 * moire.RingGap;
        }

        shapes.AddRange(Filled(Turned(Rectangle(moire.Center, moire.CrosshairLength, moire.CrosshairThickness), turn)));
        shapes.AddRange(Filled(Turned(Rectangle(moire.Center, moire.CrosshairThickness, moire.CrosshairLength), turn)));
        return shapes.DrainToImmutable();
    }

    /// <summary>A ring cut by a cross of gaps: four equal sectors.</summary>
    private static ImmutableArray<Shape> Thermal(MacroThermal thermal, Placement turn)
    {
        double outer = thermal.OuterDiameter / 2.0, inner = thermal.InnerDiameter / 2.0, gap = thermal.Gap / 2.0;
        if (outer <= gap * Math.Sqrt(2) || outer <= inner)
        {
            return [];
        }

        var sector = new List<Point>();
        Point start = Rounded(Math.Sqrt(outer * outer - gap * gap), gap);
        sector.Add(start);
        Arcs.AppendChords(sector, start, new(start.Y, start.X), default, clockwise: false);
        if (inner > gap * Math.Sqrt(2))
        {
            Point back = Rounded(gap, Math.Sqrt(inner * inner - gap * gap));
            sector.Add(back);
            Arcs.AppendChords(sector, back, new(back.Y, back.X), default, clockwise: true);
        }
        else
        {
            sector.Add(Rounded(gap, gap));
        }

        var shapes = ImmutableArray.CreateBuilder<Shape>(4);
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var quarterTurn = new Placement(thermal.Center, 90 * quarter);
            shapes.AddRange(Filled(Turned(sector.ConvertAll(quarterTurn.Apply), turn)));
        }

        return shapes.DrainToImmutable();
    }

    private static Point Rounded(double x, double y) => new((long)Math.Round(x), (long)Math.Round(y));

    private static List<Point> Turned(List<Point> points, Placement turn) => points.ConvertAll(turn.Apply);

    private static ImmutableArray<Shape> WithHole(List<Point> outline, long hole, long room)
    {
        if (hole <= 0)
        {
            return Filled(outline);
        }

        var round = Circle(default, hole);
        return hole < room ? Filled(outline, round) : ClearedCopper.Subtract(Filled(outline), Filled(round));
    }

    private static ImmutableArray<Shape> Filled(List<Point> outline) =>
        Ring.HasArea(outline) ? [new Polygon([.. outline])] : [];

    private static ImmutableArray<Shape> Filled(List<Point> outline, List<Point> hole) =>
        Ring.HasArea(outline) ? [new Polygon([.. outline], [[.. hole]])] : [];
}
