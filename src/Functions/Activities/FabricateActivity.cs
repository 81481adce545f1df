using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Planning;
using MakeDevice.Routing.Projects;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Makes a group of files of the fabrication package.</summary>
public sealed class FabricateActivity(BoardReader boards, BoardFiles files, StageRunner stages)
{
    [Function(ActivityNames.Fabricate)]
    public Task<Fabricated> RunAsync([ActivityTrigger] FabricateTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.Fabricate,
        instanceId,
        new Fabricated(),
        async _ =>
        {
            // A sound board's files are made to the end: what stops the job may be a deadline, which must not throw them away.
            var board = await boards.ReadAsync(instanceId, task.Key, context.CancellationToken);
            await files.MakeAsync(board, instanceId, task.Names, context.CancellationToken);
            return new Fabricated();
        },
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);
}

/// <summary>The files of a routed board: made, and kept among the job's artifacts.</summary>
public sealed class BoardFiles(IArtifactStore store, CoreShare cores)
{
    internal async Task<IReadOnlyList<Artifact>> MakeAsync(PlacedBoard board, string job, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var files = new JobFiles(job);
        var routed = RoutedBoardFile.Read(await store.NeedAsync(files.Routed, cancellationToken));
        var made = BoardStages.Fabricate(board, routed, names, cores.Threads, cancellationToken);
        await Task.WhenAll(made.Select(file => store.PutAsync(files.Artifact(file.Name), file.Content, cancellationToken)));
        return made;
    }

    internal async Task<IReadOnlyList<Artifact>> ReadAsync(string job, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var files = new JobFiles(job);
        return await Task.WhenAll(names.Select(async name => new Artifact(name, await store.NeedAsync(files.Artifact(name), cancellationToken))));
    }
}
