using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using static MakeDevice.Routing.Tests.Gerber.GerberSource;

namespace MakeDevice.Routing.Tests.Gerber;

public class GerberRegionTests
{
    private static Region Region(string commands) => Assert.IsType<Region>(Assert.Single(Objects($"{commands}M02*")));

    [Fact]
    public void A_region_has_contours_of_lines_and_arcs()
    {
        var region = Region("G36*X0Y0D02*G01X100D01*G75*G03X0Y0I-50J0D01*X500Y0D02*G01X600D01*Y100D01*X500Y0D01*G37*");
        Assert.Equal(
            [
                new Contour(new(0, 0), [new(new(100, 0), null, false), new(new(0, 0), new Point(50, 0), false)]),
                new Contour(new(500, 0), [new(new(600, 0), null, false), new(new(600, 100), null, false), new(new(500, 0), null, false)]),
            ],
            region.Contours);
    }

    [Fact]
    public void A_gap_is_closed() => Assert.Equal(new Point(0, 0), Region("G36*X0Y0D02*X100D01*Y100D01*G37*").Contours[0].Segments[^1].To);

    [Theory]
    [InlineData("G36*X0Y0D02*G01X900000D01*Y900000D01*X9999Y0D01*G37*", false)] // a tool's rounding
    [InlineData("G36*X0Y0D02*G01X900000D01*Y900000D01*G37*", true)]
    [InlineData("G36*X0Y0D02*G01X900000D01*Y900000D01*X500000Y500000D02*X900000D01*Y900000D01*X500000Y500000D01*G37*", true)]
    [InlineData("G36*X0Y0D02*G01X900000D01*Y900000D01*X0Y0D01*G37*", false)]
    public void A_gap_that_is_no_rounding_is_told(string commands, bool isTold)
    {
        var doubts = new List<string>();
        GerberReader.Read(System.Text.Encoding.ASCII.GetBytes($"{Header}{commands}M02*"), "x.gbr", doubts);
        Assert.Equal(isTold ? ["the contour of a region is not closed: it is closed by a straight line"] : [], doubts);
    }

    [Fact]
    public void A_region_may_begin_without_a_move() =>
        Assert.Equal(new Point(7, 7), Region("X7Y7D02*G36*X100D01*Y100D01*X7Y7D01*G37*").Contours[0].Start);

    [Fact]
    public void Contours_that_enclose_nothing_are_left_out() => Assert.Empty(Objects("G36*X0Y0D02*X100D01*X0D01*X5D02*G37*M02*"));

    [Fact]
    public void A_cut_in_makes_a_hole()
    {
        var layer = Read(Header + "G36*X0Y0D02*X1000000D01*Y1000000D01*X0D01*Y500000D01*X300000D01*Y700000D01*X700000D01*Y300000D01*X300000D01*" +
            "Y500000D01*X0D01*Y0D01*G37*M02*");
        Assert.True(Ink.IsDark(layer, 100_001, 100_003));
        Assert.False(Ink.IsDark(layer, 500_001, 500_003));
        Assert.True(Ink.IsDark(layer, 200_001, 600_003));
    }

    [Fact]
    public void Aperture_attributes_stay_with_the_region()
    {
        var region = Region("%TA.AperFunction,Conductor*%%TO.N,GND*%G36*X0Y0D02*X100D01*Y100D01*X0Y0D01*G37*");
        Assert.Equal("Conductor", region.Aperture?.Attributes.Value(".AperFunction"));
        Assert.Equal("GND", region.Attributes.Value(".N"));
    }

    [Theory]
    [InlineData("G36*\nX0Y0D03*", 8, "flash inside a region")]
    [InlineData("G36*G36*", 7, "region inside a region")]
    [InlineData("\nG37*", 8, "end of a region that was not begun")]
    [InlineData("G36*X0Y0D02*X1D01*\nM02*", 8, "the file ends inside a region")]
    public void Broken_regions_are_refused(string commands, int line, string error) =>
        Assert.Equal($"GERBER_INVALID file=test.gbr line={line} error={error}", Refused(Header + commands).Message);
}
