using System.Text;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Tests.Excellon;

public class ExcellonReaderTests
{
    private const string Header = "M48\nMETRIC\nT1C0.5\nT2C1.0\n%\n";

    internal static DrillFile Read(string text, string name = "test.drl") => ExcellonReader.Read(Encoding.UTF8.GetBytes(text), name).Whole;

    private static IEnumerable<string> Hits(string text) => Read(text).Hits.Select(hit => hit switch
    {
        DrillHole hole => $"{hole.Diameter}@{hole.At.X},{hole.At.Y}",
        DrillSlot slot => $"{slot.Diameter}@{slot.From.X},{slot.From.Y}-{slot.To.X},{slot.To.Y}",
        _ => throw new InvalidOperationException(),
    });

    [Theory]
    [InlineData("METRIC", "X1.5Y-2.25", 1_500_000, -2_250_000)]
    [InlineData("INCH", "X1.0Y.1", 25_400_000, 2_540_000)]
    [InlineData("METRIC,LZ", "X0015Y-0002", 1_500_000, -200_000)]
    [InlineData("METRIC,LZ", "X1Y01", 100_000_000, 10_000_000)]
    [InlineData("METRIC,TZ", "X1500Y-20", 1_500_000, -20_000)]
    [InlineData("METRIC,TZ", "X1Y10", 1_000, 10_000)]
    [InlineData("METRIC", "X1500Y20", 1_500_000, 20_000)]
    [InlineData("INCH,TZ", "X15000Y1", 38_100_000, 2_540)]
    [InlineData("INCH,LZ", "X015Y-01", 38_100_000, -25_400_000)]
    [InlineData("METRIC,LZ,0000.00", "X0001Y00012", 1_000_000, 1_200_000)]
    [InlineData("METRIC,TZ,000.0000", "X15000Y1", 1_500_000, 100)]
    [InlineData(";FILE_FORMAT=4:4\nMETRIC,LZ", "X00015Y0012", 1_500_000, 12_000_000)]
    [InlineData("; FORMAT={3:3/ absolute / metric / suppress leading zeros}\nMETRIC,TZ", "X1500Y-20", 1_500_000, -20_000)]
    [InlineData("; FORMAT={3:4/ absolute / inch / suppress trailing zeros}\nINCH", "X001Y0005", 25_400_000, 12_700_000)]
    [InlineData("M71", "X1.0Y2.0", 1_000_000, 2_000_000)]
    [InlineData("M72", "X1.0Y2.0", 25_400_000, 50_800_000)]
    [InlineData("METRIC", "X 1.0 Y 2.0", 1_000_000, 2_000_000)]
    [InlineData("METRIC", "G05X+1.0Y+2.0", 1_000_000, 2_000_000)]
    public void Coordinates_follow_unit_and_zero_format(string unit, string line, long x, long y) =>
        Assert.Equal([new DrillHole(new(x, y), Read($"M48\n{unit}\nT01C0.3\n%\nT01\n{line}\nM30\n").Hits[0].Diameter, null)], Read($"M48\n{unit}\nT01C0.3\n%\nT01\n{line}\nM30\n").Hits.AsEnumerable());

    [Theory]
    [InlineData("T1C0.3", "T1", 300_000)]
    [InlineData("T01C0.300F200S65", "T1", 300_000)]
    [InlineData("T1F200S65C.3", "T01", 300_000)]
    [InlineData("T0001C0.3", "T1", 300_000)]
    [InlineData("T1C0300", "T1", 300_000)]
    [InlineData("T1C1", "T1", 1_000_000)]
    [InlineData("T12C0.3B1H5Z2", "T12", 300_000)]
    public void Tools_have_diameters(string definition, string selection, long diameter) =>
        Assert.Equal(diameter, Assert.Single(Read($"M48\nMETRIC,TZ\n{definition}\n%\n{selection}\nX0Y0\nM30\n").Hits).Diameter);

    [Fact]
    public void A_tool_may_be_defined_where_it_is_used() => Assert.Equal(["700000@0,0"], Hits("METRIC\nT1C0.7\nX0.0Y0.0\nM30\n"));

    [Fact]
    public void Coordinates_stay_in_force() => Assert.Equal(
        ["500000@1000000,2000000", "500000@3000000,2000000", "1000000@3000000,4000000"], Hits(Header + "T1\nX1.0Y2.0\nX3.0\nT2\nY4.0\nT0\nM30\n"));

