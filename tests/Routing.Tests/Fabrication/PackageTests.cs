using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests.Fabrication;

public class PackageTests
{
    [Fact]
    public void The_package_holds_the_files_a_fab_expects()
    {
        var (board, _) = RealBoards.Sample("small");
        string[] expected =
        [
            "small-F_Cu.gtl", "small-B_Cu.gbl", "small-F_Mask.gts", "small-B_Mask.gbs", "small-F_Paste.gtp", "small-B_Paste.gbp",
            "small-F_Silkscreen.gto", "small-B_Silkscreen.gbo", "small-F_Assembly.gbr", "small-B_Assembly.gbr", "small-Edge_Cuts.gm1",
            "small-GerberSockets.gbr", "small-PTH.drl", "small-NPTH.drl", "BOM_small.csv", "CPL_small-top-pos.csv", "small-job.gbrjob", "small.d356",
            "small-front.svg", "small-back.svg",
        ];
        Assert.Equal(expected, BoardStages.ArtifactNames(board).Take(expected.Length));
    }

    [Theory]
    [InlineData("small")]
    [InlineData("connectors")]
    public void Two_boards_read_from_the_same_files_give_the_same_bytes_in_any_order(string sample)
    {
        var (board, routed) = RealBoards.Sample(sample);
        var again = RealBoards.Place(board.Project with { }, Path.Combine(RealBoards.Samples, "modules"));
        var names = BoardStages.ArtifactNames(board);
        var forward = names.Select(name => BoardStages.Fabricate(board, routed, name)).ToList();
        var files = new Artifact[names.Length];
        Parallel.For(0, names.Length, i => files[i] = BoardStages.Fabricate(again, routed, names[^(i + 1)]));
        Assert.Equal(BoardStages.Package(forward), BoardStages.Package(files));
    }

    [Fact]
    public void Every_gerber_reads_back_as_what_was_written()
    {
        var (board, routed) = RealBoards.Sample("angles");
        foreach (var file in LayerFile.All)
        {
            var merged = LayerMerger.Merge(board, routed, file.Layer);
            var text = RealBoards.Make(board, routed, file.Suffix).Content.Span;
            var read = GerberReader.Read(text, file.Suffix);
            Assert.Equal(file.Function, string.Join(',', read.FileAttributes.First(attribute => attribute.Name == ".FileFunction").Values));
            Assert.Equal(merged.Objects.IsEmpty, read.Objects.IsEmpty);
        }
    }

