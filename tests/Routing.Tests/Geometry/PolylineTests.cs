using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Tests;

public class PolylineTests
{
    private static readonly Point[] Bent = [new(0, 0), new(1_000_000, 0), new(1_000_000, 1_000_000)];

    [Theory]
    [InlineData(1_400_000, 900_000, 3_000_000, 900_000, true)]
    [InlineData(1_500_000, 900_000, 3_000_000, 900_000, false)]
    [InlineData(500_000, -1_000_000, 500_000, 1_000_000, true)]
    [InlineData(-400_000, 0, -400_000, 0, true)]
    [InlineData(-500_000, 0, -500_000, 0, false)]
    public void Lines_are_near_where_any_two_pieces_are(long x1, long y1, long x2, long y2, bool isNear)
    {
        Point[] other = x1 == x2 && y1 == y2 ? [new(x1, y1)] : [new(x1, y1), new(x2, y2)];
        Assert.Equal(isNear, Polyline.AreNear(Bent, other, 500_000));
        Assert.Equal(isNear, Polyline.AreNear(other, Bent, 500_000));
    }

    [Theory]
    [InlineData(1_499_999, 500_000, true)]
    [InlineData(1_500_000, 500_000, false)]
    [InlineData(300_000, 400_000, true)]
    [InlineData(-300_000, -400_000, false)]
    public void A_point_is_near_a_line_where_it_is_near_a_piece(long x, long y, bool isNear) => Assert.Equal(isNear, Polyline.IsNear(new(x, y), Bent, 500_000));

    [Fact]
    public void A_line_keeps_its_ends_and_corners()
    {
        Assert.Equal(Bent, Polyline.Corners([new(0, 0), new(0, 0), new(400_000, 0), new(1_000_000, 0), new(1_000_000, 1), new(1_000_000, 1_000_000)]));
        Assert.Equal(new Point(0, 0), Assert.Single(Polyline.Corners([new(0, 0), new(0, 0)])));
    }
}
