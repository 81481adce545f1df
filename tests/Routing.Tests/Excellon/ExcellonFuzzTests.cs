using System.Text;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Tests.Gerber;

namespace MakeDevice.Routing.Tests.Excellon;

public class ExcellonFuzzTests
{
    /// <summary>What real files seldom hold.</summary>
    private const string Rare =
        "M48\n;FILE_FORMAT=4:4\n;TYPE=PLATED\nFMAT,2\nINCH,LZ,00.0000\n; #@! TA.AperFunction,Plated,PTH,ViaDrill\nT01F00S00C0.0118\nT2C1\n%\nG90\nG05\nT01\n" +
        "X0015Y-0002\nR3X1.0\nX1G85X2Y.5\nG93X1Y1\nG91\nX1\nG90\nM25\nX01Y01\nM01\nR2M02X01\nM08\nT2\nG00X1.0Y1.0\nM15\nG01X2.0\nG02X3.0Y1.0A1.0\nG03X4.0Y1.0I.5J0\nM16\nG05\nM30\n";

    private const string Allegro =
        ";   Holesize 1. = 16.000000 Tolerance = +3.000000/-3.000000 PLATED MILS Quantity = 1\r;  Holesize 2. = 0.8 NON_PLATED MM Quantity = 1\r%\rG90\r" +
        "X00010000Y00010000\rM00\rX0002Y0002\rX0003G85X0004\rM30\r";

    private static readonly string[] Dictionary =
    [
        "M48\n", "%\n", "M30\n", "METRIC\n", "INCH,TZ\n", "METRIC,LZ,000.000\n", "T1\n", "T2C0.5\n", "X1.0Y1.0\n", "M00\n", "\r", ";TYPE=NON_PLATED\n", ";T01 Holesize 1. = 9.0 PLATED MILS\n", "; NON-PLATED HOLES START AT T1\n", "G85", "R99X.1\n", "R9M02X1.0\n", "M25\n", "M01\n", "M02X1.0\n",
        "G00X0Y0\n", "M15\n", "M16\n", "G01X9.0\n", "G02X1.0Y1.0A.5\n", "G03X0Y0I1.0J1.0\n", "G93X1.0\n", "G91\n", "G90\n", "ICI,ON\n", ";", "; #@! TF.FileFunction,Plated\n", ".", "-", "A", "I",
    ];

    private static List<byte[]> Corpus(IReadOnlyList<string> files) => [Encoding.UTF8.GetBytes(Rare), Encoding.UTF8.GetBytes(Allegro), .. files.Where((_, index) => index % 2 == 0).Select(File.ReadAllBytes)];

    private static void Use(byte[] input)
    {
        var file = ExcellonReader.Read(input, "fuzz").Whole;
        var written = ExcellonWriter.Write(file, true, []);
        Assert.InRange(written.Length, 0, 60_000_000);
        Assert.Equal(written, ExcellonWriter.Write(ExcellonReader.Read(written, "written").Whole, true, []));
        ExcellonTransform.Apply(file, new(new(1000, -1000), 33));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Damaged_files_are_read_or_refused(int seed)
    {
        // Other files are other inputs: those of a clone by itself are tried where there are more, too.
        foreach (var files in new[] { SharedFiles.OwnDrills, SharedFiles.Drills }.DistinctBy(files => files.Count))
        {
            var (read, refused) = FuzzRun.Over(new(seed, Corpus(files), Dictionary), 6_000, Use);
            Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused: the damage is too small or too great to show anything");
        }
    }
}
