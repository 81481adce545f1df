using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Checks the final copper, explains what stayed open, and writes the report.</summary>
public sealed class VerifyActivity(IArtifactStore store, BoardReader boards, StageRunner stages)
{
    [Function(ActivityNames.Verify)]
    public Task<Verified> RunAsync([ActivityTrigger] VerifyTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.Verify,
        instanceId,
        new Verified([], [], []),
        cancellation => VerifyAsync(task, instanceId, cancellation),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<Verified> VerifyAsync(VerifyTask task, string job, CancellationToken cancellationToken)
    {
        var files = new JobFiles(job);
        var board = await boards.ReadAsync(job, task.Key, cancellationToken);
        var routed = RoutedBoardFile.Read(await store.NeedAsync(files.Routed, cancellationToken));
        var explanation = BoardStages.Explain(board, routed, cancellationToken);
        var (report, issues) = BoardStages.Verify(board, routed, explanation);
        await store.PutAsync(files.Report, report, cancellationToken);
        var (failed, succeeded) = issues.IsEmpty ? ([], []) : ModulesByOutcome(board, routed);
        return new Verified([.. issues.Select(JobIssue.Of)], failed, succeeded);
    }

    private static (string[] Failed, string[] Succeeded) ModulesByOutcome(PlacedBoard board, RoutedBoard routed)
    {
        var failed = routed.Unconnected.Select(socket => board.Sockets[socket].Module).ToHashSet();
        return ([.. Ids(failed.Contains)], [.. Ids(module => !failed.Contains(module))]);

        IEnumerable<string> Ids(Func<int, bool> chosen) => board.Modules.Where(m => chosen(m.Index)).Select(m => m.Instance.Id);
    }
}
