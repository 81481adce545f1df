using System.Collections.Immutable;
using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Electrical;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Manufacturing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing;

/// <content>The check of the final copper.</content>
public static partial class BoardStages
{
    /// <summary>
    /// Says why sockets stayed open: what bars each, and which modules to move by how much, tried where the board is not too large.
    /// Costs nothing where all are connected.
    /// </summary>
    /// <param name="routed">What <see cref="Route(BoardPlan, int, Action{RouteProgress}?, CancellationToken)"/> or <see cref="Finish"/> made of the board.</param>
    public static BoardExplanation Explain(PlacedBoard board, RoutedBoard routed, CancellationToken cancellationToken) =>
        BoardExplainer.Explain(board, routed, cancellationToken);

    /// <summary>Checks the final merged copper by code that shares nothing with the router; empty issues mean a sound board.</summary>
    /// <param name="explanation">From <see cref="Explain"/>; null where nobody asked.</param>
    /// <param name="cancellationToken">Looked at between the checks, of which none takes a second of a core for the largest board.</param>
    public static BoardVerification Verify(
        PlacedBoard board, RoutedBoard routed, BoardExplanation? explanation = null, CancellationToken cancellationToken = default)
    {
        var copper = BoardCopper.Of(board, routed);
        var report = copper.Verification;
        cancellationToken.ThrowIfCancellationRequested();
        var house = HouseIssues.Of(board.Rules.Profile, copper.House);
        cancellationToken.ThrowIfCancellationRequested();
        var warnings = CopperWarnings.Of(board, routed);
        cancellationToken.ThrowIfCancellationRequested();
        ImmutableArray<Issue> issues = [.. report.Issues, .. house.Where(issue => issue.Severity == Severity.Error)];
        if (!routed.Unconnected.IsEmpty)
        {
            issues = [Unconnected(board, routed), .. explanation?.Issues ?? [], .. issues];
        }

        return new(BoardReport.Write(board, routed, report, BoardPackage.Issues(board), explanation, [.. issues, .. warnings]), issues, warnings);
    }

    /// <summary>Sockets of the board that have another to be joined to.</summary>
    public static int SocketsToJoin(PlacedBoard board) =>
        board.Sockets.GroupBy(socket => socket.Net, StringComparer.Ordinal).Where(net => net.Count() > 1).Sum(net => net.Count());

    /// <summary>What the copper of supply nets and buses is worth, one sentence each.</summary>
    public static ImmutableArray<string> ElectricalSummary(PlacedBoard board, RoutedBoard routed) =>
        ElectricalSentences.Of(BoardCopper.Of(board, routed).Electrical);

    private static Issue Unconnected(PlacedBoard board, RoutedBoard routed)
    {
        var modules = board.Project.Modules;
        var total = SocketsToJoin(board);
        var failed = routed.Unconnected.Length;
        return new(
            "ROUTING_UNCONNECTED_SOCKETS",
            $"moduleIdsAll=[{string.Join(',', modules.Select(module => module.Id))}] "
            + $"moduleIdsAllShort=[{string.Join(',', modules.Select(module => module.ShortId))}] "
            + $"failedSockets={failed} connectedSockets={total - failed} totalSockets={total}");
    }
}
