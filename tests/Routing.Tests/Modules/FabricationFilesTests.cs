using System.Text;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Tests.Modules;

/// <summary>What becomes of the files of a package's folder <c>gerbers</c>, whichever program wrote them: a layer, drills, or an issue.</summary>
public class FabricationFilesTests
{
    private const string Copper = "%FSLAX46Y46*%\n%MOMM*%\n%ADD10C,0.15*%\nD10*\nX-3000000Y0D02*\nG01*\nX3000000D01*\nM02*\n";
    private const string Holes = "M48\nMETRIC\nT1C0.300\n%\nT1\nX1.0Y1.0\nM30\n";
    private static readonly ModuleKey Key = new("case", "1.0");

    [Theory]
    [InlineData("case_1.0-F_Cu.gtl", "FrontCopper")] // KiCad 6 to 9
    [InlineData("case_1.0-B_Cu.gbr", "BackCopper")]
    [InlineData("case_1.0-F_SilkS.gto", "FrontSilkscreen")] // KiCad 4 and 5
    [InlineData("case_1.0-B_SilkS.gbr", "BackSilkscreen")]
    [InlineData("case_1.0-B.SilkS.gbr", "BackSilkscreen")]
    [InlineData("case_1.0-F.Mask.gbr", "FrontMask")]
    [InlineData("case_1.0-Edge_Cuts.gbr", "EdgeCuts")]
    [InlineData("case_1.0-Edge.Cuts.gm1", "EdgeCuts")]
    [InlineData("case_1.0.GTS", "FrontMask")] // Protel, Altium
    [InlineData("case_1.0.GBS", "BackMask")]
    [InlineData("case_1.0.GTP", "FrontPaste")]
    [InlineData("case_1.0.gbo", "BackSilkscreen")]
    [InlineData("other name.GM1", "EdgeCuts")]
    [InlineData("case_1.0.GKO", "EdgeCuts")]
    [InlineData("case.cmp", "FrontCopper")] // Eagle
    [InlineData("case.sol", "BackCopper")]
    [InlineData("case.plc", "FrontSilkscreen")]
    [InlineData("case.pls", "BackSilkscreen")]
    [InlineData("case.stc", "FrontMask")]
    [InlineData("case.crs", "BackPaste")]
    [InlineData("copper_top.gbr", "FrontCopper")] // Fusion
    [InlineData("copper_bottom_l2.gbr", "BackCopper")]
    [InlineData("soldermask_top.gbr", "FrontMask")]
    [InlineData("solderpaste_bottom.gbr", "BackPaste")]
    [InlineData("silkscreen_bottom.gbr", "BackSilkscreen")]
    [InlineData("profile.gbr", "EdgeCuts")]
    [InlineData("Gerber_TopLayer.GTL", "FrontCopper")] // EasyEDA
    [InlineData("Gerber_TopSolderMaskLayer.GTS", "FrontMask")]
    [InlineData("Gerber_BottomSilkscreenLayer.GBO", "BackSilkscreen")]
    [InlineData("Gerber_TopPasteMaskLayer.gbr", "FrontPaste")]
    [InlineData("Gerber_BoardOutlineLayer.GKO", "EdgeCuts")]
    [InlineData("case_copperTop.gtl", "FrontCopper")] // Fritzing
    [InlineData("case_maskBottom.gbs", "BackMask")]
    [InlineData("case_silkTop.gto", "FrontSilkscreen")]
    [InlineData("case_contour.gm1", "EdgeCuts")]
    [InlineData("TOP.art", "FrontCopper")] // Allegro
    [InlineData("SOLDERMASK_BOTTOM.art", "BackMask")]
    [InlineData("SILKSCREEN_TOP.art", "FrontSilkscreen")]
    [InlineData("OUTLINE.art", "EdgeCuts")]
    [InlineData("case.topmask.gbr", "FrontMask")] // gEDA, pcb-rnd
    [InlineData("case.bottomsilk.gbr", "BackSilkscreen")]
    [InlineData("case.outline.gbr", "EdgeCuts")]
    [InlineData("case_COPPER-TOP.gbr", "FrontCopper")] // LibrePCB
    [InlineData("case_OUTLINES.gbr", "EdgeCuts")]
    [InlineData("case_1.0-GerberSockets.gbr", "GerberSockets")]
    public void A_layer_is_known_by_the_name_its_program_gives_it(string name, string layer)
    {
        var package = Read((name, Copper));
        Assert.Equal(Enum.Parse<ModuleLayer>(layer), Assert.Single(package.Layers).Key);
        Assert.Empty(package.Issues);
    }

