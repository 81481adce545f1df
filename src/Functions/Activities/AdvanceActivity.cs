using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using MakeDevice.Routing;
using MakeDevice.Routing.Explanation;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>
/// Brings the results of a routing step together. Where that ends the routing, the copper is finished, checked and explained here, too: another
/// hop would cost a user more than the work.
/// </summary>
public sealed class AdvanceActivity(
    IArtifactStore store, BoardReader boards, SolvedProblems solved, PartialResult partial, CoreShare cores, StageRunner stages, JobTelemetry telemetry)
{
    [Function(ActivityNames.Advance)]
    public Task<Advanced> RunAsync([ActivityTrigger] AdvanceTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.Advance,
        instanceId,
        new Advanced(),
        cancellation => AdvanceAsync(task, new JobFiles(instanceId), cancellation),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<Advanced> AdvanceAsync(AdvanceTask task, JobFiles files, CancellationToken cancellationToken)
    {
        var board = await boards.ReadAsync(files.Job, task.Key, cancellationToken);
        return task.IsRouted ? await TakeAsync(task, board, files, cancellationToken) : await ContinueAsync(task, board, files, cancellationToken);
    }

    private async Task<Advanced> ContinueAsync(AdvanceTask task, PlacedBoard board, JobFiles files, CancellationToken cancellationToken)
    {
        var (plan, state) = await StepFile.ReadAsync(store, files, task.Step, cancellationToken);
        var results = await Task.WhenAll(task.Items.Select(item => store.NeedAsync(files.StepResult(task.Step, item), cancellationToken)));
        var step = BoardStages.Continue(plan, state, results, cores.Threads, cancellationToken, solved.Cache);
        telemetry.StepMerged(results.Length);
        if (step.IsOver)
        {
            return await FinishAsync(task, board, plan, step, files, cancellationToken);
        }

        var next = task.Step + 1;
        await store.PutAsync(files.Step(next), new StepFile(plan, step.State).Write(), cancellationToken);
        await PreviewFile.WriteAsync(store, files, task.PreviewVersion, board, BoardStages.CopperSoFar(step.State, []), cancellationToken);
        return new Advanced { Next = RoutingProgressOf.Step(next, step) };
    }

    private async Task<Advanced> FinishAsync(
        AdvanceTask task, PlacedBoard board, byte[] plan, RoutingStep step, JobFiles files, CancellationToken cancellationToken)
    {
        var result = BoardStages.Finish(board, plan, step.State, cores.Threads);
        telemetry.BoardRouted(result.Routed.Unconnected.Length);
        await Task.WhenAll(
            store.PutAsync(files.Routed, RoutedBoardFile.Write(result.Routed), cancellationToken),
            task.KeepState ? store.PutAsync(files.RoutingState, result.State(), cancellationToken) : Task.CompletedTask);
        var explanation = BoardStages.Explain(board, result.Routed, cancellationToken);
        var checkedBoard = await CheckAsync(task, board, result.Routed, explanation, files, cancellationToken);
        return new Advanced { Board = checkedBoard with { Sides = RoutingProgressOf.Sides(step), Rerouted = result.IsRerouted } };
    }

    /// <summary>The copper came with the job. It is checked like our own; why its sockets stayed open is not for us to say.</summary>
    private async Task<Advanced> TakeAsync(AdvanceTask task, PlacedBoard board, JobFiles files, CancellationToken cancellationToken)
    {
        var routed = RoutedBoardFile.Read(await store.NeedAsync(files.Routed, cancellationToken));
        return new Advanced { Board = await CheckAsync(task, board, routed, explanation: null, files, cancellationToken) };
    }

    private async Task<CheckedBoard> CheckAsync(
        AdvanceTask task, PlacedBoard board, RoutedBoard routed, BoardExplanation? explanation, JobFiles files, CancellationToken cancellationToken)
    {
        var (report, issues, warnings) = BoardStages.Verify(board, routed, explanation, cancellationToken);
        await Task.WhenAll(
            store.PutAsync(files.Report, report, cancellationToken),
            PreviewFile.WriteAsync(store, files, task.PreviewVersion, board, routed, cancellationToken));
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
