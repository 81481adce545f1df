using System.Globalization;
using System.Text;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Tests.Fabrication;

public class AssemblyFilesTests
{
    [Theory]
    [InlineData("typical")]
    [InlineData("dense")]
    [InlineData("angles")]
    public void Bom_and_cpl_list_the_same_references_each_once(string sample)
    {
        var (board, routed) = RealBoards.Sample(sample);
        var bom = CsvTable.Read(RealBoards.Make(board, routed, $"BOM_{sample}.csv").Content.Span).Rows.SelectMany(row => row[1].Split(',')).ToList();
        var cpl = CsvTable.Read(RealBoards.Make(board, routed, "-top-pos.csv").Content.Span).Rows.Select(row => row[0]).ToList();
        Assert.NotEmpty(bom);
        Assert.Equal(bom.Count, bom.Distinct().Count());
        Assert.Equal(cpl.Order(StringComparer.Ordinal), bom.Order(StringComparer.Ordinal));
    }

    /// <summary>The proof that a rotation is right: the pads that carry the part's name lie around its position, turned as it is.</summary>
    [SharedTheory]
    [InlineData("valid/jvm06")]
    [InlineData("valid/i2c20")]
    [InlineData("hard/h15_rotation_45")]
    public void Pads_of_a_part_lie_around_its_position(string project)
    {
        var (board, routed) = RealBoards.Shared(project);
        var pads = BoardFabricator.Copper(board, routed).Front.Objects.OfType<Flash>()
            .Where(flash => flash.Attributes.Value(".P") is not null)
            .ToLookup(flash => flash.Attributes.Value(".P")!, flash => flash.At);
        foreach (var part in BoardParts.Of(board))
        {
            var around = Box.Around(pads[part.Reference]);
            Assert.False(around.IsEmpty, $"{part.Reference} has no pad");
            Assert.True(around.Inflate(Units.Millimetre / 2).Contains(part.At), $"{part.Reference} at {part.At} is outside its pads {around}");
        }
    }

    [SharedFact]
    public void A_chip_between_two_pads_is_turned_as_the_line_through_them_at_any_angle()
    {
        var (board, routed) = RealBoards.Shared("hard/h15_rotation_45");
        var pads = BoardFabricator.Copper(board, routed).Front.Objects.OfType<Flash>()
            .Where(flash => flash.Attributes.Value(".P") is not null).ToLookup(flash => flash.Attributes.Value(".P")!);
        var turnedChips = 0;
        foreach (var part in BoardParts.Of(board).Where(part => part.Position.Package.StartsWith("C_0603", StringComparison.Ordinal)))
        {
            var ends = pads[part.Reference].ToDictionary(Pin, flash => flash.At);
            var along = ends["2"] - ends["1"];
            var degrees = Math.Atan2(along.Y, along.X) * 180 / Math.PI;
            Assert.True(Math.Abs(Math.IEEERemainder(degrees - part.Rotation, 360)) < 0.01, $"{part.Reference}: {degrees} against {part.Rotation}");
            turnedChips += part.Rotation % 90 != 0 ? 1 : 0;
        }

        Assert.True(turnedChips > 0);
    }

    [Fact]
    public void Parts_without_a_position_and_positions_without_a_part_are_left_out()
    {
        var package = TestModules.Square("m", 10);
        var module = new ModulePackage
        {
            Key = package.Key,
            ContentHash = "x",
            Zones = package.Zones,
            Layers = package.Layers,
            Bom = [new("1k", new(["R1", "R2"]), "0603", "C1")],
            Cpl = [new("R2", "1k", "R_0603", default, 90, "top"), new("FID1", "", "", default, 0, "top")],
        };
        var board = RealBoardsPlace(module);
        Assert.Equal("R2", Assert.Single(BoardParts.Of(board)).Position.Reference);
        Assert.Equal("R1", Assert.Single(BoardParts.Of(board)).Reference);
    }

    [Fact]
    public void Parts_of_one_value_and_package_are_ordered_under_the_first_number_named()
    {
        var module = TestBoards.Package(
            "m", bom: [new("1uF", new(["C1"]), "0603", ""), new("1uF", new(["C2"]), "0603", "C15849"), new("1uF", new(["C3"]), "0603", "C106248")],
            cpl: [.. new[] { "C1", "C2", "C3" }.Select(r => new CplLine(r, "", "", default, 0, "top"))]);
        var kind = Assert.Single(PartKind.Of(TestBoards.Of(module)));
        Assert.Equal(("C15849", 3), (kind.LcscPart, kind.Parts.Length));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    [InlineData("-2+3*cmd", "'-2+3*cmd")]
    [InlineData("+HYPERLINK(\"x\")", "'+HYPERLINK(\"x\")")]
    [InlineData("+5V", "+5V")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("-40/+85", "-40/+85")]
    [InlineData("100nF", "100nF")]
    [InlineData("", "")]
    public void A_cell_cannot_become_a_formula_and_part_values_stay(string value, string written)
    {
        var csv = new CsvText().Cell("a").Cell(value).EndRow().ToBytes();
        Assert.Equal(written, CsvTable.Read(Encoding.UTF8.GetBytes("x,y\r\n" + Encoding.UTF8.GetString(csv))).Rows[0][1]);
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("say \"hi\"")]
    [InlineData("two; parts")]
    [InlineData("Ω µ ²")]
    public void Cells_come_back_as_they_were(string value)
    {
        var csv = Encoding.UTF8.GetString(new CsvText().Cell(value).Cell("z").EndRow().ToBytes());
        Assert.EndsWith("\r\n", csv, StringComparison.Ordinal);
        var row = Assert.Single(CsvTable.Read(Encoding.UTF8.GetBytes("x,y\r\n" + csv)).Rows);
        Assert.Equal((value, "z"), (row[0], row[1]));
    }

    [Fact]
    public void A_line_break_in_a_cell_does_not_break_the_row() =>
        Assert.Equal("a  b,\uFFFD\r\n", Encoding.UTF8.GetString(new CsvText().Cell("a\r\nb").Cell("\uD800").EndRow().ToBytes()));

    private static string Pin(Flash flash) => flash.Attributes.Items.Items.First(item => item.Name == ".P").Values[1];

    private static Routing.Projects.PlacedBoard RealBoardsPlace(ModulePackage module)
    {
        var (board, _) = BoardStages.Place(TestProjects.Board(60, 60, ("m", 0, 0, 0)), TestModules.Library(module), Routing.Projects.DesignRules.Default);
        return board ?? new(TestProjects.Board(60, 60, ("m", 0, 0, 0)), Routing.Projects.DesignRules.Default,
            [new(0, TestProjects.Board(60, 60, ("m", 0, 0, 0)).Modules[0], module)], [], []);
    }
}
