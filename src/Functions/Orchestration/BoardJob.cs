using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using Microsoft.DurableTask;

namespace MakeDevice.Functions.Orchestration;

/// <summary>
/// The work of a job: prepare, route step by step until the core says that a step was the last, make the files, pack them. How a board is
/// routed is the core's business; here its items of work are done at once and brought together. A board whose copper came with the job has a
/// single step without items. A board that takes little is made as far as that holds by the activity that prepares it: what is done there is not done again.
/// </summary>
internal sealed class BoardJob(TaskOrchestrationContext context, JobInput input, StageRetries retries) : JobWork(context, input, retries)
{
    protected override async Task<JobResult> WorkAsync()
    {
        var prepared = await PrepareAsync<Prepared>(
            ActivityNames.Prepare, new PrepareTask(Input.ReuseResults, Input.ReuseResults ? Input.Previous : null, Input.IsRouted, Input.InPlaceSeconds));
        IsLong = prepared.IsLong;
        if (prepared.Reused is { } reused)
        {
            Status.Show(reused.PreviewVersion);
            return reused;
        }

        Status.Show(prepared.PreviewVersion);
        var board = prepared.Board ?? await RouteStepsAsync(prepared);
        Status.Count(board.Sides);
        Status.Add(board.Told);
        var result = board.ToResult(Status.Issues, Status.PreviewVersion);
        IsSound = result.Status == JobOutcome.Done;
        return !IsSound || prepared.Artifact is not null ? result with { Artifact = prepared.Artifact } : await FabricateAsync(prepared, board, result);
    }

    private async Task<CheckedBoard> RouteStepsAsync(Prepared prepared)
    {
        for (var step = prepared.Step; ;)
        {
            Status.Begin(step.Sides);
            await Task.WhenAll(step.Items.Select(item => RouteItemAsync(step, item)));
            Status.Enter(JobPhase.Verifying);
            var picture = Status.PreviewVersion + 1;
            var advanced = await CallAsync<Advanced>(
                ActivityNames.Advance,
                new AdvanceTask(prepared.Key, step.Step, [.. step.Items.Select(item => item.Index)], picture, Input.ReuseResults, Input.IsRouted));
            Status.Show(picture);
            if (advanced.Board is { } board)
            {
                return board;
            }

            step = advanced.Next ?? throw new InvalidOperationException("A step of the routing led nowhere.");
        }
    }

    private async Task RouteItemAsync(RoutingProgress step, RoutingItem item)
    {
        await CallAsync<Routed>(ActivityNames.Route, new RouteTask(step.Step, item.Index));
        Status.Work(item.Part);
    }

    private async Task<JobResult> FabricateAsync(Prepared prepared, CheckedBoard board, JobResult result)
    {
        Status.Enter(JobPhase.Fabricating);
        var areShared = board.FileGroups.Length > 1;
        if (areShared)
        {
            await Task.WhenAll(board.FileGroups.Select(names => CallAsync<Fabricated>(ActivityNames.Fabricate, new FabricateTask(prepared.Key, names))));
            Status.Enter(JobPhase.Packing);
        }

        string[] all = [.. board.FileGroups.SelectMany(group => group)];
        var isOfProjectAlone = !prepared.HasPrevious && !Input.IsRouted;
        var packaged = await CallAsync<Packaged>(ActivityNames.Package, new PackageTask(prepared.Key, all, areShared, result, isOfProjectAlone));
        return result with { Artifact = packaged.Artifact };
    }
}
