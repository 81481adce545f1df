using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Tests.Gerber;

/// <summary>Every real Gerber file at hand: the repository's samples, and the shared modules where they are.</summary>
public class RealGerberTests
{

    [Fact]
    public void Reading_what_was_written_gives_the_same_layer()
    {
        foreach (var file in SharedFiles.Gerbers)
        {
            var layer = GerberReader.Read(File.ReadAllBytes(file), file);
            var again = GerberReader.Read(GerberWriter.Write(layer), file);
            Assert.Equal(layer.FileAttributes.AsEnumerable(), again.FileAttributes);
            Assert.Equal(layer.Objects.AsEnumerable(), again.Objects);
        }
    }

    [Fact]
    public void Four_quarter_turns_are_the_identity()
    {
        var quarter = new Placement(default, 90);
        foreach (var file in SharedFiles.Gerbers)
        {
            var layer = GerberReader.Read(File.ReadAllBytes(file), file);
            var turned = layer;
            for (var i = 0; i < 4; i++)
            {
                turned = GerberTransform.Apply(turned, quarter);
            }

            Assert.Equal(layer.Objects.AsEnumerable(), turned.Objects);
        }
    }
}