    [Theory]
    [InlineData("T1\nX1.0Y2.0G85X3.0Y2.0\n", "500000@1000000,2000000-3000000,2000000")]
    [InlineData("T1\nX1.0Y2.0G85X3.0\n", "500000@1000000,2000000-3000000,2000000")]
    [InlineData("T1\nX1.0Y2.0\nG85X3.0Y4.0\n", "500000@1000000,2000000|500000@1000000,2000000-3000000,4000000")]
    [InlineData("T1\nX1.0Y2.0G85X1.0Y2.0\n", "500000@1000000,2000000")]
    [InlineData("T1\nG00X1.0Y2.0\nM15\nG01X3.0Y2.0\nM16\nG05\nX5.0Y5.0\n", "500000@1000000,2000000-3000000,2000000|500000@5000000,5000000")]
    [InlineData("T1\nG00X1.0Y2.0\nM15\nG01X3.0\nY3.0\nM17\nG00X0.0Y0.0\nM15\nG01X1.0\nM16\n",
        "500000@1000000,2000000-3000000,2000000|500000@3000000,2000000-3000000,3000000|500000@0,0-1000000,0")]
    [InlineData("T1\nG00X1.0Y2.0\nG01X3.0Y2.0\nG00X9.0Y9.0\nG05\n", "500000@1000000,2000000-3000000,2000000")]
    [InlineData("T1\nG00X1.0Y2.0\nM15\nM16\n", "500000@1000000,2000000")]
    [InlineData("T1\nG00X1.0Y2.0\nM15\nG01X1.0Y2.0\n", "500000@1000000,2000000")]
    public void Slots_are_drilled_or_routed(string commands, string hits) => Assert.Equal(hits.Split('|'), Hits($"{Header}{commands}M30\n"));

