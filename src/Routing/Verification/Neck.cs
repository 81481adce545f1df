using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Verification;

/// <summary>How wide copper is where two shapes that touch run into each other: what etching leaves of a joint.</summary>
internal static class Neck
{
    /// <summary>Width of the widest joint between two items, nanometres: the chord of their overlap, never more than the thinner stroke.</summary>
    public static double Between(in CopperItem a, in CopperItem b)
    {
        var widest = 0.0;
        foreach (var one in a.Shapes.Span)
        {
            foreach (var other in b.Shapes.Span)
            {
                if (one.Shape.Bounds.Intersects(other.Shape.Bounds))
                {
                    widest = Math.Max(widest, Between(one.Shape, other.Shape));
                }
            }
        }

        return widest;
    }

    private static double Between(Shape a, Shape b) => (a, b) switch
    {
        (Capsule one, Capsule other) => Lens(one.Radius, other.Radius, Segments.SegmentToSegment(one.A, one.B, other.A, other.B)),
        (Capsule stroke, Polygon area) => Cap(stroke.Radius, Shapes.DistanceToSegment(area, stroke.A, stroke.B)),
        (Polygon area, Capsule stroke) => Cap(stroke.Radius, Shapes.DistanceToSegment(area, stroke.A, stroke.B)),

        // Areas that touch do so along borders; how far is not told by their distance.
        _ => Shapes.Distance(a, b) <= 0 ? double.PositiveInfinity : 0,
    };

    /// <summary>Chord in which two circles meet whose centres are this far apart.</summary>
    private static double Lens(double r, double s, double apart)
    {
        var thinner = Math.Min(r, s);
        if (apart <= Math.Abs(r - s) || apart == 0)
        {
            return 2 * thinner;
        }

        var toChord = (apart * apart + thinner * thinner - Math.Max(r, s) * Math.Max(r, s)) / (2 * apart);
        return toChord <= 0 ? 2 * thinner : Cap(thinner, toChord);
    }

    /// <summary>Chord of a circle at a distance from its centre.</summary>
    private static double Cap(double radius, double apart) => apart >= radius ? 0 : 2 * Math.Sqrt(radius * radius - apart * apart);
}
