using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using MakeDevice.Routing;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Planning;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Activities;

/// <summary>Joins both sides and routes what one layer could not complete; or routes the board from an earlier job's routing.</summary>
public sealed class RepairActivity(IArtifactStore store, SolvedProblems solved, StageRunner stages, JobTelemetry telemetry)
{
    [Function(ActivityNames.Repair)]
    public Task<Repaired> RunAsync([ActivityTrigger] RepairTask task, string instanceId, FunctionContext context) => stages.RunAsync(
        ActivityNames.Repair,
        instanceId,
        new Repaired(0, 0, 0),
        cancellation => RepairAsync(task, new JobFiles(instanceId), cancellation),
        (empty, stop) => empty with { Stop = stop },
        context.CancellationToken);

    private async Task<Repaired> RepairAsync(RepairTask task, JobFiles files, CancellationToken cancellationToken)
    {
        var plan = await store.NeedAsync(files.Plan, cancellationToken);
        var left = await store.NeedAsync(task.Left, cancellationToken);
        var right = await store.NeedAsync(task.Right, cancellationToken);
        var previous = task.HasPrevious ? await store.NeedAsync(files.Previous, cancellationToken) : null;
        var result = BoardStages.Repair(plan, left, right, previous, cancellationToken, solved.Cache);
        if (task.KeepState)
        {
            await store.PutAsync(files.RoutingState, result.State(), cancellationToken);
        }

        var routed = result.Routed;
        await store.PutAsync(files.Routed, RoutedBoardFile.Write(routed), cancellationToken);
        telemetry.BoardRouted(routed.Unconnected.Length);
        return new Repaired(Math.Round(routed.CopperLength / Units.Millimetre, 3), routed.Vias.Length, routed.Unconnected.Length, result.IsRerouted);
    }
}
