using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using static MakeDevice.Routing.Tests.Gerber.GerberSource;

namespace MakeDevice.Routing.Tests.Gerber;

/// <summary>Step and repeat (SR) and block apertures (AB).</summary>
public class GerberRepeatTests
{
    private static IEnumerable<Point> Flashes(IEnumerable<GraphicObject> objects) => objects.OfType<Flash>().Select(flash => flash.At);

    [Fact]
    public void Steps_repeat_the_whole_block_in_order() => Assert.Equal(
        [new Point(1, 2), new(1, 3000002), new(2000001, 2), new(2000001, 3000002), new(9, 9)],
        Flashes(Objects("D10*%SRX2Y2I2.0J3.0*%X1Y2D03*%SR*%X9Y9D03*M02*")));

    [Theory]
    [InlineData("%SRX2Y1I1J0*%X0Y0D03*%SRX1Y1I0J0*%X5D03*M02*", 3)]
    [InlineData("%SRX2Y1I1J0*%X0Y0D03*%SRX1Y3I0J1*%X5D03*%SR*%M02*", 5)]
    [InlineData("%SRX2Y1I1J0*%X0Y0D03*M02*", 2)]
    [InlineData("%SR*%X0Y0D03*M02*", 1)]
    public void A_block_ends_where_the_next_begins_or_the_file_does(string commands, int flashes) => Assert.Equal(flashes, Objects("D10*" + commands).Count);

    [Fact]
    public void Strokes_and_regions_are_repeated_too()
    {
        var objects = Objects("D10*G75*%SRX2Y1I1J0*%X0Y0D02*X5D01*G02X5Y0I9J0D01*G36*X0Y0D02*G01X9D01*Y9D01*X0Y0D01*G37*%SR*%M02*");
        Assert.Equal(new Line(new(1_000_000, 0), new(1_000_005, 0), ((Line)objects[0]).Aperture, Polarity.Dark, AttributeSet.None), objects[3]);
        Assert.Equal(new Point(1_000_014, 0), ((Arc)objects[4]).Center);
        Assert.Equal(new Point(1_000_009, 9), ((Region)objects[5]).Contours[0].Segments[1].To);
    }

    [Fact]
    public void A_block_is_inserted_at_each_flash() => Assert.Equal(
        [new Point(101, 2), new(103, 4), new(201, 2), new(203, 4)],
        Flashes(Objects("%ABD20*%D10*X1Y2D03*X3Y4D03*%AB*%D20*X100Y0D03*X200D03*M02*")));

    [Fact]
    public void Blocks_nest() => Assert.Equal(
        [new Point(1, 0), new(11, 0), new(101, 0), new(111, 0)],
        Flashes(Objects("%ABD21*%%ABD20*%D10*X1Y0D03*%AB*%D20*X0D03*X10D03*%AB*%D21*X0Y0D03*X100D03*M02*")));

    [Fact]
    public void A_block_may_repeat_its_objects() => Assert.Equal(
        [new Point(1, 0), new(2000001, 0), new(101, 0), new(2000101, 0)],
        Flashes(Objects("%ABD20*%%SRX2Y1I2J0*%D10*X1Y0D03*%SR*%%AB*%D20*X0D03*X100D03*M02*")));

    [Fact]
    public void A_block_is_mirrored_turned_and_scaled_as_a_whole()
    {
        var objects = Objects("%ABD20*%D10*X10Y5D03*D11*X0Y0D03*G75*X0Y0D02*D10*G02X10Y0I5J0D01*%AB*%%LMX*%%LR90*%%LS2*%D20*X100Y0D03*M02*");
        Assert.Equal(new Flash(new(90, -20), new CircleAperture(1_000_000, 0, AttributeSet.None), Polarity.Dark, AttributeSet.None), objects[0]);
        Assert.Equal(new RectangleAperture(2_000_000, 4_000_000, 0, AttributeSet.None), ((Flash)objects[1]).Aperture);
        Assert.False(((Arc)objects[2]).Clockwise);
    }

    [Fact]
    public void A_clear_flash_toggles_the_polarity_of_its_block() => Assert.Equal(
        [Polarity.Clear, Polarity.Dark],
        Objects("%ABD20*%D10*X0Y0D03*%LPC*%X1D03*%AB*%D20*%LPC*%X0D03*M02*").Select(o => o.Polarity));

    [Fact]
    public void Objects_of_a_block_have_their_own_attributes_and_the_flash_s()
    {
        var flash = (Flash)Objects("%ABD20*%%TO.N,GND*%D10*X0Y0D03*%TD*%%AB*%%TO.C,U1*%%TO.N,VCC*%D20*X0D03*M02*")[0];
        Assert.Equal(("GND", "U1"), (flash.Attributes.Value(".N"), flash.Attributes.Value(".C")));
    }

    [Theory]
    [InlineData("%SRX0Y1I0J0*%", "malformed step and repeat")]
    [InlineData("%SRX2Y2Z3*%", "malformed step and repeat")]
    [InlineData("%ABfoo*%", "malformed block aperture")]
    [InlineData("%AB*%", "end of a block aperture that was not begun")]
    [InlineData("%ABD20*%M02*", "the file ends inside a block aperture")]
    [InlineData("%SRX2Y2I1J1*%%ABD20*%", "block aperture inside step and repeat")]
    [InlineData("%ABD20*%D10*X0Y0D03*%AB*%D20*X0Y0D02*X1D01*", "a macro or block aperture cannot draw")]
    public void Broken_blocks_are_refused(string commands, string error) =>
        Assert.Equal($"GERBER_INVALID file=test.gbr line=7 error={error}", Refused(Header + commands).Message);
}
