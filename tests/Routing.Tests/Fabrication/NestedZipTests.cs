using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Panels;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Panels;

namespace MakeDevice.Routing.Tests.Fabrication;

/// <summary>A zip of Gerbers within a package that somebody packed by hand.</summary>
public class NestedZipTests
{
    private static readonly ModuleFile[] Board = [File("b.gtl", "G04 front*M02*"), File("b.drl", "M48\nMETRIC\n%\nM30\n")];
    private static readonly ModuleFile Parts = File("b-BOM.csv", "Comment,Designator");

    [Fact]
    public void A_zip_whose_files_lie_beside_it_is_left_out() =>
        Assert.Equal(["b.gtl", "b.drl", "b-BOM.csv"], Names([.. Board, Parts, Zip("b-gerbers.zip", Board)]));

    [Fact]
    public void A_zip_that_alone_has_the_gerbers_is_opened() =>
        Assert.Equal(["b-BOM.csv", "b.drl", "b.gtl"], Names([Zip("b-gerbers.zip", Board), Parts]));

    [Fact]
    public void Zips_that_say_something_else_stay_files_to_be_told_of()
    {
        Assert.Contains("other.zip", Names([.. Board, Zip("other.zip", File("b.gtl", "G04 another front*M02*"))]));
        Assert.Equal(["a.zip", "b.zip"], Names([Zip("a.zip", Board), Zip("b.zip", Board[0])]));
        Assert.Equal(["notes.zip"], Names([Zip("notes.zip", Parts)]));
        Assert.Equal(["broken.zip"], Names([File("broken.zip", "PK but no zip")]));
        Assert.Equal(["b.gtl", "twice.zip"], Names([File("b.gtl", "no Gerber"), Zip("twice.zip", Board)]));
        Assert.Equal(["outer.zip"], Names([Zip("outer.zip", Zip("inner.zip", Board))]));
    }

    [Fact]
    public void A_board_packed_with_its_own_zip_is_verified_and_panelled_without_a_note_on_it()
    {
        var zip = PanelBoards.Zip("small");
        var files = BoardStages.Unpack(zip).Files;
        ModuleFile gerbers = new("small-gerbers.zip", zip);

        var checkedBoard = BoardStages.VerifyPackage([.. files, gerbers], DesignRules.Default);
        Assert.Equal((true, 0), (checkedBoard.IsChecked, checkedBoard.Issues.Length));
        Assert.DoesNotContain(checkedBoard.Notes, note => note.Contains(".zip", StringComparison.Ordinal));
        Assert.Equal(checkedBoard.Sockets, BoardStages.VerifyPackage([gerbers], DesignRules.Default).Sockets);

        var specification = """{"columns": 2, "rows": 1}"""u8.ToArray();
        var expected = Panel.FromPackage(zip, specification).Panel!;
        AssertEqual(expected, Panel.FromPackage(ZipOf([.. files, gerbers]), specification).Panel!);
        AssertEqual(expected, Panel.FromPackage(ZipOf([gerbers]), specification).Panel!);
    }

    private static void AssertEqual(Panel expected, Panel panel)
    {
        Assert.Equal(expected.Warnings, panel.Warnings);
        Assert.Equal(string.Join('\n', expected.Names), string.Join('\n', panel.Names));
        Assert.All(expected.Names, name => Assert.Equal(expected.Make(name).Content.ToArray(), panel.Make(name).Content.ToArray()));
    }

    private static IEnumerable<string> Names(ModuleFile[] files) => NestedZip.Open(files).Select(file => file.Path);

    private static ModuleFile File(string name, string text) => new(name, System.Text.Encoding.ASCII.GetBytes(text));

    private static ModuleFile Zip(string name, params ModuleFile[] files) => new(name, ZipOf(files));

    private static byte[] ZipOf(ModuleFile[] files) => PackageWriter.Write(files.Select(file => new Artifact(file.Path, file.Content.ToArray())));
}
