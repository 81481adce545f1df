using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Telemetry;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary>
/// Cancels a job: the marker stops what runs, the orchestration is terminated with a result that says so, and what was routed is kept. A
/// storage that takes no files hinders only marker and partial result: what runs of the job then ends unheard.
/// </summary>
public sealed class JobCanceller(Cancellation cancellation, PartialResult partial, JobTelemetry telemetry)
{
    public async Task CancelAsync(DurableTaskClient client, string job, CancellationToken cancellationToken)
    {
        await WherePossibleAsync(cancellation.AskAsync(job, cancellationToken));
        await client.TerminateInstanceAsync(job, JobResult.Ended(JobOutcome.Cancelled, "JOB_CANCELLED"), cancellationToken).OrUnavailableAsync();
        await WherePossibleAsync(partial.KeepAsync(job, cancellationToken));
        telemetry.JobCancelled(job);
    }

    private async Task WherePossibleAsync(Task write)
    {
        try
        {
            await write;
        }
        catch (Exception e) when (StageRunner.IsInfrastructure(e))
        {
            telemetry.StorageFailed("cancel", e);
        }
    }
}
