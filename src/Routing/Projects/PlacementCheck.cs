using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Modules;

namespace MakeDevice.Routing.Projects;

/// <summary>
/// Every reason why modules cannot stay where they are (DESIGN 5), found at once: modules without sockets or zones, zones that overlap or come
/// too near each other, zones past or too near the board's edge or over a
/// mounting hole. Zones may be turned by any angle; whether two meet is decided exactly.
/// </summary>
internal static class PlacementCheck
{
    private const string TooCloseToModule = "MODULE_TOO_CLOSE_TO_OTHER_MODULE";
    private const string TooCloseToEdge = "MODULE_TOO_CLOSE_TO_BOARD_EDGE";

    public static ImmutableArray<Issue> Check(PlacedBoard board) =>
        [.. SocketIssues(board), .. NeighbourIssues(board), .. EdgeIssues(board), .. MountingHoleCheck.Check(board)];

    /// <summary>False for a module that is merely too close to something: it may still make a sound board.</summary>
    public static bool ForbidsRouting(Issue issue) => issue.Code is not (TooCloseToModule or TooCloseToEdge);

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
                    var code = gap == 0 ? "MODULE_OVERLAPPING_OTHER_MODULE" : TooCloseToModule;
                    yield return ModuleIssues.Between(code, areas[i].Module, areas[j].Module);
                }
            }
        }
    }

    private static IEnumerable<Issue> EdgeIssues(PlacedBoard board)
    {
        foreach (var zones in board.Zones.GroupBy(zone => zone.Module))
        {
            var module = board.Project.Modules[zones.Key];
            var package = board.Modules.First(m => m.Index == zones.Key).Package;
            var margin = zones.Min(zone => EdgeDistance.Of(board.Project.Board, zone));
            if (margin < 0)
            {
                yield return ModuleIssues.About("MODULE_OVERHANGING_BOARD_EDGE", module);
            }
            else if ((margin < board.Rules.EdgeClearance && !package.CanExtendToBoardEdge) || HasSocketInKeepOut(board, zones.Key))
            {
                yield return ModuleIssues.About(TooCloseToEdge, module);
            }
        }
    }

    /// <summary>True where no track could reach a socket without entering the keep-out along the edge.</summary>
    private static bool HasSocketInKeepOut(PlacedBoard board, int module) => board.Rules.EdgeKeepOut > 0 && board.Sockets.Any(socket =>
        socket.Module == module && EdgeDistance.Of(board.Project.Board, socket.At) < board.Rules.EdgeKeepOut + board.Rules.TrackWidth / 2);

    /// <summary>The zones of one module, which may lie anywhere relative to its origin.</summary>
    private sealed class Area(PlacedBoard board, int module, ImmutableArray<BoardZone> zones)
    {
        private readonly ImmutableArray<Polygon> _polygons = [.. zones.Select(zone => new Polygon(zone.Corners.Items))];

        public ModuleInstance Module => board.Project.Modules[module];

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
