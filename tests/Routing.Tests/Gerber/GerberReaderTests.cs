using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using static MakeDevice.Routing.Tests.Gerber.GerberSource;

namespace MakeDevice.Routing.Tests.Gerber;

public class GerberReaderTests
{
    private static readonly CircleAperture Dot = new(500_000, 0, AttributeSet.None);

    [Theory]
    [InlineData("%FSLAX24Y24*%%MOMM*%", "X12345Y-5000", 1_234_500, -500_000)]
    [InlineData("%FSTAX24Y24*%%MOMM*%", "X123Y-05", 12_300_000, -5_000_000)]
    [InlineData("%FSLAX24Y24*%%MOIN*%", "X10000Y1", 25_400_000, 2_540)]
    [InlineData("%FSLAX26Y26*%%MOIN*%", "X1Y3", 25, 76)]
    [InlineData("%FSLAX33Y36*%%MOMM*%", "X1000Y1000", 1_000_000, 1_000)]
    [InlineData("%FSLAN2X24Y24M2*%%MOMM*%", "X10000Y0", 1_000_000, 0)]
    [InlineData("%FSLAX24Y24*%G70*", "X10000Y0", 25_400_000, 0)]
    [InlineData("%FSLAX24Y24*%G71*", "X10000Y0", 1_000_000, 0)]
    [InlineData("%FSLAX24Y24*%%MOMM*%", "X1.5Y-.25", 1_500_000, -250_000)]
    [InlineData("%FSLAX24Y24*%%MOMM*%", "X+10000Y+0", 1_000_000, 0)]
    public void Coordinates_follow_format_and_unit(string header, string coordinates, long x, long y)
    {
        var layer = Read($"{header}%ADD10C,0.1*%D10*{coordinates}D03*M02*");
        Assert.Equal(new Point(x, y), Assert.IsType<Flash>(Assert.Single(layer.Objects)).At);
    }

    [Theory]
    [InlineData("%FSLIX46Y46*%%MOMM*%")]
    [InlineData("%FSLAX46Y46*%%MOMM*%G91*")]
    public void Incremental_coordinates_add_up(string header)
    {
        var layer = Read($"{header}%ADD10C,0.1*%D10*X10Y20D03*X1D03*Y-5D03*M02*");
        Assert.Equal([new Point(10, 20), new(11, 20), new(11, 15)], layer.Objects.Select(o => ((Flash)o).At));
    }

    [Fact]
    public void Operations_draw_move_and_flash() => Assert.Equal(
        [
            new Line(new(0, 0), new(100, 0), Dot, Polarity.Dark, AttributeSet.None),
            new Line(new(100, 0), new(100, 50), Dot, Polarity.Dark, AttributeSet.None),
            new Flash(new(100, 70), Dot, Polarity.Dark, AttributeSet.None),
        ],
        Objects("D10*X0Y0D02*G01X100D01*Y50D01*Y70D03*M02*"));

    [Fact]
    public void An_operation_code_stays_in_force() => Assert.Equal(
        [new Line(new(0, 0), new(10, 0), Dot, Polarity.Dark, AttributeSet.None), new Line(new(10, 0), new(10, 10), Dot, Polarity.Dark, AttributeSet.None)],
        Objects("D10*X0Y0D02*X10D01*Y10*M02*"));

    [Fact]
    public void A_draw_without_length_is_kept() =>
        Assert.Equal(new Line(new(7, 8), new(7, 8), Dot, Polarity.Dark, AttributeSet.None), Assert.Single(Objects("D10*X7Y8D02*X7Y8D01*M02*")));

    [Fact]
    public void Standard_apertures_have_holes()
    {
        var layer = Read("%FSLAX46Y46*%%MOMM*%%ADD10C,1X0.5*%%ADD11R,2X1X.5*%%ADD12O,2X1X0.5*%%ADD13P,2X5X12.5X0.5*%" +
            "D10*X0Y0D03*D11*D03*D12*D03*D13*D03*M02*");
        Assert.Equal(
            [
                new CircleAperture(1_000_000, 500_000, AttributeSet.None),
                new RectangleAperture(2_000_000, 1_000_000, 500_000, AttributeSet.None),
                new ObroundAperture(2_000_000, 1_000_000, 500_000, AttributeSet.None),
                new PolygonAperture(2_000_000, 5, 12.5, 500_000, AttributeSet.None),
            ],
            layer.Objects.Select(o => ((Flash)o).Aperture));
    }

