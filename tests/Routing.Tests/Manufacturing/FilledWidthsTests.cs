using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Manufacturing;
using static MakeDevice.Routing.Tests.Gerber.GerberSource;

namespace MakeDevice.Routing.Tests.Manufacturing;

/// <summary>The width of what a legend fills.</summary>
public class FilledWidthsTests
{
    [Theory]
    [InlineData("X0Y0D02*G01*X25000000D01*Y10000D01*X0D01*Y0D01*", 10_000)] // a hairline
    [InlineData("X0Y0D02*G01*X200000D01*Y200000D01*X0D01*Y0D01*", 200_000)] // a square dot
    [InlineData("X0Y0D02*G01*X3000000D01*Y100000D01*X100000D01*Y3000000D01*X0D01*Y0D01*", 100_000)] // an L
    [InlineData("X0Y0D02*G75*G03*X0Y0I500000J0D01*", 785_000)] // a disc of 1 mm
    public void Is_that_of_a_rectangle_of_the_same_area_and_length(string contour, double width) =>
        Assert.Equal(width, Assert.Single(FilledWidths.Of(Read($"{Header}G36*{contour}G37*M02*"))).Width, width / 50);

    [Fact]
    public void A_ring_that_is_cut_open_has_the_width_of_the_ring()
    {
        const string Ring = "X2000000Y0D02*G75*G03*X2000000Y0I-2000000J0D01*G01*X1900000D01*G02*X1900000Y0I-1900000J0D01*G01*X2000000D01*";
        var (width, at) = Assert.Single(FilledWidths.Of(Read($"{Header}G36*{Ring}G37*M02*")));
        Assert.Equal(100_000, width, 5_000.0);
        Assert.Equal(new Point(2_000_000, 0), at);
    }

    [Fact]
    public void What_is_left_out_and_what_has_no_area_has_none() =>
        Assert.Empty(FilledWidths.Of(Read($"{Header}%LPC*%G36*X0Y0D02*G01*X900000D01*Y10000D01*X0Y0D01*G37*%LPD*%G36*X0Y0D02*X900000D01*X100000D01*X0D01*G37*M02*")));
}
