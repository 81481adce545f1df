using System.Collections.Immutable;
using MakeDevice.Routing.Diagnostics;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
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
    /// <returns>
    /// The report (JSON, UTF-8) and the issues, <c>VERIFICATION_FAILED</c>, or <c>ROUTING_UNCONNECTED_SOCKETS</c> and <c>ROUTING_BLOCKED</c> among them.
    /// </returns>
    public static (byte[] Report, ImmutableArray<Issue> Issues) Verify(PlacedBoard board, RoutedBoard routed, BoardExplanation? explanation = null)
    {
        var report = BoardVerifier.Verify(Final(board, routed));
        var issues = report.Issues;
        if (!routed.Unconnected.IsEmpty)
        {
            issues = [Unconnected(board, routed), .. explanation?.Issues ?? [], .. issues];
        }

        return (BoardReport.Write(board, routed, report, BoardPackage.Issues(board), explanation, issues.AsSpan()), issues);
    }

    /// <summary>Sockets of the board that have another to be joined to.</summary>
    public static int SocketsToJoin(PlacedBoard board) =>
        board.Sockets.GroupBy(socket => socket.Net, StringComparer.Ordinal).Where(net => net.Count() > 1).Sum(net => net.Count());

    private static VerificationInput Final(PlacedBoard board, RoutedBoard routed)
    {
        var copper = BoardFabricator.Copper(board, routed);
        return VerificationInput.Of(board, routed, copper.Front, copper.Back, copper.Outline, copper.Plated, copper.NonPlated);
    }

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
