using System.Text;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Tests.Modules;

/// <summary>Layers that the parts of a package need and that nobody exported.</summary>
public class PartLayersTests
{
    private const string Drawn = "%FSLAX46Y46*%\n%MOMM*%\n%ADD10C,0.15*%\nD10*\nX0Y0D03*\nM02*\n";
    private const string Blank = "%FSLAX46Y46*%\n%MOMM*%\nM02*\n";
    private const string NoMask = "there is no layer of its solder mask: their pads stay covered";
    private const string NoPaste = "there is no layer of its solder paste: a stencil has no openings for them";

    [Theory]
    [InlineData("top", "F_Mask F_Paste", new string[0])]
    [InlineData("top", "F_Mask", new[] { "front, and " + NoPaste })]
    [InlineData("top", "B_Mask B_Paste", new[] { "front, and " + NoMask, "front, and " + NoPaste })]
    [InlineData("bottom", "F_Mask F_Paste B_Paste", new[] { "back, and " + NoMask })]
    public void A_layer_that_is_not_there_is_told(string side, string layers, string[] told) =>
        Assert.Equal(told.Select(end => $"parts are mounted on the {end}"), Told(side, layers, Drawn));

    [Fact]
    public void An_empty_layer_says_that_nothing_is_meant() => Assert.Empty(Told("top", "F_Mask F_Paste", Blank));

    [Fact]
    public void Without_parts_nothing_is_needed() => Assert.Empty(Told("", "", Drawn));

    private static IEnumerable<string> Told(string side, string layers, string content)
    {
        var parts = side.Length == 0 ? "" : $"R1,10k,0603,0,0,0,{side}\n";
        List<ModuleFile> files =
        [
            File("assembly/BOM.csv", $"Ref,Value,Footprint,LCSC\n{(side.Length == 0 ? "" : "R1,10k,0603,C1\n")}"), File("assembly/CPL.csv", $"Ref,Val,Package,PosX,PosY,Rot,Side\n{parts}"),
            .. layers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(layer => File($"gerbers/x-{layer}.gbr", content)),
        ];
        return ModulePackageReader.Read(new("x", "1"), files).Issues.Where(issue => issue.Code == "MODULE_FILE_DOUBTFUL")
            .Select(issue => issue.ToString()).Select(text => text[(text.IndexOf("error=", StringComparison.Ordinal) + 6)..]);
    }

    private static ModuleFile File(string path, string text) => new(path, Encoding.UTF8.GetBytes(text));
}
