using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using static MakeDevice.Routing.Tests.Gerber.GerberSource;

namespace MakeDevice.Routing.Tests.Gerber;

public class GerberMacroTests
{
    private static GerberLayer Flashed(string macro, string parameters = "") =>
        Read($"%FSLAX46Y46*%\n%MOMM*%\n%AMTest*{macro}%\n%ADD10Test{parameters}*%D10*X0Y0D03*M02*");

    private static MacroPrimitive Primitive(string macro, string parameters = "") =>
        Assert.Single(((MacroAperture)((Flash)Flashed(macro, parameters).Objects[0]).Aperture).Primitives);

    public static TheoryData<string, string> Primitives => new()
    {
        { "1,1,1.5,0.5,-0.25*", new MacroCircle(true, 1_500_000, new(500_000, -250_000), 0).ToString() },
        { "1,0,1.5,1,0,90*", new MacroCircle(false, 1_500_000, new(0, 1_000_000), 0).ToString() },
        { "20,1,0.2,0,0,1,2,0*", new MacroVectorLine(true, 200_000, default, new(1_000_000, 2_000_000), 0).ToString() },
        { "2,1,0.2,0,0,1,2,0*", new MacroVectorLine(true, 200_000, default, new(1_000_000, 2_000_000), 0).ToString() },
        { "20,1,0.2,0,0,1,2,90*", new MacroVectorLine(true, 200_000, default, new(-2_000_000, 1_000_000), 0).ToString() },
        { "21,1,2,1,0.5,0.25,0*", new MacroCenterLine(true, 2_000_000, 1_000_000, new(500_000, 250_000), 0).ToString() },
        { "21,1,2,1,0.5,0.25,100*", new MacroCenterLine(true, 1_000_000, 2_000_000, new(-250_000, 500_000), 10).ToString() },
        { "22,1,2,1,-1,-0.5,0*", new MacroCenterLine(true, 2_000_000, 1_000_000, default, 0).ToString() },
        { "5,1,8,1,2,3,22.5*", new MacroPolygon(true, 8, new(1_000_000, 2_000_000), 3_000_000, 22.5).ToString() },
        { "6,1,2,5,0.5,0.25,3,0.1,6,15*", new MacroMoire(new(1_000_000, 2_000_000), 5_000_000, 500_000, 250_000, 3, 100_000, 6_000_000, 15).ToString() },
        { "7,1,2,3,2,0.5,-30*", new MacroThermal(new(2_000_000, -1_000_000), 3_000_000, 2_000_000, 500_000, 60).ToString() },
    };

    [Theory]
    [MemberData(nameof(Primitives))]
    public void Each_primitive_is_read(string macro, string expected) => Assert.Equal(expected, Primitive(macro).ToString());

    [Fact]
    public void An_outline_is_read_without_its_repeated_point()
    {
        var outline = Assert.IsType<MacroOutline>(Primitive("4,1,3,\n0,0,\r\n1,0,\n0,1,\n0,0,\n30*"));
        Assert.Equal([default, new(1_000_000, 0), new(0, 1_000_000)], outline.Points);
        Assert.Equal(30, outline.Degrees);
    }

    [Theory]
    [InlineData("$1", "2.5", 2.5)]
    [InlineData("$1+$2", "1X2", 3)]
    [InlineData("$1-$2x3", "10X2", 4)]
    [InlineData("$1X$2/4", "10X2", 5)]
    [InlineData("($1+1)x(2-$2)/2", "3X1", 2)]
    [InlineData("-(-$1)", "3", 3)]
    [InlineData("+3--1", "", 4)]
    [InlineData("8/2/2", "", 2)]
    [InlineData("1+2x3-4/2", "", 5)]
    [InlineData("$7+1", "", 1)]
    [InlineData(" 1 + .5 ", "", 1.5)]
    [InlineData("((((1))))", "", 1)]
    public void Expressions_are_evaluated(string expression, string parameters, double diameter) =>
        Assert.Equal((long)(diameter * 1e6), ((MacroCircle)Primitive($"1,1,{expression},0,0*", parameters.Length > 0 ? "," + parameters : "")).Diameter);

