using System.Text;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Fabrication;

/// <summary>A module's inner cut-outs do not come onto the board, unless it is a connector, and that is told.</summary>
public class ModuleCutoutTests
{
    private const string Frame = "X-5000000Y-5000000D02*\nG01*\nX5000000D01*\nY5000000D01*\nX-5000000D01*\nY-5000000D01*\n";
    private const string Hole = "X2000000Y1000000D02*\nG75*\nG03*\nX2000000Y1000000I-1000000J0D01*\n";
    private const string Slit = "X-3000000Y0D02*\nG01*\nX-1000000D01*\n";

    [Theory]
    [InlineData("m-Edge_Cuts.gm1", Frame, null)]
    [InlineData("m-Edge_Cuts.gm1", Frame + Hole, "MODULE_CUTOUT_IGNORED module=m_1.0 cutouts=1 xMm=1 yMm=1")]
    [InlineData("m-Edge_Cuts.gm1", Hole + Frame + Slit, "MODULE_CUTOUT_IGNORED module=m_1.0 cutouts=2 xMm=1 yMm=1")]
    [InlineData("m-connector-Edge_Cuts.gm1", Frame + Hole, null)]
    [InlineData("m-Edge_Cuts.gm1", "", null)]
    public void Inner_cutouts_are_told_of(string name, string objects, string? issue)
    {
        var content = $"%FSLAX46Y46*%\n%MOMM*%\n%ADD10C,0.1*%\nD10*\n{objects}M02*\n";
        var package = ModulePackageReader.Read(new("m", "1.0"), [new($"gerbers/{name}", Encoding.UTF8.GetBytes(content))]);
        var module = new PlacedModule(0, new("id", package.Key, new Placement(default, 90), 0), package);
        Assert.Equal(issue is null ? [] : [issue], ModuleCutouts.Issues([module, module]).Select(found => found.ToString()));
    }
}
