using System.Xml.Linq;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;

namespace MakeDevice.Routing.Tests.Previews;

public class BoardPreviewTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly XNamespace Link = "http://www.w3.org/1999/xlink";

    [Theory]
    [InlineData("small")]
    [InlineData("angles")]
    [InlineData("connectors")]
    public void Pictures_are_well_formed_and_refer_only_to_themselves(string sample)
    {
        var (board, routed) = RealBoards.Sample(sample);
        foreach (var picture in new[] { BoardPreview.Front(board, routed), BoardPreview.Back(board, routed) })
        {
            var document = XDocument.Parse(picture);
            var ids = document.Descendants().Attributes("id").Select(id => id.Value).ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.All(document.Descendants().Attributes(Link + "href"), href => Assert.Contains(href.Value[1..], ids));
            Assert.DoesNotContain(document.Descendants(), element => element.Name.LocalName is "script" or "image" or "foreignObject" or "style");
            Assert.DoesNotContain(document.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_package_is_drawn_once_however_often_it_stands_on_the_board()
    {
        var (board, routed) = RealBoards.Sample("dense");
        var document = XDocument.Parse(BoardPreview.Front(board, routed));
        var packages = board.Modules.Select(module => module.Package.Key).Distinct().Count();
        Assert.True(packages < board.Modules.Length);
        Assert.Equal(packages, document.Descendants(Svg + "g").Count(g => g.Attribute("id")?.Value.StartsWith('c') == true));
        Assert.Equal(board.Modules.Length, document.Descendants(Svg + "use").Count(use => use.Attribute(Link + "href")!.Value.StartsWith("#p", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_module_tells_its_name()
    {
        var (board, routed) = RealBoards.Sample("small");
        var titles = XDocument.Parse(BoardPreview.Back(board, routed)).Descendants(Svg + "title").Select(title => title.Value).ToList();
        Assert.All(board.Modules, module => Assert.Contains($"{module.Instance.Key.Name} {module.Instance.Key.Version}", titles));
    }

    [Fact]
    public void Tracks_show_on_their_own_side_vias_on_both_and_failed_sockets_in_red()
    {
        var (board, _) = RealBoards.Sample("small");
        var routed = new RoutedBoard(
            [new("GND", TrackKind.Track, CopperLayer.Front, 125_000, new([new(0, 0), new(1_500_000, 0), new(2_000_000, -500_000)]))],
            [new("GND", new(2_000_000, -500_000), 400_000, 300_000)],
            [board.Sockets[0].Id]);
        string front = BoardPreview.Front(board, routed), back = BoardPreview.Back(board, routed);
        Assert.Contains("d=\"M0 0h1.5l.5 .5\"", front, StringComparison.Ordinal);
        Assert.DoesNotContain("M0 0h1.5l.5 .5", back, StringComparison.Ordinal);
        Assert.All(new[] { front, back }, picture => Assert.Contains("M1.8 .5a.2 .2", picture, StringComparison.Ordinal));
        Assert.All(new[] { front, back }, picture => Assert.Contains($"<title>{board.Sockets[0].Net}: not connected</title>", picture, StringComparison.Ordinal));
        Assert.DoesNotContain("not connected", BoardPreview.Front(board, RoutedBoard.Empty), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_carrier_prints_is_in_the_picture_of_the_front_alone()
    {
        var (board, routed) = RealBoards.Sample("typical");
        var bare = board with { Rules = board.Rules with { Legend = LegendRules.None } };
        var printed = LayerPaths.Elements(new([], BoardLegend.Of(board, routed).Objects));
        Assert.NotEmpty(printed);
        Assert.Contains(printed, BoardPreview.Front(board, routed), StringComparison.Ordinal);
        Assert.DoesNotContain(printed, BoardPreview.Front(bare, routed), StringComparison.Ordinal);
        Assert.Equal(BoardPreview.Back(bare, routed), BoardPreview.Back(board, routed));
    }

    [Fact]
    public void Names_stand_still_in_the_pictures_of_a_running_job()
    {
        var (board, routed) = RealBoards.Sample("typical");
        var printed = LayerPaths.Elements(new([], BoardLegend.Of(board, RoutedBoard.Empty).Objects));
        var half = routed with { Vias = routed.Vias[..(routed.Vias.Length / 2)] };
        Assert.All(new[] { RoutedBoard.Empty, half, routed }, soFar => Assert.Contains(printed, BoardPreview.LiveFront(board, soFar), StringComparison.Ordinal));
        Assert.Equal(BoardPreview.LiveFront(board, RoutedBoard.Empty), BoardPreview.Front(board, RoutedBoard.Empty));
    }

    [Fact]
    public void The_back_is_mirrored()
    {
        var (board, routed) = RealBoards.Sample("small");
        Assert.Contains("scale(-1 1)", BoardPreview.Back(board, routed), StringComparison.Ordinal);
        Assert.DoesNotContain("scale(", BoardPreview.Front(board, routed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1_234_567, "1.235")]
    [InlineData(-500_000, "-.5")]
    [InlineData(20_000, ".02")]
    [InlineData(-1_050_400, "-1.05")]
    [InlineData(499, "0")]
    [InlineData(-499, "0")]
    [InlineData(100_000_000_000, "100000")]
    public void Numbers_are_short_and_exact_to_the_micrometre(long nanometres, string text) => Assert.Equal(text, PathText.Millimetres(nanometres));

    [Fact]
    public void Overlapping_areas_of_either_orientation_add_up()
    {
        var path = new PathText();
        path.Fill(new Polygon([new(0, 0), new(1_000_000, 0), new(1_000_000, 1_000_000)]));
        path.Fill(new Polygon([new(1_000_000, 1_000_000), new(1_000_000, 0), new(0, 0)]));
        Assert.Equal("M0 0h1v-1zM0 0h1v-1z", path.ToString());
    }
}
