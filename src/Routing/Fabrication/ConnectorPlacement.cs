using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Fabrication;

/// <summary>Connector modules, whose outlines become part of the board's: whether they stand where these can.</summary>
internal static class ConnectorPlacement
{
    /// <returns>
    /// <c>MODULE_NOT_AT_BOARD_EDGE</c> for an outline that meets no edge, <c>MODULE_OUTLINE_LEFT_OUT</c> for one that a free outline has no place for, and
    /// <c>MODULE_CUTOUT_UNDER_SOCKETS</c> for one that is closed about what must be joined. One of each a module.
    /// </returns>
    public static ImmutableArray<Issue> Issues(PlacedBoard board)
    {
        var contour = BoardContour.Of(board);
        return
        [
            .. contour.Unjoined.GroupBy(open => open.Module, open => open.Contour).Select(open => board.Project.Board.Free is null ? NotAtEdge(board, open) : LeftOut(board, open.Key)),
            .. contour.CutOuts.GroupBy(cutOut => cutOut.Module, cutOut => cutOut.Contour).Select(cutOuts => UnderSockets(board, cutOuts)).OfType<Issue>(),
        ];
    }

    private static Issue NotAtEdge(PlacedBoard board, IGrouping<int, Contour> open)
    {
        var module = board.Project.Modules[open.Key];
        var away = open.SelectMany(chain => (Point[])[chain.Start, chain.Segments[^1].To]).Max(end => Math.Abs(EdgeDistance.Of(board.Project.Board, end)));
        return ModuleIssues.About("MODULE_NOT_AT_BOARD_EDGE", module, $"distanceMm={IssueText.Millimetres(away)}") with
        {
            Message = away > BoardContour.Reach
                ? $"The connector {ModuleIssues.Spoken(module)} does not stand at the edge of the board: the ends of its outline are {IssueText.Millimetres(away)} mm away from it."
                : $"The outline of the connector {ModuleIssues.Spoken(module)} cannot become part of the edge: both its ends must lie on one straight edge of the board, apart from other connectors.",
        };
    }

    private static Issue LeftOut(PlacedBoard board, int module) => ModuleIssues.About("MODULE_OUTLINE_LEFT_OUT", board.Project.Modules[module]);

    private static Issue? UnderSockets(PlacedBoard board, IGrouping<int, Contour> cutOuts)
    {
        var areas = cutOuts.Select(contour => new Polygon(contour.Chords())).ToList();
        var cut = board.Sockets.GroupBy(socket => socket.Net).Where(net => net.Count() > 1).SelectMany(net => net)
            .Where(socket => areas.Exists(area => Shapes.Contains(area, socket.At))).OrderBy(socket => socket.Id).ToList();
        return cut.Count == 0 ? null : ModuleIssues.About(
            "MODULE_CUTOUT_UNDER_SOCKETS", board.Project.Modules[cutOuts.Key], $"sockets=[{string.Join(',', cut.Select(socket => IssueText.Token(socket.Name)))}]");
    }
}
