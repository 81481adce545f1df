using System.Text;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Tests.Excellon;

/// <summary>Drill files that leave out what the format asks for, as real programs do.</summary>
public class DrillDialectTests
{
    [Theory]
    [InlineData("MILS", "16.000000", 406_400)]
    [InlineData("MM", "0.4", 400_000)]
    [InlineData("INCH", "0.016", 406_400)]
    [InlineData("MICRONS", "400.", 400_000)]
    public void Tool_sizes_may_stand_in_comments(string unit, string size, long diameter)
    {
        var reading = Read($";LEADER: 12\n;HEADER:\n;CODE  : ASCII\n;T01 Holesize 1. = {size} Tolerance = +3.000000/-3.000000 PLATED {unit} Quantity = 1\n%\nG90\nT01\nX1.Y1.\nM30\n");
        Assert.Equal(diameter, Assert.Single(reading.Plated.Hits).Diameter);
    }

    [Fact]
    public void A_stop_changes_the_tool_where_no_command_selects_one()
    {
        var reading = Read(";   Holesize 1. = 16. PLATED MILS Quantity = 2\n;   Holesize 2. = 40. NON_PLATED MILS Quantity = 1\n%\nG90\nX1.Y1.\nX2.Y1.\nM00\nX3.Y1.\nM00\n");
        Assert.Equal([406_400, 406_400], reading.Plated.Hits.Select(hit => hit.Diameter));
        Assert.Equal(1_016_000, Assert.Single(reading.NonPlated.Hits).Diameter);
    }

    [Fact]
    public void Defined_tools_come_before_commented_ones() =>
        Assert.Equal(610_000, Assert.Single(Read("M48\nMETRIC\n;Holesize 1 = 0.5 mm\nT01C0.610\n%\nT01\nX1.0Y1.0\nM30\n").Whole.Hits).Diameter);

    [Theory]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("\n")]
    [InlineData("\n\r")]
    public void Lines_end_in_every_way(string end)
    {
        var text = "; a comment\nM48\nMETRIC\nT1C0.300\n%\nT1\nX1.0Y1.0\nX2.0Y1.0\nM30\n".Replace("\n", end, StringComparison.Ordinal);
        Assert.Equal(2, Read(text).Whole.Hits.Length);
        Assert.Equal(2, Read("\uFEFF" + text).Whole.Hits.Length);
    }

    [Theory]
    [InlineData("M48\nMETRIC\nT1C0.3\n%\nT1\nX00010000Y00020000\nM30\n", "coordinates of 8 digits, and the file does not declare how many are decimals: read with 3")]
    [InlineData("M48\nINCH,TZ\nT1C0.3\n%\nT1\nX00010000Y00020000\nM30\n", "coordinates of 8 digits, and the file does not declare how many are decimals: read with 4")]
    [InlineData("M48\nMETRIC\nT1C0.3\n%\nT1\nX1.0Y1.0\n", "the file does not end with M30: a part may be missing")]
    [InlineData("M48\nMETRIC\nT1C0.3\n%\nT1\nX1.0Y1.0\nM30\nX2.0Y1.0\n", "what follows the end of the program is not read")]
    [InlineData("M48\nMETRIC\nT1C0.3\n%\nT1\nX1000Y0\nM30\n", "coordinates without a decimal point, and the file says neither how many digits are decimals nor which zeros are left out: the last 3 are read as decimals")]
    [InlineData("M48\nMETRIC\nT1C0.3\nT1C0.6\n%\nT1\nX1.0Y1.0\nM30\n", "tool T1 is defined with more than one size: each counts from where it stands")]
    [InlineData("M48\nMETRIC\nT1C0.3\nT1C0.30\n%\nT1\nX1.0Y1.0\nM30\n", null)]
    [InlineData("M48\nMETRIC,LZ\nT1C0.3\n%\nT1\nX1000Y0\nM30\n", null)]
    [InlineData("M48\nMETRIC\nT1C0.3\n%\nT1\nX0Y1.0\nM30\n", null)]
    [InlineData("M48\nMETRIC\nT1C0.3\n%\nT1\nX1.0Y1.0\nM30\n\r\n", null)]
    [InlineData("M48\nMETRIC,TZ,0000.0000\nT1C0.3\n%\nT1\nX00010000Y00020000\nM30\n", null)]
    public void What_may_be_meant_otherwise_is_told(string text, string? doubt)
    {
        var doubts = new List<string>();
        ExcellonReader.Read(Encoding.UTF8.GetBytes(text), "x.drl", doubts);
        Assert.Equal(doubt is null ? [] : [doubt], doubts);
    }

    [Fact]
    public void Slots_that_meet_are_written_as_one_rout_after_all_holes()
    {
        var reading = Read("M48\nMETRIC\nT1C1.0\nT2C0.5\n%\nT1\nX9.0Y9.0\nX0.0Y5.0G85X3.0Y5.0\nG00X0.0Y0.0\nM15\nG02X6.0Y0.0A3.0\nM16\nG05\nT2\nX1.0Y1.0\nM30\n");
        var written = ExcellonWriter.Write(reading.Whole, false, []);
        var text = Encoding.UTF8.GetString(written);
        Assert.Equal(1, text.Split("G85").Length - 1);
        Assert.Equal(1, text.Split("M15").Length - 1);
        Assert.True(text.IndexOf("M15", StringComparison.Ordinal) > text.IndexOf("X9.000Y9.000", StringComparison.Ordinal));
        Assert.True(text.IndexOf("M15", StringComparison.Ordinal) > text.IndexOf("X1.000Y1.000", StringComparison.Ordinal));
        Assert.EndsWith("M16\nG05\nM30\n", text, StringComparison.Ordinal);
        Assert.Equal(reading.Whole.Hits.Select(hit => $"{hit.Place}").Order(StringComparer.Ordinal), ExcellonReader.Read(written, "x").Whole.Hits.Select(hit => $"{hit.Place}").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(70)]
    [InlineData(80)]
    [InlineData(90)]
    public void Mirrored_and_swapped_coordinates_are_refused(int code)
    {
        Assert.Contains("swapped or mirrored", Assert.Throws<GerberException>(() => Read($"M48\nMETRIC\nM{code}\nT1C0.3\n%\nT1\nX1.0Y1.0\nM30\n")).Message, StringComparison.Ordinal);
        Assert.Contains("swapped or mirrored", Assert.Throws<GerberException>(() => Read($"M48\nMETRIC\nT1C0.3\n%\nM{code}\nT1\nX1.0Y1.0\nM30\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tool_without_a_size_says_what_to_do() => Assert.Contains(
        "export the drills with the tools' sizes in the file's header", Assert.Throws<GerberException>(() => Read("M48\nMETRIC\n%\nT1\nX1.0Y1.0\nM30\n")).Message, StringComparison.Ordinal);

    private static DrillReading Read(string text) => ExcellonReader.Read(Encoding.UTF8.GetBytes(text), "test.drl");
}
