using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Modules.Assembly;

namespace MakeDevice.Routing.Tests;

/// <summary>BOM and CPL as tools, fabs and people write them; each test is a kind.</summary>
public class ComponentFilesTests
{
    [Theory]
    [InlineData("Value,Reference,Package,LCSC Part\n10uF,\"C1,C2\",0603,C19702\n")]
    [InlineData("\uFEFF\"Comment\";\"Designator\";\"Footprint\";\"LCSC Part #\"\r\n\"10uF\";\"C1,C2\";\"0603\";\"C19702\"\r\n")]
    [InlineData("Val\tRefs\tFOOTPRINT\tJLCPCB Part #\r10uF\tC1 C2\t0603\tC19702")]
    [InlineData("\n\nlcsc , Ref, package, value\n\n C19702 , \"C1-C2\" ,0603,10uF\n,,,\n")]
    [InlineData("Extra,Value,Reference(s),Package,LCSC\n\"a \"\"quoted\"\"\nline\",10uF,C1;C2,0603,C19702")]
    public void A_bom_is_understood_in_every_common_form(string text) =>
        Assert.Equal(new BomLine("10uF", ["C1", "C2"], "0603", "C19702"), Assert.Single(Bom(text).Lines));

    [Theory]
    [InlineData("ID,Name,Designator,Footprint,Quantity,Supplier Part\r\n1,10uF,\"C1,C2\",0603,2,C19702\r\n")]
    [InlineData("Comment,Designator,Footprint,JLCPCB Part #（optional）\r\n10uF,\"C1,C2\",0603,C19702\r\n")]
    [InlineData("Comment,Designator,Footprint,JLCPCB Part #(optional)\r\n10uF,\"C1,C2\",0603,C19702\r\n")]
    [InlineData("Qty;Value;Device;Package;Parts;LCSC_PART\r\n2;10uF;CAP;0603;C1, C2;C19702\r\n")]
    [InlineData("Item\tQuantity\tReference\tPart Value\tPCB Footprint\tLCSC Part Number\r\n1\t2\tC1,C2\t10uF\t0603\tC19702\r\n")]
    [InlineData("RefDes|Value|Pattern|Supplier Part Number 1\r\nC1 C2|10uF|0603|C19702\r\n")]
    public void Headings_are_known_by_meaning(string text) =>
        Assert.Equal(new BomLine("10uF", ["C1", "C2"], "0603", "C19702"), Assert.Single(Bom(text).Lines));

    [Theory]
    [InlineData("My board, rev. 3\r\nDate:,2026-01-01\r\n\r\nReference,Value,Footprint,LCSC\r\nC1,10uF,0603,C19702\r\n")]
    [InlineData("sep=;\r\nReference;Value;Footprint;LCSC\r\nC1;10uF;0603;C19702\r\n")]
    [InlineData("\"sep=,\"\nReference,Value,Footprint,LCSC\nC1,10uF,0603,C19702\n")]
    [InlineData("# made by a tool, 2026\n# of my board\nReference,Value,Footprint,LCSC\n# group 1\nC1,10uF,0603,C19702\n")]
    [InlineData("#,Reference,Value,Footprint,LCSC\n1,C1,10uF,0603,C19702\n")]
    public void Lines_that_are_no_rows_do_not_disturb(string text) =>
        Assert.Equal(new BomLine("10uF", ["C1"], "0603", "C19702"), Assert.Single(Bom(text).Lines));

