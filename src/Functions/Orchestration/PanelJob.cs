using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>The work of a panel: read and check it, make its files in groups at once, pack them.</summary>
internal sealed class PanelJob(TaskOrchestrationContext context, JobInput input, StageRetries retries) : JobWork(context, input, retries)
{
    private int _made;

    protected override async Task<JobResult> WorkAsync()
    {
        var prepared = await PrepareAsync<PreparedPanel>(ActivityNames.PreparePanel, new PreparePanelTask(Input.ReuseResults));
        if (prepared.Reused is { } reused)
        {
            Status.Show(reused.PreviewVersion);
            return reused;
        }

        Status.Show(prepared.PreviewVersion);
        IsSound = true;
        string[] names = [.. prepared.FileGroups.SelectMany(group => group)];
        Status.Make(0);
        Status.Enter(JobPhase.Fabricating);
        await Task.WhenAll(prepared.FileGroups.Select(group => MakeAsync(prepared.Key, group, names.Length)));
        Status.Enter(JobPhase.Packing);
        var result = new JobResult { PreviewVersion = Status.PreviewVersion }.With(Status.Issues);
        var packaged = await CallAsync<Packaged>(ActivityNames.PackagePanel, new PackagePanelTask(prepared.Key, names, result));
        return result with { Artifact = packaged.Artifact };
    }

    private async Task MakeAsync(string key, string[] group, int total)
    {
        await CallAsync<Fabricated>(ActivityNames.MakePanelFiles, new MakePanelFilesTask(key, group));
        _made += group.Length;
        Status.Make((double)_made / total);
    }
}
