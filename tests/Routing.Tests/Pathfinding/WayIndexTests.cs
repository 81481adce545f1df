using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Pathfinding;

namespace MakeDevice.Routing.Tests.Pathfinding;

public class WayIndexTests
{
    private const long Pitch = 500_000;
    private static readonly Point[] Level = [new(-6_000_000, 0), new(3_000_000, 0), new(3_000_000, 1_000_000)];

    [Theory]
    [InlineData(-4_100_000, -1_000_000, -4_100_000, 1_000_000, true)]
    [InlineData(-1_000_000, 499_000, 1_000_000, 499_000, true)]
    [InlineData(-1_000_000, 500_000, 1_000_000, 500_000, false)]
    [InlineData(3_400_000, 900_000, 5_000_000, 900_000, true)]
    [InlineData(20_000_000, 0, 21_000_000, 0, false)]
    public void A_way_is_too_near_within_the_pitch_of_another_nets(long x1, long y1, long x2, long y2, bool isTooNear)
    {
        var ways = new WayIndex(Pitch);
        ways.Add(1, Level, 7);
        Point[] way = [new(x1, y1), new(x2, y2)];
        Assert.Equal(isTooNear ? [7] : [], ways.TooNear(2, way).Distinct());
        Assert.Empty(ways.TooNear(1, way));
    }
}