    /// <summary>EasyEDA Pro gives passive parts a value and the others a comment.</summary>
    [Fact]
    public void A_blank_value_is_that_of_the_next_column_of_its_meaning()
    {
        var list = Bom("No.,Comment,Designator,Footprint,Value,Supplier Part\n1,CL10A105,\"C1,C2\",C0603,1uF,C15849\n2,19-217,D1,LED0603,,C72043\n");
        Assert.Equal(["1uF", "19-217"], list.Lines.Select(line => line.Value));
        Assert.Equal(["No., Comment"], list.Notes.Select(note => note.Reason));
        Assert.Equal(["No."], Bom("No.,Comment,Designator,Footprint,Value\n1,,C1,C0603,1uF\n2,19-217,D1,LED0603,\n").Notes.Select(note => note.Reason).Where(reason => reason.StartsWith("No", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("mm", -5.25, 1.5)]
    [InlineData("inches", -133.35, 38.1)]
    public void KiCads_plain_listing_of_positions_is_read(string unit, double x, double y)
    {
        var list = CplReader.Read(Encoding.UTF8.GetBytes(
            $"### Footprint positions - created on 2026-01-01 ###\r\n### Printed by KiCad version 8.0.1\r\n## Unit = {unit}, Angle = deg.\r\n## Side : All\r\n"
                + "# Ref     Val       Package                PosX       PosY       Rot  Side\r\nC1        1uF       C_0603_1608Metric   -5.2500    1.5000   90.0000  top\r\nU1  A_B  QFN   1.0  2.0  -45.0  bottom\r\n## End\r\n"));
        Assert.Equal(new CplLine("C1", "1uF", "C_0603_1608Metric", Point.FromMillimetres(x, y), 90, "top"), list.Lines[0]);
        Assert.Equal(("U1", "bottom", -45.0), (list.Lines[1].Reference, list.Lines[1].Side, list.Lines[1].Rotation));
        Assert.Empty(list.Notes);
        Assert.Throws<CsvException>(() => CplReader.Read("# Ref Val Package PosX PosY Rot Side\nC1 1uF C 1 2 3 top more\n"u8));
    }

    [Fact]
    public void Surplus_separators_say_nothing_and_surplus_text_is_refused()
    {
        Assert.Single(Bom("Reference,Value,Footprint,LCSC Part\r\nR1,10k,R_0603,C25804,\r\n").Lines);
        Assert.Single(Bom("Reference,Value,Footprint,LCSC Part,,\r\nR1,10k,R_0603,C25804,,,,\r\n").Lines);
        Assert.Throws<CsvException>(() => Bom("Reference,Value,Footprint,LCSC Part\r\nR1,10k, 1%,R_0603,C25804\r\n"));
    }

    [Theory]
    [InlineData("Reference,Value\nJ1,Header 0.1\" 1x4\n", "Header 0.1\" 1x4")]
    [InlineData("Reference,Value\nJ1,\"Header 0.1\"\" 1x4\"\n", "Header 0.1\" 1x4")]
    [InlineData("Reference,Value\nJ1,\"Header\" 1x4\n", "Header 1x4")]
    public void Quotes_inside_a_field_are_text(string text, string value) => Assert.Equal(value, Bom(text).Lines.Single().Value);

    [Fact]
    public void A_row_without_a_reference_is_left_out_with_a_note()
    {
        var list = Bom("Reference,Value,Footprint,LCSC Part\r\n,MountingHole,M3,\r\nR1,10k,R_0603,C25804\r\n");
        Assert.Equal(["R1"], list.Lines.Single().References.Items.ToArray());
        Assert.Equal(("PART_ROW_IGNORED", 2, "has no reference: MountingHole M3"), list.Notes.Select(note => (note.Code, note.Line, note.Reason)).Single());
    }

    [Theory]
    [InlineData("DNP", "DNP")]
    [InlineData("DNP", "Yes")]
    [InlineData("DNP", "x")]
    [InlineData("Do Not Populate", "1")]
    [InlineData("Fitted", "Not Fitted")]
    [InlineData("Populate", "no")]
    [InlineData("Populate", "0")]
    [InlineData("Notes", "do not place")]
    [InlineData("Notes", "nostuff")]
    [InlineData("Value", "10k DNP")]
    [InlineData("Value", "DNF")]
    [InlineData("Value", "DNP 10k")]
    [InlineData("Value", "10k (DNI)")]
    [InlineData("Value", "10k/D.N.F.")]
    [InlineData("Value", "not fitted")]
    [InlineData("Value", "100nF do not load")]
    [InlineData("Value", "10k not to be mounted")]
    [InlineData("Comment", "Do Not Place")]
    [InlineData("Notes", "nicht bestücken")]
    [InlineData("Unpopulated", "1")]
    [InlineData("Fitted", "NF")]
    public void Do_not_populate_is_understood_in_its_spellings(string heading, string cell)
    {
        var list = Bom($"Reference,{heading},Footprint\nR1,{cell},0603\nR2,{(heading is "Value" or "Comment" ? "10k" : heading is "Fitted" or "Populate" ? "yes" : "")},0603\n");
        Assert.Equal(["R1"], list.NotFitted.ToArray());
        Assert.Equal(["R2"], list.Lines.Single().References.Items.ToArray());
    }

    [Theory]
    [InlineData("DNP,Exclude from BOM", ",Excluded from BOM", ",")]
    [InlineData("Exclude from BOM,DNP", ",DNP", ",")]
    [InlineData("Exclude from Position Files,Exclude from BOM,DNP", ",Excluded from BOM,", ",,")]
    [InlineData("Populate,Fitted", "yes,no", "yes,yes")]
    public void Every_column_that_says_not_mounted_counts(string headings, string without, string with)
    {
        var list = Bom($"Reference,Value,Footprint,LCSC,{headings}\nR1,10k,0603,C1,{without}\nR2,10k,0603,C1,{with}\n");
        Assert.Equal(["R1"], list.NotFitted.ToArray());
        Assert.Empty(list.Notes);
    }

    [Theory]
    [InlineData("10k (NF)", true)]
    [InlineData("10k/NC", true)]
    [InlineData("10k NC", true)]
    [InlineData("n.f.", true)]
    [InlineData("N/M", true)]
    [InlineData("NM", true)]
    [InlineData("NP", true)]
    [InlineData("10k optional", true)]
    [InlineData("not used", true)]
    [InlineData("-", true)]
    [InlineData("100 NF", false)]
    [InlineData("100nF", false)]
    [InlineData("NP0 10pF", false)]
    [InlineData("2N3904 NPN", false)]
    [InlineData("NC7SZ04", false)]
    [InlineData("OPT3001", false)]
    public void What_may_mean_not_mounted_is_mounted_and_told(string value, bool isInDoubt)
    {
        var list = Bom($"Reference,Value,Footprint,LCSC\nR1,{value},0603,C1\n");
        Assert.Equal(["R1"], list.Lines.Single().References.Items.ToArray());
        Assert.Equal(isInDoubt ? [$"the value {value} may mean that it is not mounted; it is"] : [], list.Notes.Select(note => note.Reason));
    }

    [Fact]
    public void A_doubt_that_both_files_raise_is_told_once_and_one_of_the_cpl_alone_is_told()
    {
        var (_, cpl, notes) = Check("Ref,Value,Footprint,LCSC\nR1,10k (NF),0603,C1\nR2,10k,0603,C1\n", "Ref,Val,PosX,PosY,Rot,Side\nR1,10k (NF),0,0,0,top\nR2,10k (NF),1,0,0,top\n");
        Assert.Equal(["R1", "R2"], cpl.Select(line => line.Reference));
        Assert.Equal(["R1", "R2"], notes.Where(note => note.Reason.Contains("may mean", StringComparison.Ordinal)).Select(note => note.References.Single()));
    }

    [Fact]
    public void What_is_not_populated_leaves_bom_and_cpl_and_is_told()
    {
        var (bom, cpl, notes) = Check("Reference,Value,Footprint,LCSC Part,Qty,DNP\n\"R1,R2\",10k,R_0603,C25804,2,\nR3,0R,R_0603,C21189,1,DNP\n", "Ref,PosX,PosY,Rot,Side\nR1,0,0,0,top\nR2,1,0,0,top\nR3,2,0,0,top\n");
        Assert.Equal(["R1", "R2"], bom.SelectMany(line => line.References.Items));
        Assert.Equal(["R1", "R2"], cpl.Select(line => line.Reference));
        Assert.Equal(("PART_NOT_FITTED", "R3"), notes.Select(note => (note.Code, note.References.Single())).Single());
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
        Assert.Equal(references.Split(' '), Bom($"Ref\n{written}\n").Lines.Single().References);

    [Theory]
    [InlineData("Ref,Val,Package,PosX,PosY,Rot,Side\nC1,1uF,0603,-20.320000,-6.35,-90,top\n")]
    [InlineData("Designator,Mid X,Mid Y,Layer,Rotation,Comment,Footprint\nC1,-20.32mm,\"-6.35 mm\",T,-90,1uF,0603\n")]
    [InlineData("Reference;X;Y;Angle;Layer;Value;Footprint\nC1;-20,32;-6,35;-90,0;TopLayer;1uF;0603\n")]
    [InlineData("Designator,Mid X (mm),Mid Y (mm),Rotation (deg),Layer,Val,Package\nC1,-20.32,-6.35,-90,Top,1uF,0603\n")]
    [InlineData("Designator,Center-X(mil),Center-Y(mil),Rotation,Layer,Comment,Footprint\nC1,-800,-250,-90,Top Layer,1uF,0603\n")]
    [InlineData("# Units: mil\nDesignator,Center-X,Center-Y,Rotation,Layer,Comment,Footprint\nC1,-800,-250mil,-90°,top side,1uF,0603\n")]
    [InlineData("# PcbXY Version 1.0\n# X,Y in mils.  rotation in degrees.\n# --------\n# RefDes, Footprint, Value, X, Y, rotation, top/bottom\nC1,0603,1uF,-800,-250,-90,top\n")] // gEDA
    [InlineData("Units used: mil\n\nDesignator,Center-X,Center-Y,Rotation,Layer,Comment,Footprint\nC1,-800,-250mil,-90°,top side,1uF,0603\n")]
    [InlineData("Designator,X inch,Y inch,Orientation,TB,Val,Package\nC1,-0.8,-0.25,\"-90 deg\",F.Cu,1uF,0603\n")]
    [InlineData("Designator,X,Y,Rotation,Layer,Val,Package\nC1,\"-0.8\"\"\",\"-250 mils\",-90,1,1uF,0603\n")]
    public void A_cpl_is_understood_in_every_common_form(string text) =>
        Assert.Equal(new CplLine("C1", "1uF", "0603", new Point(-20_320_000, -6_350_000), -90, "top"), Assert.Single(Cpl(text).Lines));

    [Fact]
    public void A_cpl_without_rotations_or_sides_says_so_once_and_an_empty_cell_for_its_part()
    {
        Assert.Equal(["no column for a rotation", "no column for a side"], Cpl("Ref,X,Y\nC1,0,0\nC2,1,0\n").Notes.Select(note => note.Reason));
        var list = Cpl("Ref,X,Y,Rot,Side\nC1,0,0,,top\nC2,1,0,90,\n");
        Assert.Equal([("C1", 0.0, "top"), ("C2", 90.0, "top")], list.Lines.Select(line => (line.Reference, line.Rotation, line.Side)));
        Assert.Equal([("C1", "the CPL gives no rotation; 0 is taken"), ("C2", "the CPL gives no side; the top is taken")], list.Notes.Select(note => (note.References.Single(), note.Reason)));
    }

    [Fact]
    public void Every_column_that_nothing_reads_is_named()
    {
        var note = Bom("Reference,Value,Footprint,LCSC,Tolerance,Empty,Vendor\nR1,10k,0603,C1,1%,,Acme\n").Notes.Single();
        Assert.Equal(("PART_COLUMNS_UNUSED", "Tolerance, Vendor"), (note.Code, note.Reason));
    }

    [Fact]
    public void Parts_in_doubt_are_named_one_by_one()
    {
        var list = Bom("Reference,Value,Footprint,LCSC,Qty\nR1,,0603,C1,1\nR2,10k,,C2,1\nR3 R4,10k,0603,C3,3\nR5,NC,0603,C4,1\n");
        Assert.Equal(
            ["R1: the BOM gives no value", "R2: the BOM gives no package", "R3 R4: the BOM says 3 of them and names 2", "R5: the value NC may mean that it is not mounted; it is"],
            list.Notes.Select(note => $"{string.Join(' ', note.References)}: {note.Reason}"));
    }

    [Fact]
    public void What_only_one_of_both_files_has_is_told_and_references_differ_in_no_case()
    {
        var (bom, cpl, notes) = Check(
            "Reference,Value,Footprint,LCSC\n\"R1,r2\",10k,0603,C1\nU1,TMP117,WSON,\nR3,1k,0603,C3\nR3,2k,0603,C4\n",
            "Ref,Val,PosX,PosY,Rot,Side\nR1,10 kΩ,0,0,0,top\nR2,10K,1,0,0,top\nFID1,,2,0,0,top\nR3,47k,3,0,0,top\n");
        Assert.Equal(["R1", "r2", "R3"], cpl.Select(line => line.Reference).Where(bom.SelectMany(line => line.References.Items).Contains));
        Assert.Equal(
            [
                "PART_IN_DOUBT R3 listed more than once in the BOM; the first line counts",
                "PART_IN_DOUBT R2 written with other letters, small or capital, in the BOM; taken for the same part",
                "PART_WITHOUT_POSITION U1 in the BOM, but not in the CPL",
                "PART_WITHOUT_BOM_LINE FID1 in the CPL, but not in the BOM",
                "PART_IN_DOUBT R3 BOM and CPL give different values",
            ],
            notes.Select(note => $"{note.Code} {string.Join(' ', note.References)} {note.Reason}"));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("latin1")]
    public void Files_of_every_encoding_keep_their_micro_sign(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] plain = encoding.GetBytes("Ref\tValue\nC1\t10µF\n");
        Assert.Equal("10µF", BomReader.Read(plain).Lines.Single().Value);
        Assert.Equal("10µF", BomReader.Read([.. encoding.GetPreamble(), .. plain]).Lines.Single().Value);
    }

    [Fact]
    public void Empty_files_list_nothing()
    {
        Assert.Empty(BomReader.Read([]).Lines);
        Assert.Empty(BomReader.Read(" ,,\n"u8).Lines);
        Assert.Empty(Cpl("Ref,Val,Package,PosX,PosY,Rot,Side\n").Lines);
    }

    [Theory]
    [InlineData("Ref,Value\nC1,\"10uF\n", 2, "a quote is not closed")]
    [InlineData("Ref,Value\nC1,10uF,more\n", 2, "more fields than the header has")]
    [InlineData("Value,Package\n10uF,0603\n", 1, "no column for a reference")]
    public void A_malformed_bom_names_the_line(string text, int line, string error)
    {
        var e = Assert.Throws<CsvException>(() => Bom(text));
        Assert.Equal((line, error), (e.Line, e.Message));
    }

    [Theory]
    [InlineData("Ref,X,Y\nC1,1,abc\n", 2, "'abc' is no number from -1000 to 1000")]
    [InlineData("Ref,X,Y\nC1,1,NaN\n", 2, "'NaN' is no number from -1000 to 1000")]
    [InlineData("Ref,X,Y\nC1,1,1e300\n", 2, "'1e300' is no number from -1000 to 1000")]
    [InlineData("Ref,X,Y\nC1,,1\n", 2, "'' is no number from -1000 to 1000")]
    [InlineData("Ref,X,Y,Side\nC1,1,1,inside\n", 2, "'inside' is no side of a board")]
    [InlineData("Ref,X\nC1,1\n", 1, "no column for a y position")]
    public void A_malformed_cpl_names_the_line(string text, int line, string error)
    {
        var e = Assert.Throws<CsvException>(() => Cpl(text));
        Assert.Equal((line, error), (e.Line, e.Message));
    }

    [Fact]
    public void Hostile_sizes_are_refused()
    {
        Assert.Throws<CsvException>(() => Bom("Ref\n" + string.Concat(Enumerable.Repeat("C1\n", 6_000))));
        Assert.Throws<CsvException>(() => Bom("Ref,Value" + new string(',', 100) + "\n"));
        Assert.Throws<CsvException>(() => Bom("Ref,V\nC1," + new string('x', 30_000)));
        Assert.Throws<CsvException>(() => Bom("Ref\n" + string.Concat(Enumerable.Repeat("C1-C999\n", 100))));
    }

    [Theory]
    [InlineData("BOM_x.csv", "", "Bom")]
    [InlineData("board-bom.csv", "", "Bom")]
    [InlineData("CPL_x-top-pos.csv", "", "Cpl")]
    [InlineData("PickAndPlace_x.csv", "", "Cpl")]
    [InlineData("a.csv", "Ref,X,Y\n", "Cpl")]
    [InlineData("a.csv", "Ref,Value\n", "Bom")]
    [InlineData("a.csv", "Date,Price\n", "Other")]
    public void A_file_is_known_by_its_name_or_its_headings(string name, string text, string kind) =>
        Assert.Equal(kind, ComponentFile.KindOf(name, Encoding.UTF8.GetBytes(text)).ToString());

    private static ComponentList<BomLine> Bom(string text) => BomReader.Read(Encoding.UTF8.GetBytes(text));

    private static ComponentList<CplLine> Cpl(string text) => CplReader.Read(Encoding.UTF8.GetBytes(text));

    private static (IReadOnlyList<BomLine> Bom, IReadOnlyList<CplLine> Cpl, IReadOnlyList<ComponentNote> Notes) Check(string bom, string cpl)
    {
        var (lines, positions, notes) = ComponentCheck.Of(Bom(bom), Cpl(cpl));
        return (lines, positions, notes);
    }
}