    [Fact]
    public void The_module_may_be_named_like_a_layer()
    {
        var package = ModulePackageReader.Read(new("solder_paste_top", "1.0"), [File("solder_paste_top_1.0-B_Cu.gbl", Copper), File("solder_paste_top_1.0 bottom mask.gbr", Copper)]);
        Assert.Equal([ModuleLayer.BackCopper, ModuleLayer.BackMask], package.Layers.Keys);
    }

    [Theory]
    [InlineData("Copper,L1,Top", "FrontCopper")]
    [InlineData("Copper,L2,Bot,Signal", "BackCopper")]
    [InlineData("Copper,L4,Bot", "BackCopper")]
    [InlineData("Soldermask,Bot", "BackMask")]
    [InlineData("Soldermask,Top,1", "FrontMask")]
    [InlineData("Paste,Top", "FrontPaste")]
    [InlineData("Legend,Bot", "BackSilkscreen")]
    [InlineData("AssemblyDrawing,Top", "FrontFab")]
    [InlineData("Other,Fab,Bot", "BackFab")]
    [InlineData("Profile,NP", "EdgeCuts")]
    public void What_a_file_says_of_itself_comes_before_its_name(string function, string layer)
    {
        var stated = Enum.Parse<ModuleLayer>(layer);
        Assert.Equal([stated], Read(("x.gbr", $"%TF.FileFunction,{function}*%\n{Copper}")).Layers.Keys);
        Assert.Equal([stated], Read(("x.unknown", $"G04 #@! TF.FileFunction,{function}*\n{Copper}")).Layers.Keys);
        var renamed = Read((stated == ModuleLayer.FrontMask ? "x.gbs" : "x.gts", $"%TF.FileFunction,{function}*%\n{Copper}"));
        Assert.Equal([stated], renamed.Layers.Keys);
        Assert.Equal("MODULE_FILE_DOUBTFUL", Assert.Single(renamed.Issues).Code);
    }

    [Fact]
    public void A_job_file_tells_what_files_are()
    {
        var job = """{"FilesAttributes":[{"Path":"one.gbr","FileFunction":"SolderMask,Bot"},{"Path":"two.gbr","FileFunction":"Profile"}]}""";
        var package = Read(("one.gbr", Copper), ("two.gbr", Copper), ("x-job.gbrjob", job));
        Assert.Equal([ModuleLayer.BackMask, ModuleLayer.EdgeCuts], package.Layers.Keys);
        Assert.Empty(package.Issues);
    }

