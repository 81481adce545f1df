using System.Collections.Concurrent;
using System.Collections.Immutable;
using MakeDevice.Routing.Batches;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Negotiation;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Batches;

namespace MakeDevice.Routing.Tests.Explanation;

/// <summary>A module made in code.</summary>
/// <param name="Zones">Left, bottom, right, top in board millimetres; the module's origin is the board's.</param>
/// <param name="Sockets">Net and place in board millimetres, on the front.</param>
internal sealed record Block(string Id, (double Left, double Bottom, double Right, double Top)[] Zones, params (string Net, double X, double Y)[] Sockets);

/// <summary>Boards that cannot be routed, for reasons known by construction.</summary>
internal static class WalledBoards
{
    /// <summary>Enough for every board here that can be joined, on any grid.</summary>
    public static readonly Effort Little = new(1_000_000, 1_000_000, Halvings: 2);

    private static readonly ConcurrentDictionary<string, Lazy<RoutedBoard>> Known = [];

    /// <summary>40 x 32 mm, origin in the middle.</summary>
    public static PlacedBoard Place(params Block[] blocks) => Place(DesignRules.Default, blocks);

    public static PlacedBoard Place(DesignRules rules, params Block[] blocks) => Place(rules, 40, blocks);

    /// <param name="width">Millimetres.</param>
    public static PlacedBoard Place(DesignRules rules, int width, params Block[] blocks)
    {
        var packages = blocks.Select(Package).ToDictionary(package => package.Key);
        var instances = blocks.Select(block => new ModuleInstance(block.Id, new(block.Id, "1"), Placement.Identity, 0)).ToImmutableArray();
        var outline = new BoardOutline(width * Units.Millimetre, 32 * Units.Millimetre, 0, false, false);
        var (board, issues) = BoardPlacer.Place(new("p", "p", "p", outline, "JLCPCB", instances, ""), packages, rules);
        return board ?? throw new InvalidOperationException(string.Join('\n', issues));
    }

    /// <summary>
    /// A chamber between left, right, door and the board's upper edge: the sockets on top of the door must leave by the gap between door and
    /// right, all other gaps hold no track on any grid that is tried.
    /// </summary>
    /// <param name="gap">Millimetres.</param>
    /// <param name="end">Where it ends on the right, millimetres.</param>
    public static PlacedBoard Chamber(double gap, int sockets, DesignRules? rules = null, double end = 5) => Place(
        rules ?? DesignRules.Default,
        new Block("left", [(-13, 5, -5.01, 15.6)]),
        new Block("door", [(-4.88, 5, end - gap, 8)], [.. Enumerable.Range(0, sockets).Select(i => ($"N{i}", -4.0 + i, 8.0))]),
        new Block("right", [(end, 0, 13, 15.6)]),
        new Block("far", [(-10, -14, 10, -11)], [.. Enumerable.Range(0, sockets).Select(i => ($"N{i}", -4.0 + i, -11.0))]));

    /// <summary>The board routed, and why sockets stayed open.</summary>
    public static (RoutedBoard Routed, BoardExplanation Explanation) Explain(PlacedBoard board)
    {
        var routed = Route(board);
        return (routed, BoardStages.Explain(board, routed, default));
    }

    /// <summary>Ids of the two things at a gap, sorted.</summary>
    public static string[] Between(PlacedBoard board, Gap gap) => [.. new[] { gap.A, gap.B }.Select(blocker => BlockedIssue.Name(board, blocker)).Order(StringComparer.Ordinal)];

    /// <summary>Routes the board moved as told, from its project on.</summary>
    public static RoutedBoard RouteMoved(PlacedBoard board, params IEnumerable<(string Module, double X, double Y)> moves)
    {
        var modules = board.Project.Modules.ToBuilder();
        foreach (var (module, x, y) in moves)
        {
            var index = modules.ToList().FindIndex(instance => instance.Id == module);
            var old = modules[index];
            modules[index] = old with { Placement = new(old.Placement.Offset + Point.FromMillimetres(x, y), old.Placement.Degrees) };
        }

        var packages = board.Modules.ToDictionary(module => module.Package.Key, module => module.Package);
        var (moved, issues) = BoardPlacer.Place(board.Project with { Modules = modules.ToImmutable() }, packages, board.Rules);
        Assert.Empty(issues);
        return Route(moved!);
    }

    /// <summary>The board routed, with little effort for what cannot be joined: once for all tests that ask for it.</summary>
    public static RoutedBoard Route(PlacedBoard board)
    {
        var (plan, issues) = RoutePlanner.Plan(board);
        Assert.Empty(issues);
        return Known.GetOrAdd(RoutedOnce.Digest(plan), _ => new(() => new BoardRouter(plan, Little).Route(1, null, default))).Value;
    }

    private static ModulePackage Package(Block block) => new()
    {
        Key = new(block.Id, "1"),
        ContentHash = block.Id,
        Zones = [.. block.Zones.Select(zone => Box.Around(Point.FromMillimetres(zone.Left, zone.Bottom), Point.FromMillimetres(zone.Right, zone.Top)))],
        Sockets = [.. block.Sockets.Select(socket => new ModuleSocket(socket.Net, Point.FromMillimetres(socket.X, socket.Y), CopperLayer.Front))],
        Layers = ImmutableSortedDictionary<ModuleLayer, GerberLayer>.Empty.Add(ModuleLayer.GerberSockets, GerberLayer.Empty),
    };
}
