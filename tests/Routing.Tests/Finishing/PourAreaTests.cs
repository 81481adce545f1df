using System.Collections.Immutable;
using MakeDevice.Routing.Finishing;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Tests.Finishing;

public class PourAreaTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Contours_with_cut_ins_enclose_what_polygons_with_holes_do(int seed)
    {
        var random = new Random(seed);
        var holes = Enumerable.Range(0, 60).SelectMany(_ => Inflation.Of(Disc(random.Next(1, 39), random.Next(1, 39)), random.Next(100_000, 900_000)));
        var pieces = PourArea.Fill(Square(0, 40), holes, 50_000);
        Assert.Contains(pieces, piece => piece.Holes.Length > 10);
        foreach (var piece in pieces)
        {
            var contour = CutIns.Join(piece);
            var area = Area(piece.Outline) + piece.Holes.Sum(Area);
            Assert.Equal(area, Area(contour), 1e6);
            for (var i = 0; i < 200; i++)
            {
                var at = new Point(random.NextInt64(40_000_000), random.NextInt64(40_000_000));
                Assert.Equal(Shapes.Contains(piece, at), Shapes.Contains(new Polygon(contour), at));
            }
        }
    }

    [Fact]
    public void What_is_thinner_than_asked_is_not_poured()
    {
        // Two bars with 0.3 mm between them, joined to the rest at both ends.
        ImmutableArray<Point>[] bars = [Bar(10, 20, 18, 19), Bar(10, 20, 19.3, 20.3)];
        var narrow = PourArea.Fill(Square(0, 40), bars.SelectMany(bar => Inflation.Of(new Polygon(bar), 125_000)), 125_000);
        var wide = PourArea.Fill(Square(0, 40), bars.SelectMany(bar => Inflation.Of(new Polygon(bar), 200_000)), 200_000);
        var between = Point.FromMillimetres(15, 19.15);
        Assert.Contains(narrow, piece => Shapes.Contains(piece, between));
        Assert.DoesNotContain(wide, piece => Shapes.Contains(piece, between));
    }

    [Fact]
    public void Inflation_covers_what_is_near_and_little_more()
    {
        var random = new Random(7);
        foreach (var shape in new Shape[] { new Capsule(new(0, 0), new(1_000_000, 370_000), 200_000), new Polygon(Bar(0, 2, 0, 1)), new Polygon([new(0, 0), new(3_000_000, 0), new(1_000_000, 1_000_000), new(0, 3_000_000)]) })
        {
            var inflated = Inflation.Of(shape, 300_000).Select(ring => new Polygon(ring)).ToList();
            for (var i = 0; i < 2_000; i++)
            {
                var at = new Point(random.NextInt64(-1_000_000, 4_000_000), random.NextInt64(-1_000_000, 4_000_000));
                var distance = Shapes.DistanceToPoint(shape, at);
                var covered = inflated.Exists(polygon => Shapes.Contains(polygon, at));
                Assert.True(covered || distance >= 300_000, $"{at} is {distance} away and not covered");
                Assert.True(!covered || distance <= 315_000, $"{at} is {distance} away and covered");
            }
        }
    }

    private static double Area(ImmutableArray<Point> ring) => Ring.DoubledArea(ring.AsSpan()) / 2;

    private static Capsule Disc(double x, double y) => new(Point.FromMillimetres(x, y), Point.FromMillimetres(x, y), 0);

    private static ImmutableArray<Point> Square(double from, double to) => Bar(from, to, from, to);

    private static ImmutableArray<Point> Bar(double left, double right, double bottom, double top) =>
        [Point.FromMillimetres(left, bottom), Point.FromMillimetres(right, bottom), Point.FromMillimetres(right, top), Point.FromMillimetres(left, top)];
}
