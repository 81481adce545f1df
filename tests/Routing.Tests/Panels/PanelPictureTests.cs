using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Panels;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Routing.Tests.Pictures;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Panels;

/// <summary>What a panel's package shows and says of it, and whether each copy in the written files is still the board that was checked.</summary>
public sealed class PanelPictureTests : IDisposable
{
    private const string Tabs = """{"columns":3,"rows":2}""";
    private const string Scored = """{"columns":3,"rows":2,"separation":"vcut","rails":{"sides":"all"}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("panel-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(Tabs)]
    [InlineData(Scored)]
    public void Both_sides_are_drawn_with_every_copy_and_the_panels_own(string specification)
    {
        var panel = PanelBoards.Make(specification);
        foreach (var name in new[] { Panel.FrontPicture, Panel.BackPicture })
        {
            var text = Encoding.UTF8.GetString(panel.Make(name).Content.Span);
            var svg = XDocument.Parse(text).Root!;
            var uses = svg.Descendants().Where(element => element.Name.LocalName == "use" && element.Attribute("transform") is not null).ToList();
            Assert.Equal(3 * (panel.Copies + 1), uses.Count);
            Assert.Equal(panel.Copies + (uses.Count > 0 ? 1 : 0), uses.Select(use => (string)use.Attribute("transform")! + (string)use.Attribute(XName.Get("href", "http://www.w3.org/1999/xlink"))!).Distinct().Count() / 3);
            var box = ((string)svg.Attribute("viewBox")!).Split(' ').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            var edge = PanelShapes.BoundsOf(panel.Design.Outline);
            Assert.Equal((edge.Width / 1e6 + 2, edge.Height / 1e6 + 2), (box[2], box[3]));
            Assert.Equal(panel.Design.Cuts.IsEmpty, !text.Contains("color=\"#e8e04a\"><path", StringComparison.Ordinal));
        }

        Assert.Contains("scale(-1 1)", Encoding.UTF8.GetString(panel.Make(Panel.BackPicture).Content.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_counts_what_the_files_hold()
    {
        var panel = PanelBoards.FromPacket(PanelBoards.Packet());
        using var report = JsonDocument.Parse(panel.Make("report.json").Content);
        var root = report.RootElement;
        Assert.Equal((3, 2), (root.GetProperty("panel").GetProperty("columns").GetInt32(), root.GetProperty("panel").GetProperty("rows").GetInt32()));
        var (plated, nonPlated) = (Drills(panel, "PTH.drl").Hits.Length, Drills(panel, "NPTH.drl").Hits.Length);
        Assert.Equal((plated, nonPlated), (root.GetProperty("holes").GetProperty("plated").GetInt32(), root.GetProperty("holes").GetProperty("nonPlated").GetInt32()));
        var rows = Encoding.UTF8.GetString(panel.Make("full_panel_CPL.csv").Content.Span).Trim().Split('\n').Length - 1;
        Assert.Equal((rows, rows / 6), (root.GetProperty("parts").GetProperty("total").GetInt32(), root.GetProperty("parts").GetProperty("ofEachCopy").GetInt32()));
        Assert.Equal(panel.Design.Offsets.Select(offset => offset.X / 1e6), root.GetProperty("copies").EnumerateArray().Select(copy => copy.GetProperty("xMm").GetDouble()));
        Assert.Equal(panel.Names, root.GetProperty("files").EnumerateArray().Select(file => file.GetString()));
        Assert.Equal(panel.Warnings.Length, root.GetProperty("issues").GetArrayLength());
        Assert.All(root.GetProperty("checks").EnumerateArray(), check => Assert.StartsWith("PANEL_", check.GetProperty("code").GetString(), StringComparison.Ordinal));
    }

    /// <summary>Each copy is cut out of the written files and goes through the check of the final copper, with the board's own nets, drills and edge.</summary>
    [Theory]
    [InlineData(Tabs)]
    [InlineData(Scored)]
    public void The_copper_of_every_copy_passes_the_check_of_the_board(string specification)
    {
        var panel = PanelBoards.Make(specification);
        var (board, routed) = RealBoards.Sample("typical");
        var outline = new GerberLayer([], [.. panel.Board.Outline.SelectMany(Strokes)]);
        GerberLayer front = Layer(panel, "copper_top.GTL"), back = Layer(panel, "copper_bottom.GBL");
        DrillFile plated = Drills(panel, "PTH.drl"), nonPlated = Drills(panel, "NPTH.drl");
        foreach (var offset in panel.Design.Offsets)
        {
            var report = BoardVerifier.Verify(VerificationInput.Of(
                board, routed, CutOut(front, panel, offset), CutOut(back, panel, offset), outline, CutOut(plated, panel, offset), CutOut(nonPlated, panel, offset)));
            Assert.True(report.Passed, string.Join('\n', report.Issues));
            Assert.Equal(panel.Board.Plated.Hits.Distinct().Count(), CutOut(plated, panel, offset).Hits.Length);
        }
    }

    [GerbvFact]
    public void Every_copy_looks_like_the_single_board_in_another_viewer()
    {
        var panel = PanelBoards.Make(Tabs);
        var bounds = panel.Board.Bounds;
        foreach (var file in new[] { "copper_top.GTL", "soldermask_bottom.GBS" })
        {
            var single = Show(file + ".single", GerberWriter.Write(panel.Board.Layers.Single(layer => layer.FileName == file).Layer), bounds, default);
            Assert.True(single.Count > 1_000, "the board shows something");
            foreach (var offset in panel.Design.Offsets)
            {
                var copy = Show(file, panel.Make(file).Content.ToArray(), bounds, offset);
                Assert.Equal((0, 0), (single.ThickerThan(copy), copy.ThickerThan(single)));
            }
        }
    }

    private Bitmap Show(string name, byte[] gerber, Box bounds, Point offset)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, gerber);
        return Viewers.Gerbv(path, ((bounds.Left + offset.X) / 1e6, (bounds.Bottom + offset.Y) / 1e6, (bounds.Right + offset.X) / 1e6, (bounds.Top + offset.Y) / 1e6), 200);
    }

    private static GerberLayer Layer(Panel panel, string name) => GerberReader.Read(panel.Make(name).Content.Span, name);

    private static DrillFile Drills(Panel panel, string name) => ExcellonReader.Read(panel.Make(name).Content.Span, name).Whole;

    /// <summary>What of a layer begins within a copy, where the first copy has it.</summary>
    private static GerberLayer CutOut(GerberLayer layer, Panel panel, Point offset)
    {
        var moved = GerberTransform.Apply(layer, new Placement(default(Point) - offset, 0));
        return moved with { Objects = [.. moved.Objects.Where(item => IsIn(panel, Start(item)))] };
    }

    private static DrillFile CutOut(DrillFile drills, Panel panel, Point offset)
    {
        var moved = ExcellonTransform.Apply(drills, new Placement(default(Point) - offset, 0));
        var bites = panel.Design.BiteHoles.Concat(panel.Design.RailHoles).Select(hole => hole.At - offset).ToHashSet();
        return moved with { Hits = [.. moved.Hits.Where(hit => IsIn(panel, hit.Place.From) && !bites.Contains(hit.Place.From))] };
    }

    private static bool IsIn(Panel panel, Point at)
    {
        var box = panel.Board.Bounds;
        return at.X > box.Left && at.X < box.Right && at.Y > box.Bottom && at.Y < box.Top;
    }

    private static Point Start(GraphicObject item) => item switch
    {
        Flash flash => flash.At,
        Line line => line.From,
        Arc arc => arc.From,
        Region region => region.Contours[0].Start,
        _ => throw new ArgumentOutOfRangeException(nameof(item)),
    };

    private static IEnumerable<GraphicObject> Strokes(Contour contour)
    {
        var at = contour.Start;
        foreach (var segment in contour.Segments)
        {
            yield return segment.Center is { } center
                ? new Arc(at, segment.To, center, segment.Clockwise, PanelDesign.Pen, Polarity.Dark, AttributeSet.None)
                : new Line(at, segment.To, PanelDesign.Pen, Polarity.Dark, AttributeSet.None);
            at = segment.To;
        }
    }
}
