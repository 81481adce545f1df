using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using static MakeDevice.Routing.Tests.Gerber.GerberSource;

namespace MakeDevice.Routing.Tests.Gerber;

public class GerberWriterTests
{
    private static readonly AttributeSet None = AttributeSet.None;
    private static readonly CircleAperture Dot = new(500_000, 0, None);

    private static GerberLayer Layer(params GraphicObject[] objects) => new([], [.. objects]);

    /// <summary>What stands between header and end.</summary>
    private static string Body(params GraphicObject[] objects)
    {
        var text = Write(Layer(objects)).ReplaceLineEndings("");
        return text[(text.LastIndexOf("%ADD", StringComparison.Ordinal) is var ad && ad >= 0 ? text.IndexOf("*%", ad, StringComparison.Ordinal) + 2 : 0)..^"M02*".Length];
    }

    private static ImmutableArray<Point> Circle(int points, long radius) =>
        [.. Enumerable.Range(0, points).Select(i => new Point((long)(radius * Math.Cos(2 * Math.PI * i / points)), (long)(radius * Math.Sin(2 * Math.PI * i / points))))];

    [Fact]
    public void The_header_states_format_and_unit_and_the_file_ends() =>
        Assert.Equal(
            "%TF.FileFunction,Copper,L1,Top*%\n%FSLAX46Y46*%\n%MOMM*%\n%LPD*%\nG01*\n%ADD10C,0.5*%\nD10*\nX0Y0D03*\nM02*\n",
            Write(new([new(".FileFunction", "Copper", "L1", "Top")], [new Flash(default, Dot, Polarity.Dark, None)])));

    [Fact]
    public void An_empty_layer_has_an_aperture_all_the_same()
    {
        Assert.Contains("%ADD10C,0.1*%", Write(Layer()), StringComparison.Ordinal);
        Assert.Empty(Read(Write(Layer())).Objects);
    }

    [Fact]
    public void Only_what_changes_is_written() => Assert.Equal(
        "D10*X0Y0D02*X100D01*Y50D01*X200D02*X300D01*X300D03*Y60D03*D11*X400Y70D03*",
        Body(
            new Line(new(0, 0), new(100, 0), Dot, Polarity.Dark, None),
            new Line(new(100, 0), new(100, 50), Dot, Polarity.Dark, None),
            new Line(new(200, 50), new(300, 50), Dot with { }, Polarity.Dark, None),
            new Flash(new(300, 50), Dot, Polarity.Dark, None),
            new Flash(new(300, 60), Dot, Polarity.Dark, None),
            new Flash(new(400, 70), Dot with { Diameter = 7 }, Polarity.Dark, None)));

    [Fact]
    public void Arcs_follow_G75() => Assert.Equal(
        "D10*X0Y0D02*G75*G02*X20I10J0D01*G03*X40I10J0D01*G01*X50D01*",
        Body(
            new Arc(new(0, 0), new(20, 0), new(10, 0), true, Dot, Polarity.Dark, None),
            new Arc(new(20, 0), new(40, 0), new(30, 0), false, Dot, Polarity.Dark, None),
            new Line(new(40, 0), new(50, 0), Dot, Polarity.Dark, None)));

