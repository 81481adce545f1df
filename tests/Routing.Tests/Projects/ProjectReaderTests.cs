using System.Globalization;
using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests;

public class ProjectReaderTests
{
    private const string Whole = """
        {"id":"p1","name":"my/board","size":{"width":75.3,"height":61.7},
         "pcbOptions":{"fabricationHouse":"Aisler","cornerRadius":90,"connectors":{"top":true,"bottom":false}},
         "modules":[{"id":"0001-a","name":"jvm_rgb_led","version":"0.7","position":{"x":1.5,"y":-20.1},"rotation":90,"extra":[1]}],
         "graphicsSvg":"<svg/>","later":null}
        """;

    [Fact]
    public void A_whole_project_is_turned_into_board_coordinates()
    {
        var project = Read(Whole);
        Assert.Equal(("p1", "my/board", "my_board", "Aisler", "<svg/>"), (project.Id, project.Name, project.FileStem, project.FabricationHouse, project.GraphicsSvg));
        Assert.Equal(new BoardOutline(75_300_000, 61_700_000, 30_850_000, true, false), project.Board);
        var module = Assert.Single(project.Modules);
        Assert.Equal(("0001", "jvm_rgb_led_0.7", 90.0), (module.ShortId, module.Key.ToString(), module.EditorRotation));
        Assert.Equal(new Point(1_500_000, 20_100_000), module.Placement.Offset);
        Assert.Equal(270, module.Placement.Degrees);
    }

