using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Verification;

/// <summary>Rings about holes off their pads' centres and about slots, thin in any direction.</summary>
public sealed class AnnularRingTests
{
    private const CopperLayer Front = CopperLayer.Front, Back = CopperLayer.Back;

    [Theory]
    [InlineData(0.03, 0.04)]
    [InlineData(-0.06, 0.01)]
    [InlineData(0.1, 0)]
    public void A_hole_off_its_pads_centre_has_what_is_left_on_the_thin_side(double off, double ring)
    {
        var thin = Rings(TestBoard.Empty().Disc(Front, off, -5, 0.44).Disc(Back, 0, -5, 0.44).Plated(0, -5, 0.3));
        Assert.Equal(Front, Assert.Single(thin).Layer);
        Assert.Equal(ring * 1e6, thin[0].Measured!.Value, 1_500.0);
    }

    /// <summary>Copper of 0.2 mm all about the slot, cut off on one side: beyond an end, along it, or over a corner.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(200)]
    public void A_slots_ring_is_the_thinnest_of_any_direction(double turned)
    {
        for (var side = 0; side < 8; side++)
        {
            var thin = Rings(Slot(turned, side, 0.03));
            Assert.Equal([Front, Back], thin.Select(finding => finding.Layer!.Value));
            Assert.All(thin, finding => Assert.Equal(30_000, finding.Measured!.Value, 1_500.0));
            Assert.Empty(Rings(Slot(turned, side, 0.06)));
        }
    }

    private static List<Finding> Rings(TestBoard board) => [.. board.Verify().Findings.Where(finding => finding.Kind == FindingKind.AnnularRing)];

    /// <param name="turned">Degrees.</param>
    /// <param name="side">Eighths of a turn from the slot's own direction.</param>
    private static TestBoard Slot(double turned, int side, double ring)
    {
        const double Radius = 0.25, Half = 0.5, Ample = Radius + 0.2;
        (double X, double Y)[] pad = [(-Half - Ample, -Ample), (Half + Ample, -Ample), (Half + Ample, Ample), (-Half - Ample, Ample)];
        var (x, y) = (Math.Cos(side * Math.PI / 4), Math.Sin(side * Math.PI / 4));
        var copper = Cut(pad, x, y, Math.Abs(x) < 1e-9 ? Radius + ring : Half * Math.Abs(x) + Radius + ring).Select(Placed).ToArray();
        return TestBoard.Empty().Area(Front, copper).Area(Back, copper).PlatedSlot(Placed((-Half, 0)), Placed((Half, 0)), 2 * Radius);

        (double X, double Y) Placed((double X, double Y) p)
        {
            var (sin, cos) = Math.SinCos(turned * Math.PI / 180);
            return (p.X * cos - p.Y * sin, p.X * sin + p.Y * cos - 5);
        }
    }

    /// <summary>What of a convex shape lies no farther than <paramref name="most"/> in a direction.</summary>
    private static IEnumerable<(double X, double Y)> Cut((double X, double Y)[] shape, double x, double y, double most)
    {
        for (var i = 0; i < shape.Length; i++)
        {
            var (from, to) = (shape[i], shape[(i + 1) % shape.Length]);
            var (a, b) = (from.X * x + from.Y * y - most, to.X * x + to.Y * y - most);
            if (a <= 0)
            {
                yield return from;
            }

            if (a < 0 != b < 0)
            {
                yield return (from.X + (to.X - from.X) * a / (a - b), from.Y + (to.Y - from.Y) * a / (a - b));
            }
        }
    }
}
