using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using static MakeDevice.Routing.Tests.Gerber.GerberSource;

namespace MakeDevice.Routing.Tests.Gerber;

public class GerberArcTests
{
    [Theory]
    [InlineData("G75*", "X0Y0D02*G02X200Y0I100J0D01*", 100, 0, true)]
    [InlineData("G75*", "X0Y0D02*G03X0Y0I100J0D01*", 100, 0, false)]
    [InlineData("G75*", "X0Y0D02*G03X-100Y100I-100D01*", -100, 0, false)]
    [InlineData("G74*", "X0Y0D02*G02X100Y100I100J0D01*", 100, 0, true)]
    [InlineData("G74*", "X0Y0D02*G03X-100Y100I100J0D01*", -100, 0, false)]
    [InlineData("G74*", "X300Y400D02*G02X400Y300I300J400D01*", 0, 0, true)]
    [InlineData("G74*", "X-300Y-400D02*G03X300Y-400I300J400D01*", 0, 0, false)]
    [InlineData("", "X0Y0D02*G02X200Y0I100J0D01*", 100, 0, true)]
    [InlineData("", "X0Y0D02*G03X-100000Y100000I100000J0D01*", -100_000, 0, false)]
    public void An_arc_has_its_centre(string quadrants, string commands, long x, long y, bool clockwise)
    {
        var arc = Assert.IsType<Arc>(Assert.Single(Objects($"D10*{quadrants}{commands}M02*")));
        Assert.Equal((new Point(x, y), clockwise), (arc.Center, arc.Clockwise));
    }

    [Fact]
    public void A_single_quadrant_arc_to_itself_is_a_dot() =>
        Assert.Equal(new Point(5, 5), Assert.IsType<Line>(Assert.Single(Objects("D10*G74*X5Y5D02*G02X5Y5I10J0D01*M02*"))).To);

    [Fact]
    public void An_arc_without_radius_is_straight() => Assert.IsType<Line>(Assert.Single(Objects("D10*G75*X0Y0D02*G02X5Y5D01*M02*")));

    [Fact]
    public void A_single_quadrant_arc_that_no_centre_fits_is_refused() =>
        Assert.Contains("line=8 error=single-quadrant arc", Refused($"{Header}D10*G74*X0Y0D02*\nG03X100000000Y100000000I100000000J0D01*").Message, StringComparison.Ordinal);

    [Fact]
    public void A_rectangle_strokes_an_arc_along_its_chords()
    {
        var layer = Read($"{Header}D11*G75*X5000000Y0D02*G03X-5000000Y0I-5000000J0D01*M02*");
        Assert.All(layer.Objects, o => Assert.IsType<Line>(o));
        Assert.True(Ink.IsDark(layer, 3_535_534, 3_535_534));
        Assert.False(Ink.IsDark(layer, 3_535_534, -3_535_534));
    }

    [Theory]
    [InlineData(100_000, false)]
    [InlineData(50_000_000, true)]
    public void Chords_stay_within_half_a_micrometre(long radius, bool clockwise)
    {
        var from = new Point(radius, 0);
        foreach (var to in ArcGeometry.Chords(from, new(0, -radius), default, clockwise))
        {
            var middle = new Point((from.X + to.X) / 2, (from.Y + to.Y) / 2);
            Assert.InRange(radius - middle.DistanceTo(default), -2, 502);
            from = to;
        }

        Assert.Equal(new Point(0, -radius), from);
    }
}
