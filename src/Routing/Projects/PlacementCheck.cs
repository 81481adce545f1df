using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// Every reason why modules cannot stay where they are (docs/issues.md), found at once: modules without sockets or zones, zones that overlap or come
/// too near each other, modules past or too near the board's edge or over a mounting hole. Zones may be turned by any angle; whether two meet is decided exactly.
/// </summary>
internal static class PlacementCheck
{
    public static ImmutableArray<Issue> Check(PlacedBoard board) =>
        [.. SocketIssues(board), .. NeighbourIssues(board), .. EdgePlacementCheck.Check(board), .. MountingHoleCheck.Check(board)];

    /// <summary>False for a module that is merely too close to something: it may still make a sound board.</summary>
    public static bool ForbidsRouting(Issue issue) => issue.Severity == Severity.Error;

    private static IEnumerable<Issue> SocketIssues(PlacedBoard board)
    {
        if (board.Modules.Length < board.Project.Modules.Length)
        {
            // What a module without a package would have brought cannot be known, and its absence has been reported.
            yield break;
        }

        var modules = board.Modules.Select(m => m.Instance).ToArray();
        if (modules.Length > 0 && !board.Modules.Any(m => m.Package.Layers.ContainsKey(ModuleLayer.GerberSockets)))
        {
            yield return ModuleIssues.OfAll("ROUTING_LAYER_MISSING_GERBERSOCKETS", modules);
            yield break;
        }

        if (board.Sockets.IsEmpty)
        {
            yield return ModuleIssues.OfAll("ROUTING_NO_SOCKETS_FOUND", modules);
        }

        if (modules.Length > 0 && board.Zones.IsEmpty)
        {
            yield return ModuleIssues.OfAll("PLACEMENT_NO_KEEP_OUT_ZONES", modules);
        }
    }

    private static IEnumerable<Issue> NeighbourIssues(PlacedBoard board)
    {
        var areas = board.Zones.GroupBy(zone => zone.Module).Select(group => new Area(board, group.Key, [.. group])).ToArray();
        for (var i = 0; i < areas.Length; i++)
        {
            for (var j = i + 1; j < areas.Length; j++)
            {
                var gap = areas[i].GapTo(areas[j], board.Rules.Clearance);
                if (gap < board.Rules.Clearance)
                {
                    yield return gap == 0 ? Overlap(areas[i], areas[j]) : TooClose(areas[i], areas[j], gap, board.Rules.Clearance);
                }
            }
        }
    }

    private static Issue Overlap(Area a, Area b)
    {
        var (width, height) = a.Common(b);
        return ModuleIssues.Between("MODULE_OVERLAPPING_OTHER_MODULE", a.Module, b.Module) with
        {
            Message = $"The modules {ModuleIssues.Spoken(a.Module)} and {ModuleIssues.Spoken(b.Module)} "
                + (width > 0 && height > 0
                    ? $"overlap: their zones have {IssueText.Millimetres(width)} x {IssueText.Millimetres(height)} mm in common. Move one of them by {IssueText.Millimetres(Math.Min(width, height))} mm or more."
                    : "touch each other. Move one of them away."),
        };
    }

    private static Issue TooClose(Area a, Area b, double gap, long clearance) => ModuleIssues.Between("MODULE_TOO_CLOSE_TO_OTHER_MODULE", a.Module, b.Module) with
    {
        Message = $"The modules {ModuleIssues.Spoken(a.Module)} and {ModuleIssues.Spoken(b.Module)} are {IssueText.Millimetres(gap)} mm apart, "
            + $"less than the clearance of {IssueText.Millimetres(clearance)} mm.",
    };

    /// <summary>The zones of one module, which may lie anywhere relative to its origin.</summary>
    private sealed class Area(PlacedBoard board, int module, ImmutableArray<BoardZone> zones)
    {
        private readonly ImmutableArray<Polygon> _polygons = [.. zones.Select(zone => new Polygon(zone.Corners.Items))];

        private Box Bounds => zones.Aggregate(Box.Empty, (box, zone) => box.Union(zone.Bounds));

        public ModuleInstance Module => board.Project.Modules[module];

        /// <summary>Width and height that the boxes about both modules' zones have in common; 0 or less where they only touch.</summary>
        public (long Width, long Height) Common(Area other)
        {
            var (a, b) = (Bounds, other.Bounds);
            return (Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left), Math.Min(a.Top, b.Top) - Math.Max(a.Bottom, b.Bottom));
        }

        /// <summary>Least distance between zones of the two; exact below <paramref name="limit"/>, 0 where they touch.</summary>
        public double GapTo(Area other, long limit)
        {
            var gap = double.PositiveInfinity;
            foreach (var mine in _polygons)
            {
                foreach (var theirs in other._polygons)
                {
                    gap = Math.Min(gap, Shapes.Distance(mine, theirs, limit));
                }
            }

            return gap;
        }
    }
}
