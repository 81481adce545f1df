using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Verification;

/// <summary>
/// The predecessor's boards, whose faults are known and confirmed by an independent judge: the verifier finds those and
/// nothing else. Nothing tells it which copper was routed.
/// </summary>
public class ReferenceBoardTests
{
    [SharedTheory]
    [InlineData("i2c02")]
    [InlineData("jvm02")]
    [InlineData("i2c04", "short [+3V3,GND,SDA]F_Cu(-18,-20.0563)", "short [+3V3,GND,SDA]F_Cu(-18,-15.6938)")]
    [InlineData("jvm04", "clearance [SWDIO_6]B_Cu(5,-0.1563) 62500")]
    [InlineData("i2c08", "hole-to-hole [](-34.5,-22.125) 0")]
    [InlineData("jvm06", "clearance [SWDIO_3]B_Cu(2,-32.6563) 62500", "clearance [SWDIO_3]B_Cu(3,-32.6563) 62500", "clearance [SWDIO_6]B_Cu(5,-32.6563) 62500")]
    [InlineData("i2c20", "short [+3V3,SDA]F_Cu(-36,-51.8063)")]
    public async Task Known_faults_are_found_and_no_others(string name, params string[] faults)
    {
        var report = BoardVerifier.Verify(await ReadAsync(name));
        Assert.Equal(faults, report.Findings.Where(finding => finding.Severity == Severity.Error).Select(Describe));
    }

    [SharedTheory]
    [InlineData("jvm02", 200_000, 175_000)]
    [InlineData("i2c04", 125_000, 175_000)]
    [InlineData("jvm04", 125_000, 62_500)]
    [InlineData("i2c20", 125_000, 175_000)]
    public async Task Least_distances_are_those_that_the_judge_measured(string name, double front, double back)
    {
        var layers = BoardVerifier.Verify(await ReadAsync(name)).Layers;
        Assert.Equal([front, back], layers.Select(layer => Math.Round(Math.Min(layer.Clearance!.Value, layer.ModuleClearance ?? double.MaxValue) / 100) * 100));
    }

    private static string Describe(Finding finding) => $"{finding.Kind.Name()} {finding.Place}" + (finding.Measured is { } nm ? $" {Math.Round(nm)}" : "");

    private static async Task<VerificationInput> ReadAsync(string name)
    {
        var (project, _) = BoardStages.ReadProject(SharedData.Project($"valid/{name}.json"));
        var (packages, _) = await BoardStages.LoadModulesAsync(project!, new FolderModuleLibrary(SharedData.Modules), default);
        var (board, _) = BoardStages.Place(project!, packages, DesignRules.Default);
        return VerificationInput.Of(
            board!, RoutedBoard.Empty, Gerber(name, "F_Cu.gtl"), Gerber(name, "B_Cu.gbl"), Gerber(name, "Edge_Cuts.gm1"), Drills(name, "PTH.drl"), Drills(name, "NPTH.drl"));
    }

    private static GerberLayer Gerber(string name, string layer) => GerberReader.Read(Bytes(name, layer), layer);

    private static DrillFile Drills(string name, string layer) => ExcellonReader.Read(Bytes(name, layer), layer).Whole;

    private static byte[] Bytes(string name, string layer) => File.ReadAllBytes(Path.Combine(SharedData.Root!, "reference", name, $"{name}-{layer}"));
}