    [Fact]
    public void A_byte_order_mark_is_no_problem() =>
        Assert.NotNull(ProjectReader.Read((byte[])[0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Whole)]).Project);

    [Fact]
    public void What_nothing_reads_and_what_is_reduced_is_told() => Assert.Equal(
        ["PROJECT_PROPERTY_UNUSED path=$.modules[0].extra count=1", "PROJECT_CORNER_RADIUS_REDUCED askedMm=90 usedMm=30.85"], Issues(Whole));

    [Theory]
    [InlineData("name", """{"name":"a","name":"b","size":{"width":80,"height":60},"modules":[]}""")]
    [InlineData("clearance", """{"size":{"width":80,"height":60},"pcbOptions":{"rules":{"clearance":0.2,"clearance":0.3}},"modules":[]}""")]
    [InlineData("rotation", """{"size":{"width":80,"height":60},"modules":[{"name":"m","version":"1","position":{"x":0,"y":0},"rotation":0,"rotation":90}]}""")]
    public void A_property_that_is_there_twice_is_refused(string name, string json) =>
        Assert.StartsWith($"PROJECT_INVALID path=$ error=not valid JSON: Duplicate property '{name}'", Assert.Single(Issues(json)), StringComparison.Ordinal);

    [Fact]
    public void Misspelt_properties_are_warned_of_wherever_they_stand() => Assert.Equal(
        [
            "PROJECT_PROPERTY_MISSPELT path=$.pcbOptions.cornerRaduis meant=cornerRadius count=1",
            "PROJECT_PROPERTY_MISSPELT path=$.pcbOptions.rule meant=rules count=1",
            "PROJECT_PROPERTY_MISSPELT path=$.modules[0].Rotation meant=rotation count=2",
            "PROJECT_PROPERTY_MISSPELT path=$.pcbOptions.connectors.botom meant=bottom count=1",
            "PROJECT_PROPERTY_UNUSED path=$.colour count=1",
        ],
        Issues("""
            {"colour":"red","size":{"width":80,"height":60},"pcbOptions":{"cornerRaduis":2,"rule":{},"connectors":{"botom":true}},
             "modules":[{"name":"m","version":"1","position":{"x":0,"y":0},"Rotation":90},{"name":"m","version":"1","position":{"x":9,"y":0},"Rotation":90}]}
            """).Order(StringComparer.Ordinal).OrderBy(issue => issue.Contains("UNUSED") ? 5 : issue.Contains("botom") ? 4 : issue.Contains("Rotation") ? 3 : issue.Contains("rule") ? 2 : 1));

    [Theory]
    [InlineData(""" "rules":{"clearance":0.3} """, "", "PROJECT_PROPERTY_MISPLACED path=$.rules meant=$.pcbOptions.rules count=1")]
    [InlineData(""" "pcbOptions":{"mountingHoles":{}} """, "", "PROJECT_PROPERTY_MISPLACED path=$.pcbOptions.mountingHoles meant=$.pcbOptions.rules.mountingHoles count=1")]
    [InlineData(""" "pcbOptions":{"TrackWidth":1} """, "", "PROJECT_PROPERTY_MISPLACED path=$.pcbOptions.TrackWidth meant=$.pcbOptions.rules.trackWidth count=1")]
    [InlineData(""" "fabricationHouse":"Aisler" """, "", "PROJECT_PROPERTY_MISPLACED path=$.fabricationHouse meant=$.pcbOptions.fabricationHouse count=1")]
    [InlineData(""" "units":"inch" """, "", "PROJECT_PROPERTY_UNSUPPORTED path=$.units count=1")]
    [InlineData(""" "name":"x" """, ""","bulge":0.5""", "PROJECT_PROPERTY_UNSUPPORTED path=$.modules[0].bulge count=1")]
    [InlineData(""" "units":"mm" """, "", "PROJECT_PROPERTY_UNUSED path=$.units count=1")]
    [InlineData(""" "layers":["a long list of names"] """, "", "PROJECT_PROPERTY_UNSUPPORTED path=$.layers count=1")]
    [InlineData(""" "name":"x" """, ""","flipped":true""", "PROJECT_PROPERTY_UNSUPPORTED path=$.modules[0].flipped count=1")]
    [InlineData(""" "name":"x" """, ""","flipped":false,"side":"Top","scale":1""", "PROJECT_PROPERTY_UNUSED path=$.modules[0].flipped count=1|PROJECT_PROPERTY_UNUSED path=$.modules[0].side count=1|PROJECT_PROPERTY_UNUSED path=$.modules[0].scale count=1")]
    public void What_stands_elsewhere_and_what_would_change_the_board_is_warned_of(string project, string module, string expected) => Assert.Equal(
        expected.Split('|'), Issues($$"""{"size":{"width":80,"height":60},{{project}},"modules":[{"name":"m","version":"1","position":{"x":0,"y":0}{{module}}}]}"""));

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Utf_16_is_named_as_such(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        foreach (var text in new[] { encoding.GetBytes(Whole), [.. encoding.GetPreamble(), .. encoding.GetBytes(Whole)] })
        {
            Assert.Equal(["PROJECT_INVALID path=$ error=is UTF-16 text, must be UTF-8: save it as UTF-8"], ProjectReader.Read(text).Issues.Select(issue => issue.ToString()));
        }
    }

    [Fact]
    public void Only_size_and_modules_are_needed()
    {
        var project = Read("""{"size":{"width":5,"height":500},"modules":[]}""");
        Assert.Equal(("", "board", "JLCPCB", 0L), (project.Id, project.FileStem, project.FabricationHouse, project.Board.CornerRadius));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"size\":{\"width\":80,\"height\":60},\"modules\":[]} x")]
    [InlineData("{\"size\":{\"width\":80,\"height\":60},\"modules\":[],}")]
    [InlineData("// comment\n{\"size\":{\"width\":80,\"height\":60},\"modules\":[]}")]
    [InlineData("{\"size\":{\"width\":80,\"height\":60},\"modules\":[{\"id\":\"a\"")]
    public void What_is_no_json_object_is_said_to_be_none(string json)
    {
        var (project, issues) = ProjectReader.Read(Encoding.UTF8.GetBytes(json));
        Assert.Null(project);
        Assert.StartsWith("PROJECT_INVALID path=$ error=", Assert.Single(issues).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_and_huge_bodies_are_refused()
    {
        Assert.Contains("$ error=not valid JSON", Issues(new string('[', 100_000)).Single(), StringComparison.Ordinal);
        Assert.Equal(["PROJECT_INVALID path=$ error=larger than 5242880 bytes"], Issues("{" + new string(' ', ProjectReader.MaxBytes) + "}"));
    }

    [Fact]
    public void Everything_wrong_is_reported_at_once() => Assert.Equal(
        [
            "PROJECT_INVALID path=$.name error=must be a text",
            "PROJECT_INVALID path=$.size.width error=must be from 5 to 500",
            "PROJECT_INVALID path=$.size.height error=is missing, must be a number",
            "PROJECT_INVALID path=$.pcbOptions.cornerRadius error=must be from 0 to 500",
            "PROJECT_INVALID path=$.pcbOptions.connectors.top error=must be true or false",
            "PROJECT_INVALID path=$.modules[1].name error=must be ASCII letters, digits, '-', '.' and '_' (none in a version), as in a folder's name",
            "PROJECT_INVALID path=$.modules[1].version error=is missing, must be a text",
            "PROJECT_INVALID path=$.modules[1].position error=is missing, must be an object",
            "PROJECT_INVALID path=$.modules[2] error=must be an object",
            "PROJECT_INVALID path=$.modules[3].position.x error=must be a number",
            "PROJECT_INVALID path=$.modules[3].position.y error=must be from -1000 to 1000",
            "PROJECT_INVALID path=$.modules[3].rotation error=must be from -36000 to 36000",
            "PROJECT_INVALID path=$.modules[3].id error=is the id of another module, too",
        ],
        Issues("""
            {"name":true,"size":{"width":4.9},"pcbOptions":{"cornerRadius":-1,"connectors":{"top":"yes"}},"modules":[
             {"id":"a","name":"m","version":"1","position":{"x":0,"y":0}},
             {"id":"b","name":"../m"},
             7,
             {"id":"a","name":"m","version":"1","position":{"x":"one","y":1e999},"rotation":1e10}]}
            """));

    [Fact]
    public void Numbers_and_flags_may_be_text_and_names_and_versions_numbers()
    {
        var (project, issues) = ProjectReader.Read(Encoding.UTF8.GetBytes("""
            {"id":7,"name":12,"size":{"width":"80","height":"60.5"},"pcbOptions":{"cornerRadius":"2.50","connectors":{"top":"true","bottom":1}},
             "modules":[{"id":1,"name":"m","version":0.70,"position":{"x":"-1","y":"2e0"},"rotation":"90"}]}
            """));
        Assert.Empty(issues);
        var module = Assert.Single(project!.Modules);
        Assert.Equal(("7", "12", 80_000_000, 60_500_000, 2_500_000), (project.Id, project.Name, project.Board.Width, project.Board.Height, project.Board.CornerRadius));
        Assert.Equal((true, true), (project.Board.TopConnector, project.Board.BottomConnector));
        Assert.Equal(("1", "m_0.7", 90.0), (module.Id, module.Key.ToString(), module.EditorRotation));
        Assert.Equal(Point.FromMillimetres(-1, -2), module.Placement.Offset);
    }

    [Theory]
    [InlineData("\"false\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("0", false)]
    [InlineData("\"True\"", true)]
    public void A_flag_says_what_its_text_says(string top, bool isSet) =>
        Assert.Equal(isSet, ProjectReader.Read(Encoding.UTF8.GetBytes(
            $$$"""{"size":{"width":80,"height":60},"pcbOptions":{"connectors":{"top":{{{top}}}}},"modules":[]}""")).Project!.Board.TopConnector);

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"7 0\"")]
    [InlineData("\"70,5\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"0x50\"")]
    [InlineData("true")]
    public void A_text_that_spells_no_number_is_refused(string width) =>
        Assert.Equal(["PROJECT_INVALID path=$.size.width error=must be a number"], Issues($$$"""{"size":{"width":{{{width}}},"height":60},"modules":[]}"""));

    [Fact]
    public void Too_many_modules_are_refused()
    {
        var module = """{"name":"m","version":"1","position":{"x":0,"y":0}}""";
        Assert.Empty(Issues(WithModules(Enumerable.Repeat(module, 200))));
        Assert.Equal(["PROJECT_INVALID path=$.modules error=has 201 items, at most 200 are allowed"], Issues(WithModules(Enumerable.Repeat(module, 201))));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("a\\\\b")]
    [InlineData("a..b")]
    [InlineData(".hidden")]
    [InlineData("a b")]
    [InlineData("a\\u0000b")]
    [InlineData("ä")]
    [InlineData("a\\nPROJECT_INVALID")]
    [InlineData("")]
    public void Module_names_that_could_leave_the_library_are_refused(string name)
    {
        var position = "\"position\":{\"x\":0,\"y\":0}";
        Assert.StartsWith("PROJECT_INVALID path=$.modules[0].name ", Issues(WithModules([$$"""{"name":"{{name}}","version":"1",{{position}}}"""])).Single(), StringComparison.Ordinal);
        Assert.StartsWith("PROJECT_INVALID path=$.modules[0].version ", Issues(WithModules([$$"""{"name":"m","version":"{{name}}",{{position}}}"""])).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text() =>
        Assert.Equal(["PROJECT_INVALID path=$.name error=is not valid Unicode"], Issues("""{"name":"\ud800","size":{"width":80,"height":60},"modules":[]}"""));

    [Theory]
    [InlineData("my/board", "my_board")]
    [InlineData("../../etc/passwd", "_._etc_passwd")]
    [InlineData("...", "board")]
    [InlineData("", "board")]
    [InlineData("///", "board")]
    [InlineData("日本", "日本")]
    [InlineData("Größe 2", "Größe_2")]
    [InlineData("हिन्दी बोर्ड", "हिन्दी_बोर्ड")]
    [InlineData("𠮷野/家", "𠮷野_家")]
    [InlineData("\u0301a\uD800b🙂", "_a_b_")]
    [InlineData("a\r\nb\0c", "a_b_c")]
    [InlineData("v1.2.", "v1.2")]
    [InlineData("con", "_con")]
    [InlineData("LPT1.x", "_LPT1.x")]
    [InlineData("Console", "Console")]
    public void Names_become_file_stems(string name, string stem) => Assert.Equal(stem, FileStem.From(name));

    [Fact]
    public void A_file_stem_is_safe_whatever_the_name()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var name = new string([.. Enumerable.Range(0, random.Next(100)).Select(_ => (char)(random.Next(4) == 0 ? "./\\_-~ :"[random.Next(8)] : random.Next(0x3000)))]);
            var stem = FileStem.From(name);
            Assert.InRange(stem.EnumerateRunes().Count(), 1, 65);
            Assert.InRange(Encoding.UTF8.GetByteCount(stem), 1, 161);
            Assert.True(stem.EnumerateRunes().All(rune => Rune.IsLetterOrDigit(rune) || rune.Value is '.' or '_' or '-'
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark), stem);
            Assert.False(stem.StartsWith('.') || stem.EndsWith('.') || stem.Contains("..", StringComparison.Ordinal), stem);
        }
    }

    private static string WithModules(IEnumerable<string> modules) => $$"""{"size":{"width":80,"height":60},"modules":[{{string.Join(',', modules)}}]}""";

    private static Project Read(string json)
    {
        var (project, issues) = ProjectReader.Read(Encoding.UTF8.GetBytes(json));
        Assert.DoesNotContain(issues, issue => issue.Severity == Severity.Error);
        return project!;
    }

    private static string[] Issues(string json) => [.. ProjectReader.Read(Encoding.UTF8.GetBytes(json)).Issues.Select(i => i.ToString())];
}
