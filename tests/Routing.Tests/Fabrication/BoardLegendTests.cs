using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Options;

namespace MakeDevice.Routing.Tests.Fabrication;

public class BoardLegendTests
{
    [Theory]
    [InlineData("small")]
    [InlineData("typical")]
    [InlineData("dense")]
    public void The_legend_lies_on_no_pad_hole_zone_or_edge_and_not_on_itself(string sample)
    {
        var (board, routed) = RealBoards.Sample(sample);
        var legend = BoardLegend.Of(board, routed);
        Assert.NotEmpty(legend.Objects);
        var printed = LayerPlot.Plot(new([], legend.Objects)).Select(plotted => plotted.Shape).ToList();
        var pads = LayerPlot.Plot(LayerMerger.Merge(board, routed, ModuleLayer.FrontMask)).Select(plotted => plotted.Shape);
        var holes = BoardFabricator.Copper(board, routed) is var copper
            ? copper.Plated.Hits.Concat(copper.NonPlated.Hits).Select(hit => (Shape)new Capsule(hit.Place.From, hit.Place.To, hit.Diameter / 2))
            : [];
        var zones = board.Zones.Select(zone => (Shape)new Polygon(zone.Corners.Items));
        foreach (var taken in pads.Concat(holes).Concat(zones))
        {
            Assert.DoesNotContain(printed, shape => shape.Bounds.Intersects(taken.Bounds) && Shapes.Distance(shape, taken) <= 0);
        }

        Assert.All(printed, shape => Assert.True(EdgeDistance.Of(board.Project.Board, shape) > 0));
        Assert.All(printed, shape => Assert.True(shape is Capsule { Radius: 90_000 }));
    }

    [Theory]
    [InlineData("small", 10)]
    [InlineData("typical", 2)]
    [InlineData("dense", 4)]
    public void The_vias_of_a_pour_take_no_room_from_the_legend(string sample, int pitch)
    {
        var (board, routed) = OptionBoards.Sample(sample, """{"pour":{"stitchPitch":PITCH}}""".Replace("PITCH", $"{pitch}", StringComparison.Ordinal));
        Assert.Contains(routed.Vias, via => via.IsStitch);
        var (with, without) = (BoardLegend.Of(board, routed), BoardLegend.Of(board, routed with { Vias = [.. routed.Vias.Where(via => !via.IsStitch)] }));
        Assert.NotEmpty(with.Areas);
        Assert.Equal(without.Areas.AsEnumerable(), with.Areas);
        Assert.Equal(without.LeftOut.AsEnumerable(), with.LeftOut);
    }

    [Fact]
    public void What_is_turned_off_is_not_printed_and_changes_no_other_layer()
    {
        var (board, routed) = RealBoards.Sample("typical");
        var off = board with { Rules = board.Rules with { Legend = LegendRules.None } };
        Assert.Empty(BoardLegend.Of(off, routed).Objects);
        Assert.NotEqual(Gerber(board, ModuleLayer.FrontSilkscreen), Gerber(off, ModuleLayer.FrontSilkscreen));
        Assert.Equal(Gerber(board, ModuleLayer.BackSilkscreen), Gerber(off, ModuleLayer.BackSilkscreen));

        byte[] Gerber(PlacedBoard of, ModuleLayer layer) => GerberWriter.Write(LayerMerger.Merge(of, routed, layer));
    }

    [Fact]
    public void A_mark_stands_about_the_top_left_corner_of_a_module_however_it_is_turned()
    {
        var (sample, routed) = RealBoards.Sample("typical");
        var board = sample with { Rules = sample.Rules with { Legend = new() { Names = false, Title = false } } };
        var corners = board.Modules.Select(module => module.Instance.Placement.Apply(module.Package.Zones.Aggregate(Box.Empty, (all, zone) => all.Union(zone)) is var box ? new Point(box.Left, box.Top) : default));
        var lines = BoardLegend.Of(board, routed).Objects.Cast<Line>().ToList();
        Assert.InRange(lines.Count, 2, 2 * board.Modules.Length);
        Assert.All(lines, line => Assert.Contains(corners, corner => corner.DistanceTo(line.From) < 1_500_000 && corner.DistanceTo(line.To) < 1_500_000));
    }

    [Fact]
    public void The_version_stands_behind_the_name_and_what_has_no_room_is_told()
    {
        var (board, routed) = RealBoards.Sample("small");
        var named = board with { Rules = board.Rules with { Legend = new() { Names = false, Marks = false, Version = "1.2" } } };
        var plain = board with { Rules = board.Rules with { Legend = new() { Names = false, Marks = false } } };
        Assert.True(BoardLegend.Of(named, routed).Objects.Length > BoardLegend.Of(plain, routed).Objects.Length);
        var wide = board with { Project = board.Project with { Name = new('W', 200) } };
        Assert.Contains(new string('W', 200), BoardLegend.Of(wide, routed).LeftOut);
    }

    [Fact]
    public void Rules_say_what_is_printed()
    {
        Assert.Equal(LegendRules.None, OptionBoards.Rules("""{"silkscreen":false}""").Legend);
        var rules = OptionBoards.Rules("""{"silkscreen":{"names":false,"version":"2","height":1}}""").Legend;
        Assert.Equal((false, true, true, "2", 1_000_000, 180_000), (rules.Names, rules.Marks, rules.Title, rules.Version, rules.Height, rules.LineWidth));
        var (none, issues) = DesignRulesReader.Read("JLCPCB", """{"silkscreen":{"nmes":false,"height":0.1}}"""u8.ToArray());
        Assert.Null(none);
        Assert.Equal(2, issues.Length);
    }
}
