using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Telemetry;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary>
/// Cancels a job: the marker stops what runs, the orchestration is terminated with a result that says so, and what was routed is kept.
/// </summary>
public sealed class JobCanceller(Cancellation cancellation, PartialResult partial, JobTelemetry telemetry)
{
    public async Task CancelAsync(DurableTaskClient client, string job, CancellationToken cancellationToken)
    {
        await cancellation.AskAsync(job, cancellationToken);
        await client.TerminateInstanceAsync(job, JobResult.Ended(JobOutcome.Cancelled, "JOB_CANCELLED"), cancellationToken);
        await partial.KeepAsync(job, cancellationToken);
        telemetry.JobCancelled(job);
    }
}