    [Theory]
    [InlineData("x.gbr", Copper, "MODULE_FILE_UNUSED module=case_1.0 file=gerbers/x.gbr error=neither the file nor its name says which layer it is: export it as Gerber X2, or give it the name of a layer")]
    [InlineData("case_1.0-F_Cu.gtl", "", "MODULE_FILE_UNUSED module=case_1.0 file=gerbers/case_1.0-F_Cu.gtl error=the file is empty")]
    [InlineData("case-PTH.drl", " \r\n", "MODULE_FILE_UNUSED module=case_1.0 file=gerbers/case-PTH.drl error=the file is empty")]
    [InlineData("case.DRL", "\u0001\0\u0002", "MODULE_FILE_UNUSED module=case_1.0 file=gerbers/case.DRL error=a drill file in the binary form of a machine: export drills as text")]
    [InlineData("case.GM13", Copper, "MODULE_FILE_UNUSED module=case_1.0 file=gerbers/case.GM13 error=a mechanical layer other than the outline")]
    [InlineData("case-F_Adhes.gbr", Copper, "MODULE_FILE_UNUSED module=case_1.0 file=gerbers/case-F_Adhes.gbr error=glue, which boards do not get")]
    [InlineData("case-drl.gbr", "%TF.FileFunction,Drillmap*%\n" + Copper, "MODULE_FILE_NOT_NEEDED module=case_1.0 file=gerbers/case-drl.gbr error=a drawing (Drillmap)")]
    [InlineData("case-gold.gbr", "%TF.FileFunction,Goldmask,Top*%\n" + Copper, "MODULE_FILE_UNUSED module=case_1.0 file=gerbers/case-gold.gbr error=of function Goldmask,Top, which boards do not get")]
    [InlineData("case-F_Courtyard.gbr", Copper, "MODULE_FILE_NOT_NEEDED module=case_1.0 file=gerbers/case-F_Courtyard.gbr error=a drawing")]
    [InlineData("case-User_1.gbr", Copper, "MODULE_FILE_NOT_NEEDED module=case_1.0 file=gerbers/case-User_1.gbr error=a drawing")]
    [InlineData("Status Report.Txt", "done", "MODULE_FILE_NOT_NEEDED module=case_1.0 file=gerbers/Status_Report.Txt error=documentation")]
    [InlineData(".DS_Store", "x", "MODULE_FILE_NOT_NEEDED module=case_1.0 file=gerbers/.DS_Store error=a file of an operating system")]
    [InlineData("BOM_case.csv", "Ref,Value\n", "MODULE_FILE_UNUSED module=case_1.0 file=gerbers/BOM_case.csv error=it is no fabrication file")]
    [InlineData("case_1.0-In1_Cu.g2", "%FSLAX46Y46*%\n%MOMM*%\n%ADD10C,0.1*%\nM02*\n", "MODULE_FILE_NOT_NEEDED module=case_1.0 file=gerbers/case_1.0-In1_Cu.g2 error=an inner layer without copper")]
    [InlineData("case_1.0-F_Cu.gtl", "%FSLAX46Y46*%\n%MOMM*%\n%ADD10C,0.1*%\nD10*\nX0Y0D03*\n", "MODULE_FILE_DOUBTFUL module=case_1.0 file=gerbers/case_1.0-F_Cu.gtl error=the file does not end with M02: a part may be missing")]
    [InlineData("case_1.0-F_Cu.gtl", Copper + "D10*\nX0Y0D03*\n", "MODULE_FILE_DOUBTFUL module=case_1.0 file=gerbers/case_1.0-F_Cu.gtl error=what follows the end of the image (M02) is not read")]
    public void A_file_that_no_board_gets_is_named(string name, string content, string issue) =>
        Assert.Equal([issue], Read((name, content)).Issues.Select(found => found.ToString()));

