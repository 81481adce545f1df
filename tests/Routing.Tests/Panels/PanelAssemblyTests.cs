using System.IO.Compression;
using System.Text;
using MakeDevice.Routing.Panels;
using MakeDevice.Routing.Tests.Fabrication;

namespace MakeDevice.Routing.Tests.Panels;

/// <summary>A panel's BOM and CPL: in the form of the board's house, and with everything told that the board's own files leave in doubt.</summary>
public sealed class PanelAssemblyTests
{
    [Theory]
    [InlineData(null, "Comment,Designator,Footprint,JLCPCB Part #")]
    [InlineData("JLCPCB", "Comment,Designator,Footprint,JLCPCB Part #")]
    [InlineData("Eurocircuits", "\"Designator\",\"Quantity\",\"Value\",\"Package\",\"LCSC Part Number\"")]
    public void The_headings_are_those_that_the_boards_house_takes(string? house, string headings)
    {
        var panel = PanelBoards.Make("""{"columns":2}""", With(PanelBoards.Typical, house is null ? [] : [("project.MakeDevice", Project(house))]));
        Assert.Equal(headings, First(panel, "full_panel_BOM.csv"));
        Assert.Equal("Designator,Val,Package,Mid X,Mid Y,Rotation,Layer", First(panel, "full_panel_CPL.csv").Replace("\"", "", StringComparison.Ordinal));
        Assert.DoesNotContain(panel.Warnings, issue => issue.Code.StartsWith("PANEL_", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_readers_have_to_tell_is_told_of_the_panel()
    {
        var board = With(
            PanelBoards.Typical,
            [
                ("BOM_typical.csv", "Reference,Value,Footprint,LCSC,DNP,Shelf\nR1,10k,R0603,C1,,7\nR2,10k,R0603,C1,DNP,7\nR3,1k,R0603,C2,,7\n,Hole,,,,\n"),
                ("CPL_typical-top-pos.csv", "Designator,Mid X,Mid Y,Layer\nR1,1,2,top\nr2,3,2,top\n"),
                ("typical-extra.drl", "M48\nMETRIC\nT1C0.3\n%\nT1\nX1.0Y1.0\n"),
                ("stackup.xml", "<a/>"),
            ]);
        var (panel, issues) = Panel.FromPackage(board, """{"columns":2}"""u8.ToArray());

        // Holes that may be plated or not are refused, as a panel's drills go into one of two files.
        Assert.Null(panel);
        Assert.Equal("PANEL_DRILLS_AMBIGUOUS", Assert.Single(issues).Code);

        panel = PanelBoards.Make("""{"columns":2}""", With(board, [("typical-extra.drl", null), ("typical-extra-PTH.drl", "M48\nMETRIC\nT1C0.3\n%\nT1\nX1.0Y1.0\n")]));
        string[] told = [.. panel.Warnings.Select(issue => issue.ToString())];
        Assert.Contains("PANEL_FILE_UNUSED file=stackup.xml error=it is no fabrication file", told);
        Assert.Contains(told, issue => issue.StartsWith("PANEL_FILE_DOUBTFUL file=typical-extra-PTH.drl error=", StringComparison.Ordinal));
        Assert.Contains("PART_COLUMNS_UNUSED module=board file=BOM_typical.csv reason=Shelf", told);
        Assert.Contains(told, issue => issue.StartsWith("PART_ROW_IGNORED module=board file=BOM_typical.csv line=5 ", StringComparison.Ordinal));
        Assert.Contains("PART_COLUMN_MISSING module=board file=CPL_typical-top-pos.csv line=1 reason=no column for a rotation", told);
        Assert.Contains("PART_NOT_FITTED module=board references=[R2] reason=say the module's files", told);
        Assert.Contains("PART_WITHOUT_POSITION module=board references=[R3] reason=in the BOM, but not in the CPL", told);
        Assert.Equal(2, TestCsv.Rows(panel.Make("full_panel_CPL.csv").Content.Span).Count);
    }

    private static string Project(string house) =>
        $$"""{"size":{"width":40,"height":40},"pcbOptions":{"fabricationHouse":"{{house}}"},"modules":[]}""";

    private static string First(Panel panel, string name) => Encoding.UTF8.GetString(panel.Make(name).Content.Span).TrimStart('\uFEFF').Split('\n')[0].TrimEnd('\r');

    /// <summary>A package with files replaced, added or, without a content, taken out.</summary>
    private static byte[] With(byte[] zip, (string Name, string? Content)[] files)
    {
        using var stream = new MemoryStream();
        stream.Write(zip);
        using (var package = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                package.GetEntry(name)?.Delete();
                if (content is not null)
                {
                    using var entry = package.CreateEntry(name).Open();
                    entry.Write(Encoding.UTF8.GetBytes(content));
                }
            }
        }

        return stream.ToArray();
    }
}
