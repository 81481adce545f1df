using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Fabrication;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Packs the files, which it makes where nobody has, and the report into the zip, and records the result for equal input where the project alone led to it.</summary>
public sealed class PackageActivity(IArtifactStore store, BoardReader boards, BoardFiles boardFiles, ResultIndex results, StageRunner stages)
{
    [Function(ActivityNames.Package)]
    public Task<Packaged> RunAsync([ActivityTrigger] PackageTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.Package,
        instanceId,
        new Packaged(""),
        _ => PackageAsync(task, instanceId, context.CancellationToken), // to the end, as the files
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<Packaged> PackageAsync(PackageTask task, string job, CancellationToken cancellationToken)
    {
        var files = new JobFiles(job);
        var board = await boards.ReadAsync(job, task.Key, cancellationToken);
        var artifacts = task.AreMade
            ? await boardFiles.ReadAsync(job, task.Names, cancellationToken)
            : await boardFiles.MakeAsync(job, task.Key, task.Names, cancellationToken);
        var report = await store.NeedAsync(files.Report, cancellationToken);
        var project = new Artifact(BoardStages.ProjectFile, await store.NeedAsync(files.Project, cancellationToken));
        var name = $"{board.Project.FileStem}.zip";
        var zip = BoardStages.Package([.. artifacts, new Artifact(JobFiles.ReportName, report), project]);
        await store.PutAsync(files.Artifact(project.Name), project.Content, cancellationToken);
        var gerbers = BoardStages.GerberPackage(board, artifacts);
        await store.PutAsync(files.Artifact(gerbers.Name), gerbers.Content, cancellationToken);
        await store.PutAsync(files.Artifact(name), zip, cancellationToken);
        if (task.Record)
        {
            await results.RecordAsync(task.Key, job, task.Result with { Artifact = name }, cancellationToken);
        }

        return new Packaged(name);
    }
}
