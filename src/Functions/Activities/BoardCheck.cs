using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using MakeDevice.Routing;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Functions.Activities;

/// <summary>What comes when the copper is final: it is checked, explained where it is not whole, drawn and kept.</summary>
public sealed class BoardCheck(IArtifactStore store, PartialResult partial, JobTelemetry telemetry)
{
    /// <summary>Copper that was routed here.</summary>
    /// <param name="step">The last of its routing.</param>
    /// <param name="previewVersion">Of the picture that is drawn of the copper.</param>
    /// <param name="keepState">Keep the routing state for later jobs to begin with.</param>
    internal async Task<CheckedBoard> CheckAsync(
        PlacedBoard board, RouteResult result, RoutingStep step, JobFiles files, int previewVersion, bool keepState, CancellationToken cancellationToken)
    {
        telemetry.BoardRouted(result.Routed.Unconnected.Length);
        await Task.WhenAll(
            store.PutAsync(files.Routed, RoutedBoardFile.Write(result.Routed), cancellationToken),
            keepState ? store.PutAsync(files.RoutingState, result.State(), cancellationToken) : Task.CompletedTask);
        var explanation = BoardStages.Explain(board, result.Routed, cancellationToken);
        var checkedBoard = await CheckAsync(board, result.Routed, explanation, files, previewVersion, cancellationToken);
        return checkedBoard with { Sides = RoutingProgressOf.Sides(step), Rerouted = result.IsRerouted };
    }

    /// <summary>Copper from here or from elsewhere.</summary>
    /// <param name="explanation">Why sockets stayed open; null where that is not for us to say.</param>
    /// <param name="previewVersion">Of the picture that is drawn of the copper.</param>
    internal async Task<CheckedBoard> CheckAsync(
        PlacedBoard board, RoutedBoard routed, BoardExplanation? explanation, JobFiles files, int previewVersion, CancellationToken cancellationToken)
    {
        var (report, issues, warnings) = BoardStages.Verify(board, routed, explanation, cancellationToken);
        await Task.WhenAll(
            store.PutAsync(files.Report, report, cancellationToken),
            PreviewFile.WriteAsync(store, files, previewVersion, board, routed, cancellationToken));
        var isSound = routed.Unconnected.IsEmpty && issues.IsEmpty;
        if (!isSound)
        {
            await partial.KeepAsync(files, routed, cancellationToken);
        }

        var (failed, succeeded) = isSound ? ([], []) : ModulesByOutcome(board, routed);
        return new CheckedBoard(
            RoutingProgressOf.Sides(board, routed),
            Math.Round(routed.CopperLength / Units.Millimetre, 3),
            routed.Vias.Length,
            routed.Unconnected.Length,
            Rerouted: false,
            [.. issues.Select(JobIssue.Of)],
            failed,
            succeeded,
            isSound ? [.. BoardStages.FileGroups(board, routed).Select(group => group.ToArray())] : [],
            [.. warnings.Select(JobIssue.Of)]);
    }

    private static (string[] Failed, string[] Succeeded) ModulesByOutcome(PlacedBoard board, RoutedBoard routed)
    {
        var failed = routed.Unconnected.Select(socket => board.Sockets[socket].Module).ToHashSet();
        return ([.. Ids(failed.Contains)], [.. Ids(module => !failed.Contains(module))]);

        IEnumerable<string> Ids(Func<int, bool> chosen) => board.Modules.Where(m => chosen(m.Index)).Select(m => m.Instance.Id);
    }
}
