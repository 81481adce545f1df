using System.Text;
using MakeDevice.Routing.Gerber;
using static MakeDevice.Routing.Tests.Gerber.GerberSource;

namespace MakeDevice.Routing.Tests.Gerber;

public class GerberErrorTests
{
    [Theory]
    [InlineData("%FSLAX46Y46*%\nX0Y0D03*", 2, "no unit (MO) before the first length")]
    [InlineData("%MOMM*%\nX0Y0D03*", 2, "coordinate before the format (FS)")]
    [InlineData("%MOFOO*%", 1, "unit MOFOO")]
    [InlineData("%FSLAX99Y99*%", 1, "format FSLAX99Y99")]
    [InlineData("%FSLA*%", 1, "format FSLA")]
    [InlineData("%FSLAX4*%", 1, "format FSLAX4")]
    [InlineData("%LPX*%", 1, "polarity LPX")]
    [InlineData("%XYZ*%", 1, "unknown command XYZ")]
    [InlineData("%LMQ*%", 1, "mirroring LMQ")]
    [InlineData("%LRfoo*%", 1, "malformed number")]
    [InlineData("%LS0*%", 1, "scaling LS out of range")]
    [InlineData("%IPNEG*%", 1, "image polarity IPNEG: export the layer as a positive image")]
    [InlineData("%MIA1C1*%", 1, "malformed image option")]
    [InlineData("%SFA0B1*%", 1, "scale factor out of range")]
    [InlineData("%IR45*%", 1, "image rotation IR45")]
    [InlineData("%ASAXBX*%", 1, "axis select ASAXBX")]
    [InlineData("%LPD*\nG01*\n", 2, "unknown command G01")]
    [InlineData("%LPD*\n", 2, "the file ends between percent signs")]
    [InlineData("%LPD", 1, "the file ends between percent signs")]
    [InlineData("%AM*1,1,1,0,0*%", 1, "aperture macro without a name")]
    [InlineData("%ADfoo*%", 1, "malformed aperture definition")]
    [InlineData("%ADDC,1*%", 1, "malformed aperture number")]
    [InlineData("%MOMM*ADD10C,y*%", 1, "malformed aperture parameter")]
    [InlineData("%MOMM*ADD10C*%", 1, "aperture with too few parameters")]
    [InlineData("%MOMM*ADD10R,1*%", 1, "aperture with too few parameters")]
    [InlineData("%MOMM*ADD10C,-1*%", 1, "aperture with a negative size")]
    [InlineData("%MOMM*ADD10C,1e300*%", 1, "length 1E+300 out of range")]
    [InlineData("%MOMM*ADD10P,1X2*%", 1, "polygon aperture with 2 vertices")]
    [InlineData("%MOMM*ADD10NoSuch,1*%", 1, "unknown aperture template NoSuch")]
    [InlineData("G99*", 1, "unknown code G99")]
    [InlineData("G*", 1, "malformed code number")]
    [InlineData("Q1*", 1, "unexpected character 'Q'")]
    [InlineData("\n\nhello", 3, "unexpected character 'h'")]
    public void Malformed_files_are_refused_with_their_line(string text, int line, string error) =>
        Assert.Equal($"GERBER_INVALID file=test.gbr line={line} error={error}", Refused(text).Message);

    [Theory]
    [InlineData("X0Y0D03*", "no aperture selected")]
    [InlineData("D99*X0Y0D03*", "aperture D99 is not defined")]
    [InlineData("D10*X0Y0*", "coordinates before the first operation code")]
    [InlineData("D10*X0Y0D04*", "unknown operation D4")]
    [InlineData("D10*X12345678901234567890Y0D03*", "coordinate is not a number")]
    [InlineData("D10*X-Y0D03*", "coordinate is not a number")]
    [InlineData("D10*X1000000001Y0D03*", "coordinate out of range")]
    [InlineData("D10*X1E9Y0D03*", "unexpected character 'E'")]
    [InlineData("G91*D10*X900000000Y0D03*X900000000D03*", "coordinate out of range")]
    [InlineData("%LS1000*%D10*D11*X0Y0D03*", "object out of range")]
    [InlineData("%SRX9Y1I900J0*%D10*X0Y0D03*%SR*%", "object out of range")]
    public void Impossible_operations_are_refused(string commands, string error) =>
        Assert.Equal($"GERBER_INVALID file=test.gbr line=7 error={error}", Refused(Header + commands).Message);

    [Fact]
    public void Every_line_break_counts()
    {
        Assert.Contains("line=8 ", Refused(Header + "\r\nX0\nY0D03*").Message, StringComparison.Ordinal);
        Assert.Contains("line=9 ", Refused(Header + "G04 a\nb*\nX0Y0D03*").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_text_cannot_break_the_message()
    {
        var error = Assert.Throws<GerberException>(() => GerberReader.Read("%bad\nline*%"u8, "evil\nname" + new string('x', 1000)));
        Assert.DoesNotContain('\n', error.Message);
        Assert.True(error.Message.Length < 400);
        Assert.Equal("GERBER_INVALID", error.Issue.Code);
    }

    public static TheoryData<string> Bombs => new()
    {
        "%SRX999999999Y999999999I0J0*%D10*X0Y0D03*%SR*%",
        "%SRX100000Y100000I0J0*%D10*X0Y0D03*%SR*%",
        string.Concat(Enumerable.Range(0, 17).Select(i => $"%ABD{20 + i}*%")),
        "%ABD20*%D10*X0Y0D03*%AB*%" + string.Concat(Enumerable.Range(0, 10).Select(i =>
            $"%ABD{21 + i}*%D{20 + i}*" + string.Concat(Enumerable.Repeat("X0Y0D03*", 10)) + "%AB*%")),
        "%AMBig*" + string.Concat(Enumerable.Repeat("1,1,1,0,0*", 5000)) + "%%ADD20Big*%D20*" + string.Concat(Enumerable.Repeat("D03*", 2000)),
        "%AMBig*" + string.Concat(Enumerable.Repeat("$1=1*", 100_000)) + "%" + string.Concat(Enumerable.Range(20, 500).Select(i => $"%ADD{i}Big*%")),
        "%AMWide*4,1,9999," + string.Concat(Enumerable.Repeat("0,0,", 10_000)) + "0*%%ADD20Wide*%D20*" +
            string.Concat(Enumerable.Range(0, 500).Select(i => $"%LR{i}.5*%X0Y0D03*")),
        string.Concat(Enumerable.Range(0, 100).Select(i => $"%TO.A{i},x*%")),
        $"%TO.N,{new string('x', 70_000)}*%",
        "D10*" + string.Concat(Enumerable.Repeat("X1D3*", 300_000)),
        "G36*X0Y0D02*" + string.Concat(Enumerable.Repeat("X1D1*", 300_000)) + "G37*",
        "G75*D11*X0Y0D02*G02" + string.Concat(Enumerable.Repeat("I999999999D01*", 500)),
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Small_files_that_ask_for_much_are_refused(string commands)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refused(Header + commands);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused() =>
        Assert.Contains("larger than", Assert.Throws<GerberException>(() => GerberReader.Read(new byte[ReadingBudget.FileBytes + 1], "x")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("G04\n")]
    [InlineData("G04 x\n\n")]
    [InlineData("%")]
    [InlineData("%%*")]
    [InlineData("*\n")]
    [InlineData("G01*")]
    [InlineData("G4 ")]
    [InlineData("%TF.A,b*%")]
    [InlineData("%AMx*0*%")]
    public void Long_files_take_linear_time(string piece)
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        GerberReader.Read(content, "long.gbr");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }
}
