using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;
using static MakeDevice.Routing.Tests.TestModules;

namespace MakeDevice.Routing.Tests;

public class BoardPlacerTests
{
    private static readonly ModulePackage Ten = Square("ten", 10, ("GND", 5, 0), ("VCC", -5, 2));

    [Fact]
    public void Right_angles_are_exact()
    {
        var (board, issues) = Place(TestProjects.Board(60, 40, ("ten", 10.1, -3, 90)), Ten);
        Assert.Empty(issues);
        Assert.Equal([new(10_100_000, 2_000_000), new(8_100_000, -8_000_000)], board!.Sockets.Select(s => s.At));
        Assert.Equal<Point>([new(15_100_000, -8_000_000), new(15_100_000, 2_000_000), new(5_100_000, 2_000_000), new(5_100_000, -8_000_000)], board.Zones.Single().Corners.Items);
    }

    [Fact]
    public void Any_turn_keeps_distances_and_orientation()
    {
        for (var degrees = 0.0; degrees < 360; degrees += 0.7)
        {
            var (board, _) = Place(TestProjects.Board(60, 40, ("ten", 1.234567, -3.3, degrees)), Ten);
            var corners = board!.Zones.Single().Corners;
            for (var i = 0; i < 4; i++)
            {
                Assert.InRange(corners[i].DistanceTo(corners[(i + 1) % 4]), 10_000_000 - 2, 10_000_000 + 2);
                Assert.Equal(1, Segments.Orientation(corners[i], corners[(i + 1) % 4], corners[(i + 2) % 4]));
            }

            Assert.InRange(board.Sockets[0].At.DistanceTo(new(1_234_567, -3_300_000)), 5_000_000 - 1, 5_000_000 + 1);
        }
    }

    [Fact]
    public void A_turn_and_its_reverse_give_the_point_back()
    {
        var random = new Random(7);
        for (var i = 0; i < 10_000; i++)
        {
            var point = new Point(random.NextInt64(-250_000_000, 250_000_000), random.NextInt64(-250_000_000, 250_000_000));
            var degrees = i % 2 == 0 ? 90 * random.Next(-8, 9) : random.NextDouble() * 720 - 360;
            var there = new Placement(default, degrees).Apply(point);
            var back = new Placement(default, -degrees).Apply(there);
            Assert.InRange(back.DistanceTo(point), 0, i % 2 == 0 ? 0 : 1.5);
        }
    }

    [Theory]
    [InlineData(9.9, "MODULE_OVERLAPPING_OTHER_MODULE")]
    [InlineData(10, "MODULE_OVERLAPPING_OTHER_MODULE")]
    [InlineData(10.000001, "MODULE_TOO_CLOSE_TO_OTHER_MODULE")]
    [InlineData(10.124999, "MODULE_TOO_CLOSE_TO_OTHER_MODULE")]
    [InlineData(10.125, null)]
    public void Neighbours_need_the_clearance(double distance, string? code)
    {
        var (board, issues) = Place(TestProjects.Board(60, 40, ("ten", 0, 0, 0), ("ten", distance, 3, 180)), Ten);
        Assert.Equal(code != "MODULE_OVERLAPPING_OTHER_MODULE", board is not null);
        Assert.Equal(code is null ? [] : [$"{code} moduleIds=[id0-long,id1-long] moduleIdShort=[id0-,id1-] moduleNames=[ten,ten]"], issues);
    }

    [Theory]
    [InlineData(12.0710, "MODULE_OVERLAPPING_OTHER_MODULE")]
    [InlineData(12.0711, "MODULE_TOO_CLOSE_TO_OTHER_MODULE")]
    [InlineData(12.1960, "MODULE_TOO_CLOSE_TO_OTHER_MODULE")]
    [InlineData(12.1961, null)]
    public void A_turned_zone_is_compared_as_it_stands(double distance, string? code)
    {
        // A square of 10 turned by 45° reaches 7.0711 to the side, where its neighbour's edge is 5 from its own centre.
        var (_, issues) = Place(TestProjects.Board(60, 40, ("ten", 0, 0, 0), ("ten", distance, 0, 45)), Ten);
        Assert.Equal(code, issues.Select(i => i[..i.IndexOf(' ', StringComparison.Ordinal)]).SingleOrDefault());
    }

    [Fact]
    public void Diagonal_neighbours_whose_boxes_overlap_may_be_apart() =>
        Assert.Empty(Place(TestProjects.Board(60, 40, ("ten", -6, -6, 45), ("ten", 6, 6, 45)), Ten).Issues);

