using MakeDevice.Functions.Jobs;
using MakeDevice.Functions.Orchestration;
using MakeDevice.Functions.Storage;
using MakeDevice.Functions.Telemetry;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace MakeDevice.Functions.Http;

/// <summary>Starts jobs: stores the project, then schedules the orchestration under the job's id.</summary>
public sealed class JobStarter(IArtifactStore store, IdempotencyKeys keys, KeepAlive keepAlive, ServiceOptions options, JobTelemetry telemetry)
{
    /// <summary>Starts a job for a client that asks for its status when it likes.</summary>
    public async Task<string> StartAsync(DurableTaskClient client, ReadOnlyMemory<byte> project, CancellationToken cancellationToken)
    {
        var job = JobId.New();
        await ScheduleAsync(client, job, project, TimeSpan.Zero, cancellationToken);
        return job;
    }

    /// <summary>Starts a job that is cancelled when its client stops polling.</summary>
    public async Task<string> StartPolledAsync(DurableTaskClient client, ReadOnlyMemory<byte> project, CancellationToken cancellationToken)
    {
        var job = JobId.New();
        await keepAlive.TouchAsync(job, cancellationToken);
        await ScheduleAsync(client, job, project, options.KeepAlive, cancellationToken);
        return job;
    }

    /// <summary>The job of an idempotency key, started where it was not yet; null where the key stands for another project.</summary>
    /// <remarks>A start that broke off between claiming the key and scheduling is completed by its repetition.</remarks>
    public async Task<string?> StartOnceAsync(
        DurableTaskClient client, string key, ReadOnlyMemory<byte> project, CancellationToken cancellationToken)
    {
        var job = await keys.ClaimAsync(key, project, cancellationToken);
        if (job is not null && await client.GetInstanceAsync(job, false, cancellationToken) is null)
        {
            await ScheduleAsync(client, job, project, TimeSpan.Zero, cancellationToken);
        }

        return job;
    }

    private async Task ScheduleAsync(
        DurableTaskClient client, string job, ReadOnlyMemory<byte> project, TimeSpan patience, CancellationToken cancellationToken)
    {
        await store.PutAsync(new JobFiles(job).Project, project, cancellationToken);
        var input = new JobInput(
            patience.TotalSeconds, options.MaxRunningTime.TotalSeconds, options.RetryInterval.TotalSeconds, options.ReuseResults);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(
                RouteBoardOrchestration.Name, input, new StartOrchestrationOptions(job), cancellationToken);
            telemetry.JobStarted(job);
        }
        catch (Exception e) when (IsAlreadyThere(e))
        {
            // Two repetitions of one start: the other was first, and its job is this one.
        }
    }

    /// <summary>Told by name: the exception's type differs between client versions (DurableTask.Core's own, or gRPC's AlreadyExists).</summary>
    private static bool IsAlreadyThere(Exception e) =>
        e.GetType().Name == "OrchestrationAlreadyExistsException"
        || (e.GetType().Name == "RpcException" && e.Message.Contains("AlreadyExists", StringComparison.Ordinal));
}
