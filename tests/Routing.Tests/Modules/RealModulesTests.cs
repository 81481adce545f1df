using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Tests;

/// <summary>Real projects with real module packages, through the stages from the project's bytes to the placed board.</summary>
public class RealModulesTests
{
    private static readonly Lazy<FolderModuleLibrary> Library = new(() => new(SharedData.Modules));

    [SharedFact]
    public async Task Every_package_parses_and_every_socket_has_copper()
    {
        var keys = await Library.Value.ListAsync(default);
        Assert.Equal(19, keys.Count);
        foreach (var key in keys)
        {
            var package = (await Library.Value.FindAsync(key, default))!;
            Assert.NotEmpty(package.Sockets);
            Assert.NotEmpty(package.Zones);
            Assert.NotEmpty(package.Bom);
            Assert.NotEmpty(package.Cpl);
            Assert.Equal(12, package.Layers.Count);
            Assert.All(package.Sockets, s => Assert.Equal(s.Name.StartsWith("SWDIO~", StringComparison.Ordinal) && key.Name == "jvm_jacdaptor" ? CopperLayer.Back : CopperLayer.Front, s.Layer));
        }
    }

    [SharedFact]
    public async Task The_programmer_is_decoded_in_the_order_of_its_file()
    {
        var package = (await Library.Value.FindAsync(new("jvm_jacdaptor", "0.5"), default))!;
        Assert.Equal(BoxMm(-29, -11, 29, 11), Assert.Single(package.Zones));
        Assert.True(package.CanExtendToBoardEdge);
        Assert.Equal(
            ["GND", "JD_PWR", "RESET", "JD_DATA", "SWCLK", "SWDIO~8", "SWDIO~1", "SWDIO~6", "SWDIO~3", "SWDIO~2", "SWDIO~0", "SWDIO~4", "SWDIO~7", "SWDIO~5"],
            package.Sockets.Select(s => s.Name));
        Assert.Equal(13, package.Bom.Length);
        Assert.Equal(19, package.Cpl.Length);
        var diode = package.Cpl.Single(c => c.Reference == "D2");
        Assert.Equal((new Point(-10_759_016, -9_736_742), 180.0, "top"), (diode.At, diode.Rotation, diode.Side));
        Assert.Equal(["C3", "C4", "C7"], package.Bom.Single(b => b.Value == "4.7uF").References);
    }

    [SharedFact]
    public async Task A_zone_off_the_origin_is_read_where_it_is()
    {
        var package = (await Library.Value.FindAsync(new("vm_i2c_oled_display", "0.1"), default))!;
        Assert.Equal(BoxMm(-5, 11, 5, 14.5), Assert.Single(package.Zones));
        Assert.Equal(["SCL", "+3V3", "GND", "SDA"], package.Sockets.Select(s => s.Name));
        Assert.Equal(new Point(1_000_000, 14_500_000), package.Sockets[0].At);
    }

    [SharedTheory]
    [InlineData("i2c02", 2, 9)]
    [InlineData("i2c04", 4, 16)]
    [InlineData("i2c08", 8, 31)]
    [InlineData("i2c20", 20, 76)]
    [InlineData("jvm02", 2, 12)]
    [InlineData("jvm04", 4, 26)]
    [InlineData("jvm06", 6, 40)]
    public async Task Valid_projects_place_without_an_issue(string name, int modules, int sockets)
    {
        var (board, issues) = await PlaceAsync($"valid/{name}.json");
        Assert.Empty(issues);
        Assert.Equal((modules, sockets), (board!.Modules.Length, board.Sockets.Length));
        Assert.All(board.Sockets.Where(s => s.Programming).GroupBy(s => s.Net), net => Assert.Equal(2, net.Count()));
    }

    [SharedTheory]
    [InlineData("i2c02")]
    [InlineData("i2c04")]
    [InlineData("i2c08")]
    [InlineData("i2c20")]
    [InlineData("jvm02")]
    [InlineData("jvm04")]
    [InlineData("jvm06")]
    public async Task Sockets_and_zones_lie_where_the_reference_has_them(string name)
    {
        var (board, _) = await PlaceAsync($"valid/{name}.json");
        var file = File.ReadAllText(Path.Combine(SharedData.Root!, "reference", name, $"{name}-GerberSockets.gbr"));

        // The reference writes G75 without its end-of-command.
        var layer = GerberReader.Read(Encoding.ASCII.GetBytes(file.Replace("G75\n", "G75*\n", StringComparison.Ordinal)), name);
        var (sockets, zones, problems, _) = GerberSocketsReader.Read(layer);
        Assert.Empty(problems);
        var ours = board!.Modules.SelectMany(m => m.Package.Sockets.Select(s => $"{s.Name} {m.Instance.Placement.Apply(s.At)}"));
        Assert.Equal(sockets.Select(s => $"{s.Name} {s.At}").Order(), ours.Order());
        Assert.Equal(zones.Select(z => z.ToString()).Order(), board.Zones.Select(z => z.Bounds.ToString()).Order());
    }

