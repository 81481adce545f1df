using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using static MakeDevice.Routing.Tests.Gerber.GerberSource;

namespace MakeDevice.Routing.Tests.Gerber;

public class GerberMergeTests
{
    [Fact]
    public void Objects_keep_order_polarity_and_attributes()
    {
        var first = Read($"%TF.CreationDate,2026*%{Header}%TO.N,GND*%D10*X0Y0D03*%LPC*%X1D03*M02*");
        var second = Read($"%TF.CreationDate,2025*%{Header}D10*X2Y0D03*D11*X3D03*M02*");
        var merged = GerberMerge.Merge([first, second], [new(".FileFunction", "Copper", "L1", "Top")]);
        Assert.Equal(first.Objects.Concat(second.Objects), merged.Objects);

        var again = Read(Write(merged));
        Assert.Equal(merged.Objects.AsEnumerable(), again.Objects);
        Assert.Equal([Polarity.Dark, Polarity.Clear, Polarity.Dark, Polarity.Dark], again.Objects.Select(o => o.Polarity));
        Assert.Equal(".FileFunction", Assert.Single(again.FileAttributes).Name);
    }

    [Fact]
    public void Equal_apertures_of_many_files_become_one()
    {
        var layers = Enumerable.Range(0, 20).Select(i => GerberTransform.Apply(
            Read($"%AMRound*1,1,$1,0.1,0*21,1,1,0.5,0,0,0*%{Header}%ADD20Round,1*%D10*X0Y0D03*D20*X1D03*M02*"), new(new(i * 1000, 0), i * 90)));
        var text = Write(GerberMerge.Merge(layers, []));
        Assert.Equal(5, text.Split("%ADD").Length - 1);
        Assert.Equal(4, text.Split("%AM").Length - 1);
    }

    [Fact]
    public void Nothing_merges_to_nothing() => Assert.Empty(GerberMerge.Merge([], []).Objects);
}
