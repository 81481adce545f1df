using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;

namespace MakeDevice.Routing.Tests.Gerber;

public class GerberFuzzTests
{
    private const int LargestSeed = 16_000;

    /// <summary>What real files seldom hold.</summary>
    private const string Rare =
        "%FSLAX24Y24*%%MOIN*%%AMT*$3=$1+$2x2*7,0,0,$3,0.15,0.02,30*%%AMP*5,1,6,0.0,0,$1,15*21,0,0.05,0.02,0,0,45*2,1,.1,0,0,1,1,3*22,1,1,1,0,0,9*%" +
        "%AMM*6,0,0,0.3,0.02,0.02,3,0.005,0.35,10*4,1,3,0,0,1,0,1,1,0,0,20*%" +
        "%ADD10C,0.01X.005*%%ADD11R,0.1X0.05X0.02*%%ADD12O,0.1X0.05X0.02X0.01*%%ADD13P,0.1X5X20X0.03*%%ADD14T,0.1X0.05*%%ADD15P,0.2*%%ADD16M*%" +
        "%ABD20*%D10*X0Y0D02*G01X1000D01*%ABD21*%D11*X0Y500D03*%AB*%D21*X500Y0D03*%AB*%" +
        "%SRX3Y2I0.3J0.2*%%LR30*%%LMX*%%LS1.5*%D20*X0Y4000D03*%SR*%%LPC*%D10*G75*G36*X8000Y0D02*G01X8500D01*G03Y500J250D01*G01X8000Y0D01*G37*%LPD*%" +
        "G74*G02X10Y10I10J0D01*G54D12*X2000Y6000D02*X3000Y6500D01*G70*G91*X1Y1D03*%MIA1B0*SFA2B2*OFA1B1*IR90*ASAYBX*%" +
        "%TO.N,a\\u002Cb*%%TA.AperFunction,X*%D13*X1D03*%TD*%G04 #@! TF.X,y*M02*";

    private static readonly string[] Dictionary =
    [
        "*", "%", "%%", "*%", "%AM", "%ADD10C,1*%", "%SRX9Y9I1J1*%", "%SR*%", "%ABD30*%", "%AB*%", "%LPC*%", "%LS9*%", "%LR7*%", "G36*", "G37*", "G74*", "G75*",
        "G91*", "D01*", "D02*", "D03*", "M02*", "G04", "%TO.N,x*%", "%TD*%", "$1", "((", "x", "/0", "X", "Y-", "I", "J", ",", "\\u0000", "\r\n", "\0", "\ufeff", "G02*", "G03*",
        "%FSTIX66Y66*%", "%MOIN*%", "%IPNEG*%", "%ADD10Rect,1X2X3*%", "G36*X0Y0D02*", "4,1,99,", "6,0,0,9,1,1,999,1,1,0*",
    ];

    private static List<byte[]> Corpus(IReadOnlyList<string> files) =>
    [
        Encoding.UTF8.GetBytes(Rare),
        Encoding.UTF8.GetBytes(Rare.Replace("*%", "*%\r\n", StringComparison.Ordinal)),
        .. files.Where(file => new FileInfo(file).Length < LargestSeed).Where((_, index) => index % 4 == 0).Select(File.ReadAllBytes),
    ];

    /// <summary>Reads; and where that succeeds, writing, turning and reading again must succeed too, and give the same bytes.</summary>
    private static void Use(byte[] input)
    {
        var layer = GerberReader.Read(input, "fuzz");
        var written = GerberWriter.Write(layer);
        Assert.InRange(written.Length, 0, 60_000_000);
        var again = GerberReader.Read(written, "written");
        Assert.Equal(written, GerberWriter.Write(again));
        GerberWriter.Write(GerberTransform.Apply(layer, new Placement(new(1000, -1000), 33)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Damaged_files_are_read_or_refused(int seed)
    {
        // Other files are other inputs: those of a clone by itself are tried where there are more, too.
        foreach (var files in new[] { SharedFiles.OwnGerbers, SharedFiles.Gerbers }.DistinctBy(files => files.Count))
        {
            var (read, refused) = FuzzRun.Over(new(seed, Corpus(files), Dictionary), 3_000, Use);
            Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused: the damage is too small or too great to show anything");
        }
    }
}
