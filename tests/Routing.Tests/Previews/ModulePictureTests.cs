using System.Xml.Linq;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Tests.Fabrication;

namespace MakeDevice.Routing.Tests.Previews;

public class ModulePictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Samples => [.. RealBoards.Sample("dense").Board.Modules.Select(module => module.Package.Key.ToString()).Distinct()];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_picture_is_well_formed_and_shows_all_zones_and_sockets(string key)
    {
        var package = RealBoards.Sample("dense").Board.Modules.First(module => module.Package.Key.ToString() == key).Package;
        foreach (var side in new[] { CopperLayer.Front, CopperLayer.Back })
        {
            var (text, frame) = ModulePicture.Of(package, side);
            var root = XDocument.Parse(text).Root!;
            Assert.Equal(Svg + "svg", root.Name);
            Assert.Equal($"{package.Key.Name} {package.Key.Version}", root.Element(Svg + "title")!.Value);
            Assert.All(package.Zones, zone => Assert.Equal(frame, frame.Union(zone)));
            Assert.All(package.Sockets, socket => Assert.True(frame.Contains(socket.At)));
            Assert.DoesNotContain(root.Descendants(), element => element.Name.LocalName is "script" or "image" or "foreignObject");
            var box = root.Attribute("viewBox")!.Value.Split(' ').Select(double.Parse).ToArray();
            Assert.Equal(Units.ToMillimetres(frame.Width), box[2], 3);
            Assert.Equal(Units.ToMillimetres(side == CopperLayer.Back ? -frame.Right : frame.Left), box[0], 3);
        }
    }

    [Fact]
    public void A_package_without_anything_has_a_picture_too()
    {
        var (text, frame) = ModulePicture.Of(new ModulePackage { Key = new("none", "1"), ContentHash = "" }, CopperLayer.Front);
        Assert.False(frame.IsEmpty);
        Assert.DoesNotContain(XDocument.Parse(text).Descendants(Svg + "path"), path => path.Attribute("d")!.Value.Length > 0);
    }
}
