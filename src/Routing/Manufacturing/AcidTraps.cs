using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Manufacturing;

/// <summary>
/// Corners between two strokes of copper that are sharper than a right angle and that nothing fills: etchant may stay in them and thin the copper. Fabs that etch with fresh spray seldom
/// mind, so that this is a note.
/// </summary>
internal static class AcidTraps
{
    public const double LeastDegrees = 90;

    public const string Source = "no house puts a number to it; below 90 degrees by the common rule of design for manufacture";

    /// <summary>Rounding of directions, degrees; below the first angle strokes lie on each other.</summary>
    private const double Slack = 0.5, Same = 1;

    /// <summary>Ends nearer than this to a stroke's middle line stand on it; so far from the corner copper is looked for. Nanometres.</summary>
    private const double OnLine = 1_000, Beside = 20_000;

    public static IEnumerable<(double Degrees, Point At)> Of(CopperPieces copper, CopperLayer layer)
    {
        var near = new List<int>();
        var seen = new HashSet<(Point, Point)>();
        for (var index = 0; index < copper.Items.Length; index++)
        {
            if (copper.Items[index].Layer != layer || StrokeOf(copper.Items[index]) is not { } stroke)
            {
                continue;
            }

            foreach (var (at, other) in new[] { (stroke.A, stroke.B), (stroke.B, stroke.A) })
            {
                foreach (var crossing in Crossings(copper, layer, at, index, near))
                {
                    foreach (var end in new[] { crossing.A, crossing.B }.Where(end => end.DistanceTo(at) > OnLine))
                    {
                        if (Corner(at, other, 2.0 * stroke.Radius, end, 2.0 * crossing.Radius) is { } corner && seen.Add(Ordered(corner.At, at)) && !IsCopper(copper, layer, corner.At, near))
                        {
                            yield return (corner.Degrees, at);
                        }
                    }
                }
            }
        }
    }

    /// <summary>A track with round ends; null for all other copper.</summary>
    private static Capsule? StrokeOf(in CopperItem item) =>
        item.Shapes.Length == 1 && item.Shapes.Span[0] is { Source: Line, Shape: Capsule stroke } && stroke.A != stroke.B ? stroke : null;

    /// <summary>The other strokes whose middle line a point lies on.</summary>
    private static List<Capsule> Crossings(CopperPieces copper, CopperLayer layer, Point at, int own, List<int> near)
    {
        copper.Candidates(layer, Box.Around(at, at).Inflate((long)OnLine), near);
        return [.. near.Where(found => found != own).Select(found => StrokeOf(copper.Items[found])).OfType<Capsule>().Where(found => Segments.PointToSegment(at, found.A, found.B) <= OnLine)];
    }

    private static bool IsCopper(CopperPieces copper, CopperLayer layer, Point at, List<int> near)
    {
        copper.Candidates(layer, Box.Around(at, at), near);
        return near.Exists(found => copper.Items[found].Contains(at));
    }

    private static (Point, Point) Ordered(Point a, Point b) => (new(a.X / 10_000, a.Y / 10_000), b);

    /// <summary>The angle between two strokes that leave a point, and a place just beyond where their edges meet; null where there is no sharp corner.</summary>
    private static (double Degrees, Point At)? Corner(Point at, Point a, double widthA, Point b, double widthB)
    {
        var (u, v) = (Unit(at, a), Unit(at, b));
        var cosine = Math.Clamp(u.X * v.X + u.Y * v.Y, -1, 1);
        var degrees = Math.Acos(cosine) * 180 / Math.PI;
        if (degrees is < Same or >= LeastDegrees - Slack)
        {
            return null;
        }

        // The edges that face each other lie half a width from the middle lines.
        var sine = Math.Sqrt(1 - cosine * cosine);
        var (alongA, alongB) = (widthB / (2 * sine), widthA / (2 * sine));
        var bisector = Math.Sqrt(2 + 2 * cosine);
        var (x, y) = (alongA * u.X + alongB * v.X + Beside * (u.X + v.X) / bisector, alongA * u.Y + alongB * v.Y + Beside * (u.Y + v.Y) / bisector);
        return x * u.X + y * u.Y <= at.DistanceTo(a) && x * v.X + y * v.Y <= at.DistanceTo(b) ? (degrees, new(at.X + (long)Math.Round(x), at.Y + (long)Math.Round(y))) : null;
    }

    private static (double X, double Y) Unit(Point from, Point to)
    {
        var length = from.DistanceTo(to);
        return ((to.X - from.X) / length, (to.Y - from.Y) / length);
    }
}
