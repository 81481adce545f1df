using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Routing;
using MakeDevice.Routing.Fabrication;
using MakeDevice.Routing.Panels;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

public sealed record PreparePanelTask(bool Reuse);

/// <summary>A panel that can be made.</summary>
public sealed record PreparedPanel : PreparedJob
{
    /// <summary>The panel's files in groups that are worth an activity each.</summary>
    public string[][] FileGroups { get; init; } = [];

    /// <summary>Version of the panel's pictures; 0 for none.</summary>
    public int PreviewVersion { get; init; }
}

public sealed record MakePanelFilesTask(string Key, string[] Names);

public sealed record PackagePanelTask(string Key, string[] Names, JobResult Result);

/// <summary>Reads and checks a panel; or finds that an earlier job already made it.</summary>
public sealed class PreparePanelActivity(IArtifactStore store, PanelReader panels, ResultIndex results, StageRunner stages, TimeProvider clock)
{
    private const int MostGroups = 3;

    /// <summary>A panel is drawn once: nothing of it changes while its files are made.</summary>
    private const int OnlyPreview = 1;

    [Function(ActivityNames.PreparePanel)]
    public Task<PreparedPanel> RunAsync([ActivityTrigger] PreparePanelTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.PreparePanel,
        instanceId,
        new PreparedPanel(),
        cancellation => PrepareAsync(task, instanceId, cancellation),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<PreparedPanel> PrepareAsync(PreparePanelTask task, string job, CancellationToken cancellationToken)
    {
        var begun = clock.GetUtcNow().UtcDateTime;
        var (panel, key) = await panels.ReadAsync(job, cancellationToken);
        if (task.Reuse && await results.ReuseAsync(key, job, cancellationToken) is { } result)
        {
            return new PreparedPanel { Begun = begun, Reused = result };
        }

        await PreviewFile.WriteAsync(store, new JobFiles(job), OnlyPreview, panel, cancellationToken);
        return new PreparedPanel
        {
            Key = key,
            PreviewVersion = OnlyPreview,
            Begun = begun,
            FileGroups = [.. panel.Names.Index().GroupBy(file => file.Index % MostGroups, file => file.Item).Select(group => group.ToArray())],
            Issues = [.. panel.Warnings.Select(JobIssue.Of)],
        };
    }
}

/// <summary>Makes a group of a panel's files.</summary>
public sealed class MakePanelFilesActivity(IArtifactStore store, PanelReader panels, StageRunner stages)
{
    [Function(ActivityNames.MakePanelFiles)]
    public Task<Fabricated> RunAsync([ActivityTrigger] MakePanelFilesTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.MakePanelFiles,
        instanceId,
        new Fabricated(),
        cancellation => MakeAsync(task, instanceId, cancellation),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<Fabricated> MakeAsync(MakePanelFilesTask task, string job, CancellationToken cancellationToken)
    {
        var panel = await panels.ReadAsync(job, task.Key, cancellationToken);
        foreach (var name in task.Names)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await store.PutAsync(new JobFiles(job).Artifact(name), panel.Make(name).Content, cancellationToken);
        }

        return new Fabricated();
    }
}

/// <summary>Packs a panel's files, and records the result for equal requests.</summary>
public sealed class PackagePanelActivity(IArtifactStore store, ResultIndex results, StageRunner stages)
{
    [Function(ActivityNames.PackagePanel)]
    public Task<Packaged> RunAsync([ActivityTrigger] PackagePanelTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.PackagePanel,
        instanceId,
        new Packaged(""),
        _ => PackAsync(task, instanceId, context.CancellationToken),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<Packaged> PackAsync(PackagePanelTask task, string job, CancellationToken cancellationToken)
    {
        var files = new JobFiles(job);
        var artifacts = await Task.WhenAll(task.Names.Select(async name => new Artifact(name, await store.NeedAsync(files.Artifact(name), cancellationToken))));
        await store.PutAsync(files.Artifact(Panel.ZipName), BoardStages.Package(artifacts), cancellationToken);
        await results.RecordAsync(task.Key, job, task.Result with { Artifact = Panel.ZipName }, cancellationToken);
        return new Packaged(Panel.ZipName);
    }
}
