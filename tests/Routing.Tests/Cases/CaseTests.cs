using System.Text;
using MakeDevice.Routing.Excellon;
using MakeDevice.Routing.Fabrication.Graphics;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Previews;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;
using MakeDevice.Routing.Tests.Pictures;

namespace MakeDevice.Routing.Tests.Cases;

/// <summary>
/// Small inputs that people stumbled on with tools like this one, as they came; each test bears the name of their kind. More of each kind is in the
/// tests of the readers. Forwarded hosts are a case of the HTTP tests.
/// </summary>
public sealed class CaseTests : IDisposable
{
    private static readonly ModuleKey Key = new("case", "1.0");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cases-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SharedFact]
    public void One_drill_file_without_plating_in_its_name()
    {
        var package = Package("01_case_1.0.drl", "gerbers/case_1.0.drl");
        Assert.Equal(["300000@-7125000,-3500000", "300000@4375000,-1750000"], Holes(package.Plated));
        Assert.Empty(package.NonPlated.Hits);
    }

    [SharedFact]
    public void Plating_that_changes_within_a_file()
    {
        var package = Package("02_composite-PTH.drl", "gerbers/case_1.0-PTH.drl");
        Assert.Equal(["400000@-1000000,1000000"], Holes(package.Plated));
        Assert.Equal(["3200000@8000000,4000000"], Holes(package.NonPlated));
    }

    [SharedFact]
    public void Values_in_a_column_called_name() => Assert.Equal(
        ["R1,R2 10k R_0603 C25804", "R3 1k R_0603 C21190", "C1 1uF C_0603 C15849", "C2,C3 100nF C_0603 C14663"], Bom(Package("03_BOM_easyeda.csv", "assembly/BOM_case.csv")));

    [SharedFact]
    public void Parts_that_are_not_to_be_populated()
    {
        var package = Package("04_BOM_dnp.csv", "assembly/BOM_case.csv");
        Assert.Equal(["R1,R2 10k R_0603 C25804"], Bom(package));
        Assert.Contains(package.Issues, issue => issue.ToString() == "PART_NOT_FITTED module=case_1.0 references=[R3] reason=say the module's files");
    }

    [SharedFact]
    public void A_fabs_own_template_for_parts() =>
        Assert.Equal(["R1,R2 10k R_0603 C25804", "R3 1k R_0603 C21190"], Bom(Package("05_BOM_jlc_template.csv", "assembly/BOM_case.csv")));

    [SharedRsvgTheory]
    [InlineData("06_logo_doctype.svg", 0)]
    [InlineData("07_logo_clip.svg", 120_000)]
    [InlineData("08_logo_css.svg", 50_800)]
    [InlineData("16_nested_svg.svg", 34_478)]
    public void A_designers_document_type_clip_style_sheet_and_nested_viewport(string name, int pixels)
    {
        var svg = Encoding.UTF8.GetString(Read(name));
        var (objects, issues) = SvgSilkscreen.Read(svg, new BoardOutline(100_000_000, 75_000_000, 0, false, false));
        Assert.Empty(issues);
        var printed = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='-50 -37.5 100 75' width='400' height='300' color='#000' stroke-linecap='round' stroke-linejoin='round'>"
            + $"{LayerPaths.Elements(new([], objects))}</svg>";
        Bitmap expected = Show(name, svg), actual = Show("printed-" + name, printed);
        Assert.True(expected.ThickerThan(actual) == 0 && actual.ThickerThan(expected) == 0, "it looks as another renderer shows it");
        Assert.True(pixels == 0 || Math.Abs(actual.Count - pixels) < pixels / 50, $"{actual.Count} pixels are printed");
    }

    [SharedGerbvFact]
    public void Regions_that_begin_with_an_arc()
    {
        var read = Path.Combine(_folder.FullName, "read.gto");
        var written = Path.Combine(_folder.FullName, "written.gto");
        File.WriteAllBytes(read, Read("09_three_dots.gto"));
        File.WriteAllBytes(written, GerberWriter.Write(GerberReader.Read(File.ReadAllBytes(read), "read.gto")));
        Bitmap before = Viewers.Gerbv(read, (-10, -10, 10, 10), 300), after = Viewers.Gerbv(written, (-10, -10, 10, 10), 300);
        Assert.True(after.Count > 100);
        Assert.Equal((0, 0), (before.ThickerThan(after), after.ThickerThan(before)));
    }

    [SharedFact]
    public void A_unit_in_the_heading_of_the_rotation() => Assert.Equal(
        ["R1 90 top", "R2 270 top"], Package("10_CPL_rotation-top-pos.csv", "assembly/CPL_case-top-pos.csv").Cpl.Select(line => $"{line.Reference} {line.Rotation} {line.Side}"));

    [SharedFact]
    public void A_separator_too_many() => Assert.Equal(["R1 10k R_0603 C25804"], Bom(Package("11_BOM_trailing.csv", "assembly/BOM_case.csv")));

    [SharedFact]
    public void A_row_without_a_reference()
    {
        var package = Package("12_BOM_noref.csv", "assembly/BOM_case.csv");
        Assert.Equal(["R1 10k R_0603 C25804"], Bom(package));
        Assert.Contains(package.Issues, issue => issue.ToString().StartsWith("PART_ROW_IGNORED module=case_1.0 file=assembly/BOM_case.csv line=2 reason=has no reference", StringComparison.Ordinal));
    }

    [SharedFact]
    public void Tool_sizes_in_comments()
    {
        var package = Package("13_allegro-PTH.drl", "gerbers/case_1.0-PTH.drl");
        Assert.StartsWith("406400@", Assert.Single(Holes(package.Plated)), StringComparison.Ordinal);
        Assert.Empty(package.NonPlated.Hits);
    }

    [SharedFact]
    public void An_inch_sign_inside_a_field() => Assert.Equal(["J1 Header 0.1\" 1x4 PinHeader C124378"], Bom(Package("14_BOM_quote.csv", "assembly/BOM_case.csv")));

    [SharedTheory]
    [InlineData("case_1.0-F_SilkS.gto", ModuleLayer.FrontSilkscreen)]
    [InlineData("case_1.0.GTS", ModuleLayer.FrontMask)]
    public void Layer_names_of_other_programs(string name, ModuleLayer layer)
    {
        var package = Package("15_case_1.0-F_SilkS.gto", $"gerbers/{name}");
        Assert.Equal(layer, Assert.Single(package.Layers).Key);
        Assert.NotEmpty(package.Layers[layer].Objects);
    }

    [SharedFact]
    public void Parts_whose_names_are_not_ascii()
    {
        var package = ModulePackageReader.Read(Key,
        [
            new("assembly/BOM_case.csv", Read("18_BOM_unicode.csv")),
            new("assembly/CPL_case.csv", "Ref,PosX,PosY,Rot,Side\nR1,0,0,0,top\nC1,2,0,0,top\n"u8.ToArray()),
        ]);
        var board = TestBoards.Of(package);
        var bom = RealBoards.Make(board, RoutedBoard.Empty, "BOM_test.csv").Content;
        Assert.Equal([0xEF, 0xBB, 0xBF], bom[..3].ToArray());
        var text = Encoding.UTF8.GetString(bom.Span);
        Assert.Contains("4k7Ω", text, StringComparison.Ordinal);
        Assert.Contains("4.7µF", text, StringComparison.Ordinal);
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(SharedData.Root!, "cases", name));

    private static ModulePackage Package(string name, string path) => ModulePackageReader.Read(Key, [new(path, Read(name))]);

    private static IEnumerable<string> Bom(ModulePackage package) =>
        package.Bom.Select(line => $"{string.Join(',', line.References.Items)} {line.Value} {line.Package} {line.LcscPart}");

    private static IEnumerable<string> Holes(DrillFile drills) => drills.Hits.Cast<DrillHole>().Select(hole => $"{hole.Diameter}@{hole.At.X},{hole.At.Y}");

    private Bitmap Show(string name, string svg)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, svg);
        return Viewers.Rsvg(path, 800);
    }
}

/// <summary>A theory about the shared data that asks librsvg; skipped, and seen to be, where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedRsvgTheoryAttribute : TheoryAttribute
{
    public SharedRsvgTheoryAttribute() => Skip = SharedData.Root is not null && Viewers.HasRsvg ? null : "needs rsvg-convert and the shared data beside the repository";
}

/// <summary>A fact about the shared data that asks gerbv; skipped, and seen to be, where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedGerbvFactAttribute : FactAttribute
{
    public SharedGerbvFactAttribute() => Skip = SharedData.Root is not null && Viewers.HasGerbv ? null : "needs gerbv and the shared data beside the repository";
}
