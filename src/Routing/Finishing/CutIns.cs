using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Finishing;

/// <summary>
/// A polygon with holes as one contour: each hole is joined to what lies left of it by a horizontal cut, drawn there and back (Gerber Layer
/// Format Specification 4.10.3, cut-ins).
/// </summary>
internal static class CutIns
{
    /// <param name="polygon">Outline counter-clockwise and holes clockwise, each beginning at its leftmost corner.</param>
    public static ImmutableArray<Point> Join(Polygon polygon)
    {
        var contour = new List<Point>(polygon.Outline);

        // From left to right: what a cut meets first is the outline or a hole that is already joined.
        foreach (var hole in polygon.Holes.OrderBy(hole => hole[0].X).ThenBy(hole => hole[0].Y))
        {
            var (edge, at) = LeftOf(contour, hole[0]);
            contour.InsertRange(edge + 1, [at, .. hole, hole[0], at]);
        }

        Ring.RemoveRepeats(contour);
        return [.. contour];
    }

    /// <summary>The nearest edge on a ray to the left, by its first corner, and where it is met.</summary>
    private static (int Edge, Point At) LeftOf(List<Point> contour, Point from)
    {
        var (edge, nearest) = (-1, long.MinValue);
        for (var i = 0; i < contour.Count; i++)
        {
            Point a = contour[i], b = contour[(i + 1) % contour.Count];
            if (a.Y == b.Y || Math.Min(a.Y, b.Y) > from.Y || Math.Max(a.Y, b.Y) < from.Y)
            {
                continue;
            }

            var x = a.X + (long)Math.Round((double)(b.X - a.X) * (from.Y - a.Y) / (b.Y - a.Y));
            if (x <= from.X && x > nearest)
            {
                (edge, nearest) = (i, x);
            }
        }

        return edge < 0 ? throw new ArgumentException("a hole lies outside of its outline") : (edge, new(nearest, from.Y));
    }
}
