using MakeDevice.Routing.Gerber;
using static MakeDevice.Routing.Tests.Gerber.GerberSource;

namespace MakeDevice.Routing.Tests.Gerber;

public class GerberAttributeTests
{
    [Fact]
    public void File_attributes_keep_their_order_and_the_last_value() => Assert.Equal(
        [".FileFunction=Copper,L1,Top", ".Part=Array"],
        Read("%TF.FileFunction,Other*%%TF.Part,Array*%%TF.FileFunction,Copper,L1,Top*%").FileAttributes
            .Select(attribute => $"{attribute.Name}={string.Join(',', attribute.Values)}"));

    [Fact]
    public void Comments_may_hold_attributes()
    {
        var layer = Read($"G04 #@! TF.FileFunction,Profile,NP*\n{Header}G04 #@! TO.N,GND*D10*X0Y0D03*G04 #@! TD.N*X1D03*M02*");
        Assert.Equal(new GerberAttribute(".FileFunction", "Profile", "NP"), Assert.Single(layer.FileAttributes));
        Assert.Equal(["GND", null], layer.Objects.Select(o => o.Attributes.Value(".N")));
    }

    [Fact]
    public void Object_attributes_hold_until_changed_or_deleted() => Assert.Equal(
        ["GND/U1", "VCC/U1", "VCC/", "/"],
        Objects("D10*%TO.N,GND*%%TO.C,U1*%X0Y0D03*%TO.N,VCC*%X1D03*%TD.C*%X2D03*%TD*%X3D03*M02*")
            .Select(o => $"{o.Attributes.Value(".N")}/{o.Attributes.Value(".C")}"));

    [Fact]
    public void Aperture_attributes_are_attached_at_the_definition()
    {
        var layer = Read("%FSLAX46Y46*%%MOMM*%%TA.AperFunction,ViaPad*%%ADD10C,1*%%TD*%%ADD11C,1*%%TA.X,1,2*%D10*X0Y0D03*D11*D03*M02*");
        Assert.Equal(["ViaPad", null], layer.Objects.Select(o => ((Flash)o).Aperture.Attributes.Value(".AperFunction")));
        Assert.Null(((Flash)layer.Objects[1]).Aperture.Attributes.Value(".X"));
    }

    [Theory]
    [InlineData("a\\u002Cb", "a,b")]
    [InlineData("\\u0025\\u002A\\u005C", "%*\\")]
    [InlineData("Ω µ 漢字", "Ω µ 漢字")]
    [InlineData("\\u03A9", "Ω")]
    [InlineData("\\uZZZZ\\u12", "\\uZZZZ\\u12")]
    [InlineData("a\r\nb", "ab")]
    [InlineData("", "")]
    public void Values_are_unescaped(string written, string value) =>
        Assert.Equal(value, Objects($"%TO.N,{written}*%D10*X0Y0D03*M02*")[0].Attributes.Value(".N"));

    [Theory]
    [InlineData("Net-(D1-K)")]
    [InlineData("a,b*c%d\\e")]
    [InlineData("line\nbreak\tand\u0001control\u007f")]
    [InlineData("Ω 漢字 😀")]
    [InlineData("\\u0041")]
    [InlineData("")]
    public void Any_value_survives_writing(string value)
    {
        var attributes = AttributeSet.Of(new GerberAttribute(".N", value, "second"));
        var layer = new GerberLayer([new(".FileFunction", value)], [new Flash(default, new CircleAperture(1, 0, attributes), Polarity.Dark, attributes)]);
        var again = Read(Write(layer));
        Assert.Equal(layer.FileAttributes.AsEnumerable(), again.FileAttributes);
        Assert.Equal(layer.Objects.AsEnumerable(), again.Objects);
    }

    [Fact]
    public void A_lone_surrogate_is_written_as_an_escape()
    {
        var layer = new GerberLayer([new("X", "a\ud800b")], []);
        Assert.Contains("%TFX,a\\uD800b*%", Write(layer), StringComparison.Ordinal);
        Assert.Equal(layer.FileAttributes.AsEnumerable(), Read(Write(layer)).FileAttributes);
    }
}