    [Fact]
    public void A_zone_inside_another_overlaps_it() =>
        Assert.StartsWith("MODULE_OVERLAPPING_OTHER_MODULE", Place(TestProjects.Board(60, 40, ("ten", 0, 0, 0), ("one", 1, 1, 30)), Ten, Square("one", 1)).Issues.Single(), StringComparison.Ordinal);

    [Theory]
    [InlineData(25.000001, "MODULE_OVERHANGING_BOARD_EDGE moduleId=id0-long moduleIdShort=id0- moduleName=ten")]
    [InlineData(25, "MODULE_TOO_CLOSE_TO_BOARD_EDGE moduleId=id0-long moduleIdShort=id0- moduleName=ten")]
    [InlineData(24.700001, "MODULE_TOO_CLOSE_TO_BOARD_EDGE moduleId=id0-long moduleIdShort=id0- moduleName=ten")]
    [InlineData(24.7, null)]
    public void The_edge_needs_its_distance(double x, string? issue) =>
        Assert.Equal(issue is null ? [] : [issue], Place(TestProjects.Board(60, 40, ("ten", x, 0, 0)), Ten).Issues);

    [Fact]
    public void Modules_made_for_the_edge_may_reach_it_but_not_beyond()
    {
        Assert.Empty(Place(TestProjects.Board(60, 40, ("ten", 25, 15, 0)), Ten.Edgy()).Issues);
        Assert.StartsWith("MODULE_OVERHANGING_BOARD_EDGE", Place(TestProjects.Board(60, 40, ("ten", 25, 15.1, 0)), Ten.Edgy()).Issues.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_zone_off_its_modules_centre_stays_with_its_module()
    {
        var offset = Package("offset", [BoxOf(-5, 11, 5, 14.5)], ("GND", 0, 14.5));
        var (board, issues) = Place(TestProjects.Board(60, 60, ("offset", 0, 0, 0), ("ten", 0, 0, 0), ("offset", 0, 0, 180)), offset, Ten);
        Assert.Empty(issues);
        Assert.Equal([0, 1, 2], board!.Zones.Select(z => z.Module));
        Assert.Equal(BoxOf(-5, -14.5, 5, -11), board.Zones[2].Bounds);
    }

    [Fact]
    public void All_problems_are_reported_together() => Assert.Equal(
        [
            "MODULE_OVERLAPPING_OTHER_MODULE moduleIds=[id0-long,id1-long] moduleIdShort=[id0-,id1-] moduleNames=[ten,ten]",
            "MODULE_OVERHANGING_BOARD_EDGE moduleId=id1-long moduleIdShort=id1- moduleName=ten",
            "MODULE_TOO_CLOSE_TO_BOARD_EDGE moduleId=id2-long moduleIdShort=id2- moduleName=ten",
            "ROUTING_UNPAIRED_TRANSMITTER moduleId=id3-long moduleIdShort=id3- moduleName=sender socketName=SWDIO~^",
        ],
        Place(
            TestProjects.Board(60, 40, ("ten", 22, 0, 0), ("ten", 26, 0, 0), ("ten", -25, 0, 0), ("sender", 0, 0, 0)), Ten, Square("sender", 2, ("SWDIO~^", 0, 0))).Issues);

    [Fact]
    public void Missing_sockets_layers_and_zones_are_named_with_all_modules()
    {
        Assert.Equal(["ROUTING_NO_SOCKETS_FOUND moduleIdsAll=[] moduleIdsAllShort=[]"], Place(TestProjects.Board(60, 40)).Issues);
        Assert.Equal(
            ["ROUTING_NO_SOCKETS_FOUND moduleIdsAll=[id0-long,id1-long] moduleIdsAllShort=[id0-,id1-]"],
            Place(TestProjects.Board(60, 40, ("mute", 10, 0, 0), ("mute", -10, 0, 0)), Square("mute", 3)).Issues);
        Assert.Equal(
            ["PLACEMENT_NO_KEEP_OUT_ZONES moduleIdsAll=[id0-long] moduleIdsAllShort=[id0-]"],
            Place(TestProjects.Board(60, 40, ("open", 10, 0, 0)), Package("open", [], ("GND", 0, 0))).Issues);
        Assert.Equal(
            ["ROUTING_LAYER_MISSING_GERBERSOCKETS moduleIdsAll=[id0-long] moduleIdsAllShort=[id0-]"],
            Place(TestProjects.Board(60, 40, ("bare", 10, 0, 0)), new ModulePackage { Key = new("bare", "1.0"), ContentHash = "" }).Issues);
    }

    [Fact]
    public void A_module_without_a_package_makes_no_board_and_no_second_issue()
    {
        var (board, issues) = Place(TestProjects.Board(60, 40, ("ten", 0, 0, 0), ("absent", 20, 0, 0)), Ten);
        Assert.Null(board);
        Assert.Empty(issues);
    }

    [Fact]
    public void Programming_sockets_pair_in_order_of_appearance()
    {
        var programmer = Square("programmer", 6, ("SWDIO~8", 0, 0), ("GND", 1, 0), ("SWDIO~1", 2, 0), ("UPDI~0", 3, 0), ("SWDIO~2", 1, 1));
        var sensor = Square("sensor", 6, ("SWDIO~^", 0, 0), ("GND", 1, 0));
        var other = Square("other", 6, ("UPDI~^", 0, 0), ("A~b", 1, 0), ("~^", 2, 0), ("B~100", 2, 1));
        var (board, issues) = Place(
            TestProjects.Board(100, 40, ("sensor", -40, 0, 0), ("programmer", -20, 0, 0), ("other", 0, 0, 0), ("sensor", 20, 0, 0)), programmer, sensor, other);
        Assert.Empty(issues);
        Assert.Equal(
            [
                "0 SWDIO~^ SWDIO_8", "0 GND GND", "1 SWDIO~8 SWDIO_8", "1 GND GND", "1 SWDIO~1 SWDIO_1", "1 UPDI~0 UPDI_0",
                "2 UPDI~^ UPDI_0", "2 A~b A~b", "2 ~^ ~^", "2 B~100 B~100", "3 SWDIO~^ SWDIO_1", "3 GND GND",
            ],
            board!.Sockets.Select(s => $"{s.Module} {s.Name} {s.Net}"));
        Assert.All(board.Sockets, s => Assert.Equal(s.Net.Contains('_', StringComparison.Ordinal), s.Programming));
        Assert.Equal(Enumerable.Range(0, 12), board.Sockets.Select(s => s.Id));
    }

    [Fact]
    public void Two_programmers_never_share_a_net()
    {
        var programmer = Square("programmer", 6, ("SWDIO~0", 0, 0));
        var sensor = Square("sensor", 6, ("SWDIO~^", 0, 0), ("SWDIO_0-2", 1, 0));
        var (board, _) = Place(
            TestProjects.Board(100, 40, ("sensor", -40, 0, 0), ("programmer", -20, 0, 0), ("sensor", 0, 0, 0), ("programmer", 20, 0, 0)), programmer, sensor);
        Assert.Equal(["SWDIO_0", "SWDIO_0", "SWDIO_0-3", "SWDIO_0-3"], board!.Sockets.Where(s => s.Programming).OrderBy(s => s.Net).Select(s => s.Net));
    }

    [Fact]
    public void Bus_zones_must_be_free_and_touching_counts()
    {
        var (board, _) = Place(TestProjects.Board(60, 40, ("ten", -20, 0, 0), ("ten", 20, 0, 45)), Ten);
        Assert.Empty(BusZoneCheck.Check(board!, 4_999_999, 0));
        Assert.Equal(
            [
                "MODULE_OVERLAPPING_BUS_ZONE moduleId=id0-long moduleIdShort=id0- moduleName=ten busSide=left",
                "MODULE_OVERLAPPING_BUS_ZONE moduleId=id1-long moduleIdShort=id1- moduleName=ten busSide=right",
            ],
            BusZoneCheck.Check(board!, 5_000_000, 2_930_000).Select(i => i.ToString()));
    }

    [Fact]
    public void Hostile_ids_cannot_forge_issues()
    {
        var project = TestProjects.Board(60, 40, ("ten", 26, 0, 0));
        project = project with { Modules = [project.Modules[0] with { Id = "a b,c]\nMODULE_NOT_FOUND moduleId=x\ud83d" }] };
        Assert.Equal(
            ["MODULE_OVERHANGING_BOARD_EDGE moduleId=a_b_c__MODULE_NOT_FOUND_moduleId_x_ moduleIdShort=a_b_ moduleName=ten"], Place(project, Ten).Issues);
    }

    private static (PlacedBoard? Board, IEnumerable<string> Issues) Place(Project project, params ModulePackage[] packages)
    {
        var (board, issues) = BoardPlacer.Place(project, Library(packages), DesignRules.Default);
        return (board, issues.Select(i => i.ToString()));
    }
}
