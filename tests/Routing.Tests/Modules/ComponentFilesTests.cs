using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Tests;

public class ComponentFilesTests
{
    [Theory]
    [InlineData("Value,Reference,Package,LCSC Part\n10uF,\"C1,C2\",0603,C19702\n")]
    [InlineData("\uFEFF\"Comment\";\"Designator\";\"Footprint\";\"LCSC Part #\"\r\n\"10uF\";\"C1,C2\";\"0603\";\"C19702\"\r\n")]
    [InlineData("Val\tRefs\tFOOTPRINT\tJLCPCB Part #\r10uF\tC1 C2\t0603\tC19702")]
    [InlineData("\n\nlcsc , Ref, package, value\n\n C19702 , \"C1-C2\" ,0603,10uF\n,,,\n")]
    [InlineData("Extra,Value,Reference(s),Package,LCSC\n\"a \"\"quoted\"\"\nline\",10uF,C1;C2,0603,C19702")]
    public void A_bom_is_understood_in_every_common_form(string text)
    {
        var line = Assert.Single(ComponentFiles.ReadBom(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(new BomLine("10uF", ["C1", "C2"], "0603", "C19702"), line);
    }

    [Theory]
    [InlineData("C1-C4", "C1 C2 C3 C4")]
    [InlineData("C1-4", "C1 C2 C3 C4")]
    [InlineData("R9-R11 R20", "R9 R10 R11 R20")]
    [InlineData("C4-C1", "C4-C1")]
    [InlineData("C1-R4", "C1-R4")]
    [InlineData("J-1", "J-1")]
    [InlineData("C1-C999999999", "C1-C999999999")]
    public void Reference_ranges_are_spelled_out(string written, string references) =>
        Assert.Equal(references.Split(' '), ComponentFiles.ReadBom(Encoding.UTF8.GetBytes($"Ref\n{written}\n")).Single().References);

    [Theory]
    [InlineData("Ref,Val,Package,PosX,PosY,Rot,Side\nC1,1uF,0603,-20.800000,-6.4,-90,top\n")]
    [InlineData("Designator,Mid X,Mid Y,Layer,Rotation,Comment,Footprint\nC1,-20.8mm,\"-6.4 mm\",T,-90,1uF,0603\n")]
    [InlineData("Reference;X;Y;Angle;Layer;Value;Footprint\nC1;-20,8;-6,4;-90,0;TopLayer;1uF;0603\n")]
    public void A_cpl_is_understood_in_every_common_form(string text)
    {
        var line = Assert.Single(ComponentFiles.ReadCpl(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(new CplLine("C1", "1uF", "0603", new Point(-20_800_000, -6_400_000), -90, "top"), line);
    }

    [Fact]
    public void Bottom_and_a_missing_rotation_are_read() =>
        Assert.Equal(("bottom", 0.0), ComponentFiles.ReadCpl("ref,x,y,side\nC1,0,0,Bottom\n"u8).Select(l => (l.Side, l.Rotation)).Single());

    [Fact]
    public void Old_windows_files_keep_their_micro_sign() =>
        Assert.Equal("10µF", ComponentFiles.ReadBom(Encoding.Latin1.GetBytes("Ref,Value\nC1,10µF\n")).Single().Value);

    [Fact]
    public void Utf16_with_a_mark_is_read() =>
        Assert.Equal("10µF", ComponentFiles.ReadBom([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("Ref\tValue\nC1\t10µF\n")]).Single().Value);

    [Fact]
    public void Empty_files_list_nothing()
    {
        Assert.Empty(ComponentFiles.ReadBom([]));
        Assert.Empty(ComponentFiles.ReadCpl("Ref,Val,Package,PosX,PosY,Rot,Side\n"u8));
    }

    [Theory]
    [InlineData("Ref,Value\nC1,\"10uF\n", 2, "a quote is not closed")]
    [InlineData("Ref,Value\nC1,10\"uF\n", 2, "a quote inside an unquoted field")]
    [InlineData("Ref,Value\nC1,\"10\"uF\n", 2, "text after a closing quote")]
    [InlineData("Ref,Value\nC1,10uF,more\n", 2, "more fields than the header has")]
    [InlineData("Value,Package\n10uF,0603\n", 1, "no column for a reference")]
    [InlineData("Ref,Value\nC1,1uF\n,2uF\n", 3, "a part without a reference")]
    public void A_malformed_bom_names_the_line(string text, int line, string error)
    {
        var e = Assert.Throws<CsvException>(() => ComponentFiles.ReadBom(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((line, error), (e.Line, e.Message));
    }

    [Theory]
    [InlineData("Ref,X,Y\nC1,1,abc\n", 2, "'abc' is no number from -1000 to 1000")]
    [InlineData("Ref,X,Y\nC1,1,NaN\n", 2, "'NaN' is no number from -1000 to 1000")]
    [InlineData("Ref,X,Y\nC1,1,1e300\n", 2, "'1e300' is no number from -1000 to 1000")]
    [InlineData("Ref,X,Y,Side\nC1,1,1,inside\n", 2, "'inside' is no side of a board")]
    [InlineData("Ref,X\nC1,1\n", 1, "no column for a y position")]
    public void A_malformed_cpl_names_the_line(string text, int line, string error)
    {
        var e = Assert.Throws<CsvException>(() => ComponentFiles.ReadCpl(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((line, error), (e.Line, e.Message));
    }

    [Fact]
    public void Hostile_sizes_are_refused()
    {
        Assert.Throws<CsvException>(() => ComponentFiles.ReadBom(Encoding.UTF8.GetBytes("Ref\n" + string.Concat(Enumerable.Repeat("C1\n", 6_000)))));
        Assert.Throws<CsvException>(() => ComponentFiles.ReadBom(Encoding.UTF8.GetBytes("Ref" + new string(',', 100) + "\n")));
        Assert.Throws<CsvException>(() => ComponentFiles.ReadBom(Encoding.UTF8.GetBytes("Ref,V\nC1," + new string('x', 30_000))));
        Assert.Throws<CsvException>(() => ComponentFiles.ReadBom(Encoding.UTF8.GetBytes("Ref\n" + string.Concat(Enumerable.Repeat("C1-C999\n", 100)))));
    }
}