    [Fact]
    public void A_region_begins_with_a_move()
    {
        var region = new Region([Contour.Of([new(0, 0), new(10, 0), new(10, 10)])], null, Polarity.Dark, None);
        Assert.Contains("G36*\nX0Y0D02*\nG01*\nX10D01*\nY10D01*\nX0Y0D01*\nG37*\nG36*\nX0D02*\nG01*\n", Write(Layer(region, region)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_of_nothing_is_left_out() => Assert.DoesNotContain("G36", Write(Layer(new Region([], null, Polarity.Dark, None))), StringComparison.Ordinal);

    [Fact]
    public void Polarity_is_written_where_it_changes() => Assert.Equal(
        "D10*X0Y0D03*%LPC*%X1D03*X2D03*%LPD*%X3D03*",
        Body(
            new Flash(new(0, 0), Dot, Polarity.Dark, None),
            new Flash(new(1, 0), Dot, Polarity.Clear, None),
            new Flash(new(2, 0), Dot, Polarity.Clear, None),
            new Flash(new(3, 0), Dot, Polarity.Dark, None)));

    [Fact]
    public void Object_attributes_are_written_where_they_change()
    {
        GerberAttribute gnd = new(".N", "GND"), vcc = new(".N", "VCC"), u1 = new(".C", "U1");
        Assert.Equal(
            "%TO.N,GND*%%TO.C,U1*%D10*X0Y0D03*X1D03*%TO.N,VCC*%X2D03*%TD.C*%X3D03*%TD*%X4D03*",
            Body(
                new Flash(new(0, 0), Dot, Polarity.Dark, AttributeSet.Of(gnd, u1)),
                new Flash(new(1, 0), Dot, Polarity.Dark, AttributeSet.Of(gnd, u1)),
                new Flash(new(2, 0), Dot, Polarity.Dark, AttributeSet.Of(vcc, u1)),
                new Flash(new(3, 0), Dot, Polarity.Dark, AttributeSet.Of(vcc)),
                new Flash(new(4, 0), Dot, Polarity.Dark, None)));
    }

    [Fact]
    public void A_region_s_aperture_attributes_do_not_end_its_object_attributes()
    {
        var gnd = AttributeSet.Of(new GerberAttribute(".N", "GND"));
        var conductor = new CircleAperture(0, 0, AttributeSet.Of(new GerberAttribute(".AperFunction", "Conductor")));
        var contours = new EquatableArray<Contour>([Contour.Of([new(0, 0), new(10, 0), new(10, 10)])]);
        var layer = Layer(
            new Region(contours, conductor, Polarity.Dark, gnd),
            new Region(contours, conductor, Polarity.Dark, None),
            new Region(contours, null, Polarity.Dark, gnd),
            new Flash(new(1, 1), Dot, Polarity.Dark, gnd));
        Assert.Equal(layer.Objects.AsEnumerable(), Read(Write(layer)).Objects);
    }

    [Fact]
    public void Equal_apertures_are_defined_once_and_attributes_tell_them_apart()
    {
        var via = AttributeSet.Of(new GerberAttribute(".AperFunction", "ViaPad"));
        var text = Write(Layer(
            new Flash(new(0, 0), new CircleAperture(7_000, 0, None), Polarity.Dark, None),
            new Flash(new(1, 0), new CircleAperture(7_000, 0, via), Polarity.Dark, None),
            new Flash(new(2, 0), new CircleAperture(7_000, 0, None), Polarity.Dark, None),
            new Flash(new(3, 0), new CircleAperture(7_000, 0, via with { }), Polarity.Dark, None)));
        Assert.Contains("%ADD10C,0.007*%\n%TA.AperFunction,ViaPad*%\n%ADD11C,0.007*%\n%TD*%\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ADD12", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Macros_of_one_shape_share_a_definition()
    {
        EquatableArray<MacroPrimitive> shape = [new MacroCircle(true, 1_000_000, new(1, -20), 0), new MacroCenterLine(false, 5, 500_000, default, 12.5)];
        var text = Write(Layer(
            new Flash(new(0, 0), new MacroAperture("A b*%c,", shape, None), Polarity.Dark, None),
            new Flash(new(1, 0), new MacroAperture("Other", [.. shape], AttributeSet.Of(new GerberAttribute("X"))), Polarity.Dark, None)));
        Assert.Contains("%AMAbc_1*\n1,1,1,0.000001,-0.00002*\n21,0,0.000005,0.5,0,0,12.5*\n%\n%ADD10Abc_1*%\n%TAX*%\n%ADD11Abc_1*%\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(48, 0)]
    [InlineData(49, 1)]
    [InlineData(300, 1)]
    public void Long_macro_outlines_become_regions(int points, int regions)
    {
        var attributes = AttributeSet.Of(new GerberAttribute(".AperFunction", "SMDPad", "CuDef"));
        var outline = new MacroOutline(true, new(Circle(points, 1_000_000)), 33);
        var macro = new MacroAperture("Pad", [new MacroCircle(true, 100_000, new(3_000_000, 0), 0), outline], attributes);
        var layer = Layer(new Flash(new(5, 6), macro, Polarity.Dark, AttributeSet.Of(new GerberAttribute(".N", "GND"))));
        var again = Read(Write(layer));
        Assert.Equal(regions, again.Objects.OfType<Region>().Count());
        Assert.All(again.Objects, o => Assert.Equal("GND", o.Attributes.Value(".N")));
        Assert.All(again.Objects.OfType<Region>(), r => Assert.Equal(attributes, r.Aperture?.Attributes));
        AssertSameInk(layer, again, 4_000_000, 2000);
    }

    [Fact]
    public void Long_outlines_of_macros_that_clear_are_cut_into_short_ones()
    {
        var macro = new MacroAperture(
            "Pad",
            [
                new MacroOutline(true, new(Circle(200, 1_000_000)), 0),
                new MacroOutline(false, new([.. Circle(150, 600_000).Select((p, i) => i % 2 == 0 ? p : new Point(p.X / 2, p.Y / 2))]), 10),
                new MacroCircle(true, 300_000, default, 0),
            ],
            None);
        var layer = Layer(new Flash(new(5, 6), macro, Polarity.Dark, None));
        var again = Read(Write(layer));
        var written = (MacroAperture)((Flash)Assert.Single(again.Objects)).Aperture;
        Assert.All(written.Primitives.OfType<MacroOutline>(), outline => Assert.InRange(outline.Points.Count, 3, 48));
        AssertSameInk(layer, again, 1_100_000, 4000);
    }

    [Fact]
    public void A_block_is_written_as_its_objects()
    {
        var block = new BlockAperture([new Flash(new(1, 2), Dot, Polarity.Dark, None), new Line(new(0, 0), new(5, 0), Dot, Polarity.Clear, None)], None);
        Assert.Equal(
            "D10*X101Y2D03*%LPC*%X100Y0D02*X105D01*X201Y2D03*%LPD*%X200Y0D02*X205D01*",
            Body(new Flash(new(100, 0), block, Polarity.Dark, None), new Flash(new(200, 0), block, Polarity.Clear, None)));
    }

    [Fact]
    public void A_stream_gets_the_same_bytes()
    {
        var layer = Layer(new Flash(default, Dot, Polarity.Dark, None));
        using var stream = new MemoryStream();
        GerberWriter.Write(layer, stream);
        Assert.Equal(GerberWriter.Write(layer), stream.ToArray());
    }

    internal static void AssertSameInk(GerberLayer expected, GerberLayer actual, int reach, int points)
    {
        var random = new Random(1);
        Ink before = new(expected), after = new(actual);
        var dark = 0;
        for (var i = 0; i < points; i++)
        {
            double x = random.Next(-reach, reach) + 0.37, y = random.Next(-reach, reach) + 0.41;
            var ink = before.IsDark(x, y);
            dark += ink ? 1 : 0;
            Assert.True(ink == after.IsDark(x, y), $"({x}, {y}) should be {(ink ? "dark" : "clear")}");
        }

        Assert.InRange(dark, 1, points - 1);
    }
}
