using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Fabrication;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Packs the files and the report into the zip, and records the result for equal input where the project alone led to it.</summary>
public sealed class PackageActivity(IArtifactStore store, BoardReader boards, ResultIndex results, StageRunner stages)
{
    private const string ReportName = "report.json";

    [Function(ActivityNames.Package)]
    public Task<Packaged> RunAsync([ActivityTrigger] PackageTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.Package,
        instanceId,
        new Packaged(""),
        cancellation => PackageAsync(task, instanceId, cancellation),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<Packaged> PackageAsync(PackageTask task, string job, CancellationToken cancellationToken)
    {
        var files = new JobFiles(job);
        var board = await boards.ReadAsync(job, task.Key, cancellationToken);
        var report = await store.NeedAsync(files.Report, cancellationToken);
        var artifacts = await Task.WhenAll(task.Names.Select(name => ReadAsync(files, name, cancellationToken)));
        var project = new Artifact(BoardStages.ProjectFile, await store.NeedAsync(files.Project, cancellationToken));
        var zip = BoardStages.Package([.. artifacts, new Artifact(ReportName, report), project]);
        var name = $"{board.Project.FileStem}.zip";
        await store.PutAsync(files.Artifact(ReportName), report, cancellationToken);
        await store.PutAsync(files.Artifact(project.Name), project.Content, cancellationToken);
        await store.PutAsync(files.Artifact(name), zip, cancellationToken);
        if (task.Record)
        {
            await results.RecordAsync(task.Key, job, task.Result with { Artifact = name }, cancellationToken);
        }

        return new Packaged(name);
    }

    private async Task<Artifact> ReadAsync(JobFiles files, string name, CancellationToken cancellationToken) =>
        new(name, await store.NeedAsync(files.Artifact(name), cancellationToken));
}
