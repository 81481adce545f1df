using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Projects;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Packs the files, which it makes where nobody has, and the report into the zip, and records the result for equal input where the project alone led to it.</summary>
public sealed class PackageActivity(BoardReader boards, BoardPacking packing, StageRunner stages)
{
    [Function(ActivityNames.Package)]
    public Task<Packaged> RunAsync([ActivityTrigger] PackageTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.Package,
        instanceId,
        new Packaged(""),
        async _ => await packing.PackAsync(task, await boards.ReadAsync(instanceId, task.Key, context.CancellationToken), instanceId, context.CancellationToken), // to the end, as the files
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);
}

/// <summary>The zip of a sound board, and the entry by which equal input finds it.</summary>
public sealed class BoardPacking(IArtifactStore store, BoardFiles boardFiles, ResultIndex results)
{
    internal async Task<Packaged> PackAsync(PackageTask task, PlacedBoard board, string job, CancellationToken cancellationToken)
    {
        var files = new JobFiles(job);
        var artifacts = task.AreMade
            ? await boardFiles.ReadAsync(job, task.Names, cancellationToken)
            : await boardFiles.MakeAsync(board, job, task.Names, cancellationToken);
        var report = await store.NeedAsync(files.Report, cancellationToken);
        var project = new Artifact(BoardStages.ProjectFile, await store.NeedAsync(files.Project, cancellationToken));
        var name = $"{board.Project.FileStem}.zip";
        var zip = BoardStages.Package([.. artifacts, new Artifact(JobFiles.ReportName, report), project]);
        var gerbers = BoardStages.GerberPackage(board, artifacts);
        await Task.WhenAll(
            store.PutAsync(files.Artifact(project.Name), project.Content, cancellationToken),
            store.PutAsync(files.Artifact(gerbers.Name), gerbers.Content, cancellationToken));
        await store.PutAsync(files.Artifact(name), zip, cancellationToken);
        if (task.Record)
        {
            await results.RecordAsync(task.Key, job, task.Result with { Artifact = name }, cancellationToken);
        }

        return new Packaged(name);
    }
}
