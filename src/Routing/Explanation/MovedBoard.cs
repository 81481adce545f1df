using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Explanation;

/// <summary>A module moved without being turned.</summary>
/// <param name="By">Nanometres, board coordinates (y up).</param>
internal sealed record ModuleMove(int Module, Point By);

/// <summary>Moves modules of a board and checks the placement as a job does.</summary>
internal sealed class MovedBoard
{
    private readonly PlacedBoard _board;
    private readonly HashSet<string> _issues;

    public MovedBoard(PlacedBoard board)
    {
        _board = board;
        _issues = [.. Place(board.Project).Issues];
    }

    /// <summary>The moved board and its plan; null where the placement has an issue that it had not before.</summary>
    public (PlacedBoard Board, RoutingPlan Plan)? TryMove(ImmutableArray<ModuleMove> moves)
    {
        var modules = _board.Project.Modules.ToBuilder();
        foreach (var move in moves)
        {
            var instance = modules[move.Module];
            modules[move.Module] = instance with { Placement = new(instance.Placement.Offset + move.By, instance.Placement.Degrees) };
        }

        var (board, issues) = Place(_board.Project with { Modules = modules.ToImmutable() });
        if (board is null || !issues.All(_issues.Contains))
        {
            return null;
        }

        var (plan, planIssues) = RoutePlanner.Plan(board);
        return !planIssues.Any(RoutePlanner.ForbidsRouting) ? (board, plan) : null;
    }

    /// <summary>The move with all modules that it would push: those that come nearer than the clearance move along.</summary>
    public ImmutableArray<ModuleMove> Pushing(ModuleMove move)
    {
        const int MostModules = 4;
        var moves = new List<ModuleMove> { move };
        for (var i = 0; i < moves.Count && moves.Count <= MostModules; i++)
        {
            var zones = ZonesOf(moves[i].Module, move.By);
            moves.AddRange(_board.Modules
                .Where(module => moves.TrueForAll(other => other.Module != module.Index) && Meet(zones, ZonesOf(module.Index, default)))
                .Select(module => new ModuleMove(module.Index, move.By))
                .ToList());
        }

        return moves.Count <= MostModules ? [.. moves] : [];
    }

    private bool Meet(List<Shape> a, List<Shape> b)
    {
        var clearance = _board.Rules.Clearance;
        return a.Exists(one => b.Exists(other => Shapes.Distance(one, other, clearance) < clearance));
    }

    private List<Shape> ZonesOf(int module, Point by) =>
        [.. _board.Zones.Where(zone => zone.Module == module).Select(zone => new Polygon(zone.Corners.Items).Place(new Placement(by, 0)))];

    private (PlacedBoard? Board, IEnumerable<string> Issues) Place(Project project)
    {
        var packages = _board.Modules.Select(module => module.Package).DistinctBy(package => package.Key).ToDictionary(package => package.Key);
        var (board, issues) = BoardPlacer.Place(project, packages, _board.Rules);
        return (board, issues.Select(issue => issue.ToString()));
    }
}
