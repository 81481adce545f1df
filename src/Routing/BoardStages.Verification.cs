using System.Collections.Immutable;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing;

/// <content>The check of the final copper.</content>
public static partial class BoardStages
{
    /// <summary>Checks the final merged copper by code that shares nothing with the router; empty issues mean a sound board.</summary>
    /// <returns>The report (JSON, UTF-8) and the issues, <c>VERIFICATION_FAILED</c> or <c>ROUTING_UNCONNECTED_SOCKETS</c> among them.</returns>
    public static (byte[] Report, ImmutableArray<Issue> Issues) Verify(PlacedBoard board, RoutedBoard routed)
    {
        var copper = BoardFabricator.Copper(board, routed);
        var report = BoardVerifier.Verify(
            VerificationInput.Of(board, routed, copper.Front, copper.Back, copper.Outline, copper.Plated, copper.NonPlated));
        var issues = report.Issues;
        if (!routed.Unconnected.IsEmpty)
        {
            issues = issues.Insert(0, Unconnected(board, routed));
        }

        return (BoardReport.Write(board, routed, report, BoardPackage.Issues(board)), issues);
    }

    private static Issue Unconnected(PlacedBoard board, RoutedBoard routed)
    {
        var modules = board.Project.Modules;
        var total = board.Sockets.GroupBy(socket => socket.Net, StringComparer.Ordinal).Where(net => net.Count() > 1).Sum(net => net.Count());
        var failed = routed.Unconnected.Length;
        return new(
            "ROUTING_UNCONNECTED_SOCKETS",
            $"moduleIdsAll=[{string.Join(',', modules.Select(module => module.Id))}] "
            + $"moduleIdsAllShort=[{string.Join(',', modules.Select(module => module.ShortId))}] "
            + $"failedSockets={failed} connectedSockets={total - failed} totalSockets={total}");
    }
}