    [SharedTheory]
    [InlineData("h07_tight_1mm")]
    [InlineData("h11_misaligned_0.1mm")]
    [InlineData("h12_oled_offset_zone")]
    [InlineData("h14_odd_size_75.3x61.7")]
    [InlineData("h15_rotation_45")]
    [InlineData("h20_odd_grid_60.25")]
    [InlineData("h23_name_with_slash")]
    [InlineData("h26_sockets_at_right_bus_zone")]
    public async Task Hard_but_legal_projects_place_without_an_issue(string name)
    {
        var (board, issues) = await PlaceAsync($"hard/{name}.json");
        Assert.Empty(issues);
        Assert.NotNull(board);
        Assert.DoesNotContain('/', board.Project.FileStem);
    }

    [SharedTheory]
    [InlineData("h01_overlap_modules", "MODULE_OVERLAPPING_OTHER_MODULE moduleIds=[00020779-0000-4000-8000-000000000002,00030779-0000-4000-8000-000000000003] moduleIdShort=[0002,0003] moduleNames=[jvm_light_sensor,jvm_rgb_led]")]
    [InlineData("h02_overhang_edge", "MODULE_OVERHANGING_BOARD_EDGE moduleId=00030677-0000-4000-8000-000000000003 moduleIdShort=0003 moduleName=jvm_rgb_led")]
    [InlineData("h05_unknown_module", "MODULE_NOT_FOUND moduleId=00030721-0000-4000-8000-000000000003 moduleIdShort=0003 moduleName=jvm_does_not_exist moduleVersion=9.9")]
    [InlineData("h06_malformed_json", "PROJECT_INVALID path=$ error=not valid JSON at line 1, byte 117: Expected depth to be zero at the end of the JSON payload")]
    [InlineData("h16_no_modules", "ROUTING_NO_SOCKETS_FOUND moduleIdsAll=[] moduleIdsAllShort=[]")]
    [InlineData("h18_touching_zones", "MODULE_OVERLAPPING_OTHER_MODULE moduleIds=[0002071f-0000-4000-8000-000000000002,0003071f-0000-4000-8000-000000000003] moduleIdShort=[0002,0003] moduleNames=[jvm_light_sensor,jvm_rgb_led]")]
    [InlineData("h21_missing_size", "PROJECT_INVALID path=$.size.width error=is missing, must be a number", "PROJECT_INVALID path=$.size.height error=is missing, must be a number")]
    public async Task Illegal_projects_end_in_their_issues(string name, params string[] expected)
    {
        var (board, issues) = await PlaceAsync($"hard/{name}.json");
        Assert.Null(board);
        Assert.Equal(string.Join("\n", expected), string.Join("\n", issues));
    }

    [SharedFact]
    public async Task A_module_in_the_bus_zone_is_found()
    {
        var (board, issues) = await PlaceAsync("hard/h03_left_bus_zone.json");
        Assert.Empty(issues);
        var width = DesignRules.Default.BusEdgeDistance + 5 * DesignRules.Default.BusPitch;
        Assert.Equal(
            ["MODULE_OVERLAPPING_BUS_ZONE moduleId=00020699-0000-4000-8000-000000000002 moduleIdShort=0002 moduleName=jvm_light_sensor busSide=left"],
            BusZoneCheck.Check(board!, width, width).Select(i => i.ToString()));
    }

    [SharedFact]
    public async Task A_name_with_a_slash_is_one_file_stem()
    {
        var (project, _) = BoardStages.ReadProject(SharedData.Project("hard/h23_name_with_slash.json"));
        Assert.Equal(("my/board", "my_board"), (project!.Name, project.FileStem));
        await Task.CompletedTask;
    }

    private static async Task<(PlacedBoard? Board, IEnumerable<string> Issues)> PlaceAsync(string path)
    {
        var (project, issues) = BoardStages.ReadProject(SharedData.Project(path));
        if (project is null)
        {
            return (null, issues.Select(i => i.ToString()));
        }

        var (packages, missing) = await BoardStages.LoadModulesAsync(project, Library.Value, default);
        var (board, placement) = BoardStages.Place(project, packages, DesignRules.Default);
        return (board, missing.Where(issue => issue.Severity == Severity.Error).Concat(placement).Select(i => i.ToString()));
    }

    private static Box BoxMm(double left, double bottom, double right, double top) => TestModules.BoxOf(left, bottom, right, top);
}
