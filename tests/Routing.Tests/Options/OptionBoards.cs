using System.Collections.Immutable;
using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Tests.Fabrication;

namespace MakeDevice.Routing.Tests.Options;

/// <summary>Boards routed under the rules of a rules file.</summary>
internal static class OptionBoards
{
    /// <summary>A shared project, placed by a rules file's rules and routed.</summary>
    public static (PlacedBoard Board, RoutedBoard Routed) Shared(string name, string rules) =>
        Route(SharedData.Project(Path.Combine("valid", name + ".json")), SharedData.Modules, rules);

    /// <summary>A sample project, placed by a rules file's rules and routed.</summary>
    public static (PlacedBoard Board, RoutedBoard Routed) Sample(string name, string rules) => Route(
        File.ReadAllBytes(Path.Combine(RealBoards.Samples, "projects", name + ".MakeDevice")), Path.Combine(RealBoards.Samples, "modules"), rules);

    /// <summary>The rules that a rules file makes of JLCPCB's.</summary>
    public static DesignRules Rules(string json)
    {
        var (rules, issues) = DesignRulesReader.Read("JLCPCB", Encoding.UTF8.GetBytes(json));
        Assert.Empty(issues);
        return rules!;
    }

    public static void AssertSound(PlacedBoard board, RoutedBoard routed)
    {
        Assert.Empty(routed.Unconnected);
        Assert.Empty(Issues(board, routed));
    }

    public static ImmutableArray<Issue> Issues(PlacedBoard board, RoutedBoard routed) => BoardStages.Verify(board, routed).Issues;

    /// <summary>Least distance of routed copper from the four sides of the board's rectangle, nanometres.</summary>
    public static long LeastFromSides(PlacedBoard board, RoutedBoard routed)
    {
        var box = routed.Tracks.Aggregate(Box.Empty, (all, track) => all.Union(Box.Around(track.Points.Items).Inflate(track.Width / 2)));
        box = routed.Vias.Aggregate(box, (all, via) => all.Union(Box.Around(via.At, via.At).Inflate(via.Diameter / 2)));
        var bounds = board.Project.Board.Bounds;
        return new[] { box.Left - bounds.Left, bounds.Right - box.Right, box.Bottom - bounds.Bottom, bounds.Top - box.Top }.Min();
    }

    private static (PlacedBoard Board, RoutedBoard Routed) Route(byte[] json, string modules, string rules)
    {
        var project = BoardStages.ReadProject(json).Project!;
        var board = RealBoards.Place(project, modules, Rules(rules));
        var (routed, plan) = BoardStages.Route(board, 2, null, default);
        Assert.Empty(plan.Issues);
        return (board, routed);
    }
}
