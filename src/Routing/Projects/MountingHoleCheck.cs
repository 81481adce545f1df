using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;

namespace MakeDevice.Routing.Projects;

/// <summary>Mounting holes against the board and its modules; every issue forbids routing.</summary>
internal static class MountingHoleCheck
{
    public static IEnumerable<Issue> Check(PlacedBoard board) => [.. BoardIssues(board), .. ModuleIssuesOf(board)];

    private static IEnumerable<Issue> BoardIssues(PlacedBoard board)
    {
        if (board.Rules.MountingHoles is not { } holes)
        {
            yield break;
        }

        var outline = board.Project.Board;
        if (holes.WallFromEdge(outline) < board.Rules.EdgeClearance)
        {
            yield return new("MOUNTING_HOLES_DO_NOT_FIT", "error=they are nearer to the board's edge or its rounded corners than edgeClearance");
        }

        if (Math.Min(outline.Width, outline.Height) - 2 * holes.Inset < holes.KeepOut)
        {
            yield return new("MOUNTING_HOLES_DO_NOT_FIT", "error=the board is too small: their keep-outs overlap");
        }
    }

    private static IEnumerable<Issue> ModuleIssuesOf(PlacedBoard board)
    {
        foreach (var zones in board.Zones.GroupBy(zone => zone.Module))
        {
            foreach (var hole in board.MountingHoles.Where(hole => zones.Any(zone => Overlaps(zone, hole))))
            {
                yield return ModuleIssues.About("MODULE_OVERLAPPING_MOUNTING_HOLE", board.Project.Modules[zones.Key], $"hole={hole.Name}");
            }
        }
    }

    private static bool Overlaps(BoardZone zone, MountingHole hole) =>
        Shapes.DistanceToPoint(new Polygon(zone.Corners.Items), hole.At, hole.KeepOut) < hole.KeepOut / 2.0;
}