    [Theory]
    [InlineData("G02X2.0Y0.0I1.0J0.0", 1, 1)]
    [InlineData("G03X2.0Y0.0I1.0J0.0", 1, -1)]
    [InlineData("G02X2.0Y0.0A1.0", 1, 1)]
    [InlineData("G03X2.0Y0.0A1.0", 1, -1)]
    [InlineData("G03X0.0Y0.0I1.0J0.0", 2, 0)]
    public void Routed_arcs_become_chords(string arc, double throughX, double throughY)
    {
        var slots = Read($"{Header}T1\nG00X0.0Y0.0\nM15\n{arc}\nM16\nM30\n").Hits.Cast<DrillSlot>().ToList();
        var center = new Point(1_000_000, 0);
        Assert.All(slots, slot => Assert.InRange(slot.From.DistanceTo(center), 999_998, 1_000_002));
        Assert.All(slots, slot => Assert.InRange(new Point((slot.From.X + slot.To.X) / 2, (slot.From.Y + slot.To.Y) / 2).DistanceTo(center), 999_000, 1_000_002));
        Assert.Contains(slots, slot => slot.From.DistanceTo(Point.FromMillimetres(throughX, throughY)) < 70_000);
        Assert.All(slots.Zip(slots.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
    }

    [Theory]
    [InlineData("G91\nT1\nX1.0Y1.0\nX1.0\nG90\nX5.0Y0.0\n", "1000000,1000000 2000000,1000000 5000000,0")]
    [InlineData("ICI,ON\nT1\nX1.0Y1.0\nX1.0\nICI,OFF\nX5.0Y0.0\n", "1000000,1000000 2000000,1000000 5000000,0")]
    [InlineData("T1\nG93X10.0Y-5.0\nX1.0Y1.0\nG93X0.0Y0.0\nX1.0Y1.0\n", "11000000,-4000000 1000000,1000000")]
    [InlineData("T1\nX1.0Y1.0\nR3X2.0\n", "1000000,1000000 3000000,1000000 5000000,1000000 7000000,1000000")]
    [InlineData("T1\nX1.0Y1.0\nR02X1.0Y-1.0\n", "1000000,1000000 2000000,0 3000000,-1000000")]
    [InlineData("T1\nM25\nX1.0Y1.0\nX2.0\nM01\nM02X10.0\nM02Y5.0\nM08\n", "1000000,1000000 2000000,1000000 11000000,1000000 12000000,1000000 11000000,6000000 12000000,6000000")]
    [InlineData("T1\nM25\nX1.0Y1.0\nM01\nR2M02X10.0\nM08\n", "1000000,1000000 11000000,1000000 21000000,1000000")]
    public void Offsets_and_repeats_add_up(string commands, string positions) =>
        Assert.Equal(positions, string.Join(' ', Read($"{Header}{commands}M30\n").Hits.Select(hit => $"{((DrillHole)hit).At.X},{((DrillHole)hit).At.Y}")));

    [Theory]
    [InlineData("; #@! TF.FileFunction,Plated,1,2,PTH", "x.drl", true)]
    [InlineData("; #@! TF.FileFunction,NonPlated,1,2,NPTH", "x-PTH.drl", false)]
    [InlineData("; #@! TF.FileFunction,MixedPlating,1,2", "x.drl", null)]
    [InlineData(";TYPE=PLATED", "x-NPTH.drl", true)]
    [InlineData(";TYPE=NON_PLATED", "x.drl", false)]
    [InlineData(";TYPE=PLATED\n;TYPE=NON_PLATED", "x-PTH.drl", null)]
    [InlineData(";", "x-PTH.drl", true)]
    [InlineData(";", "x-NPTH.drl", false)]
    [InlineData(";", "x.drl", null)]
    public void Plating_is_what_the_content_says_else_the_name(string comment, string name, bool? plated) =>
        Assert.Equal(plated, Read($"M48\n{comment}\nMETRIC\n%\nM30\n", name).Plated);

    [Fact]
    public void Tool_functions_come_from_attributes() => Assert.Equal(
        ["ViaDrill", "CastellatedDrill", "ComponentDrill,PressFit", null],
        Read("M48\nMETRIC\n; #@! TA.AperFunction,Plated,PTH,ViaDrill\nT1C0.3\n; #@! TA.AperFunction,ComponentDrill,PressFit\nT2C0.5\n" +
            "; #@! TA.AperFunction,Plated,PTH,CastellatedDrill\nT3C0.5\n; #@! TD\nT4C1\n%\nT1\nX1.0Y1.0\nT2\nX2.0\nT3\nX3.0\nT4\nX4.0\nM30\n").Hits.Select(hit => hit.Function));

    [Theory]
    [InlineData("M30\nT9\nX1.0Y1.0\nrubbish")]
    [InlineData("M00\nrubbish")]
    [InlineData("")]
    public void The_end_may_be_missing_and_nothing_after_it_counts(string end) => Assert.Equal(["500000@0,0"], Hits($"{Header}T1\nX0Y0\n{end}"));

    [Fact]
    public void Headers_of_all_tools_are_skipped() => Assert.Equal(
        ["300000@0,0"],
        Hits("%\r\nM48\r\n;a comment\r\nVER,1\r\nFMAT,2\r\nICI,OFF\r\nDETECT,ON\r\nATC,ON\r\nTCST,OFF\r\nSBK\r\nMETRIC,TZ\r\nT1C0.3\r\nM95\r\nG90\r\nG05\r\nM47,hello\r\nF200\r\nS100\r\nT1\r\nG81\r\nX0Y0\r\nM09\r\nM30\r\n"));

    [Theory]
    [InlineData("M48\nT1C0.3\n", 2, "no unit (METRIC or INCH) before the first length")]
    [InlineData("M48\nMETRIC\n%\nT1\n", 4, "tool T1 is not defined: export the drills with the tools' sizes in the file's header")]
    [InlineData("METRIC\nX1.0Y1.0\n", 2, "hole without a tool")]
    [InlineData("METRIC\nT1C0\nX1.0Y1.0\n", 3, "tool without a diameter")]
    [InlineData("METRIC\nT1C9999.0\nX1.0Y1.0\n", 2, "tool diameter out of range")]
    [InlineData("METRIC\nT1C-1\n", 2, "tool diameter out of range")]
    [InlineData("METRIC\nT1Q1\n", 2, "malformed tool")]
    [InlineData("METRIC\nTX\n", 2, "unknown command TX")]
    [InlineData("METRIC\nhello\n", 2, "unknown command hello")]
    [InlineData("METRIC\nT1C1\nX1.0.0Y1\n", 3, "coordinate is not a number")]
    [InlineData("METRIC\nT1C1\nX9999.0Y1\n", 3, "coordinate out of range")]
    [InlineData("METRIC\nT1C1\nX1.0Q1\n", 3, "unexpected character 'Q'")]
    [InlineData("METRIC\nT1C1\nG84X1.0\n", 3, "unsupported code G84")]
    [InlineData("METRIC\nT1C1\nG41\n", 3, "unsupported code G41")]
    [InlineData("METRIC\nM97\n", 2, "unknown command M97")]
    [InlineData("METRIC\nM02X1.0\n", 2, "pattern repeat (M02) without a pattern (M25, M01)")]
    [InlineData("METRIC\nR2X1.0\n", 2, "repeat before the first hole")]
    [InlineData("METRIC\nT1C1\nX0Y0\nR999999999X0\n", 4, "more than 250000 objects")]
    [InlineData("METRIC\nT1C1\nX0Y0\nR9X900.0\n", 4, "coordinate out of range")]
    [InlineData("METRIC\nT1C1\nM25\nX0Y0\nM01\nR999999999M02X0.0\n", 6, "more than 250000 objects")]
    [InlineData("METRIC,LZ,0000000000.0\n", 1, "number format out of range")]
    [InlineData("METRIC\nT1C1\nG00X999.0Y0\nG03X999.0Y5.0A3.0\n", 4, "coordinate out of range")]
    [InlineData("FMAT,7\n", 1, "unknown format (FMAT)")]
    public void Malformed_files_are_refused_with_their_line(string text, int line, string error) => Assert.StartsWith(
        $"EXCELLON_INVALID file=test.drl line={line} error={error}", Assert.Throws<GerberException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_pattern_of_nothing_repeats_at_once() => Assert.Empty(Read("METRIC\nM25\nM01\nR999999999M02X1.0\nM30\n").Hits.AsEnumerable());

    [Fact]
    public void A_file_beyond_the_limit_is_refused() => Assert.Throws<GerberException>(() => ExcellonReader.Read(new byte[ReadingBudget.FileBytes + 1], "x"));
}
