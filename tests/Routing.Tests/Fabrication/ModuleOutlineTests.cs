using System.Text;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Modules;

namespace MakeDevice.Routing.Tests.Fabrication;

/// <summary>A module's outline does not come onto the board, unless it is a connector; what somebody may miss of it is told.</summary>
public class ModuleOutlineTests
{
    private const string Frame = "X-5000000Y-5000000D02*\nG01*\nX5000000D01*\nY5000000D01*\nX-5000000D01*\nY-5000000D01*\n";
    private const string Hole = "X2000000Y1000000D02*\nG75*\nG03*\nX2000000Y1000000I-1000000J0D01*\n";
    private const string Bay = "X-5000000Y5000000D02*\nG01*\nY-5000000D01*\nX5000000D01*\nY5000000D01*\n";
    private const string Slit = "X-3000000Y0D02*\nG01*\nX-1000000D01*\n";

    [Theory]
    [InlineData("m-Edge_Cuts.gm1", Frame)]
    [InlineData("m-Edge_Cuts.gm1", Frame + Hole, "MODULE_CUTOUT_IGNORED module=m_1.0 cutouts=1 xMm=1 yMm=1")]
    [InlineData("m-Edge_Cuts.gm1", Hole + Frame + Slit, "MODULE_CUTOUT_IGNORED module=m_1.0 cutouts=2 xMm=1 yMm=1", "MODULE_OUTLINE_IGNORED module=m_1.0 error=it is open")]
    [InlineData("m-Edge_Cuts.gm1", Bay, "MODULE_OUTLINE_IGNORED module=m_1.0 error=it is open")]
    [InlineData("m-connector-Edge_Cuts.gm1", Bay)]
    [InlineData("m-connector-Edge_Cuts.gm1", Frame + Hole)]
    [InlineData("m-Edge_Cuts.gm1", "")]
    public void What_an_outline_has_for_the_board_is_told_of(string name, string objects, params string[] issues)
    {
        Assert.Equal(issues, Issues([File(name, objects)]));
    }

    [Fact]
    public void An_outline_beside_the_sockets_is_not_the_modules_contour()
    {
        var sockets = File("m-GerberSockets.gbr", "", "%ADD11C,0.00999*%\n%ADD12C,0.01071*%\n", "D11*\nX7000000Y0D02*\nG01*\nX7000000Y0D01*\nD12*\nX7000000Y0D01*\n");
        Assert.Equal(["MODULE_OUTLINE_IGNORED module=m_1.0 error=it does not go round the module's sockets"], Issues([File("m-Edge_Cuts.gm1", Frame), sockets]));
        Assert.Empty(Issues([File("m-connector-Edge_Cuts.gm1", Frame), sockets]));
    }

    /// <summary>No false alarm: the library's modules have contours of their own.</summary>
    [SharedFact]
    public void The_contours_of_real_modules_are_left_out_in_silence()
    {
        var packages = Directory.EnumerateDirectories(SharedData.Modules).Select(folder =>
        {
            Assert.True(ModuleKey.TryParse(Path.GetFileName(folder), out var key));
            return ModulePackageReader.Read(key, PackageMutations.FilesOf(folder));
        });
        Assert.DoesNotContain(ModuleOutlines.Issues(packages.Select(Placed)), issue => issue.Code == "MODULE_OUTLINE_IGNORED");
    }

    private static ModuleFile File(string name, string objects, string apertures = "", string more = "") =>
        new($"gerbers/{name}", Encoding.UTF8.GetBytes($"%FSLAX46Y46*%\n%MOMM*%\n%ADD10C,0.1*%\n{apertures}D10*\n{objects}{more}M02*\n"));

    private static PlacedModule Placed(ModulePackage package) => new(0, new("id", package.Key, new Placement(default, 90), 0), package);

    private static IEnumerable<string> Issues(ModuleFile[] files)
    {
        var module = Placed(ModulePackageReader.Read(new("m", "1.0"), files));
        return ModuleOutlines.Issues([module, module]).Select(found => found.ToString());
    }
}
