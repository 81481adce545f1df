using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Tests.Graphics;

public class AreaSweepTests
{
    private static readonly ImmutableArray<Point> Clip =
        [new(-40_000, -40_000), new(40_000, -45_000), new(45_000, 40_000), new(0, 48_000), new(-40_000, 40_000)];

    /// <summary>Self-crossing random polygons: a point is filled where its winding number says so, and only once.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Fills_exactly_where_the_winding_number_says(bool evenOdd, bool subtract)
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            // Small ranges make shared corners, shared heights and collinear edges likely.
            var step = round % 3 == 0 ? 20_000 : round % 3 == 1 ? 5_000 : 1;
            var contours = Enumerable.Range(0, 1 + round % 3).Select(_ => Enumerable.Range(0, random.Next(3, 12))
                .Select(_ => new Point(random.Next(-60_000 / step, 60_000 / step) * (long)step, random.Next(-60_000 / step, 60_000 / step) * (long)step))
                .ToImmutableArray()).ToList();
            var sweep = new AreaSweep(new([Clip]), new GraphicsBudget(), subtract);
            contours.ForEach(contour => sweep.Add(contour.AsSpan()));
            var filled = sweep.Fill(evenOdd).Polygons;
            for (var probe = 0; probe < 200; probe++)
            {
                var p = new Point(random.Next(-60_000, 60_000), random.Next(-60_000, 60_000));
                if (contours.Append(Clip).Concat(filled).Any(contour => NearEdge(contour, p)))
                {
                    continue;
                }

                var winding = contours.Sum(contour => Winding(contour, p));
                var expected = Winding(Clip, p) != 0 != subtract && (evenOdd ? (winding & 1) != 0 : winding != 0);
                Assert.Equal(expected ? 1 : 0, filled.Count(polygon => Winding(polygon, p) != 0));
            }
        }
    }

    private static int Winding(ImmutableArray<Point> polygon, Point p)
    {
        var winding = 0;
        for (var i = 0; i < polygon.Length; i++)
        {
            Point a = polygon[i], b = polygon[(i + 1) % polygon.Length];
            if (a.Y <= p.Y != b.Y <= p.Y)
            {
                var side = (b.X - a.X) * (p.Y - a.Y) - (p.X - a.X) * (b.Y - a.Y);
                winding += a.Y <= p.Y ? (side > 0 ? 1 : 0) : (side < 0 ? -1 : 0);
            }
        }

        return winding;
    }

    private static bool NearEdge(ImmutableArray<Point> polygon, Point p)
    {
        for (var i = 0; i < polygon.Length; i++)
        {
            if (new SegmentDistance(polygon[i], polygon[(i + 1) % polygon.Length]).To(p) < 5)
            {
                return true;
            }
        }

        return false;
    }

    private readonly record struct SegmentDistance(Point A, Point B)
    {
        public double To(Point p)
        {
            double dx = B.X - A.X, dy = B.Y - A.Y, length = dx * dx + dy * dy;
            var t = length == 0 ? 0 : Math.Clamp(((p.X - A.X) * dx + (p.Y - A.Y) * dy) / length, 0, 1);
            return Math.Sqrt(Math.Pow(A.X + t * dx - p.X, 2) + Math.Pow(A.Y + t * dy - p.Y, 2));
        }
    }
}
