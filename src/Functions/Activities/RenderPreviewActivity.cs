using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Planning;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Draws the copper that there is so far, or the finished copper.</summary>
public sealed class RenderPreviewActivity(IArtifactStore store, BoardReader boards, StageRunner stages)
{
    [Function(ActivityNames.RenderPreview)]
    public Task<Rendered> RunAsync([ActivityTrigger] PreviewTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.RenderPreview,
        instanceId,
        new Rendered(0),
        cancellation => RenderAsync(task, instanceId, cancellation),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<Rendered> RenderAsync(PreviewTask task, string job, CancellationToken cancellationToken)
    {
        var files = new JobFiles(job);
        var board = await boards.ReadAsync(job, task.Key, cancellationToken);
        var copper = task.Final
            ? RoutedBoardFile.Read(await store.NeedAsync(files.Routed, cancellationToken))
            : await PartialCopper.ReadAsync(store, files, task.Left, task.Right, cancellationToken);
        await PreviewFiles.DrawAsync(store, files, task.Version, board, copper, cancellationToken);
        return new Rendered(task.Version);
    }
}

/// <summary>The copper of two sides that are still being routed.</summary>
internal static class PartialCopper
{
    public static async Task<RoutedBoard> ReadAsync(
        IArtifactStore store, JobFiles files, string left, string right, CancellationToken cancellationToken)
    {
        var plan = await store.NeedAsync(files.Plan, cancellationToken);
        var a = BoardStages.PartialCopper(plan, await store.NeedAsync(left, cancellationToken));
        var b = BoardStages.PartialCopper(plan, await store.NeedAsync(right, cancellationToken));
        return new RoutedBoard([.. a.Tracks, .. b.Tracks], [.. a.Vias, .. b.Vias], [.. a.Unconnected, .. b.Unconnected]);
    }
}
