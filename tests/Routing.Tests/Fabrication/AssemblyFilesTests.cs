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
        var bom = TestCsv.Rows(RealBoards.Make(board, routed, $"BOM_{sample}.csv").Content.Span).SelectMany(row => row[1].Split(',')).ToList();
        var cpl = TestCsv.Rows(RealBoards.Make(board, routed, "-top-pos.csv").Content.Span).Select(row => row[0]).ToList();
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
        Assert.Equal(written, TestCsv.Rows(Encoding.UTF8.GetBytes("x,y\r\n" + Encoding.UTF8.GetString(csv)))[0][1]);
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("say \"hi\"")]
    [InlineData("two; parts")]
    [InlineData("Ω µ ²")]
    public void Cells_come_back_as_they_were(string value)
    {
        var csv = Encoding.UTF8.GetString(new CsvText().Cell(value).Cell("z").EndRow().ToBytes()).TrimStart('\uFEFF');
        Assert.EndsWith("\r\n", csv, StringComparison.Ordinal);
        var row = Assert.Single(TestCsv.Rows(Encoding.UTF8.GetBytes("x,y\r\n" + csv)));
        Assert.Equal((value, "z"), (row[0], row[1]));
    }

    [Fact]
    public void A_line_break_in_a_cell_does_not_break_the_row() =>
        Assert.Equal("\uFEFFa  b,\uFFFD\r\n", Encoding.UTF8.GetString(new CsvText().Cell("a\r\nb").Cell("\uD800").EndRow().ToBytes()));

    [Fact]
    public void Different_part_numbers_are_ordered_as_one_with_an_issue_only()
    {
        var board = TestBoards.Of(TestBoards.Package(
            "m", bom: [new("1uF", new(["C1"]), "0603", "C1"), new("1uF", new(["C2"]), "0603", "C2"), new("1uF", new(["C3"]), "0603", "")],
            cpl: [.. new[] { "C1", "C2", "C3" }.Select(r => new CplLine(r, "", "", default, 0, "top"))]));
        Assert.Equal(
            [
                "PART_SUBSTITUTED references=[C2] value=1uF package=0603 asked=C2 ordered=C1",
                "PART_SUBSTITUTED references=[C3] value=1uF package=0603 asked=none ordered=C1",
            ],
            BoardStages.PackageIssues(board).Select(issue => issue.ToString()));
    }

    [Fact]
    public void An_empty_value_or_package_makes_no_two_parts_one_kind()
    {
        var board = TestBoards.Of(TestBoards.Package(
            "m", bom: [new("", new(["R1"]), "0603", "C1"), new("", new(["R2"]), "0603", "C2"), new("", new(["R3"]), "0603", ""), new("", new(["R4"]), "0603", ""), new("1k", new(["R5"]), "", "C3"), new("1k", new(["R6"]), "", "C4")],
            cpl: [.. new[] { "R1", "R2", "R3", "R4", "R5", "R6" }.Select(r => new CplLine(r, "", "", default, 0, "top"))]));
        Assert.Equal(["C1", "C2", "", "", "C3", "C4"], PartKind.Of(board).Select(kind => kind.LcscPart));
        Assert.Empty(BoardStages.PackageIssues(board));
    }

    [Theory]
    [InlineData("JLCPCB", "Comment,Designator,Footprint,JLCPCB Part #")]
    [InlineData("Eurocircuits", "\"Designator\",\"Quantity\",\"Value\",\"Package\",\"LCSC Part Number\"")]
    [InlineData("PCBWay", "Designator,Qty,Description / Value,Package/Footprint,LCSC Part Number")]
    [InlineData("somebody", "Designator,Quantity,Value,Package,LCSC Part Number")]
    public void Headings_are_those_that_the_houses_form_takes(string house, string header)
    {
        var board = TestBoards.Of(TestBoards.Package("m", bom: [new("4k7Ω", new(["R1"]), "0603", "C1")], cpl: [new("R1", "", "", default, 0, "top")]));
        var bom = AssemblyFiles.Bom(board with { Rules = board.Rules with { Profile = house } });
        Assert.StartsWith("\uFEFF" + header + "\r\n", Encoding.UTF8.GetString(bom), StringComparison.Ordinal);
        Assert.Equal(house == "Eurocircuits", Encoding.UTF8.GetString(bom).Contains("\"4k7Ω\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Rotation_offsets_turn_parts_by_number_before_package_and_are_told()
    {
        var (offsets, issues) = Routing.Projects.RotationOffsetsReader.Read("""{"jlcpcb":{"parts":{"c1":180},"packages":{"0603":-90}},"PCBWay":{"packages":{"0603":45}}}"""u8.ToArray());
        Assert.Empty(issues);
        var board = TestBoards.Of(TestBoards.Package(
            "m", bom: [new("1uF", new(["C1"]), "0603", "C1"), new("2uF", new(["C2"]), "0603", "C2"), new("3uF", new(["C3"]), "0805", "C3")],
            cpl: [.. new[] { "C1", "C2", "C3" }.Select(r => new CplLine(r, "", "", default, 45, "top"))])) with { RotationOffsets = offsets! };
        Assert.Equal(["225.000000", "315.000000", "45.000000"], TestCsv.Rows(AssemblyFiles.Cpl(board)).Select(row => row[5]));
        Assert.Equal(
            ["PART_ROTATION_OFFSET references=[C1] part=C1 package=0603 degrees=180 house=JLCPCB", "PART_ROTATION_OFFSET references=[C2] part=C2 package=0603 degrees=-90 house=JLCPCB"],
            BoardStages.PackageIssues(board).Select(issue => issue.ToString()));
    }

    [Theory]
    [InlineData("[]", "$")]
    [InlineData("{\"JLCPCB\":{\"part\":{}}}", "$.JLCPCB.part")]
    [InlineData("{\"JLCPCB\":{\"parts\":{\"C1\":\"left\"}}}", "$.JLCPCB.parts.C1")]
    [InlineData("{\"JLCPCB\":{\"packages\":{\"0603\":361}}}", "$.JLCPCB.packages.0603")]
    public void Malformed_rotation_offsets_are_refused(string json, string path) =>
        Assert.StartsWith($"ROTATION_OFFSETS_INVALID path={path} ", Routing.Projects.RotationOffsetsReader.Read(Encoding.UTF8.GetBytes(json)).Issues.Single().ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_guide_names_every_file_that_is_uploaded_and_what_is_in_doubt_and_cannot_be_marked_up()
    {
        var board = TestBoards.Of(TestBoards.Package("m"));
        board = board with { Project = board.Project with { Name = "a <b> [x](y) `z`" } };
        var guide = Encoding.UTF8.GetString(OrderGuide.Write(board, ["pico.uf2"], [new("PART_WITHOUT_POSITION", "module=m_1.0 references=[U1] reason=in the BOM, but not in the CPL")]));
        foreach (var name in new[] { "test-gerbers.zip", "BOM_test.csv", "CPL_test-top-pos.csv", "pico.uf2", "RPI-RP2", "JLCPCB", "U1" })
        {
            Assert.Contains(name, guide, StringComparison.Ordinal);
        }

        Assert.Contains(@"a \<b\> \[x\](y) \`z\`", guide, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fabs_zip_holds_layers_and_drills_alone()
    {
        var (board, routed) = RealBoards.Sample("small");
        var gerbers = BoardStages.GerberPackage(board, BoardStages.ArtifactNames(board).Select(name => BoardStages.Fabricate(board, routed, name)));
        Assert.Equal("small-gerbers.zip", gerbers.Name);
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(gerbers.Content.ToArray()));
        Assert.Equal(
            ["-B_Cu.gbl", "-B_Mask.gbs", "-B_Paste.gbp", "-B_Silkscreen.gbo", "-Edge_Cuts.gm1", "-F_Cu.gtl", "-F_Mask.gts", "-F_Paste.gtp", "-F_Silkscreen.gto", "-NPTH.drl", "-PTH.drl"],
            zip.Entries.Select(entry => entry.FullName["small".Length..]));
    }

    private static string Pin(Flash flash) => flash.Attributes.Items.Items.First(item => item.Name == ".P").Values[1];

    private static Routing.Projects.PlacedBoard RealBoardsPlace(ModulePackage module)
    {
        var (board, _) = BoardStages.Place(TestProjects.Board(60, 60, ("m", 0, 0, 0)), TestModules.Library(module), Routing.Projects.DesignRules.Default);
        return board ?? new(TestProjects.Board(60, 60, ("m", 0, 0, 0)), Routing.Projects.DesignRules.Default,
            [new(0, TestProjects.Board(60, 60, ("m", 0, 0, 0)).Modules[0], module)], [], []);
    }
}