    [Theory]
    [InlineData("C,2X1X0.5", 0.6, 0, true)]
    [InlineData("C,2X1X0.5", 0.4, 0.2, false)]
    [InlineData("C,2X1X0.5", 0, 0.3, true)]
    [InlineData("R,2X2X1X0.5", 0.9, 0.9, true)]
    [InlineData("R,2X2X1X0.5", 0.4, 0.2, false)]
    [InlineData("O,2X1X1X0.5", 0.9, 0.1, true)]
    [InlineData("O,2X1X1X0.5", 0.95, 0.45, false)]
    [InlineData("O,2X1X1X0.5", 0.45, 0.2, false)]
    [InlineData("P,2X4X45X1X0.5", 0.6, 0.6, true)]
    [InlineData("P,2X4X45X1X0.5", 0.4, 0.2, false)]
    public void A_deprecated_rectangular_hole_cuts_a_rectangle(string aperture, double x, double y, bool dark)
    {
        var layer = Read($"%FSLAX46Y46*%%MOMM*%%ADD10{aperture}*%D10*X0Y0D03*M02*");
        Assert.Equal(dark, Ink.IsDark(layer, x * 1e6, y * 1e6));
    }

    [Theory]
    [InlineData("1.", 1_000_000)]
    [InlineData(".5", 500_000)]
    [InlineData("+2", 2_000_000)]
    [InlineData(" 3 ", 3_000_000)]
    [InlineData("0.0000004", 0)]
    [InlineData("0.01082", 10_820)]
    public void Decimals_may_lack_digits(string diameter, long nanometres) => Assert.Equal(
        nanometres,
        ((CircleAperture)((Flash)Read($"%FSLAX46Y46*%%MOMM*%%ADD10C,{diameter}*%D10*X0Y0D03*").Objects[0]).Aperture).Diameter);

    [Fact]
    public void Strokes_are_solid_whatever_the_hole()
    {
        var layer = Read("%FSLAX46Y46*%%MOMM*%%ADD10C,1X0.5*%%ADD11C,1X0.5X0.2*%D10*X0Y0D02*X9D01*D11*X10D01*M02*");
        Assert.All(layer.Objects, o => Assert.Equal(new CircleAperture(1_000_000, 0, AttributeSet.None), ((Line)o).Aperture));
    }

    [Fact]
    public void An_aperture_may_be_redefined()
    {
        var layer = Read("%FSLAX46Y46*%%MOMM*%%ADD10C,1*%D10*X0Y0D03*%ADD10C,2*%X1D03*M02*");
        Assert.Equal([1_000_000L, 2_000_000L], layer.Objects.Select(o => ((CircleAperture)((Flash)o).Aperture).Diameter));
    }

    [Fact]
    public void Polarity_goes_with_each_object() =>
        Assert.Equal([Polarity.Dark, Polarity.Clear, Polarity.Dark], Objects("D10*X0Y0D03*%LPC*%X1D03*%LPD*%X2D03*M02*").Select(o => o.Polarity));

    [Theory]
    [InlineData("D12")]
    [InlineData("D13")]
    public void Obrounds_and_polygons_stroke_as_their_sweep(string aperture)
    {
        var swept = Read($"{Header}{aperture}*X0Y0D02*X4000000Y3000000D01*M02*");
        var flashed = string.Concat(Enumerable.Range(0, 201).Select(i => $"X{i * 20000}Y{i * 15000}D03*"));
        var sampled = Read($"{Header}{aperture}*{flashed}M02*");
        Ink one = new(swept), many = new(sampled);
        for (var i = 0; i < 3000; i++)
        {
            double x = (i * 7919 % 6001 - 1000) * 1000.0 + 0.3, y = (i * 104729 % 5001 - 1000) * 1000.0 + 0.7;
            if (many.IsDark(x, y))
            {
                Assert.True(one.IsDark(x, y), $"{x}, {y}");
            }
            else if (one.IsDark(x, y))
            {
                // The flashes leave ripples of a few micrometres between them.
                Assert.Contains(Enumerable.Range(0, 16), k => many.IsDark(x + 8000 * Math.Cos(k), y + 8000 * Math.Sin(k)));
            }
        }
    }

