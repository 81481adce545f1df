using System.Text.RegularExpressions;
using MakeDevice.Routing.Tests.Fabrication;

namespace MakeDevice.Routing.Tests;

/// <summary>Arrows between the rooms of the core point one way: a room uses only rooms before it, and none uses the types that stand before all rooms.</summary>
public class ArchitectureTests
{
    /// <summary>Every room (a folder, with its namespace) after those that it may use.</summary>
    private static readonly string[] Rooms =
    [
        "Geometry", "Issues", "Caching", "Gerber", "Excellon", "Modules", "Projects", "Planning", "Diagnostics", "Grid", "Pathfinding", "Search", "Nets",
        "Negotiation", "Lattice", "Coarse", "Detailed", "Batches", "Strategy", "Finishing", "Explanation", "Verification", "Electrical", "Manufacturing", "Fabrication", "Firmware",
        "Previews", "Editor", "Panels",
    ];

    /// <summary>Arrows that should not be and still are. The list may only get shorter.</summary>
    private static readonly string[] Exceptions =
    [
        "Fabrication -> BoardStages", "Panels -> BoardStages",
        "Planning -> RoutingCache", "Strategy -> RouteResult", "Strategy -> RoutingCache", "Strategy -> RoutingStep", "Strategy -> RoutingWork",
        "Strategy -> SideProgress",
    ];

    private static readonly string Core = Path.GetFullPath(Path.Combine(RealBoards.Samples, "..", "src", "Routing"));

    [Fact]
    public void Every_room_uses_only_rooms_before_it() => Assert.Equal(Exceptions, Arrows().Where(IsBackwards).Select(Text).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_room_has_its_place() => Assert.Subset(Rooms.ToHashSet(), Sources().Select(source => source.Room).Where(room => room.Length > 0).ToHashSet());

    [Fact]
    public void A_type_is_in_the_namespace_of_its_room() => Assert.All(
        Sources(), source => Assert.Matches($@"namespace MakeDevice\.Routing{(source.Room.Length == 0 ? "" : @"\." + source.Room)}(\.\w+)*;", source.Code));

    [Fact]
    public void Arrows_are_seen()
    {
        // A check that finds nothing would pass, too.
        Assert.Contains(("Planning", "Geometry"), Arrows());
        Assert.True(Arrows().Count > 60);
    }

    /// <summary>The number may only become smaller.</summary>
    [Fact]
    public void The_rooms_that_route_stay_small() => Assert.InRange(Routing().Sum(part => part.Lines), 5_000, 9_900);

    /// <summary>By its own name or that of its class of tests.</summary>
    [Fact]
    public void Every_part_of_the_router_of_more_than_a_hundred_lines_is_named_in_a_test()
    {
        var tests = string.Concat(Directory.EnumerateFiles(Path.Combine(RealBoards.Samples, "..", "tests", "Routing.Tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        var large = Routing().Where(part => part.Lines > 100).Select(part => part.Type).Distinct().ToList();
        Assert.True(large.Count > 20);
        Assert.All(large, type => Assert.Matches($@"\b{type}(Tests)?\b", tests));
    }

    /// <summary>The files of the rooms that route: the type that each is named for, and its lines.</summary>
    private static IEnumerable<(string Type, int Lines)> Routing() =>
        from room in new[] { "Pathfinding", "Negotiation", "Lattice", "Batches", "Strategy" }
        from file in Directory.EnumerateFiles(Path.Combine(Core, room), "*.cs")
        select (Path.GetFileName(file).Split('.')[0], File.ReadLines(file).Count());

    private static bool IsBackwards((string From, string To) arrow) => Array.IndexOf(Rooms, arrow.To) is var to && (to < 0 || to > Array.IndexOf(Rooms, arrow.From));

    private static string Text((string From, string To) arrow) => $"{arrow.From} -> {arrow.To}";

    /// <summary>From rooms to the rooms that they use by name, and to types of the root, which need no using.</summary>
    private static HashSet<(string From, string To)> Arrows()
    {
        var sources = Sources();
        var root = sources
            .Where(source => source.Room.Length == 0)
            .SelectMany(source => Regex.Matches(source.Code, @"\b(?:class|record|struct|enum|interface) ([A-Z]\w+)").Select(match => match.Groups[1].Value))
            .Distinct()
            .ToArray();
        var arrows = new HashSet<(string, string)>();
        foreach (var (room, code) in sources.Where(source => source.Room.Length > 0))
        {
            arrows.UnionWith(Regex.Matches(code, @"\bMakeDevice\.Routing\.(\w+)").Select(match => (room, match.Groups[1].Value)).Where(arrow => arrow.Value != room));
            arrows.UnionWith(root.Where(type => Regex.IsMatch(code, $@"(?<![\w.]){type}\b")).Select(type => (room, type)));
        }

        return arrows;
    }

    /// <summary>The core's files without their comments.</summary>
    private static List<(string Room, string Code)> Sources()
    {
        return
        [
            .. from file in Directory.EnumerateFiles(Core, "*.cs", SearchOption.AllDirectories)
               let parts = Path.GetRelativePath(Core, file).Split(Path.DirectorySeparatorChar)
               where parts[0] is not ("bin" or "obj")
               select (parts.Length > 1 ? parts[0] : "", Regex.Replace(File.ReadAllText(file), "//.*", "")),
        ];
    }
}