    [Fact]
    public void Variables_are_assigned_in_order() =>
        Assert.Equal(6_000_000, ((MacroCircle)Primitive("0 a comment, with $1=5*$2=$1x2*$2=$2+2*1,1,$2,0,0*", ",2")).Diameter);

    [Fact]
    public void An_inch_macro_is_in_inches()
    {
        var layer = Read("%FSLAX24Y24*%%MOIN*%%AMA*1,1,$1/2,0.5,0*%%ADD10A,0.2*%D10*X0Y0D03*M02*");
        var circle = (MacroCircle)((MacroAperture)((Flash)layer.Objects[0]).Aperture).Primitives[0];
        Assert.Equal((2_540_000, new Point(12_700_000, 0)), (circle.Diameter, circle.Center));
    }

    [Fact]
    public void Exposure_off_clears_within_the_macro_only()
    {
        var layer = Read("%FSLAX46Y46*%%MOMM*%%ADD10C,4*%%AMRing*1,1,2,0,0*1,0,1,0,0*%%ADD11Ring*%D11*X10000000Y0D03*D10*X0D03*D11*X0D03*M02*");
        Assert.True(Ink.IsDark(layer, 1, 1));
        Assert.False(Ink.IsDark(layer, 10_000_001, 1));
        Assert.True(Ink.IsDark(layer, 10_700_001, 1));
    }

    [Fact]
    public void Macros_of_one_shape_are_equal_whatever_their_names() => Assert.Equal(
        ((Flash)Read("%FSLAX46Y46*%%MOMM*%%AMA*1,1,$1,0,0*%%ADD10A,2*%D10*X0Y0D03*").Objects[0]).Aperture,
        ((Flash)Read("%FSLAX46Y46*%%MOMM*%%AMB*1,1,2,0,0*%%ADD10B*%D10*X0Y0D03*").Objects[0]).Aperture);

    [Theory]
    [InlineData("99,1,1,0,0*", "unknown macro primitive 99")]
    [InlineData("circle*", "malformed macro primitive")]
    [InlineData("1,1,(2,0,0*", "malformed macro expression")]
    [InlineData("1,1,2),0,0*", "malformed macro expression")]
    [InlineData("1,1,2+,0,0*", "malformed macro expression")]
    [InlineData("1,1,,0,0*", "malformed macro expression")]
    [InlineData("1,1,1/0,0,0*", "macro expression is not finite")]
    [InlineData("1,1,0/0,0,0*", "macro expression is not finite")]
    [InlineData("1,1,-1,0,0*", "negative size in a macro")]
    [InlineData("1,1,1e9,0,0*", "malformed macro expression")]
    [InlineData("1,1,999999,0,0*", "length 999999 out of range")]
    [InlineData("5,1,2,0,0,1,0*", "macro primitive 5 with 2 vertices")]
    [InlineData("4,1,3,0,0,1,0,0,1*", "macro outline with too few coordinates")]
    [InlineData("4,1,99999999,0,0*", "macro primitive 4 with 99999999 outline points")]
    [InlineData("6,0,0,5,0.5,0.25,1000000,0.1,6,15*", "macro primitive 6 with 1000000 rings")]
    [InlineData("$x=1*", "malformed macro variable")]
    [InlineData("$1*", "malformed macro variable")]
    public void Malformed_macros_are_refused(string macro, string error) => Assert.Equal(
        $"GERBER_INVALID file=test.gbr line=4 error={error}",
        Assert.Throws<GerberException>(() => Flashed(macro)).Message);

    [Fact]
    public void Nesting_has_a_limit() => Assert.Contains(
        "nested deeper", Assert.Throws<GerberException>(() => Flashed($"1,1,{new string('(', 100_000)}1,0,0*")).Message, StringComparison.Ordinal);
}
