using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using static MakeDevice.Routing.Tests.Gerber.GerberSource;

namespace MakeDevice.Routing.Tests.Gerber;

public class GerberTransformTests
{
    /// <summary>One of everything, about 20 mm wide.</summary>
    private const string Everything =
        "%FSLAX46Y46*%%MOMM*%" +
        "%AMMix*1,1,1,0.5,0.25*20,1,0.3,-1,-1,1,0.5,20*21,1,1.5,0.5,0.5,-0.5,30*4,1,3,0,0,1.5,0,0,1.2,0,0,15*5,1,5,-0.8,0.3,1,40*21,0,0.2,0.7,0,0,0*%" +
        "%AMTherm*7,0.2,0.1,2,1.5,0.3,25*%%AMRings*6,0.1,0.2,2.5,0.2,0.2,3,0.1,2.8,10*%" +
        "%ADD10C,0.6X0.2*%%ADD11R,2X1X0.3*%%ADD12O,2X0.8X0.3*%%ADD13O,0.7X1.9*%%ADD14P,2X5X7X0.4*%%ADD15Mix*%%ADD16Therm*%%ADD17Rings*%%ADD18C,0.4*%%ADD19R,0.6X0.3*%" +
        "D10*X-8000000Y-8000000D03*D11*X-4000000D03*D12*X0D03*D13*X4000000D03*D14*X8000000D03*" +
        "D15*X-8000000Y-4000000D03*D16*X-4000000D03*D17*X0D03*" +
        "D18*X3000000Y-4000000D02*G01*X8000000Y-2000000D01*D19*X-8000000Y0D02*X-3000000Y2000000D01*" +
        "G75*D18*X0Y0D02*G03X4000000Y0I2000000J500000D01*X6000000Y2000000D02*G02X6000000Y2000000I1000000J0D01*" +
        "G36*X-8000000Y4000000D02*G01*X-4000000D01*G02X0Y4000000I2000000J0D01*G01Y8000000D01*X-8000000D01*Y4000000D01*G37*" +
        "%LPC*%D10*X-2000000Y7000000D03*%LPD*%D11*X5000000Y6000000D03*D18*X-6000000Y6000000D03*M02*";

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    [InlineData(45)]
    [InlineData(33.3)]
    [InlineData(211.7)]
    [InlineData(-10)]
    public void A_turned_layer_is_dark_where_the_turned_points_are(double degrees)
    {
        var layer = Read(Everything);
        var placement = new Placement(new(1_234_567, -7_654_321), degrees);
        var turned = GerberTransform.Apply(layer, placement);
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var random = new Random(2);
        var wrong = 0;
        Ink before = new(layer), after = new(turned);
        for (var i = 0; i < 4_000; i++)
        {
            double x = random.Next(-10_000_000, 10_000_000) + 0.5, y = random.Next(-10_000_000, 10_000_000) + 0.5;
            if (before.IsDark(x, y) != after.IsDark(x * cos - y * sin + placement.Offset.X, x * sin + y * cos + placement.Offset.Y))
            {
                wrong++;
            }
        }

        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Mirroring_and_scaling_hold_for_every_shape()
    {
        var layer = Read(Everything);
        var turned = GerberTransform.Apply(layer, new Similarity(true, 20, 1.5));
        var (sin, cos) = Math.SinCos(20 * Math.PI / 180);
        var random = new Random(3);
        Ink before = new(layer), after = new(turned);
        for (var i = 0; i < 4_000; i++)
        {
            double x = random.Next(-10_000_000, 10_000_000) + 0.5, y = random.Next(-10_000_000, 10_000_000) + 0.5;
            Assert.Equal(before.IsDark(x, y), after.IsDark(1.5 * (-x * cos - y * sin), 1.5 * (-x * sin + y * cos)));
        }
    }

    [Fact]
    public void Every_turn_is_written_and_read_without_loss()
    {
        var layer = Read(Everything);
        foreach (var degrees in new[] { 0, 90, 45, 33.3, 180 })
        {
            var turned = GerberTransform.Apply(layer, new Placement(new(5, 7), degrees));
            Assert.Equal(turned.Objects.AsEnumerable(), Read(Write(turned)).Objects);
        }
    }

    [Fact]
    public void Four_quarter_turns_are_the_identity()
    {
        var layer = Read(Everything);
        var turned = layer;
        for (var i = 0; i < 4; i++)
        {
            turned = GerberTransform.Apply(turned, new Placement(default, 90));
        }

        Assert.Equal(layer.Objects.AsEnumerable(), turned.Objects);
    }

    [Fact]
    public void Right_angles_swap_sides_and_need_no_macro_rotation()
    {
        var turned = GerberTransform.Apply(Read(Everything), new Placement(default, 90));
        Assert.Equal(new RectangleAperture(1_000_000, 2_000_000, 300_000, AttributeSet.None), ((Flash)turned.Objects[1]).Aperture);
        Assert.Equal(new ObroundAperture(800_000, 2_000_000, 300_000, AttributeSet.None), ((Flash)turned.Objects[2]).Aperture);
        var plain = Read("%FSLAX46Y46*%%MOMM*%%AMA*21,1,2,1,0.5,0,0*4,1,2,0,0,1,0,0,1,0*20,1,1,0,0,2,0,0*%%ADD10A*%D10*X0Y0D03*M02*");
        var macro = (MacroAperture)((Flash)GerberTransform.Apply(plain, new Placement(default, 270)).Objects[0]).Aperture;
        Assert.All(macro.Primitives, primitive => Assert.Equal(0, primitive.Degrees));
        Assert.Equal(new MacroCenterLine(true, 1_000_000, 2_000_000, new(0, -500_000), 0), macro.Primitives[0]);
    }

    [Fact]
    public void Each_aperture_is_turned_once()
    {
        var turned = GerberTransform.Apply(Read($"{Header}D11*X0Y0D03*D12*X1D03*D11*X2D03*M02*"), new Placement(default, 30));
        Assert.Same(((Flash)turned.Objects[0]).Aperture, ((Flash)turned.Objects[2]).Aperture);
    }

    [Fact]
    public void A_short_arc_never_becomes_a_circle()
    {
        var layer = Read($"{Header}D10*G75*X0Y0D02*G02X1Y0I1J-100000D01*M02*");
        for (var degrees = 1; degrees < 90; degrees++)
        {
            var item = Assert.Single(GerberTransform.Apply(layer, new Placement(default, degrees)).Objects);
            Assert.True(item is Line || (item is Arc arc && arc.From != arc.To));
        }
    }

    [Fact]
    public void Attributes_can_be_renamed_or_dropped()
    {
        var layer = Read($"{Header}D10*%TO.N,GND*%%TO.C,U1*%%TO.P,U1,1*%X0Y0D03*X1D03*%TD*%X2D03*M02*");
        var renamed = GerberTransform.Apply(layer, new(new(10, 0), 0), attribute => attribute.Name switch
        {
            ".C" => null,
            ".N" => new(".N", "A/" + attribute.Values[0]),
            _ => attribute,
        });
        Assert.Equal(["A/GND", "A/GND", null], renamed.Objects.Select(o => o.Attributes.Value(".N")));
        Assert.All(renamed.Objects, o => Assert.Null(o.Attributes.Value(".C")));
        Assert.Equal("U1", renamed.Objects[0].Attributes.Value(".P"));
    }
}
