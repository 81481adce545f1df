using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Planning;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Makes one file of the fabrication package.</summary>
public sealed class FabricateActivity(IArtifactStore store, BoardReader boards, StageRunner stages)
{
    [Function(ActivityNames.Fabricate)]
    public Task<Fabricated> RunAsync([ActivityTrigger] FabricateTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.Fabricate,
        instanceId,
        new Fabricated(""),
        cancellation => FabricateAsync(task, instanceId, cancellation),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<Fabricated> FabricateAsync(FabricateTask task, string job, CancellationToken cancellationToken)
    {
        var files = new JobFiles(job);
        var board = await boards.ReadAsync(job, task.Key, cancellationToken);
        var routed = RoutedBoardFile.Read(await store.NeedAsync(files.Routed, cancellationToken));
        var artifact = BoardStages.Fabricate(board, routed, task.Name);
        await store.PutAsync(files.Artifact(task.Name), artifact.Content, cancellationToken);
        return new Fabricated(task.Name);
    }
}
