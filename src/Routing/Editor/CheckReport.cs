using MakeDevice.Routing.Electrical;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Editor;

/// <summary>What is known of a board that is being drawn.</summary>
public sealed record CheckReport(bool CanRoute, IssueEntry[] Issues, BoardEntry? Board, TrunkZones TrunkZones, NetEntry[] Nets, LineEntry[] Ratsnest)
{
    public static CheckReport Of(BoardCheck check)
    {
        var board = check.Board;
        return new(
            check.CanRoute,
            [.. check.Issues.Select(IssueEntry.Of)],
            board is null ? null : new(EditorUnits.Of(board.Project.Board.Bounds.Width), EditorUnits.Of(board.Project.Board.Bounds.Height), check.Contour),
            new(EditorUnits.Of(check.LeftZone), EditorUnits.Of(check.RightZone)),
            board is null ? [] : NetEntry.All(board),
            board is null ? [] : [.. check.Ratsnest.Select(line => LineEntry.Of(board.Sockets[line.From], board.Sockets[line.To]))]);
    }

    /// <summary>What a quick route made of it.</summary>
    public RoutedEntry? Routed { get; private init; }

    public CopperReport? Copper { get; private init; }

    /// <param name="routed">Null where the budget was not enough.</param>
    public CheckReport With(PlacedBoard board, RoutedBoard? routed) => routed is null
        ? this with { Routed = new(false, 0, board.Sockets.Length, null, null) }
        : this with { Issues = [.. Issues, .. OfPour(board, routed)], Routed = RoutedEntry.Of(board, routed), Copper = CopperReport.Of(board, routed) };

    /// <summary>Only a board that got a pour by itself was measured.</summary>
    private static IEnumerable<IssueEntry> OfPour(PlacedBoard board, RoutedBoard routed) =>
        routed.StrainWithoutPour is null ? [] : AddedPour.Issues(routed, BoardCopper.Of(board, routed).Electrical).Select(IssueEntry.Of);
}
