using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;

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

    /// <exception cref="PlotLimitException">The layer is too complex.</exception>
    public static IEnumerable<(double Degrees, Point At)> Of(GerberLayer copper)
    {
        Stroke[] strokes = [.. copper.Objects.OfType<Line>().Where(line => line is { Polarity: Polarity.Dark, Aperture: CircleAperture } && line.From != line.To).Select(Stroke.Of)];
        var shapes = LayerPlot.Copper(copper).Select(plotted => plotted.Shape).ToImmutableArray();
        var near = new StrokeGrid(strokes.Select(stroke => (stroke.From, stroke.To)));
        var seen = new HashSet<(Point, Point)>();
        foreach (var (index, stroke) in strokes.Index())
        {
            foreach (var (at, other) in new[] { (stroke.From, stroke.To), (stroke.To, stroke.From) })
            {
                foreach (var crossing in near.Near(at).Where(found => found != index).Select(found => strokes[found]).Where(found => Segments.PointToSegment(at, found.From, found.To) <= OnLine))
                {
                    foreach (var end in new[] { crossing.From, crossing.To }.Where(end => end.DistanceTo(at) > OnLine))
                    {
                        if (Corner(at, other, stroke.Width, end, crossing.Width) is { } corner && seen.Add(Ordered(corner.At, at)) && !shapes.Any(shape => shape.Bounds.Contains(corner.At) && Shapes.Contains(shape, corner.At)))
                        {
                            yield return (corner.Degrees, at);
                        }
                    }
                }
            }
        }
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

    private readonly record struct Stroke(Point From, Point To, long Width)
    {
        public static Stroke Of(Line line) => new(line.From, line.To, ((CircleAperture)line.Aperture).Diameter);
    }
}
