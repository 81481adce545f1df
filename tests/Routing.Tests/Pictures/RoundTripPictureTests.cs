using System.Text;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Tests.Gerber;

namespace MakeDevice.Routing.Tests.Pictures;

/// <summary>What is written looks in other people's viewers as what was read: files made here, and every real file at hand.</summary>
public sealed class RoundTripPictureTests : IDisposable
{
    private const int Dpi = 300;

    /// <summary>Pixels of thick difference that are still rounding.</summary>
    private const int Negligible = 9;

    private const string Head = "%FSLAX46Y46*%\n%MOMM*%\n%LPD*%\n%ADD10C,0.2*%\n%ADD11R,1X2*%\n%ADD12O,3X1X0.4*%\n%ADD13P,2X6X15*%\nD10*\n";
    private static readonly (double, double, double, double) Window = (-12, -8, 12, 8);

    private static readonly (string Name, string Text)[] Made =
    [
        ("dots-as-regions.gbr", Head + Dot(-3_500_000) + Dot(500_000) + Dot(4_500_000) + "M02*\n"),
        ("arcs-and-regions.gbr", Head + Dot(0) + "G75*\nG02*\nX-5000000Y0D02*\nX-3000000Y2000000I2000000J0D01*\n" + Dot(6_000_000)
            + "G36*\nX-8000000Y-6000000D02*\nG01*\nX-4000000D01*\nG03*\nY-2000000I0J2000000D01*\nG01*\nX-8000000D01*\nY-6000000D01*\nX-1000000Y-6000000D02*\nX1000000D01*\nY-4000000D01*\nX-1000000Y-6000000D01*\nG37*\nM02*\n"),
        ("clear-over-dark.gbr", Head + "G36*\nX-5000000Y-5000000D02*\nG01*\nX5000000D01*\nY5000000D01*\nX-5000000D01*\nY-5000000D01*\nG37*\n%LPC*%\n" + Dot(2_000_000) + "D11*\nX-3000000Y2000000D03*\n%LPD*%\n"
            + "D10*\nX-3000000Y2000000D03*\nM02*\n"),
        ("flashes.gbr", Head + "D11*\nX-8000000Y0D03*\nD12*\nX-3000000Y0D03*\nD13*\nX3000000Y0D03*\nD11*\nX5000000Y-3000000D02*\nG01*\nX9000000D01*\nM02*\n"),
        ("drills.drl", "M48\nMETRIC\nT1C0.6\nT2C1.0\n%\nG90\nG05\nT1\nX-5.0Y0.0\nX5.0Y0.0\nT2\nX-5.0Y-5.0G85X-2.0Y-5.0\nX0.0Y3.0\nM30\n"),
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pictures-");

    public void Dispose() => _folder.Delete(recursive: true);

    [GerbvFact]
    public void Three_dots_are_three_in_gerbv()
    {
        var (_, written) = RoundTrip(Made[0].Name, Encoding.ASCII.GetBytes(Made[0].Text));
        var dot = Math.PI * Math.Pow(0.5 / 25.4 * Dpi, 2);
        Assert.InRange(Viewers.Gerbv(written, Window, Dpi).Count, 2.6 * dot, 3.2 * dot);
    }

    [GerbvFact]
    public void Made_files_look_the_same_in_gerbv() => Assert.All(Made, file => Same(file.Name, Encoding.ASCII.GetBytes(file.Text), path => Viewers.Gerbv(path, Window, Dpi)));

    [TracespaceFact]
    public void Made_files_look_the_same_in_tracespace() => Assert.All(Made, file => Same(file.Name, Encoding.ASCII.GetBytes(file.Text), Viewers.OfTracespace));

    [GerbvFact]
    public void Real_files_look_the_same_in_gerbv() =>
        Assert.All(Real(), path => Same(Path.GetFileName(path), File.ReadAllBytes(path), copy => Viewers.Gerbv(copy, (-60, -60, 60, 60), Dpi)));

    [TracespaceFact]
    public void Real_files_look_the_same_in_tracespace() => Assert.All(Real(), path => Same(Path.GetFileName(path), File.ReadAllBytes(path), Viewers.OfTracespace));

    private static string Dot(int x) => $"G36*\nX{x}Y0D02*\nG75*\nG03*\nX{x}Y0I-500000J0D01*\nG01*\nG37*\n";

    /// <summary>All of them take long: a part, and the whole where PICTURES is "all".</summary>
    private static IEnumerable<string> Real()
    {
        var step = Environment.GetEnvironmentVariable("PICTURES") == "all" ? 1 : 23;
        return SharedFiles.Gerbers.Concat(SharedFiles.Drills).Where((_, index) => index % step == 0);
    }

    private void Same(string name, byte[] content, Func<string, Bitmap?> show)
    {
        var (read, written) = RoundTrip(name, content);
        Bitmap? before = show(read), after = show(written);
        Assert.Equal(before?.Width, after?.Width);
        Assert.Equal(before?.Height, after?.Height);
        if (before is not null)
        {
            Assert.True(before.ThickerThan(after!) <= Negligible, $"{name}: something is missing in what is written");
            Assert.True(after!.ThickerThan(before) <= Negligible, $"{name}: something is in what is written that was not read");
        }
    }

    private (string Read, string Written) RoundTrip(string name, byte[] content)
    {
        var isDrills = name.EndsWith(".drl", StringComparison.Ordinal);
        string read = Path.Combine(_folder.FullName, "read-" + name), written = Path.Combine(_folder.FullName, "written-" + name);
        File.WriteAllBytes(read, content);
        File.WriteAllBytes(written, isDrills
            ? ExcellonWriter.Write(ExcellonReader.Read(content, name).Whole, true, [])
            : GerberWriter.Write(GerberReader.Read(content, name)));
        return (read, written);
    }
}
