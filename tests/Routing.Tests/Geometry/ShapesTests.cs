using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Tests;

public class ShapesTests
{
    private const double Step = 4;

    private static readonly Polygon Frame = new(
        [new(0, 0), new(1000, 0), new(1000, 1000), new(0, 1000)],
        [[new(200, 200), new(800, 200), new(800, 800), new(200, 800)]]);

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Distance_agrees_with_samples_of_the_borders(int seed)
    {
        var random = new Random(seed);
        Shape a = AnyShape(random), b = AnyShape(random);
        var distance = Shapes.Distance(a, b);
        Point[] borderA = Border(a).ToArray(), borderB = Border(b).ToArray();
        var sampled = Nearest(borderA, borderB);
        if (distance > 0)
        {
            Assert.InRange(distance, sampled - 2 * Step, sampled + 2);
            Assert.DoesNotContain(borderA, p => Inside(b, p));
            Assert.DoesNotContain(borderB, p => Inside(a, p));
        }
        else
        {
            Assert.True(sampled <= 2 * Step || borderA.Any(p => Inside(b, p)) || borderB.Any(p => Inside(a, p)));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Distance_is_symmetric_and_a_limit_never_changes_what_lies_below_it(int seed)
    {
        var random = new Random(seed);
        Shape a = AnyShape(random), b = AnyShape(random);
        var distance = Shapes.Distance(a, b);
        Assert.Equal(distance, Shapes.Distance(b, a), 3);
        Assert.Equal(0, Shapes.Distance(a, a));
        Assert.Equal(distance, Shapes.Distance(a, b, distance + 1));
        var limit = Math.Floor(distance / 2);
        Assert.True(Shapes.Distance(a, b, limit) >= limit);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Distance_to_a_point_is_lipschitz_and_zero_exactly_inside(int seed)
    {
        var random = new Random(seed);
        var shape = AnyShape(random);
        Point p = AnyPoint(random), q = AnyPoint(random);
        double atP = Shapes.DistanceToPoint(shape, p), atQ = Shapes.DistanceToPoint(shape, q);
        Assert.True(Math.Abs(atP - atQ) <= p.DistanceTo(q) + 1e-6);
        Assert.Equal(atP == 0, Shapes.Contains(shape, p));
        Assert.True(Shapes.DistanceToSegment(shape, p, q) <= Math.Min(atP, atQ));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Containment_agrees_with_the_winding_angle(int seed)
    {
        var random = new Random(seed);
        var polygon = AnyPolygon(random);
        for (var i = 0; i < 50; i++)
        {
            var p = AnyPoint(random);
            if (Border(polygon).Min(p.DistanceTo) > Step)
            {
                Assert.Equal(Inside(polygon, p), Shapes.Contains(polygon, p));
            }
        }
    }

    [Fact]
    public void A_hole_is_not_copper_but_its_border_is()
    {
        Assert.False(Shapes.Contains(Frame, new(500, 500)));
        Assert.True(Shapes.Contains(Frame, new(200, 500)));
        Assert.True(Shapes.Contains(Frame, new(1000, 1000)));
        Assert.Equal(300, Shapes.DistanceToPoint(Frame, new(500, 500)));
        Assert.Equal(250, Shapes.Distance(Frame, new Capsule(new(500, 500), new(500, 500), 50)));
        Assert.Equal(0, Shapes.DistanceToSegment(Frame, new(500, 500), new(900, 500)));
    }

    [Fact]
    public void A_polygon_within_a_hole_is_apart_and_one_within_the_copper_touches()
    {
        Polygon Square(long x, long y) => new([new(x, y), new(x + 40, y), new(x + 40, y + 40), new(x, y + 40)]);
        Assert.Equal(100, Shapes.Distance(Frame, Square(300, 480)));
        Assert.Equal(0, Shapes.Distance(Frame, Square(50, 50)));
        Assert.Equal(0, Shapes.Distance(Square(50, 50), Frame));
        Assert.Equal(60, Shapes.Distance(Square(0, 0), Square(100, 0)));
        Assert.Equal(0, Shapes.Distance(Square(0, 0), Square(40, 40)));
    }

    [Fact]
    public void A_cut_in_that_doubles_back_encloses_a_hole()
    {
        // Outer square, a seam to the inner one, round it the other way, and back along the seam.
        var polygon = new Polygon(
        [
            new(0, 0), new(1000, 0), new(1000, 1000), new(0, 1000), new(0, 200),
            new(200, 200), new(200, 800), new(800, 800), new(800, 200), new(200, 200), new(0, 200),
        ]);
        Assert.False(Shapes.Contains(polygon, new(500, 500)));
        Assert.True(Shapes.Contains(polygon, new(100, 200)));
        Assert.True(Shapes.Contains(polygon, new(900, 500)));
        Assert.Equal(300, Shapes.DistanceToPoint(polygon, new(500, 500)));
    }

    [Fact]
    public void Crossing_is_decided_exactly_far_beyond_double_precision()
    {
        // The turn is -1 out of two products of 2.5e17, which a double cannot tell apart.
        const long far = 500_000_001;
        Assert.Equal(0, Segments.Orientation(new(0, 0), new(far, far), new(far - 1, far - 1)));
        Assert.Equal(-1, Segments.Orientation(new(0, 0), new(far, far - 1), new(far - 1, far - 2)));
        Assert.Equal(1, Segments.Orientation(new(0, 0), new(far - 1, far - 2), new(far, far - 1)));
        Assert.True(Segments.Meet(new(0, 0), new(far, far - 1), new(far, far - 1), new(far + 5, 0)));
        Assert.False(Segments.Meet(new(0, 0), new(far, far - 1), new(far - 1, far - 2), new(far + 5, 0)));
    }

    [Theory]
    [InlineData(0, 0, 10, 0, 5, 0, 5, 9, true)]
    [InlineData(0, 0, 10, 0, 5, 1, 5, 9, false)]
    [InlineData(0, 0, 10, 0, 11, 0, 20, 0, false)]
    [InlineData(0, 0, 10, 0, 10, 0, 20, 0, true)]
    [InlineData(0, 0, 10, 10, 3, 3, 3, 3, true)]
    [InlineData(0, 0, 10, 10, 3, 4, 3, 4, false)]
    [InlineData(7, 7, 7, 7, 7, 7, 7, 7, true)]
    public void Segments_meet_where_they_share_a_point(long ax, long ay, long bx, long by, long cx, long cy, long dx, long dy, bool meet)
    {
        Assert.Equal(meet, Segments.Meet(new(ax, ay), new(bx, by), new(cx, cy), new(dx, dy)));
        Assert.Equal(meet, Segments.Meet(new(dx, dy), new(cx, cy), new(bx, by), new(ax, ay)));
        Assert.Equal(meet, Segments.SegmentToSegment(new(ax, ay), new(bx, by), new(cx, cy), new(dx, dy)) == 0);
    }

    private static Point AnyPoint(Random random) => new(random.Next(-1000, 1001), random.Next(-1000, 1001));

    private static Shape AnyShape(Random random) => random.Next(3) switch
    {
        0 => AnyPolygon(random),
        1 => new Capsule(AnyPoint(random), AnyPoint(random), random.Next(0, 200)),
        _ => Disc(AnyPoint(random), random.Next(1, 300)),
    };

    private static Capsule Disc(Point at, long radius) => new(at, at, radius);

    /// <summary>A star around a centre, with a smaller star cut out of some.</summary>
    private static Polygon AnyPolygon(Random random)
    {
        var center = AnyPoint(random);
        var corners = random.Next(3, 12);
        var star = Enumerable.Range(0, corners)
            .Select(i => (Angle: (i + 0.8 * random.NextDouble()) * Math.Tau / corners, Radius: random.Next(150, 500)))
            .ToArray();
        ImmutableArray<Point> Scaled(double scale) =>
            [.. star.Select(s => center + new Point((long)(scale * s.Radius * Math.Cos(s.Angle)), (long)(scale * s.Radius * Math.Sin(s.Angle))))];
        return corners > 5 && random.Next(2) == 0 ? new Polygon(Scaled(1), [Scaled(0.5)]) : new Polygon(Scaled(1));
    }

    private static IEnumerable<Point> Border(Shape shape) => shape switch
    {
        Polygon polygon => polygon.Holes.Prepend(polygon.Outline).SelectMany(ring => ring.SelectMany((p, i) => Along(p, ring[(i + 1) % ring.Length]))),
        Capsule capsule => Along(capsule.A, capsule.B).SelectMany(p => Circle(p, capsule.Radius).Where(q => Segments.PointToSegment(q, capsule.A, capsule.B) > capsule.Radius - 2)),
        _ => throw new NotSupportedException(),
    };

    private static double Nearest(Point[] some, Point[] others)
    {
        var least = double.PositiveInfinity;
        foreach (var p in some)
        {
            foreach (var q in others)
            {
                least = Math.Min(least, p.SquaredDistanceTo(q));
            }
        }

        return Math.Sqrt(least);
    }

    private static IEnumerable<Point> Along(Point a, Point b)
    {
        var count = Math.Max(1, (int)(a.DistanceTo(b) / Step));
        return Enumerable.Range(0, count + 1).Select(i => new Point(a.X + (b.X - a.X) * i / count, a.Y + (b.Y - a.Y) * i / count));
    }

    private static IEnumerable<Point> Circle(Point center, long radius)
    {
        var count = Math.Max(8, (int)(Math.Tau * radius / Step));
        return Enumerable.Range(0, count).Select(i => center + new Point((long)(radius * Math.Cos(Math.Tau * i / count)), (long)(radius * Math.Sin(Math.Tau * i / count))));
    }

    private static bool Inside(Shape shape, Point p) => shape switch
    {
        Capsule capsule => Segments.PointToSegment(p, capsule.A, capsule.B) < capsule.Radius - 2,
        Polygon polygon => Winds(polygon.Outline, p) && !polygon.Holes.Any(hole => Winds(hole, p)),
        _ => throw new NotSupportedException(),
    };

    private static bool Winds(ImmutableArray<Point> ring, Point p)
    {
        var turn = 0.0;
        for (var i = 0; i < ring.Length; i++)
        {
            Point a = ring[i] - p, b = ring[(i + 1) % ring.Length] - p;
            turn += Math.Atan2((double)a.X * b.Y - (double)a.Y * b.X, (double)a.X * b.X + (double)a.Y * b.Y);
        }

        return Math.Abs(turn) > Math.PI;
    }
}
