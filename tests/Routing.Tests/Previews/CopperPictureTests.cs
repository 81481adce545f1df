using System.Globalization;
using System.Xml.Linq;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Tests.Fabrication;

namespace MakeDevice.Routing.Tests.Previews;

public class CopperPictureTests
{
    [Fact]
    public void A_face_has_its_own_copper_in_one_colour_and_nothing_else()
    {
        var (board, routed) = RealBoards.Sample("typical");
        foreach (var (face, colour) in new[] { (CopperLayer.Front, "#e53e3e"), (CopperLayer.Back, "#3182ce") })
        {
            var root = XDocument.Parse(CopperPicture.Of(board, routed, face)).Root!;
            var group = Assert.Single(root.Elements());
            Assert.All(root.DescendantsAndSelf().Attributes().Where(a => a.Name.LocalName is "fill" or "stroke" or "color"),
                a => Assert.Contains(a.Value, new[] { colour, "none", "currentColor" }));
            Assert.Equal(colour, group.Attribute("color")!.Value);
            Assert.Equal(
                routed.Tracks.Where(track => track.Layer == face).Select(track => track.Width).Distinct().Count(),
                group.Elements().Count(path => path.Attribute("stroke") is not null));
        }
    }

    [Fact]
    public void Both_faces_have_one_frame_and_neither_is_mirrored()
    {
        var (board, _) = RealBoards.Sample("small");
        var track = new Track("GND", TrackKind.Track, CopperLayer.Front, 125_000, new([new(1_000_000, 2_000_000), new(3_000_000, 2_000_000)]));
        var front = CopperPicture.Of(board, new RoutedBoard([track], [], []), CopperLayer.Front);
        var back = CopperPicture.Of(board, new RoutedBoard([track with { Layer = CopperLayer.Back }], [], []), CopperLayer.Back);
        Assert.Contains("d=\"M1-2h2\"", front, StringComparison.Ordinal);
        Assert.Equal(front.Replace("#e53e3e", "#3182ce", StringComparison.Ordinal), back);
    }

    /// <summary>The predecessor's page for a board of 40 x 58 mm: 1152 points square, 18.0564 points a millimetre, the board in its middle.</summary>
    [Fact]
    public void The_frame_is_the_predecessors()
    {
        var (board, _) = RealBoards.Sample("small");
        board = board with { Project = board.Project with { Board = board.Project.Board with { Width = 40_000_000, Height = 58_000_000 } } };
        var root = XDocument.Parse(CopperPicture.Of(board, RoutedBoard.Empty, CopperLayer.Front)).Root!;
        Assert.Equal(("1152pt", "1152pt"), (root.Attribute("width")!.Value, root.Attribute("height")!.Value));
        var box = root.Attribute("viewBox")!.Value.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(18.0564, 1152 / box[2], 3);
        Assert.Equal((-31.9, -31.9, 63.8, 63.8), (box[0], box[1], box[2], box[3]));
    }
}