    [Theory]
    [InlineData("%LMX*%", -0.9, 0.45)]
    [InlineData("%LMY*%", 0.9, -0.45)]
    [InlineData("%LMXY*%", -0.9, -0.45)]
    [InlineData("%LR90*%", -0.45, 0.9)]
    [InlineData("%LS2*%", 1.8, 0.9)]
    [InlineData("%LMX*%%LR90*%%LS2*%", -0.9, -1.8)]
    [InlineData("%LMX*%%LMN*%", 0.9, 0.45)]
    [InlineData("%LR30*%", 0.5544228634, 0.8397114317)]
    public void Apertures_are_mirrored_then_turned_then_scaled(string load, double x, double y)
    {
        var layer = Read($"{Header}%AMCorner*21,1,1,0.5,0.5,0.25,0*%%ADD20Corner*%{load}D20*X0Y0D03*M02*");
        Assert.True(Ink.IsDark(layer, x * 1e6, y * 1e6));
        Assert.False(Ink.IsDark(layer, -x * 1e6, -y * 1e6));
    }

    [Fact]
    public void Strokes_are_scaled_and_rectangles_turned()
    {
        var objects = Objects("%LS2*%D10*X0Y0D02*X9D01*%LS1*%%LR90*%D11*X0D01*M02*");
        Assert.Equal(1_000_000, ((CircleAperture)((Line)objects[0]).Aperture).Diameter);
        Assert.Equal(new RectangleAperture(1_000_000, 2_000_000, 0, AttributeSet.None), ((Line)objects[1]).Aperture);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData(" ")]
    public void Blanks_and_line_breaks_have_no_meaning(string gap)
    {
        var text = string.Join(gap, "%", "FSLAX46Y46", "*", "MOMM", "*", "%", "%", "ADD10C,0.5", "*", "%", "D10", "*", "X7", "Y8", "D03", "*", "M02", "*");
        Assert.Equal(new Flash(new(7, 8), Dot, Polarity.Dark, AttributeSet.None), Assert.Single(Read(text).Objects));
    }

    [Fact]
    public void Several_commands_share_percent_signs() =>
        Assert.Single(Read("%FSLAX46Y46*MOMM*ADD10C,0.5*LPD*%D10*X0Y0D03*M02*").Objects);

    [Theory]
    [InlineData("G75\n%LPD*%\nX0Y0D02*G02X0Y0I10J0D01*")]
    [InlineData("G75\nX0Y0D02*G02X0Y0I10J0D01*")]
    [InlineData("G75 X0Y0D02*G02X0Y0I10J0D01*")]
    [InlineData("G04 no star\nG75*X0Y0D02*G02X0Y0I10J0D01*")]
    [InlineData("G04 100% no star\n%LPD*%G75*X0Y0D02*G02X0Y0I10J0D01*")]
    [InlineData("G04 a 50% comment*G75*X0Y0D02*G02X0Y0I10J0D01*")]
    [InlineData("N10G75*N20X0Y0D02*G02*X0Y0I10J0D01*")]
    public void Missing_stars_are_tolerated(string commands) => Assert.IsType<Arc>(Assert.Single(Objects($"D10*{commands}M02*")));

    [Theory]
    [InlineData("")]
    [InlineData("M02*")]
    [InlineData("M00*")]
    [InlineData("M01*M02*")]
    [InlineData("M30*")]
    [InlineData("M02*D99*X1Y1D03*%bad")]
    public void The_end_may_be_missing_and_nothing_after_it_counts(string end) => Assert.Single(Objects($"G54D10*G55X0Y0D03*{end}"));

    [Theory]
    [InlineData("%IPPOS*%%INboard*%%LNlayer*%%OFA0B0*%%SFA1.0B1.0*%%MIA0B0*%%ASAXBY*%%IR0*%", 1, 2)]
    [InlineData("%OFA1.5B-2*%", 1_500_001, -1_999_998)]
    [InlineData("%MIA1B0*%", -1, 2)]
    [InlineData("%MIB1*%", 1, -2)]
    [InlineData("%SFA3B2*%", 3, 4)]
    [InlineData("%IR90*%", -2, 1)]
    [InlineData("%IR180*%", -1, -2)]
    [InlineData("%IR270*%", 2, -1)]
    [InlineData("%ASAYBX*%", 2, 1)]
    [InlineData("%MIA1B0*%%OFA0.00001B0*%%SFA2B1*%", 8, 2)]
    public void Deprecated_image_options_move_the_image(string options, long x, long y) =>
        Assert.Equal(new Point(x, y), ((Flash)Assert.Single(Objects($"{options}D10*X1Y2D03*M02*"))).At);

    [Fact]
    public void Mirrored_images_reverse_arcs() =>
        Assert.Equal(new Arc(new(0, 0), new(-20, 0), new(-10, 0), false, Dot, Polarity.Dark, AttributeSet.None),
            Assert.Single(Objects("%MIA1B0*%D10*G75*X0Y0D02*G02X20Y0I10J0D01*M02*")));
}
