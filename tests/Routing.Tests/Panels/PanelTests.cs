using System.Collections.Immutable;
using System.Text;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Modules.Assembly;
using MakeDevice.Routing.Panels;

namespace MakeDevice.Routing.Tests.Panels;

/// <summary>Panels of a sample board, by our own specification and through the predecessor's packet: every copy is the single board moved.</summary>
public sealed class PanelTests
{
    private const string Tabs = """{"columns":3,"rows":2}""";
    private const string Scored = """{"columns":3,"rows":2,"separation":"vcut","rails":{"sides":"all"}}""";

    public static TheoryData<string> Ways => ["tabs", "vcut", "packet"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Every_layer_holds_the_single_boards_objects_six_times_and_then_the_panels_own(string way)
    {
        var panel = MadeBy(way);
        Assert.NotEmpty(panel.Board.Layers);
        foreach (var single in panel.Board.Layers)
        {
            var written = GerberReader.Read(panel.Make(single.FileName).Content.Span, single.FileName);
            var expected = panel.Design.Offsets.SelectMany(offset => GerberTransform.Apply(single.Layer, new Placement(offset, 0)).Objects)
                .Concat(panel.Design.Graphics.GetValueOrDefault(single.FileName, []));
            Assert.Equal(expected.Select(Plain), written.Objects.Select(Plain));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Holes_are_the_boards_times_six_and_the_panels_own(string way)
    {
        var panel = MadeBy(way);
        var plated = ExcellonReader.Read(panel.Make("PTH.drl").Content.Span, "PTH.drl").Whole;
        var nonPlated = ExcellonReader.Read(panel.Make("NPTH.drl").Content.Span, "NPTH.drl").Whole;
        Assert.Equal((true, false), (plated.Plated, nonPlated.Plated));
        Assert.Equal(6 * panel.Board.Plated.Hits.Distinct().Count() + panel.Design.Vias.Length, plated.Hits.Length);
        Assert.Equal(
            6 * panel.Board.NonPlated.Hits.Distinct().Count() + panel.Design.BiteHoles.Length + panel.Design.RailHoles.Length, nonPlated.Hits.Length);
        Assert.Equal(way == "packet" ? 1 : 0, panel.Design.Vias.Length);
        Assert.Equal(4, panel.Design.RailHoles.Length);
        Assert.Equal(way != "vcut", panel.Design.BiteHoles.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Bom_and_cpl_have_every_part_six_times_each_with_a_reference_of_its_own(string way)
    {
        var panel = MadeBy(way);
        var bom = BomReader.Read(panel.Make("full_panel_BOM.csv").Content.Span).Lines;
        var cpl = CplReader.Read(panel.Make("full_panel_CPL.csv").Content.Span).Lines;
        var single = panel.Board.Cpl.Where(part => panel.Board.Bom.Any(line => line.References.Items.Contains(part.Reference))).ToList();
        Assert.NotEmpty(single);
        Assert.Equal(6 * single.Count, cpl.Length);
        Assert.Equal(cpl.Length, cpl.Select(part => part.Reference).Distinct().Count());
        Assert.Equal(cpl.Select(part => part.Reference).Order(), bom.SelectMany(line => line.References.Items).Order());
        var expected = panel.Design.Offsets.SelectMany(offset => single.Select(part => (part.At + offset, part.Rotation, part.Side, part.Value)));
        Assert.Equal(InOrder(expected), InOrder(cpl.Select(part => (part.At, part.Rotation, part.Side, part.Value))));
        foreach (var line in panel.Board.Bom)
        {
            var mounted = line.References.Items.Count(reference => single.Exists(part => part.Reference == reference));
            Assert.Equal(0, bom.Where(row => row.Value == line.Value && row.Package == line.Package).Sum(row => row.References.Count) % 6);
            Assert.True(mounted == 0 || bom.Any(row => row.Value == line.Value && row.Package == line.Package && row.LcscPart == line.LcscPart));
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void The_outline_is_closed_and_arcs_stay_arcs(string way)
    {
        var panel = MadeBy(way);
        var outline = GerberReader.Read(panel.Make("outline_all.GM1").Content.Span, "outline");
        ImmutableArray<GraphicObject> edge = [.. outline.Objects.Take(panel.Design.Outline.Length)];
        Assert.Empty(OutlineChains.Of(edge, ImmutableArray.CreateBuilder<GraphicObject>()).Open);
        Assert.Equal(6 * panel.Board.Outline[0].Segments.Items.Count(segment => segment.Center is not null), edge.Count(stroke => stroke is Arc));
        Assert.Equal(panel.Design.Cuts.Length, outline.Objects.Length - edge.Length);
    }

    [Fact]
    public void A_scored_panel_is_cut_from_edge_to_edge_between_all_boards_and_rails()
    {
        var panel = PanelBoards.Make(Scored);
        var edges = PanelShapes.Pieces(panel.Design.Outline).Aggregate(Box.Empty, (box, piece) => box.Include(piece.From).Include(piece.To));
        var cuts = panel.Design.Cuts.Cast<Line>().ToList();
        Assert.Equal((4, 3), (cuts.Count(cut => cut.From.X == cut.To.X), cuts.Count(cut => cut.From.Y == cut.To.Y)));
        Assert.All(cuts, cut => Assert.True(
            cut.From.X == cut.To.X ? cut.From.Y == edges.Bottom && cut.To.Y == edges.Top : cut.From.X == edges.Left && cut.To.X == edges.Right));
        Assert.Equal((panel.Board.Bounds.Width, panel.Board.Bounds.Height), (panel.Design.StepX, panel.Design.StepY));
        Assert.Equal(3 * panel.Board.Bounds.Width + 10_000_000, edges.Width);
        Assert.Equal(2 * panel.Board.Bounds.Height + 10_000_000, edges.Height);
    }

    [Fact]
    public void Tabs_hold_every_board_on_every_side_that_faces_something()
    {
        var panel = PanelBoards.Make("""{"columns":2,"rows":2,"rails":{"sides":"all"},"tabs":{"perSide":1,"width":3,"biteDiameter":0.5,"bitePitch":0.8}}""");
        // Four boards with four sides each; a tab has four holes at each board that it holds.
        Assert.Equal(4 * 4 * 4, panel.Design.BiteHoles.Length);
        Assert.Equal(panel.Design.BiteHoles.Length, panel.Design.BiteHoles.Distinct().Count());
    }

    [Fact]
    public void Fiducials_are_copper_and_opening_at_three_of_four_corners()
    {
        var panel = PanelBoards.Make(Tabs);
        foreach (var (file, diameter) in new[] { ("copper_top.GTL", 1_000_000), ("copper_bottom.GBL", 1_000_000), ("soldermask_top.GTS", 2_000_000), ("soldermask_bottom.GBS", 2_000_000) })
        {
            var dots = panel.Design.Graphics[file].Cast<Flash>().ToList();
            Assert.Equal(3, dots.Count);
            Assert.All(dots, dot => Assert.Equal(diameter, ((CircleAperture)dot.Aperture).Diameter));
        }
    }

    [Fact]
    public void The_same_input_gives_the_same_bytes()
    {
        var (a, b) = (PanelBoards.Make(Tabs), PanelBoards.Make(Tabs));
        Assert.Equal(BoardStages.Package(a.Names.Select(a.Make)), BoardStages.Package(b.Names.Reverse().Select(b.Make)));
    }

    [Fact]
    public void A_packet_has_the_predecessors_file_names_and_the_sockets_keep_theirs()
    {
        var names = PanelBoards.FromPacket(PanelBoards.Packet()).Names;
        Assert.Superset(
            new HashSet<string>
            {
                "copper_top.GTL", "copper_bottom.GBL", "soldermask_top.GTS", "soldermask_bottom.GBS", "silkscreen_top.GTO", "solderpaste_top.GTP",
                "outline_all.GM1", "PTH.drl", "NPTH.drl", "full_panel_BOM.csv", "full_panel_CPL.csv", "typical-GerberSockets.gbr",
            },
            names.ToHashSet());
    }

    [Fact]
    public void A_packets_own_things_land_where_its_frame_says()
    {
        var packet = PanelBoards.Packet();
        var panel = PanelBoards.FromPacket(packet);
        var (x, y) = ((double)packet["vias"]![0]!["x"]!, (double)packet["vias"]![0]!["y"]!);
        Assert.Equal(Point.FromMillimetres(x - PanelBoards.OriginX, PanelBoards.OriginY - y), panel.Design.Vias[0].At);
        var top = panel.Design.Graphics["copper_top.GTL"];
        Assert.Contains(top, item => item is Line { Aperture: CircleAperture { Diameter: 250_000 } } line && line.From == panel.Design.Vias[0].At);
        Assert.Contains(top, item => item is Flash { Aperture: CircleAperture { Diameter: 600_000 } } flash && flash.At == panel.Design.Vias[0].At);
        var pad = Assert.Single(top, item => item is Flash { Aperture: RectangleAperture });
        Assert.Equal("ConnectorPad", ((Flash)pad).Aperture.Attributes.Value(".AperFunction"));
        Assert.DoesNotContain(top, item => item is Region);
    }

    [Fact]
    public void Without_assembly_data_there_are_no_assembly_files()
    {
        var packet = PanelBoards.Packet();
        packet["hasAssemblyData"] = false;
        Assert.DoesNotContain(PanelBoards.FromPacket(packet).Names, name => name.EndsWith(".csv", StringComparison.Ordinal));
    }

    [Fact]
    public void A_board_without_drills_of_one_kind_gets_the_panels_own()
    {
        var packet = PanelBoards.Packet();
        var layers = packet["fileTextLayers"]!.AsArray();
        foreach (var drill in layers.Where(layer => ((string)layer!["name"]!).EndsWith("-NPTH.drl", StringComparison.Ordinal)).ToList())
        {
            layers.Remove(drill);
        }

        var panel = PanelBoards.FromPacket(packet);
        var holes = ExcellonReader.Read(panel.Make("NPTH.drl").Content.Span, "NPTH.drl").Whole;
        Assert.Equal(panel.Design.BiteHoles.Length + panel.Design.RailHoles.Length, holes.Hits.Length);
    }

    [Fact]
    public void Inner_layers_keep_their_names()
    {
        var packet = PanelBoards.Packet();
        var layers = packet["fileTextLayers"]!.AsArray();
        foreach (var name in new[] { "typical-In1_Cu.g2", "typical-In2_Cu.g3" })
        {
            var inner = layers.First(layer => ((string)layer!["name"]!).EndsWith(".gtl", StringComparison.Ordinal))!.DeepClone();
            (inner["name"], inner["layer"]!["side"]) = (name, "inner");
            layers.Add(inner);
        }

        var names = PanelBoards.FromPacket(packet).Names;
        Assert.Contains("typical-In1_Cu.g2", names);
        Assert.Contains("typical-In2_Cu.g3", names);
    }

    [Fact]
    public void A_panel_of_predecessors_columns_keeps_the_layer_of_each_part()
    {
        var packet = PanelBoards.Packet();
        var layers = packet["fileTextLayers"]!.AsArray();
        var cpl = layers.Single(layer => (string)layer!["layer"]!["type"]! == "placement")!;
        cpl["content"] = ((string)cpl["content"]!).Replace(",top", ",bottom", StringComparison.Ordinal);
        Assert.All(CplReader.Read(PanelBoards.FromPacket(packet).Make("full_panel_CPL.csv").Content.Span).Lines, part => Assert.Equal("bottom", part.Side));
    }

    private static Panel MadeBy(string way) => way switch
    {
        "tabs" => PanelBoards.Make(Tabs),
        "vcut" => PanelBoards.Make(Scored),
        _ => PanelBoards.FromPacket(PanelBoards.Packet()),
    };

    private static IEnumerable<(Point At, double Rotation, string Side, string Value)> InOrder(IEnumerable<(Point At, double Rotation, string Side, string Value)> parts) =>
        parts.OrderBy(part => part.At.X).ThenBy(part => part.At.Y).ThenBy(part => part.Value, StringComparer.Ordinal);

    /// <summary>What is drawn, without the attributes that tell copies apart.</summary>
    private static GraphicObject Plain(GraphicObject item) => item switch
    {
        Flash flash => flash with { Attributes = AttributeSet.None },
        Line line => line with { Attributes = AttributeSet.None },
        Arc arc => arc with { Attributes = AttributeSet.None },
        Region region => region with { Attributes = AttributeSet.None },
        _ => item,
    };
}
