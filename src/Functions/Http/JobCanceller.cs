using MakeDevice.Functions.Activities;
using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Orchestration;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary>
/// Cancels a job: the marker stops what runs, an event tells the orchestration, which keeps what was routed and ends with a result that says so.
/// One that does not end by itself is terminated when it is asked again much later. A storage that takes no files hinders only the marker.
/// </summary>
public sealed class JobCanceller(Cancellation cancellation, PartialResult partial, JobTelemetry telemetry, TimeProvider clock)
{
    /// <summary>An orchestration that hears ends in less time, even where a machine was lost with one of its stages.</summary>
    private static readonly TimeSpan LastResort = TimeSpan.FromMinutes(3);

    public async Task CancelAsync(DurableTaskClient client, string job, CancellationToken cancellationToken)
    {
        if (await cancellation.AskedAtAsync(job, cancellationToken) is { } asked)
        {
            if (clock.GetUtcNow() - asked >= LastResort)
            {
                await TerminateAsync(client, job, cancellationToken);
                return;
            }
        }
        else
        {
            await WherePossibleAsync(cancellation.AskAsync(job, cancellationToken));
        }

        await client.RaiseEventAsync(job, JobEvents.Cancel, null, cancellationToken).OrUnavailableAsync();
        telemetry.JobCancelled(job);
    }

    private async Task TerminateAsync(DurableTaskClient client, string job, CancellationToken cancellationToken)
    {
        await client.TerminateInstanceAsync(job, JobResult.Ended(JobOutcome.Cancelled, "JOB_CANCELLED"), cancellationToken).OrUnavailableAsync();
        await WherePossibleAsync(partial.KeepAsync(job, cancellationToken));
    }

    private async Task WherePossibleAsync(Task write)
    {
        try
        {
            await write;
        }
        catch (Exception e) when (StorageFault.IsPassing(e))
        {
            telemetry.StorageFailed("cancel", e);
        }
    }
}
