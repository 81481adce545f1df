using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>
/// Straight strokes with apertures that other tools cannot stroke (obrounds, polygons, turned rectangles), as regions and
/// round strokes of equal area. Only circles and upright rectangles stroke portably (specification 4.8.1 and 8.2).
/// </summary>
internal static class StrokeSweep
{
    public static bool CanSweep(Aperture aperture) => aperture is RectangleAperture or ObroundAperture or PolygonAperture;

    /// <param name="similarity">How the aperture is mirrored, turned and scaled about the stroke's points.</param>
    public static void Add(Line stroke, in Similarity similarity, ImmutableArray<GraphicObject>.Builder objects)
    {
        if (stroke.Aperture is ObroundAperture obround)
        {
            AddObround(stroke, obround, similarity, objects);
        }
        else
        {
            var outline = Outline(stroke.Aperture, similarity);
            AddRegion(stroke, ConvexHull([.. outline.Select(p => stroke.From + p), .. outline.Select(p => stroke.To + p)]), objects);
        }
    }

    /// <summary>A carrier of the attributes of an aperture for a region that stands for its mark; null where there are none.</summary>
    public static Aperture? Carrier(AttributeSet attributes) => attributes.Items.Count == 0 ? null : new CircleAperture(0, 0, attributes);

    private static void AddObround(Line stroke, ObroundAperture obround, in Similarity similarity, ImmutableArray<GraphicObject>.Builder objects)
    {
        var diameter = Math.Min(obround.Width, obround.Height);
        var half = similarity.Turn(new((obround.Width - diameter) / 2, (obround.Height - diameter) / 2));
        var circle = new CircleAperture(similarity.Length(diameter), 0, obround.Attributes);
        ReadOnlySpan<Point> corners = [stroke.From - half, stroke.From + half, stroke.To + half, stroke.To - half];
        if (Doubled(corners) != 0)
        {
            AddRegion(stroke, [.. corners], objects);
        }

        for (var i = 0; i < corners.Length; i++)
        {
            objects.Add(new Line(corners[i], corners[(i + 1) % corners.Length], circle, stroke.Polarity, stroke.Attributes));
        }
    }

    private static void AddRegion(Line stroke, List<Point> outline, ImmutableArray<GraphicObject>.Builder objects)
    {
        if (outline.Count < 3)
        {
            return;
        }

        objects.Add(new Region([Contour.Of(outline)], Carrier(stroke.Aperture.Attributes), stroke.Polarity, stroke.Attributes));
    }

    private static List<Point> Outline(Aperture aperture, in Similarity similarity)
    {
        var turn = similarity;
        if (aperture is RectangleAperture rectangle)
        {
            long right = rectangle.Width / 2, top = rectangle.Height / 2, left = right - rectangle.Width, bottom = top - rectangle.Height;
            return [turn.Turn(new(left, bottom)), turn.Turn(new(right, bottom)), turn.Turn(new(right, top)), turn.Turn(new(left, top))];
        }

        var polygon = (PolygonAperture)aperture;
        var radius = polygon.OuterDiameter / 2.0;
        return [.. Enumerable.Range(0, polygon.Vertices).Select(k => turn.Turn(OnCircle(radius, polygon.Degrees + 360.0 * k / polygon.Vertices)))];
    }

    private static Point OnCircle(double radius, double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return new((long)Math.Round(radius * cos), (long)Math.Round(radius * sin));
    }

    private static double Doubled(ReadOnlySpan<Point> corners)
    {
        var first = corners[1] - corners[0];
        var second = corners[2] - corners[1];
        return (double)first.X * second.Y - (double)first.Y * second.X;
    }

    /// <summary>Andrew's monotone chain (Information Processing Letters 9, 1979).</summary>
    private static List<Point> ConvexHull(List<Point> points)
    {
        points.Sort((a, b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y));
        var hull = HalfHull(points);
        points.Reverse();
        hull.AddRange(HalfHull(points));
        return hull;
    }

    private static List<Point> HalfHull(List<Point> sorted)
    {
        var half = new List<Point>();
        foreach (var point in sorted)
        {
            while (half.Count >= 2 && !TurnsLeft(half[^2], half[^1], point))
            {
                half.RemoveAt(half.Count - 1);
            }

            half.Add(point);
        }

        half.RemoveAt(half.Count - 1);
        return half;
    }

    private static bool TurnsLeft(Point a, Point b, Point c) =>
        (double)(b.X - a.X) * (c.Y - a.Y) - (double)(b.Y - a.Y) * (c.X - a.X) > 0;
}