    [Fact]
    public void Routed_copper_carries_net_and_function()
    {
        var track = new Track("SDA", TrackKind.Bus, CopperLayer.Back, 250_000, new([new(0, 0), new(0, 5_000_000), new(5_000_000, 5_000_000)]));
        var routed = new RoutedBoard([track], [new("SDA", new(0, 0), 400_000, 300_000)], []);
        var copper = BoardFabricator.Copper(TestBoards.Of(), routed);
        Assert.Equal("ViaPad", Assert.IsType<Flash>(Assert.Single(copper.Front.Objects)).Aperture.Attributes.Value(".AperFunction"));
        var lines = copper.Back.Objects.OfType<Line>().ToList();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.Equal(("SDA", "Conductor", 250_000L),
            (line.Attributes.Value(".N"), line.Aperture.Attributes.Value(".AperFunction"), ((CircleAperture)line.Aperture).Diameter)));
        Assert.Equal(new DrillHole(default, 300_000, "ViaDrill"), Assert.Single(copper.Plated.Hits));
        Assert.True(copper.Plated.Plated);
        Assert.False(copper.NonPlated.Plated);
        Assert.Empty(LayerMerger.Merge(TestBoards.Of(), routed, ModuleLayer.FrontMask).Objects);
    }

    [Fact]
    public void Coincident_holes_are_drilled_once_and_as_wide_as_the_widest()
    {
        var package = new ModulePackage
        {
            Key = new("m", "1"),
            ContentHash = "m",
            Plated = new(true,
            [
                new DrillHole(default, 300_000, "ViaDrill"), new DrillHole(default, 600_000, "ComponentDrill"), new DrillHole(new(1, 0), 300_000, null),
                new DrillSlot(new(0, 0), new(5, 0), 100, null), new DrillSlot(new(5, 0), new(0, 0), 100, null),
            ]),
        };
        var hits = BoardDrills.Plated(TestBoards.Of(package), RoutedBoard.Empty).Hits;
        Assert.Equal(3, hits.Length);
        Assert.Contains(new DrillHole(default, 600_000, "ComponentDrill"), hits);
    }

    [Fact]
    public void The_job_file_lists_every_gerber_and_drill_file_once()
    {
        var (board, routed) = RealBoards.Sample("connectors");
        using var job = JsonDocument.Parse(RealBoards.Make(board, routed, ".gbrjob").Content);
        var general = job.RootElement.GetProperty("GeneralSpecs");
        Assert.Equal((74.0, 84.0), (general.GetProperty("Size").GetProperty("X").GetDouble(), general.GetProperty("Size").GetProperty("Y").GetDouble()));
        Assert.Equal(2, general.GetProperty("LayerNumber").GetInt32());
        var listed = job.RootElement.GetProperty("FilesAttributes").EnumerateArray().Select(file => file.GetProperty("Path").GetString()!).ToList();
        var made = BoardStages.ArtifactNames(board).Where(name => Path.GetExtension(name) is ".drl" or ".gbr" or ".gm1" || Path.GetExtension(name).StartsWith(".g", StringComparison.Ordinal) && Path.GetExtension(name).Length == 4);
        Assert.Equal(made.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("CreationDate", job.RootElement.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_zip_is_sorted_and_dated_1980()
    {
        var zip = BoardStages.Package([new("b.txt", new byte[] { 1 }), new("a.txt", new byte[] { 2, 3 })]);
        using var read = new ZipArchive(new MemoryStream(zip));
        Assert.Equal(["a.txt", "b.txt"], read.Entries.Select(entry => entry.FullName));
        Assert.All(read.Entries, entry => Assert.Equal(new DateTime(1980, 1, 1), entry.LastWriteTime.DateTime));
    }

    [Theory]
    [InlineData("a", "A")]
    [InlineData("a", "../b")]
    [InlineData("a", "b\\c")]
    [InlineData("a", "..")]
    [InlineData("a", "")]
    public void Names_that_would_overwrite_or_escape_are_refused(string first, string second) =>
        Assert.Throws<ArgumentException>(() => BoardStages.Package([new(first, default), new(second, default)]));

    [Fact]
    public void An_unknown_name_is_refused() =>
        Assert.Throws<ArgumentException>(() => BoardStages.Fabricate(TestBoards.Of(), RoutedBoard.Empty, "../../etc/passwd"));

    [Fact]
    public void Hostile_names_stay_inside_their_fields()
    {
        var plain = TestBoards.Of(TestBoards.Package("</svg>\"&'<script>\n%*", new([], [TestBoards.Pad(0, 0, "a*%\n%TF", "R*%1", "1,2")])));
        var board = plain with { Project = plain.Project with { Name = "a\"\n</title><script>\uD800", Id = "x\ny" } };
        foreach (var name in BoardStages.ArtifactNames(board))
        {
            var content = BoardStages.Fabricate(board, RoutedBoard.Empty, name).Content;
            switch (Path.GetExtension(name))
            {
                case ".svg":
                    System.Xml.Linq.XDocument.Load(new MemoryStream(content.ToArray()));
                    break;
                case ".gtl":
                    var pad = Assert.Single(GerberReader.Read(content.Span, name).Objects);
                    Assert.Equal("M1:a*%\n%TF", pad.Attributes.Value(".N"));
                    break;
                case ".gbrjob":
                    JsonDocument.Parse(content);
                    break;
            }
        }

        JsonDocument.Parse(BoardReport.Write(board, RoutedBoard.Empty, null, []));
    }

    [Fact]
    public void A_report_lists_what_the_package_lacks()
    {
        using var report = JsonDocument.Parse(BoardReport.Write(TestBoards.Of(), RoutedBoard.Empty, null, [new("FIRMWARE_GENERATION_FAILED", "error=x")]));
        Assert.Equal("FIRMWARE_GENERATION_FAILED error=x", report.RootElement.GetProperty("packageIssues")[0].GetString());
        Assert.Empty(BoardStages.PackageIssues(TestBoards.Of()));
    }

    [Fact]
    public void Graphics_that_are_no_svg_print_nothing()
    {
        var plain = TestBoards.Of();
        var board = plain with { Project = plain.Project with { GraphicsSvg = "<svg" }, Rules = plain.Rules with { Legend = LegendRules.None } };
        Assert.Empty(LayerMerger.Merge(board, RoutedBoard.Empty, ModuleLayer.FrontSilkscreen).Objects);
    }

    [Fact]
    public void Graphics_are_printed_on_the_top_silkscreen_only()
    {
        var (sample, routed) = RealBoards.Sample("connectors");
        var board = sample with { Rules = sample.Rules with { Legend = LegendRules.None } };
        var bare = board with { Project = board.Project with { GraphicsSvg = "" } };
        Assert.True(LayerMerger.Merge(board, routed, ModuleLayer.FrontSilkscreen).Objects.Length > LayerMerger.Merge(bare, routed, ModuleLayer.FrontSilkscreen).Objects.Length);
        Assert.Equal(LayerMerger.Merge(board, routed, ModuleLayer.BackSilkscreen).Objects.Length, LayerMerger.Merge(bare, routed, ModuleLayer.BackSilkscreen).Objects.Length);
    }

    [Fact]
    public void Firmware_of_the_programmers_is_in_the_package()
    {
        var (board, routed) = RealBoards.Sample("typical");
        var hex = RealBoards.Make(board, routed, ".hex");
        Assert.StartsWith(":", System.Text.Encoding.ASCII.GetString(hex.Content.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_maps_references_and_adds_up_copper()
    {
        var (board, routed) = RealBoards.Sample("typical");
        using var report = JsonDocument.Parse(BoardStages.Verify(board, routed).Report);
        var root = report.RootElement;
        Assert.True(root.GetProperty("verification").GetProperty("passed").GetBoolean());
        Assert.Equal(board.Sockets.Length, root.GetProperty("sockets").GetProperty("total").GetInt32());
        Assert.Equal(routed.Vias.Length, root.GetProperty("copper").GetProperty("vias").GetInt32());
        Assert.Equal(
            root.GetProperty("copper").GetProperty("lengthMm").GetDouble(),
            root.GetProperty("nets").EnumerateArray().Sum(net => net.GetProperty("lengthMm").GetDouble()), 0.1);
        Assert.All(root.GetProperty("nets").EnumerateArray().Where(net => net.GetProperty("sockets").GetInt32() > 1), net =>
        {
            var length = net.GetProperty("lengthMm").GetDouble();
            Assert.Equal(length, net.GetProperty("trackLengthMm").GetDouble() + net.GetProperty("busLengthMm").GetDouble(), 0.002);
            Assert.Equal(length, net.GetProperty("widths").EnumerateArray().Sum(width => width.GetProperty("lengthMm").GetDouble()), 0.002);
            Assert.InRange(net.GetProperty("clearanceMm").GetDouble(), 0.125, 100);
        });
        var mapped = root.GetProperty("modules").EnumerateArray().SelectMany(module => module.GetProperty("references").EnumerateObject()).Select(p => p.Name).ToHashSet();
        Assert.Superset(BoardParts.Of(board).Select(part => part.Reference).ToHashSet(), mapped);
    }
}