    [Theory]
    [InlineData("case_1.0.stackup")]
    [InlineData("case_1.0-F_Cu.gtl")]
    [InlineData("assembly/case.xml")]
    [InlineData("assembly/parts.csv")]
    [InlineData("firmware/image.elf")]
    [InlineData("case_2.0.json")]
    [InlineData("old/case_1.0-F_Cu.gtl")]
    [InlineData("gerbers/old/case_1.0-F_Cu.gtl")]
    public void A_file_elsewhere_in_a_package_is_named(string path)
    {
        var issue = Assert.Single(ModulePackageReader.Read(Key, [new(path, Encoding.UTF8.GetBytes(Copper))]).Issues);
        Assert.StartsWith($"MODULE_FILE_UNUSED module=case_1.0 file={path} error=", issue.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_names_files_in_folders_that_nothing_reads()
    {
        var root = Directory.CreateTempSubdirectory("modules-");
        try
        {
            foreach (var path in (string[])["Gerbers/case-F_Cu.gtl", "gerbers 2/case-F_Cu.gtl", "Gerbers/old/case-B_Cu.gbl", "case_1.0.json", .. Enumerable.Range(0, 40).Select(i => $"3d/part{i:00}.data")])
            {
                var file = new FileInfo(Path.Combine(root.FullName, "case_1.0", path));
                file.Directory!.Create();
                await System.IO.File.WriteAllTextAsync(file.FullName, path.EndsWith(".json", StringComparison.Ordinal) ? "{}" : Copper);
            }

            var package = (await new FolderModuleLibrary(root.FullName).FindAsync(Key, default))!;
            Assert.Equal([ModuleLayer.FrontCopper], package.Layers.Keys);
            Assert.Equal(21, package.Issues.Length);
            Assert.Contains(package.Issues, issue => issue.Fields.Contains("file=3d/part20.data_and_21_more_files", StringComparison.Ordinal));
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("case_1.0-In1_Cu.g2", Copper)]
    [InlineData("case.G1", Copper)]
    [InlineData("x.gbr", "%TF.FileFunction,Copper,L2,Inr*%\n" + Copper)]
    public void Copper_of_inner_layers_is_refused(string name, string content) =>
        Assert.EndsWith("boards have two layers of copper", Assert.Throws<ModulePackageException>(() => Read((name, content))).Issue.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("case_1.0.drl")] // KiCad, plated and other holes in one file
    [InlineData("case_drill.txt")] // Fritzing
    [InlineData("case.xln")] // Fusion
    [InlineData("case.TXT")] // Altium
    [InlineData("case.exc")]
    [InlineData("case.drd")]
    [InlineData("case-1-2.drl")] // Allegro
    [InlineData("drills")]
    public void A_drill_file_is_known_by_its_content(string name)
    {
        var package = Read((name, Holes));
        Assert.Equal(new DrillHole(new(1_000_000, 1_000_000), 300_000, null), Assert.Single(package.Plated.Hits));
        Assert.Equal("MODULE_FILE_DOUBTFUL", Assert.Single(package.Issues).Code);
    }

    [Theory]
    [InlineData("case-PTH.drl", true)]
    [InlineData("case-NPTH.drl", false)]
    [InlineData("Drill_PTH_Through.DRL", true)]
    [InlineData("Drill_NPTH_Through.DRL", false)]
    [InlineData("case-Plated.TXT", true)]
    [InlineData("case-NonPlated.TXT", false)]
    [InlineData("case.plated-drill.cnc", true)]
    [InlineData("case.unplated-drill.cnc", false)]
    [InlineData("case_DRILLS-NPTH.drl", false)]
    [InlineData("case-1-2-np.drl", false)]
    [InlineData("depth_sensor.drl", null)]
    [InlineData("DEPTH.drl", null)]
    [InlineData("case-PTH-and-NPTH.drl", null)]
    public void Plating_may_stand_in_the_name_of_the_file(string name, bool? plated)
    {
        var package = Read((name, Holes));
        Assert.Equal(plated ?? true ? 1 : 0, package.Plated.Hits.Length);
        Assert.Equal(plated is null ? 1 : 0, package.Issues.Length);
    }

    [Theory]
    [InlineData(";TYPE=PLATED\nT01C0.400\n;TYPE=NON_PLATED\nT02C3.200")]
    [InlineData("; #@! TA.AperFunction,Plated,PTH,ComponentDrill\nT01C0.400\n; #@! TA.AperFunction,NonPlated,NPTH,ComponentDrill\nT02C3.200")]
    [InlineData("; THROUGH (PLATED) HOLES START AT T1\n; NON-PLATED HOLES START AT T2\nT01C0.400\nT02C3.200")]
    [InlineData(";T01 Holesize 1. = 0.4 PLATED MM Quantity = 1\n;T02 Holesize 2. = 3.2 NON_PLATED MM Quantity = 1")]
    public void Plating_may_be_told_tool_by_tool(string tools)
    {
        var package = Read(("composite-PTH.drl", $"M48\n;FILE_FORMAT=3:3\nMETRIC,TZ,000.000\n{tools}\n%\nT01\nX-001000Y001000\nT02\nX008000Y004000\nM30\n"));
        Assert.Equal((400_000, 3_200_000), (Assert.Single(package.Plated.Hits).Diameter, Assert.Single(package.NonPlated.Hits).Diameter));
        Assert.Empty(package.Issues);
    }

    [Fact]
    public void One_drill_file_for_both_kinds_of_holes_is_read()
    {
        var package = Read(("case_1.0.drl", "M48\n; #@! TF.FileFunction,MixedPlating,1,2\nFMAT,2\nMETRIC\n; #@! TA.AperFunction,Plated,PTH,ViaDrill\nT1C0.300\n%\nG90\nG05\nT1\nX-7.125Y-3.500\nX4.375Y-1.750\nM30\n"));
        Assert.Equal(2, package.Plated.Hits.Length);
        Assert.Empty(package.NonPlated.Hits);
        Assert.Empty(package.Issues);
    }

    [Fact]
    public void Drills_in_Gerber_form_are_drills()
    {
        var drills = "%TF.FileFunction,NonPlated,1,2,NPTH*%\n%FSLAX46Y46*%\n%MOMM*%\n%TA.AperFunction,MechanicalDrill*%\n%ADD10C,1*%\n%TD*%\n%ADD11O,3X1*%\nD10*\nX0Y0D03*\nX0Y5000000D02*\nG01*\nX4000000D01*\nD11*\nX0Y9000000D03*\nM02*\n";
        Assert.Equal(
            [
                new DrillHole(default, 1_000_000, "MechanicalDrill"), new DrillSlot(new(0, 5_000_000), new(4_000_000, 5_000_000), 1_000_000, "MechanicalDrill"),
                new DrillSlot(new(-1_000_000, 9_000_000), new(1_000_000, 9_000_000), 1_000_000, null),
            ],
            Read(("case-NPTH-drl.gbr", drills)).NonPlated.Hits.AsEnumerable());
        var refused = drills.Replace("O,3X1", "R,3X1", StringComparison.Ordinal);
        Assert.Contains("export the drills as Excellon", Assert.Throws<ModulePackageException>(() => Read(("case-NPTH-drl.gbr", refused))).Message, StringComparison.Ordinal);
        Assert.Contains("a picture of drills", Assert.Single(Read(("drill.gbr", Copper)).Issues).Fields, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_drill_files_add_up_and_an_old_one_is_told_of()
    {
        var other = Holes.Replace("X1.0Y1.0", "X2.0Y2.0", StringComparison.Ordinal);
        Assert.Empty(Read(("Drill_PTH_Through.DRL", Holes), ("Drill_PTH_Through_Via.DRL", other)).Issues);
        Assert.Equal(2, Read(("Drill_PTH_Through.DRL", Holes), ("Drill_PTH_Through_Via.DRL", other)).Plated.Hits.Length);
        Assert.Contains("is one of the files old?", Assert.Single(Read(("a-PTH.drl", Holes), ("a-PTH copy.drl", Holes)).Issues).Fields, StringComparison.Ordinal);
    }

    [Fact]
    public void Holes_far_from_the_module_are_told_of()
    {
        var issue = Assert.Single(Read(("x-F_Cu.gtl", Copper), ("x-PTH.drl", Holes.Replace("METRIC", "INCH", StringComparison.Ordinal))).Issues);
        Assert.Contains("1 of 1 holes lie more than 5 mm outside all layers", issue.Fields, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_outlines_the_usual_one_is_taken_and_the_other_named()
    {
        var package = Read(("case.GKO", Copper), ("case.GM1", Copper.Replace("3000000", "4000000", StringComparison.Ordinal)));
        Assert.Equal(3_000_000, Assert.IsType<Line>(Assert.Single(package.Layers[ModuleLayer.EdgeCuts].Objects)).To.X);
        Assert.Equal("MODULE_FILE_UNUSED module=case_1.0 file=gerbers/case.GM1 error=the outline is taken from gerbers/case.GKO", Assert.Single(package.Issues).ToString());
    }

    private static ModulePackage Read(params (string Name, string Content)[] files) => ModulePackageReader.Read(Key, [.. files.Select(file => File(file.Name, file.Content))]);

    private static ModuleFile File(string name, string content) => new($"gerbers/{name}", Encoding.UTF8.GetBytes(content));
}
