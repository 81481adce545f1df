using System.Text;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Tests.Gerber;

/// <summary>Commands of older Gerber: what changes nothing is read, what would change the image is refused with what to do.</summary>
public class DeprecatedCommandTests
{
    private const string Body = "%ADD10C,0.1*%\nD10*\nX0Y0D03*\nM02*\n";

    [Theory]
    [InlineData("%IPPOS*%")]
    [InlineData("%IP*%")]
    [InlineData("%IJ*%")]
    [InlineData("%IJALBL*%")]
    [InlineData("%IJA0.0B0.0*%")]
    [InlineData("%IO*%")]
    [InlineData("%IOA0.0B0.0*%")]
    [InlineData("%KO*%")]
    [InlineData("%RO*%")]
    [InlineData("%RO0*%")]
    [InlineData("%RO0.0*%")]
    [InlineData("%IR*%")]
    [InlineData("%IR0*%")]
    [InlineData("%AS*%")]
    [InlineData("%ASAXBY*%")]
    [InlineData("%MI*%")]
    [InlineData("%MIA0B0*%")]
    [InlineData("%OF*%")]
    [InlineData("%OFA0B0*%")]
    [InlineData("%SF*%")]
    [InlineData("%SFA1.0B1.0*%")]
    [InlineData("%IN board*%")]
    [InlineData("%LN*%")]
    [InlineData("%ICAS*%")]
    [InlineData("%PF film*%")]
    [InlineData("%SR*%")]
    [InlineData("%SRX1Y1I0J0*%")]
    public void What_changes_nothing_is_read(string command)
    {
        var layer = Read($"%FSLAX46Y46*%\n%MOMM*%\n{command}\n{Body}");
        Assert.Equal(Read($"%FSLAX46Y46*%\n%MOMM*%\n{Body}").Objects.AsEnumerable(), layer.Objects);
    }

    [Theory]
    [InlineData("%IPNEG*%", "image polarity IPNEG: export the layer as a positive image")]
    [InlineData("%IJACBC*%", "image justification IJACBC moves the image on its film: export the layer without it")]
    [InlineData("%IJA1.5*%", "image justification IJA1.5 moves the image on its film: export the layer without it")]
    [InlineData("%IOA1.0B0*%", "image offset IOA1.0B0 moves the image on its film: export the layer without it")]
    [InlineData("%KOCX0Y0I1J1*%", "knockout KOCX0Y0I1J1 clears an area of the image: export the layer without it")]
    [InlineData("%KODK0.1*%", "knockout KODK0.1 clears an area of the image: export the layer without it")]
    [InlineData("%RO90*%", "rotation RO90 turns a part of the image: export the layer without it")]
    [InlineData("%IFinclude.gbr*%", "include file IFinclude.gbr: export the layer as one file")]
    public void What_would_change_the_image_is_refused_with_what_to_do(string command, string error) => Assert.EndsWith(
        $"line=3 error={error}", Assert.Throws<GerberException>(() => Read($"%FSLAX46Y46*%\n%MOMM*%\n{command}\n{Body}")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("%ADD10C,0.5X*%", "%ADD10C,0.5*%")]
    [InlineData("%ADD10C,0.5X0X0*%", "%ADD10C,0.5*%")]
    [InlineData("%ADD10R,0.5X0.2X0X0*%", "%ADD10R,0.5X0.2*%")]
    [InlineData("%ADD10O,0.5X0.2X X *%", "%ADD10O,0.5X0.2*%")]
    [InlineData("%AMM*1,1,0.5,0,0,*%\n%ADD10M*%", "%AMM*1,1,0.5,0,0*%\n%ADD10M*%")]
    [InlineData("%AMM*21,1,$1,$2,0,0,*%\n%ADD10M,0.5X0.2X*%", "%AMM*21,1,$1,$2,0,0*%\n%ADD10M,0.5X0.2*%")]
    public void Empty_parameters_at_the_end_are_those_left_out(string trailing, string plain) => Assert.Equal(
        Read($"%FSLAX46Y46*%\n%MOMM*%\n{plain}\nD10*\nX0Y0D03*\nM02*\n").Objects.AsEnumerable(),
        Read($"%FSLAX46Y46*%\n%MOMM*%\n{trailing}\nD10*\nX0Y0D03*\nM02*\n").Objects);

    [Fact]
    public void Lines_may_end_with_a_carriage_return_alone()
    {
        var text = $"G04 a comment without its star\n%FSLAX46Y46*%\n%MOMM*%\n{Body}";
        Assert.Equal(Read(text).Objects.AsEnumerable(), Read(text.Replace('\n', '\r')).Objects);
        Assert.Single(Read(text.Replace('\n', '\r')).Objects);
    }

    private static GerberLayer Read(string text) => GerberReader.Read(Encoding.UTF8.GetBytes(text), "x");
}
